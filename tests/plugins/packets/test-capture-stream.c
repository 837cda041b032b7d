/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

#include "plugins/packets/capture/stream.h"
#include "plugins/packets/format/pcapng-flags.h"

#define PAYLOAD_BYTES 1000

static Options options;
static Stream stream;
static GByteArray *read_so_far;

static Link
link_of (int ifindex, const char *name)
{
  Link link = { .ifindex = ifindex, .arphrd = 1, .up = true };

  g_strlcpy (link.name, name, sizeof link.name);
  return link;
}

/* The reader's end. */
static int
begin (void)
{
  int fds[2];

  memset (&stream, 0, sizeof stream);
  options = (Options) { .snap_bytes = OPTIONS_MAX_SNAP_BYTES, .all = true };
  read_so_far = g_byte_array_new ();
  g_assert_no_errno (pipe2 (fds, O_CLOEXEC));
  g_assert_no_errno (fcntl (fds[0], F_SETFL, O_NONBLOCK));
  g_assert_cmpint (stream_init (&stream, &options, fds[1]), ==, 0);
  for (int i = 1; i <= 2; i++)
    {
      const Link link = link_of (i, i == 1 ? "one" : "two");

      stream_on_link (&link, &stream);
    }
  stream_begin (&stream);
  return fds[0];
}

static void
end (int fd)
{
  close (fd);
  close (stream.output.fd);
  output_clear (&stream.output);
  g_byte_array_unref (read_so_far);
}

static void
take (int ifindex, guint32 flags, guint number)
{
  guint8 bytes[PAYLOAD_BYTES] = { 0 };
  const Frame frame = { .rest = bytes,
                        .n_rest = sizeof bytes,
                        .original_bytes = sizeof bytes,
                        .time_ns = 1 + number,
                        .ifindex = ifindex,
                        .flags = flags };

  memcpy (bytes + 20, &number, sizeof number);
  g_assert_true (stream_take (&stream, &frame));
}

static void
read_all (int fd)
{
  guint8 bytes[65536];
  gssize n;

  while ((n = read (fd, bytes, sizeof bytes)) > 0)
    g_byte_array_append (read_so_far, bytes, (guint) n);
}

static guint32
get_32 (gsize offset)
{
  guint32 value;

  g_assert_cmpuint (offset + 4, <=, read_so_far->len);
  memcpy (&value, read_so_far->data + offset, sizeof value);
  return value;
}

/* Blocks of a type in what was read; the last one's offset. */
static guint
count_blocks (guint32 type, gsize *last)
{
  guint n = 0;

  for (gsize at = 0; at < read_so_far->len; at += get_32 (at + 4))
    {
      g_assert_cmpuint (get_32 (at + 4) % 4, ==, 0);
      g_assert_cmpuint (get_32 (at + get_32 (at + 4) - 4), ==, get_32 (at + 4));
      if (get_32 (at) == type)
        {
          n++;
          *last = at;
        }
    }
  return n;
}

static gboolean
was_said (const char *text)
{
  return memmem (read_so_far->data, read_so_far->len, text, strlen (text)) != NULL;
}

/* The numbers of take() in the order in which they were sent: 0, 1, … as far as there was room. */
static void
assert_begins_whole (guint n_sent)
{
  guint n = 0;

  for (gsize at = 0; at < read_so_far->len && n < n_sent; at += get_32 (at + 4))
    if (get_32 (at) == 6)
      g_assert_cmpuint (get_32 (at + 28 + 20), ==, n++);
}

/* A reader that does not read: nothing waits, all is counted, and it goes on where there is room again. */
static void
test_overload (void)
{
  const guint n = 4000;
  const int fd = begin ();
  gsize last = 0;
  guint64 dropped;
  guint n_sent;

  /* Less than is held back, so that it takes several times to get rid of that. */
  g_assert_no_errno (fcntl (fd, F_SETPIPE_SZ, 512 * 1024) < 0 ? -1 : 0);
  for (guint i = 0; i < n; i++)
    take (1, i % 4 == 0 ? PACKET_FLAGS_OUTBOUND : PACKET_FLAGS_INBOUND, i);
  g_assert_cmpuint (stream.interfaces.entries[0].in_packets, ==, n / 4 * 3);
  g_assert_cmpuint (stream.interfaces.entries[0].out_packets, ==, n / 4);
  g_assert_cmpuint (stream.interfaces.entries[0].out_bytes, ==, n / 4 * PAYLOAD_BYTES);
  n_sent = (guint) stream.n_sent;
  g_assert_cmpuint (n_sent, >, 500); /* what the buffer holds */
  g_assert_cmpuint (n_sent, <, n);
  g_assert_cmpuint (stream.interfaces.entries[0].skipped, ==, n - n_sent);

  do
    {
      read_all (fd);
      output_retry (&stream.output);
    }
  while (!output_flush (&stream.output));
  take (2, PACKET_FLAGS_INBOUND, n);
  take (1, PACKET_FLAGS_INBOUND, n + 1);
  stream_tell_statistics (&stream, false);
  g_assert_true (output_flush (&stream.output));
  read_all (fd);

  g_assert_cmpuint (count_blocks (6, &last), ==, n_sent + 2);
  assert_begins_whole (n_sent);
  /* flags, then epb_dropcount, which is this interface's own */
  g_assert_cmphex (get_32 (last + 28 + PAYLOAD_BYTES + 8), ==, 8u << 16 | 4u);
  memcpy (&dropped, read_so_far->data + last + 28 + PAYLOAD_BYTES + 12, sizeof dropped);
  g_assert_cmpuint (dropped, ==, n - n_sent);
  g_assert_cmpuint (stream.interfaces.entries[1].skipped, ==, 0);
  {
    g_autofree char *said = g_strdup_printf ("in_packets=3001 in_bytes=3001000 out_packets=1000 "
                                             "out_bytes=1000000 skipped=%u state=up",
                                             n - n_sent);

    g_assert_true (was_said (said));
  }
  /* Said once. */
  take (1, PACKET_FLAGS_INBOUND, n + 2);
  output_flush (&stream.output);
  read_all (fd);
  count_blocks (6, &last);
  g_assert_cmphex (get_32 (last + 28 + PAYLOAD_BYTES + 8), ==, 8u << 16 | 5u);
  end (fd);
}

static void
test_reader_gone (void)
{
  const int fd = begin ();

  close (fd);
  g_assert_false (output_flush (&stream.output));
  g_assert_true (output_is_over (&stream.output));
  g_assert_cmpint (stream.output.error, ==, 0);
  end (-1);
}

/* The largest frames there are, and one with a tag when there is no room any more: it has to be looked at all the same. */
static void
test_large_frames_when_full (void)
{
  static struct sock_filter none[] = { { BPF_RET | BPF_K, 0, 0, 0 } };
  const int fd = begin ();
  g_autofree guint8 *bytes = g_malloc0 (OPTIONS_MAX_SNAP_BYTES);
  const Program program = { 1, 1, none };
  Frame frame = { .rest = bytes,
                  .n_rest = OPTIONS_MAX_SNAP_BYTES,
                  .original_bytes = OPTIONS_MAX_SNAP_BYTES,
                  .time_ns = 1,
                  .ifindex = 1,
                  .flags = PACKET_FLAGS_INBOUND };

  stream.output.full = true;
  for (int i = 0; i < 6; i++)
    {
      /* The fourth ends just where there is room for a last one. */
      frame.n_rest = i == 3 ? OPTIONS_MAX_SNAP_BYTES - 1500 : OPTIONS_MAX_SNAP_BYTES;
      g_assert_true (stream_take (&stream, &frame));
    }
  g_assert_cmpuint (stream.n_sent, ==, 5);
  g_assert_cmpuint (stream.interfaces.entries[0].skipped, >, 0);
  stream.interfaces.entries[1].program = &program;
  frame.ifindex = 2;
  frame.tagged = true;
  g_assert_true (stream_take (&stream, &frame));
  g_assert_cmpuint (stream.interfaces.entries[1].in_packets, ==, 0);
  g_assert_cmpuint (stream.interfaces.entries[1].skipped, ==, 0);
  end (fd);
}

/* Of types without a program of their own what is cooked is judged here, and what is not is left out. */
static void
test_types_without_program (void)
{
  static struct sock_filter first_is_a[] = {
    { BPF_LD | BPF_B | BPF_ABS, 0, 0, 0 },
    { BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 'a' },
    { BPF_RET | BPF_K, 0, 0, 65535 },
    { BPF_RET | BPF_K, 0, 0, 0 },
  };
  const int fd = begin ();
  Link ppp = link_of (3, "ppp0"), tunnel = link_of (4, "tun0");
  Frame frame = { .rest = (const guint8 *) "bc", .n_rest = 2, .original_bytes = 3, .n_head = 1 };

  options.programs[0] = (Program) { OPTIONS_COOKED_TYPE, 4, first_is_a };
  options.n_programs = 1;
  ppp.arphrd = 512;
  tunnel.arphrd = 65534;
  stream_on_link (&ppp, &stream);
  stream_on_link (&tunnel, &stream);
  for (int i = 0; i < 4; i++)
    {
      frame.ifindex = 3 + i / 2;
      frame.head[0] = i % 2 == 0 ? 'a' : 'x';
      g_assert_true (stream_take (&stream, &frame));
    }
  g_assert_cmpuint (stream.n_sent, ==, 1);
  g_assert_cmpuint (stream.interfaces.entries[2].in_packets, ==, 1);
  g_assert_cmpuint (stream.interfaces.entries[3].in_packets, ==, 0);
  options.n_programs = 0;
  end (fd);
}

static void
test_interfaces_come_and_go (void)
{
  const int fd = begin ();
  Link renamed = link_of (1, "uno"), gone = link_of (2, "two"), down = link_of (1, "uno");
  gsize last;

  gone.gone = true;
  down.up = false;
  take (1, PACKET_FLAGS_INBOUND, 1);
  stream_on_link (&renamed, &stream);
  stream_on_link (&gone, &stream);
  g_assert_true (stream.reselect && stream.hurries);
  take (1, PACKET_FLAGS_INBOUND, 2);
  take (2, PACKET_FLAGS_INBOUND, 3); /* was still in the ring */
  stream_on_link (&down, &stream);
  stream_tell_statistics (&stream, false);
  g_assert_cmpuint (stream.interfaces.n_entries, ==, 1);
  output_flush (&stream.output);
  read_all (fd);
  g_assert_cmpuint (count_blocks (1, &last), ==, 3);
  g_assert_cmpuint (count_blocks (6, &last), ==, 3);
  g_assert_cmpuint (get_32 (last + 8), ==, 1);
  g_assert_true (was_said ("in_packets=1 in_bytes=1000 out_packets=0 out_bytes=0 skipped=0 "
                           "state=renamed"));
  g_assert_true (was_said ("in_packets=1 in_bytes=1000 out_packets=0 out_bytes=0 skipped=0 "
                           "state=down"));
  g_assert_true (was_said ("in_packets=1 in_bytes=1000 out_packets=0 out_bytes=0 skipped=0 "
                           "state=gone"));
  g_assert_true (was_said ("ifindex=2"));
  end (fd);
}

static void
test_nothing_changed (void)
{
  const int fd = begin ();
  gsize last;

  stream_tell_statistics (&stream, false);
  stream_tell_statistics (&stream, false);
  output_flush (&stream.output);
  read_all (fd);
  g_assert_cmpuint (count_blocks (5, &last), ==, 2);
  g_assert_false (stream.changed);
  end (fd);
}

static void
test_kernel_drops (void)
{
  const int fd = begin ();
  gsize last;

  stream_tell_statistics (&stream, false);
  stream_count_drops (&stream, 0);
  g_assert_false (stream.changed);
  stream_count_drops (&stream, 7);
  stream_tell_statistics (&stream, false);
  output_flush (&stream.output);
  read_all (fd);
  g_assert_cmpuint (count_blocks (5, &last), ==, 3);
  g_assert_cmpuint (get_32 (last + 8), ==, 0);
  g_assert_true (was_said ("drops_shared=1"));
  end (fd);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/stream/overload-is-counted", test_overload);
  g_test_add_func ("/packets/capture/stream/reader-gone", test_reader_gone);
  g_test_add_func ("/packets/capture/stream/large-frames-when-full", test_large_frames_when_full);
  g_test_add_func ("/packets/capture/stream/types-without-program", test_types_without_program);
  g_test_add_func ("/packets/capture/stream/interfaces-come-and-go", test_interfaces_come_and_go);
  g_test_add_func ("/packets/capture/stream/statistics-of-what-changed", test_nothing_changed);
  g_test_add_func ("/packets/capture/stream/drops-of-the-kernel", test_kernel_drops);
  return g_test_run ();
}
