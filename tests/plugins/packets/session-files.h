/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Files for a session, and those that it makes. */

#pragma once

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tests/plugins/packets/capture-builder.h"
#include "tests/plugins/packets/session-fixture.h"

#define PACKET_TEXT "ffffffffffff0200000000010806 as if it were a frame of some length, that is"

static inline GByteArray *
build_capture (guint n_packets)
{
  CaptureBuilder b = builder_new (FALSE);

  builder_section (&b);
  builder_interface (&b, 1, "eth0");
  for (guint i = 0; i < n_packets; i++)
    builder_enhanced (&b, 0, G_GUINT64_CONSTANT (1000000000) + i, PACKET_TEXT);
  return b.bytes;
}

/* Writes N_PACKETS, without the last N_CUT bytes. */
static inline char *
session_fixture_write (SessionFixture *self, const char *name, guint n_packets, gsize n_cut)
{
  g_autoptr (GByteArray) bytes = build_capture (n_packets);

  sw_test_tree_write_bytes (self->tree, name, (const char *) bytes->data, bytes->len - n_cut);
  return session_fixture_path (self, name);
}

/* Writes the figures of a capture's first second: 1200 packets in, 300 out. */
static inline char *
session_fixture_write_figures (SessionFixture *self, const char *name)
{
  const char *comment
      = "in_packets=1200 in_bytes=120000 out_packets=300 out_bytes=30000 skipped=0 state=up";
  CaptureBuilder b = builder_new (FALSE);

  builder_section (&b);
  builder_interface (&b, 1, "tap0");
  builder_begin_statistics (&b, 0, G_GUINT64_CONSTANT (1000000000));
  builder_option_text (&b, 1, comment);
  builder_end (&b);
  sw_test_tree_write_bytes (self->tree, name, (const char *) b.bytes->data, b.bytes->len);
  g_byte_array_unref (b.bytes);
  return session_fixture_path (self, name);
}

/* Entries of a folder. */
static inline guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static inline void
session_fixture_on_listed (GObject *session, GAsyncResult *result, gpointer user_data)
{
  GPtrArray **left = user_data;
  g_autoptr (GError) error = NULL;

  *left = packets_session_list_left_finish (PACKETS_SESSION (session), result, &error);
  g_assert_no_error (error);
}

static inline GPtrArray *
session_fixture_list_left (SessionFixture *self)
{
  GPtrArray *left = NULL;

  packets_session_list_left_async (self->session, NULL, session_fixture_on_listed, &left);
  WAIT_UNTIL (left != NULL);
  return left;
}
