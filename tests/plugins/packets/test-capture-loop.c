/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <glib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plugins/packets/capture/loop.h"

/* Somewhere that nothing comes from. COUNT: how often it was looked at. */
typedef struct
{
  Source source;
  guint count;
} Silence;

static void
silence_read (Source *source, Loop *loop, bool)
{
  ((Silence *) source)->count++;
  /* The test fails by this, not by running for ever. */
  loop->over = ((Silence *) source)->count > 5;
}

static uint64_t
silence_take_drops (Source *)
{
  return 0;
}

static Options options;
static Stream stream;

/* OUTPUT: nobody reads its other end any more. */
static void
assert_ends (int output)
{
  /* Due at once each time, so that a loop that sees nothing comes to its end as well. */
  Silence silence = { .source = { .read = silence_read, .take_drops = silence_take_drops } };
  Loop loop = { .options = &options, .stream = &stream, .source = &silence.source, .links_fd = -1 };

  memset (&stream, 0, sizeof stream);
  options = (Options) { .snap_bytes = OPTIONS_MAX_SNAP_BYTES, .all = true };
  g_assert_cmpint (stream_init (&stream, &options, output), ==, 0);
  stream_begin (&stream);
  /* Nothing waits to be written: what is said of the output is said without being asked. */
  stream.output.n_bytes = 0;
  loop_run (&loop);
  g_assert_true (stream.output.closed);
  g_assert_cmpint (stream.output.error, ==, 0);
  g_assert_cmpuint (silence.count, <=, 2);
  output_clear (&stream.output);
  close (output);
}

static void
test_reader_of_pipe_gone (void)
{
  int fds[2];

  g_assert_no_errno (pipe (fds));
  close (fds[0]);
  assert_ends (fds[1]);
}

static void
test_peer_of_socket_gone (void)
{
  int fds[2];

  g_assert_no_errno (socketpair (AF_UNIX, SOCK_STREAM, 0, fds));
  close (fds[0]);
  assert_ends (fds[1]);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/loop/ends-with-pipe", test_reader_of_pipe_gone);
  g_test_add_func ("/packets/capture/loop/ends-with-socket", test_peer_of_socket_gone);
  return g_test_run ();
}
