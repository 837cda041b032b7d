/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "plugins/packets/capture/confine.h"
#include "plugins/packets/capture/fail.h"
#include "plugins/packets/capture/loop.h"
#include "plugins/packets/capture/options.h"
#include "plugins/packets/capture/pcap-source.h"
#include "plugins/packets/capture/privileges.h"
#include "plugins/packets/capture/ring-source.h"

/* Large, and with the packet ring all there is: nothing is allocated while capturing. */
static Options options;
static Stream stream;
static RingSource ring_source;

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

/* For somebody who may open a packet socket this is one step of several; for anybody else it is the whole answer. */
static void
open_ring (Ring *ring)
{
  int error = ring_open (ring);

  if (error == EPERM || error == EACCES)
    fail (CAPTURE_EXIT_NOT_PERMITTED, "%s", strerror (error));
  if (error == EAFNOSUPPORT)
    fail (CAPTURE_EXIT_NO_FAMILY, "%s", strerror (error));
  if (error == 0 && !options.pcap)
    error = ring_set_up (ring, options.ring_mib, options.retire_ms);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "packet ring: %s", strerror (error));
}

static void
find_interfaces (int links_fd)
{
  const int error = links_dump (links_fd, stream_on_link, &stream);

  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "list of interfaces: %s", strerror (-error));
  if (stream.interfaces.n_entries == 0)
    fail (CAPTURE_EXIT_NO_INTERFACE, "none of the interfaces is there");
}

static void
choose_interfaces (Loop *loop)
{
  const int error = loop_choose (loop);

  if (error == EINVAL || error == E2BIG || error == ENOMEM)
    fail (CAPTURE_EXIT_BAD_FILTER, "%s", strerror (error));
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "filter: %s", strerror (error));
}

/* A bridge that is told so brings copies of all that it forwards, which it would not see otherwise: the observer changes the
 * picture. Its ports are promiscuous anyway. */
static void
refuse_bridges (void)
{
  for (unsigned i = 0; i < stream.interfaces.n_entries; i++)
    if (interface_is_bridge (&stream.interfaces.entries[i]) && !options.all)
      fail (CAPTURE_EXIT_USAGE, "--promiscuous is not for a bridge such as %s",
            stream.interfaces.entries[i].link.name);
}

static void
make_promiscuous (Ring *ring)
{
  int error = 0;

  for (unsigned i = 0; i < stream.interfaces.n_entries && error == 0; i++)
    if (!interface_is_bridge (&stream.interfaces.entries[i]))
      error = ring_add_promiscuous (ring, stream.interfaces.entries[i].link.ifindex);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "promiscuous mode: %s", strerror (error));
}

static void
start_ring (Loop *loop)
{
  int error;

  ring_source_init (&ring_source, options.retire_ms);
  loop->source = &ring_source.source;
  choose_interfaces (loop);
  if (options.promiscuous)
    make_promiscuous (&ring_source.ring);
  error = ring_start (&ring_source.ring);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "packet socket: %s", strerror (error));
}

static void
start_pcap (Loop *loop)
{
  char complaint[512];
  PcapSource *source = pcap_source_new (&stream, &options, complaint, sizeof complaint);

  if (source == NULL)
    fail (CAPTURE_EXIT_FAILED, "%s", complaint);
  loop->source = pcap_source_get_source (source);
}

static void
start (Loop *loop)
{
  open_ring (&ring_source.ring);
  loop->links_fd = links_open ();
  if (loop->links_fd < 0)
    fail (CAPTURE_EXIT_FAILED, "netlink: %s", strerror (-loop->links_fd));
  find_interfaces (loop->links_fd);
  if (options.promiscuous)
    refuse_bridges ();
  if (options.pcap)
    start_pcap (loop);
  else
    start_ring (loop);
  stream_begin (&stream);
}

static void
give_up_rights (const Loop *loop)
{
  const Confinement confinement = {
    .output_fd = stream.output.fd,
    .links_fd = loop->links_fd,
    .packet_fds = loop->source->fds,
    .n_packet_fds = loop->source->n_fds,
    .refilters = !options.all && !options.pcap,
    .pcap = options.pcap,
  };
  const int error = confine (&confinement);

  /* Standard error may be closed already: the code alone says it then. */
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "confinement: %s", strerror (error));
}

int
main (int argc, char **argv)
{
  Loop loop = { .options = &options, .stream = &stream };
  int error, output_fd;

  ensure_standard_descriptors ();
  error = privileges_become_user ();
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "user: %s", strerror (error));
  parse_arguments (argc, argv);
  output_fd = options.check ? STDOUT_FILENO : open_output ();
  error = privileges_reduce ();
  if (error == 0)
    error = stream_init (&stream, &options, output_fd);
  if (error != 0)
    fail (CAPTURE_EXIT_FAILED, "%s", strerror (error));
  start (&loop);
  if (options.check)
    _exit (CAPTURE_EXIT_OK);
  loop_prepare_signals ();
  give_up_rights (&loop);
  loop_run (&loop);
  /* Not exit(): nothing is left to write, and nothing else is allowed. By its number, since a sanitizer does more in _exit(). */
  return (int) syscall (SYS_exit_group,
                        stream.output.error != 0 ? CAPTURE_EXIT_OUTPUT : CAPTURE_EXIT_OK);
}
