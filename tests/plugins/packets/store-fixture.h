/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Stores over captures made by hand, in memory, and what they hold as text. */

#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include "tests/plugins/packets/capture-builder.h"
#include "tests/plugins/packets/capture-log.h"

#include "plugins/packets/format/capture-store.h"

static inline int
fixture_file (const guint8 *bytes, gsize n_bytes)
{
  const int fd = memfd_create ("capture", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  for (gsize at = 0; at < n_bytes;)
    {
      const gssize n = write (fd, bytes + at, n_bytes - at);

      g_assert_cmpint (n, >, 0);
      at += n;
    }
  return fd;
}

static inline void
fixture_index (CaptureStore *store)
{
  g_autoptr (GError) error = NULL;
  gboolean at_end = FALSE;

  while (!at_end)
    {
      g_assert_true (capture_store_index (store, 1, &at_end, &error));
      g_assert_no_error (error);
    }
}

/* Takes BYTES. */
static inline CaptureStore *
fixture_store (GByteArray *bytes)
{
  CaptureStore *store = capture_store_new (fixture_file (bytes->data, bytes->len));
  g_autoptr (GError) error = NULL;

  g_byte_array_unref (bytes);
  fixture_index (store);
  g_assert_true (capture_store_finish (store, &error));
  g_assert_no_error (error);
  return store;
}

static inline void
fixture_log_packet (CaptureCursor *cursor, guint index, GString *log)
{
  g_autoptr (GError) error = NULL;
  Packet packet;

  g_assert_true (capture_cursor_read (cursor, index, &packet, NULL, &error));
  g_assert_no_error (error);
  log_packet (log, &packet, 0, 0, NULL);
}

/* First the interfaces with their figures, then the packets. */
static inline char *
fixture_log (CaptureStore *store)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);
  GString *log = g_string_new (NULL);

  for (guint i = 0; i < capture_store_get_n_interfaces (store); i++)
    {
      g_auto (CaptureInterface) interface = { 0 };
      const CaptureContext context = { .interface = i };

      g_assert_true (capture_store_get_interface (store, i, &interface));
      log_interface (log, &interface, &context, NULL);
      if (interface.statistics.time_ns != PACKET_NO_TIME)
        log_statistics (log, i, &interface.statistics, interface.state);
    }
  for (guint i = 0; i < capture_store_get_n_packets (store); i++)
    fixture_log_packet (cursor, i, log);
  return g_string_free (log, FALSE);
}
