/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/plugins/packets/capture-builder.h"
#include "tests/plugins/packets/capture-log.h"
#include "tests/sw-test.h"

#include "plugins/packets/format/capture-store.h"

static int
file_of (CaptureBuilder *builder)
{
  const int fd = memfd_create ("capture", MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, builder->bytes->data, builder->bytes->len), ==, builder->bytes->len);
  g_byte_array_unref (builder->bytes);
  return fd;
}

static void
test_plain (void)
{
  CaptureBuilder builder = builder_new (FALSE);
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureCursor) cursor = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) log = g_string_new (NULL);
  gboolean at_end = FALSE;

  builder_section (&builder);
  builder_interface (&builder, 1, "eth0");
  builder_enhanced (&builder, 0, 5, "one");
  builder_enhanced (&builder, 0, 6, "two");
  store = capture_store_new (file_of (&builder));
  g_assert_true (capture_store_index (store, 4096, &at_end, &error));
  g_assert_no_error (error);
  g_assert_true (at_end);
  g_assert_true (capture_store_finish (store, &error));
  g_assert_cmpuint (capture_store_get_n_packets (store), ==, 2);
  cursor = capture_cursor_new (store);
  for (int i = 1; i >= 0; i--)
    {
      Packet packet;

      g_assert_true (capture_cursor_read (cursor, i, &packet, NULL, &error));
      log_packet (log, &packet, 0, 0, NULL);
    }
  g_assert_cmpstr (log->str, ==, "packet on 0 time=6 'two'\npacket on 0 time=5 'one'\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/store/plain", test_plain);
  return g_test_run ();
}
