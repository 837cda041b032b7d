/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Any bytes as a capture: live in pieces, as a file, and what was read of it written and read again, must all say the
 * same. The first byte says how large pieces are. */

#include "config.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "plugins/packets/format/capture-writer.h"
#include "tests/fuzz/sw-fuzz.h"

static CaptureStore *
read_file (const uint8_t *data, size_t size)
{
  const int fd = memfd_create ("capture", MFD_CLOEXEC);
  CaptureStore *store = capture_store_new (fd);
  gboolean at_end = FALSE;

  g_assert_cmpint (write (fd, data, size), ==, size);
  while (!at_end && capture_store_index (store, 1, &at_end, NULL))
    ;
  return store;
}

static CaptureStore *
read_stream (const uint8_t *data, size_t size, gsize piece)
{
  CaptureStore *store = capture_store_new (memfd_create ("capture", MFD_CLOEXEC));

  for (gsize at = 0; at < size; at += piece)
    if (!capture_store_append (store, data + at, MIN (piece, size - at), NULL))
      break;
  return store;
}

/* What has no time, or one that the format cannot hold, may have come back with another. */
static void
check_same (CaptureStore *store, CaptureStore *other, gboolean written)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);
  g_autoptr (CaptureCursor) other_cursor = capture_cursor_new (other);
  const guint n_packets = capture_store_get_n_packets (store);

  g_assert_cmpuint (n_packets, ==, capture_store_get_n_packets (other));
  for (guint i = n_packets; i-- > 0;)
    {
      Packet a, b;
      TcpMark mark;

      g_assert_true (capture_cursor_read (cursor, i, &a, &mark, NULL));
      g_assert_true (capture_cursor_read (other_cursor, i, &b, &mark, NULL));
      g_assert_cmpmem (a.bytes, a.captured_bytes, b.bytes, b.captured_bytes);
      g_assert_cmpuint (a.original_bytes, ==, b.original_bytes);
      g_assert_cmpuint (a.interface, ==, b.interface);
      g_assert_cmpuint (a.link_type, ==, b.link_type);
      g_assert_cmpuint (a.flags, ==, b.flags);
      g_assert_cmpuint (a.packet_id, ==, b.packet_id);
      g_assert_cmpuint (a.dropped, ==, b.dropped);
      g_assert_cmpuint (a.queue, ==, b.queue);
      if (!written || a.time_ns >= 0)
        g_assert_cmpint (a.time_ns, ==, b.time_ns);
    }
}

static gboolean
on_piece_written_cb (gpointer bytes,
                     const guint8 *piece,
                     gsize n_bytes,
                     G_GNUC_UNUSED GError **error)
{
  g_byte_array_append (bytes, piece, n_bytes);
  return TRUE;
}

static void
check_written (CaptureStore *store)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (CaptureStore) again = NULL;
  CaptureLosses losses;

  g_assert_true (capture_writer_write (store, CAPTURE_WRITER_PCAPNG, NULL, 0, on_piece_written_cb,
                                       bytes, &losses, NULL));
  again = read_file (bytes->data, bytes->len);
  g_assert_true (capture_store_finish (again, NULL));
  g_assert_cmpuint (capture_store_get_n_interfaces (store), ==,
                    capture_store_get_n_interfaces (again));
  check_same (store, again, TRUE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (CaptureStore) file = NULL;
  g_autoptr (CaptureStore) stream = NULL;

  if (size == 0)
    return 0;
  file = read_file (data + 1, size - 1);
  stream = read_stream (data + 1, size - 1, data[0] + 1);
  g_assert_cmpint (capture_store_finish (file, NULL), ==, capture_store_finish (stream, NULL));
  check_same (file, stream, FALSE);
  check_written (file);
  return 0;
}
