/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Captures of any length for tests of what shows them: every third frame is ARP, the rest are of an unknown type; with a
 * microsecond between any two. */

#pragma once

#include <string.h>
#include <sys/mman.h>

#include <glib.h>

#include "plugins/packets/format/capture-store.h"

#define VIEW_FRAME_BYTES 42u

static inline void
view_add_u32 (GByteArray *bytes, guint32 value)
{
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

static inline void
view_add_frame (GByteArray *bytes, guint number)
{
  guint8 frame[VIEW_FRAME_BYTES] = { 0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2, 0x88, 0xb5 };
  static const guint8 arp[] = { 0x08, 0x06, 0, 1, 8, 0, 6, 4, 0, 1 };

  if (number % 3 == 0)
    memcpy (frame + 12, arp, sizeof arp);
  view_add_u32 (bytes, 1000 + number / G_USEC_PER_SEC);
  view_add_u32 (bytes, number % G_USEC_PER_SEC);
  view_add_u32 (bytes, sizeof frame);
  view_add_u32 (bytes, sizeof frame);
  g_byte_array_append (bytes, frame, sizeof frame);
}

/* The frames BEGIN to END, with the head of a pcap file before the first. */
static inline void
view_append (CaptureStore *store, guint begin, guint end)
{
  static const guint32 head[] = { 0xa1b2c3d4, 4 << 16 | 2, 0, 0, 65535, LINK_TYPE_ETHERNET };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  if (begin == 0)
    g_byte_array_append (bytes, (const guint8 *) head, sizeof head);
  for (guint i = begin; i < end; i++)
    view_add_frame (bytes, i);
  capture_store_append (store, bytes->data, bytes->len, &error);
  g_assert_no_error (error);
}

static inline CaptureStore *
view_store (guint n_packets)
{
  CaptureStore *store = capture_store_new (memfd_create ("capture", MFD_CLOEXEC));

  /* By pieces: a store takes no more than fits its windows at once. */
  for (guint at = 0; at < n_packets || at == 0; at += 10000)
    view_append (store, at, MIN (n_packets, at + 10000));
  g_assert_cmpuint (capture_store_get_n_packets (store), ==, n_packets);
  return store;
}
