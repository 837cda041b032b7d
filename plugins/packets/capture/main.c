/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "plugins/packets/capture/confine.h"
#include "plugins/packets/capture/fail.h"
#include "plugins/packets/capture/loop.h"
#include "plugins/packets/capture/options.h"
#include "plugins/packets/capture/privileges.h"

/* Large, and all there is: nothing is allocated while capturing. */
static Options options;
static Stream stream;
static Filter filter;
static Ring ring;

#ifdef __SANITIZE_ADDRESS__
/* By its own stack for signals the sanitizer makes a system call at the end that is not allowed then. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "use_sigaltstack=0";
}
#endif

/* Whoever starts a program with rights may have closed these, and what is opened first would then be taken for them. */
static void
ensure_standard_descriptors (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd >= 0)
    close (fd);
}

static void
parse_arguments (int argc, char **argv)
{
  char complaint[256];

  if (!options_parse (&options, argc, argv, complaint, sizeof complaint))
    fail (CAPTURE_EXIT_USAGE, "%s", complaint);
  for (unsigned i = 0; i < options.n_programs; i++)
    if (!filter_is_valid (&options.programs[i]))
      fail (CAPTURE_EXIT_BAD_FILTER, "the program for hardware type %u is none",
            options.programs[i].arphrd);
}

/* With the rights of whoever asked. */
static int
open_output (void)
{
  int fd = STDOUT_FILENO;

  if (options.write_path != NULL)
    fd = open (options.write_path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  else if (isatty (fd))
    fail (CAPTURE_EXIT_USAGE, "standard output is a terminal");
  if (fd < 0)
    fail (CAPTURE_EXIT_FAILED, "%s: %s", options.write_path, strerror (errno));
  return fd;
}

static void
open_ring (void)
{
  int error = ring_open (&ring);

  if (error == EPERM || error == EACCES)
    fail (CAPTURE_EXIT_NOT_PERMITTED, "%s", strerror (error));
  if (error == EAFNOSUPPORT)
    fail (CAPTURE_EXIT_NO_FAMILY, "%s", strerror (error));
  if (error == 0)
    error = ring_set_up (&ring, options.ring_mib, options.retire_ms);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "packet ring: %s", strerror (error));
}

static void
find_interfaces (const Loop *loop)
{
  const int error = links_dump (loop->links_fd, stream_on_link, &stream);

  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "list of interfaces: %s", strerror (-error));
  if (stream.interfaces.n_entries == 0)
    fail (CAPTURE_EXIT_NO_INTERFACE, "none of the interfaces is there");
}

static void
set_filter (const Loop *loop)
{
  const int error = loop_select_interfaces (loop);

  if (error == EINVAL || error == E2BIG || error == ENOMEM)
    fail (CAPTURE_EXIT_BAD_FILTER, "%s", strerror (error));
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "filter: %s", strerror (error));
}

static void
give_up_rights (const Loop *loop)
{
  const Confinement confinement = {
    .output_fd = stream.output.fd,
    .links_fd = loop->links_fd,
    .packet_fds = &ring.fd,
    .n_packet_fds = 1,
    .refilters = !options.all,
  };
  const int error = confine (&confinement);

  /* Standard error may be closed already: the code alone says it then. */
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "confinement: %s", strerror (error));
}

static void
set_up (Loop *loop)
{
  int error;

  open_ring ();
  loop->links_fd = links_open ();
  if (loop->links_fd < 0)
    fail (CAPTURE_EXIT_FAILED, "netlink: %s", strerror (-loop->links_fd));
  find_interfaces (loop);
  set_filter (loop);
  error = ring_start (&ring);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "packet socket: %s", strerror (error));
}

int
main (int argc, char **argv)
{
  Loop loop = { .options = &options, .stream = &stream, .ring = &ring, .filter = &filter };
  int error, output_fd;

  ensure_standard_descriptors ();
  parse_arguments (argc, argv);
  error = privileges_become_user ();
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "user: %s", strerror (error));
  output_fd = options.check ? STDOUT_FILENO : open_output ();
  error = privileges_reduce ();
  if (error == 0)
    error = stream_begin (&stream, &options, output_fd);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "%s", strerror (error));
  set_up (&loop);
  if (options.check)
    return CAPTURE_EXIT_OK;
  loop_prepare_signals ();
  give_up_rights (&loop);
  loop_run (&loop);
  /* Not exit(): there is nothing to write any more, and nothing else is allowed. */
  _exit (stream.output.error != 0 ? CAPTURE_EXIT_OUTPUT : CAPTURE_EXIT_OK);
}
