/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "tests/plugins/packets/store-fixture.h"
#include "tests/sw-test.h"

#include "plugins/packets/format/capture-index.h"

static CaptureBuilder
begin_capture (void)
{
  CaptureBuilder b = builder_new (FALSE);

  builder_section (&b);
  builder_interface (&b, 1, "eth0");
  return b;
}

/* N_PACKETS, whose texts are their numbers with LENGTH bytes of filling behind. */
static void
add_numbered (CaptureBuilder *b, guint n_packets, gsize length)
{
  g_autofree char *filling = g_strnfill (length, '.');

  for (guint i = 0; i < n_packets; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u%s", i, filling);

      builder_enhanced (b, 0, 1000 + i, text);
    }
}

static void
assert_numbered (CaptureCursor *cursor, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = g_strdup_printf ("%u", index);
  Packet packet;
  TcpMark mark;

  g_assert_true (capture_cursor_read (cursor, index, &packet, &mark, &error));
  g_assert_no_error (error);
  g_assert_cmpint (packet.time_ns, ==, 1000 + index);
  g_assert_cmpmem (packet.bytes, strspn ((const char *) packet.bytes, "0123456789"), expected,
                   strlen (expected));
  g_assert_cmpint (mark.marks, ==, TCP_MARK_NONE);
}

static void
test_any_order (void)
{
  CaptureBuilder b = begin_capture ();
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureCursor) cursor = NULL;

  add_numbered (&b, 3000, 300);
  store = fixture_store (b.bytes);
  cursor = capture_cursor_new (store);
  g_assert_cmpuint (capture_store_get_n_packets (store), ==, 3000);
  g_assert_cmpint (capture_store_get_first_time_ns (store), ==, 1000);
  for (guint i = 0; i < 3000; i++)
    assert_numbered (cursor, i);
  for (guint i = 3000; i-- > 0;)
    assert_numbered (cursor, i);
  for (guint i = 0; i < 3000; i++)
    assert_numbered (cursor, g_test_rand_int_range (0, 3000));
}

/* A frame larger than any window, with small ones on both sides. */
static void
test_large_packet (void)
{
  CaptureBuilder b = begin_capture ();
  g_autofree char *large = g_strnfill (3 << 20, 'x');
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureCursor) cursor = NULL;

  add_numbered (&b, 2, 3);
  builder_enhanced (&b, 0, 7, large);
  builder_enhanced (&b, 0, 8, "after");
  store = fixture_store (b.bytes);
  cursor = capture_cursor_new (store);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GString) log = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      Packet packet;

      assert_numbered (cursor, round);
      g_assert_true (capture_cursor_read (cursor, 2, &packet, NULL, &error));
      g_assert_cmpmem (packet.bytes, packet.captured_bytes, large, strlen (large));
      fixture_log_packet (cursor, 3, log);
      g_assert_cmpstr (log->str, ==, "packet on 0 time=8 'after'\n");
    }
}

/* read(2) and its sisters, of this thread, so far: proc_pid_io(5) */
static guint64
count_reads (void)
{
  g_autofree char *text = NULL;
  const char *found;

  g_assert_true (g_file_get_contents ("/proc/thread-self/io", &text, NULL, NULL));
  found = strstr (text, "syscr: ");
  g_assert_nonnull (found);
  return g_ascii_strtoull (found + strlen ("syscr: "), NULL, 10);
}

static void
test_reads_ahead (void)
{
  const guint n_packets = 20000; /* 8 MB, 33 windows */
  CaptureBuilder b = begin_capture ();
  g_autoptr (CaptureStore) store = NULL;
  guint64 own, before;

  add_numbered (&b, n_packets, 380);
  store = fixture_store (b.bytes);
  own = count_reads ();
  own = count_reads () - own;
  for (guint backward = 0; backward < 2; backward++)
    {
      g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);

      before = count_reads ();
      for (guint i = 0; i < n_packets; i++)
        assert_numbered (cursor, backward ? n_packets - 1 - i : i);
      g_assert_cmpuint (count_reads () - before - own, <=, 38);
      g_assert_cmpuint (count_reads () - before - own, >, 30);
    }
}

/* More than a segment of the index holds, added while others read. */
#define SHARED_PACKETS (2 * CAPTURE_INDEX_SEGMENT_PACKETS + 100)

static gpointer
read_while_fed (gpointer store)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);
  guint n_packets, at = 0;

  while (at < SHARED_PACKETS)
    {
      n_packets = capture_store_get_n_packets (store);
      for (guint steps = 0; at < n_packets && steps < 1000; at++, steps++)
        assert_numbered (cursor, at);
      if (n_packets > 0)
        assert_numbered (cursor, n_packets / 2);
      g_assert_cmpuint (capture_store_get_n_interfaces (store), <=, 1);
      g_thread_yield ();
    }
  return NULL;
}

static void
test_four_threads (void)
{
  CaptureBuilder b = begin_capture ();
  g_autoptr (CaptureStore) store = capture_store_new (fixture_file (NULL, 0));
  g_autoptr (GError) error = NULL;
  GThread *threads[4];

  add_numbered (&b, SHARED_PACKETS, 20);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_while_fed, store);
  for (gsize at = 0, n; at < b.bytes->len; at += n)
    {
      n = g_test_rand_int_range (1, 60000);
      n = MIN (n, b.bytes->len - at);
      g_assert_true (capture_store_append (store, b.bytes->data + at, n, &error));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_true (capture_store_finish (store, &error));
  g_assert_cmpuint (capture_store_get_n_packets (store), ==, SHARED_PACKETS);
  g_byte_array_unref (b.bytes);
}

/* A live stream is in its file, byte for byte, as far as it came: whoever opens the file after a crash reads as much. */
static void
test_live_is_in_file (void)
{
  CaptureBuilder b = begin_capture ();
  g_autofree char *copy = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  const int fd = fixture_file (NULL, 0);
  g_autoptr (CaptureStore) store = capture_store_new (fd);
  g_autoptr (CaptureStore) again = NULL;
  g_autoptr (GError) error = NULL;
  gboolean at_end;
  gsize n_bytes;

  add_numbered (&b, 50, 3);
  n_bytes = b.bytes->len - 5;
  for (gsize at = 0; at < n_bytes; at += 7)
    g_assert_true (capture_store_append (store, b.bytes->data + at, MIN (7, n_bytes - at), &error));
  g_assert_cmpuint (capture_store_get_n_packets (store), ==, 49);
  g_assert_cmpuint (capture_store_get_n_bytes (store), ==, n_bytes);
  copy = g_malloc (n_bytes + 1);
  g_assert_cmpint (pread (fd, copy, n_bytes + 1, 0), ==, n_bytes);
  g_assert_cmpmem (copy, n_bytes, b.bytes->data, n_bytes);

  again = capture_store_new (fixture_file ((guint8 *) copy, n_bytes));
  g_assert_true (capture_store_index (again, G_MAXSIZE, &at_end, &error));
  g_assert_true (at_end);
  g_assert_false (capture_store_finish (again, &error));
  g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_TRUNCATED);
  before = fixture_log (store);
  after = fixture_log (again);
  g_assert_cmpstr (before, ==, after);
  g_byte_array_unref (b.bytes);
}

/* The disk is full in the middle of a block: told, once and ever again, and all before it is there. */
static void
test_disk_full (void)
{
  CaptureBuilder b = begin_capture ();
  g_autofree char *path = NULL;
  const int fd = g_file_open_tmp ("capture-XXXXXX", &path, NULL);
  g_autoptr (CaptureStore) store = capture_store_new (fd);
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (store);
  struct rlimit old, low;

  g_assert_cmpint (g_unlink (path), ==, 0);
  add_numbered (&b, 100, 100);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  low = old;
  low.rlim_cur = b.bytes->len / 2;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &low), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (capture_store_append (store, b.bytes->data, b.bytes->len, &error));
      g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_WRITE);
      g_assert_nonnull (strstr (error->message, g_strerror (EFBIG)));
    }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_cmpuint (capture_store_get_n_bytes (store), ==, low.rlim_cur);
  g_assert_cmpint (lseek (fd, 0, SEEK_END), ==, low.rlim_cur);
  g_assert_cmpuint (capture_store_get_n_packets (store), >=, 48);
  for (guint i = 0; i < capture_store_get_n_packets (store); i++)
    assert_numbered (cursor, i);
  g_byte_array_unref (b.bytes);
}

/* What is behind garbage is not looked for; what is before it stays. */
static void
test_garbage_behind (void)
{
  CaptureBuilder b = begin_capture ();
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureCursor) cursor = NULL;
  g_autofree char *where = NULL;
  gboolean at_end = FALSE;

  add_numbered (&b, 3, 1);
  where = g_strdup_printf ("from byte %u on: ", b.bytes->len);
  builder_text (&b, "garbage, and more of it");
  add_numbered (&b, 3, 1);
  store = capture_store_new (fixture_file (b.bytes->data, b.bytes->len));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (capture_store_index (store, G_MAXSIZE, &at_end, &error));
      g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, where));
      g_assert_false (at_end);
    }
  g_assert_cmpuint (capture_store_get_n_packets (store), ==, 3);
  cursor = capture_cursor_new (store);
  assert_numbered (cursor, 2);
  g_byte_array_unref (b.bytes);
}

/* A file that somebody cuts short or rewrites while it is open is told of, and read no further than it goes. */
static void
test_file_changes (void)
{
  CaptureBuilder b = begin_capture ();
  const guint8 zeros[68] = { 0 }; /* from the second packet's length on */
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureCursor) cursor = NULL;
  gboolean at_end;
  Packet packet;
  int fd;

  add_numbered (&b, 3, 1);
  fd = fixture_file (b.bytes->data, b.bytes->len);
  store = capture_store_new (fd);
  g_assert_true (capture_store_index (store, G_MAXSIZE, &at_end, NULL));
  cursor = capture_cursor_new (store);
  g_assert_cmpint (pwrite (fd, zeros, 68, b.bytes->len - 68), ==, 68);
  g_assert_cmpint (ftruncate (fd, b.bytes->len - 20), ==, 0);
  for (guint i = 1; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (capture_cursor_read (cursor, i, &packet, NULL, &error));
      g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_READ);
      g_assert_nonnull (strstr (error->message, i == 1 ? "changed" : "shorter"));
    }
  assert_numbered (cursor, 0);
  g_byte_array_unref (b.bytes);
}

static void
test_not_readable (void)
{
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gboolean at_end;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  store = capture_store_new (fds[0]);
  g_assert_false (capture_store_index (store, G_MAXSIZE, &at_end, &error));
  g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_READ);
  close (fds[1]);
}

static void
test_generation (void)
{
  CaptureBuilder b = builder_new (FALSE);
  g_autoptr (CaptureStore) store = capture_store_new (fixture_file (NULL, 0));
  g_auto (CaptureInterface) interface = { 0 };
  guint64 last = capture_store_get_generation (store);
  gsize ends[5];

  builder_section (&b);
  ends[0] = b.bytes->len;
  builder_interface (&b, 1, "eth0");
  ends[1] = b.bytes->len;
  builder_enhanced (&b, 0, 1, "x");
  ends[2] = b.bytes->len;
  builder_begin_statistics (&b, 0, 100);
  builder_option_text (&b, 1, "in_packets=5 state=down");
  builder_end (&b);
  ends[3] = b.bytes->len;
  builder_interface (&b, 1, "eth1");
  ends[4] = b.bytes->len;
  for (gsize i = 0, at = 0; i < G_N_ELEMENTS (ends); at = ends[i++])
    {
      g_assert_true (capture_store_append (store, b.bytes->data + at, ends[i] - at, NULL));
      g_assert_cmpint (capture_store_get_generation (store) != last, ==, i % 2 == 1 || i == 4);
      last = capture_store_get_generation (store);
    }
  g_assert_true (capture_store_get_interface (store, 0, &interface));
  g_assert_cmpint (interface.state, ==, CAPTURE_INTERFACE_DOWN);
  g_assert_cmpuint (interface.statistics.in_packets, ==, 5);
  g_assert_cmpint (interface.statistics.time_ns, ==, 100);
  g_assert_false (capture_store_get_interface (store, 2, &interface));
  g_byte_array_unref (b.bytes);
}

static void
add_lost (CaptureBuilder *b, guint32 interface, guint64 by_kernel, const char *by_us)
{
  builder_begin_statistics (b, interface, 100);
  builder_option_u64 (b, 7, by_kernel);
  builder_option_text (b, 1, by_us);
  builder_end (b);
}

/* Interfaces of a section share a ring, those of another have another. */
static void
test_lost (void)
{
  CaptureBuilder b = builder_new (FALSE);
  g_autoptr (CaptureStore) store = NULL;
  guint64 by_kernel, by_us;

  for (guint section = 0; section < 2; section++)
    {
      builder_section (&b);
      builder_interface (&b, 1, "eth0");
      builder_interface (&b, 1, "eth1");
      add_lost (&b, 0, 10 + section, "skipped=3");
      add_lost (&b, 1, 10 + section, "skipped=4");
    }
  store = fixture_store (b.bytes);
  capture_store_count_lost (store, &by_kernel, &by_us);
  g_assert_cmpuint (by_kernel, ==, 21);
  g_assert_cmpuint (by_us, ==, 14);
}

/* A segment of TCP over IPv4, as raw IP. */
static void
add_segment (CaptureBuilder *b, guint32 sequence, const char *text)
{
  const guint8 header[40] = {
    0x45,
    0,
    0,
    40 + strlen (text),
    0,
    0,
    0,
    0,
    64,
    6,
    0,
    0,
    10,
    0,
    0,
    1,
    10,
    0,
    0,
    2,
    0x10,
    0,
    0,
    80,
    sequence >> 24,
    sequence >> 16,
    sequence >> 8,
    sequence,
    0,
    0,
    0,
    1,
    0x50,
    0x10,
    0xff,
    0xff,
  };

  builder_begin (b, 6);
  builder_u32 (b, 0);
  builder_u32 (b, 0);
  builder_u32 (b, 0);
  builder_u32 (b, 40 + strlen (text));
  builder_u32 (b, 40 + strlen (text));
  builder_add (b, header, sizeof header);
  builder_text (b, text);
  builder_pad (b);
  builder_end (b);
}

/* What following the connections found comes with the packet, whoever reads it. */
static void
test_tcp_marks (void)
{
  static const guint32 sequences[] = { 1000, 1004, 1000, 1012 };
  static const TcpMarks expected[] = { 0, 0, TCP_MARK_RETRANSMISSION, TCP_MARK_LOST_BEFORE };
  CaptureBuilder b = builder_new (FALSE);
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (CaptureCursor) cursor = NULL;

  builder_section (&b);
  builder_interface (&b, 101, "tun0");
  for (guint i = 0; i < G_N_ELEMENTS (sequences); i++)
    add_segment (&b, sequences[i], "four");
  builder_enhanced (&b, 0, 1, "no segment");
  store = fixture_store (b.bytes);
  cursor = capture_cursor_new (store);
  for (guint i = 0; i < G_N_ELEMENTS (sequences); i++)
    {
      Packet packet;
      TcpMark mark;

      g_assert_true (capture_cursor_read (cursor, i, &packet, &mark, NULL));
      g_assert_cmphex (mark.marks, ==, expected[i] | TCP_MARK_KNOWN);
      g_assert_cmpuint (sequences[i] - mark.base_sequence, <=, sequences[i] - 999);
      g_assert_cmpuint (mark.base_sequence, >=, 999);
    }
  {
    Packet packet;
    TcpMark mark;

    g_assert_true (capture_cursor_read (cursor, 4, &packet, &mark, NULL));
    g_assert_cmphex (mark.marks, ==, TCP_MARK_NONE);
  }
}

static void
test_too_many_interfaces (void)
{
  CaptureBuilder b = builder_new (FALSE);
  g_autoptr (CaptureStore) store = NULL;
  g_autoptr (GError) error = NULL;
  gboolean at_end;

  builder_section (&b);
  for (guint i = 0; i <= CAPTURE_INDEX_MAX_INTERFACES; i++)
    {
      builder_begin_interface (&b, 1, 0);
      builder_end (&b);
    }
  store = capture_store_new (fixture_file (b.bytes->data, b.bytes->len));
  g_assert_false (capture_store_index (store, G_MAXSIZE, &at_end, &error));
  g_assert_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_LIMIT);
  g_assert_cmpuint (capture_store_get_n_interfaces (store), ==, CAPTURE_INDEX_MAX_INTERFACES);
  g_byte_array_unref (b.bytes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/store/any-order", test_any_order);
  g_test_add_func ("/packets/store/large-packet", test_large_packet);
  g_test_add_func ("/packets/store/reads-ahead", test_reads_ahead);
  g_test_add_func ("/packets/store/four-threads-read-while-fed", test_four_threads);
  g_test_add_func ("/packets/store/live-is-in-file", test_live_is_in_file);
  g_test_add_func ("/packets/store/disk-full", test_disk_full);
  g_test_add_func ("/packets/store/garbage-behind", test_garbage_behind);
  g_test_add_func ("/packets/store/file-changes", test_file_changes);
  g_test_add_func ("/packets/store/not-readable", test_not_readable);
  g_test_add_func ("/packets/store/generation", test_generation);
  g_test_add_func ("/packets/store/lost", test_lost);
  g_test_add_func ("/packets/store/tcp-marks", test_tcp_marks);
  g_test_add_func ("/packets/store/too-many-interfaces", test_too_many_interfaces);
  return g_test_run ();
}
