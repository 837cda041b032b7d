/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/capability.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plugins/packets/capture/confine.h"

#define MAX_FDS (CONFINE_MAX_PACKET_FDS + 2)

/* Compares the descriptor by its number, in all the bits that the kernel looks at. */
#define IS_FD(fd) SCMP_A0_32 (SCMP_CMP_EQ, (uint32_t) (fd))

static int
compare_fds (const void *a, const void *b)
{
  return *(const int *) a - *(const int *) b;
}

static bool
close_others (const Confinement *self)
{
  int fds[MAX_FDS] = { self->output_fd, self->links_fd };
  unsigned n = 2, first = 0;

  for (unsigned i = 0; i < self->n_packet_fds; i++)
    fds[n++] = self->packet_fds[i];
  qsort (fds, n, sizeof fds[0], compare_fds);
  for (unsigned i = 0; i < n; i++)
    {
      const unsigned fd = (unsigned) fds[i];

      if (fd > first && close_range (first, fd - 1, 0) != 0)
        return false;
      first = fd + 1;
    }
  return close_range (first, ~0u, 0) == 0;
}

static bool
give_up_rights (const Confinement *self)
{
  /* poll() refuses more descriptors than this, open or not; a new one is refused by the filter below. */
  const struct rlimit descriptors = { self->n_packet_fds + 2, self->n_packet_fds + 2 };
  cap_t none = cap_init ();
  const bool cleared = none != NULL && cap_set_proc (none) == 0;

  cap_free (none);
  return cleared && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
         && prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
         && setrlimit (RLIMIT_NOFILE, &descriptors) == 0;
}

static int
allow_always (scmp_filter_ctx filter)
{
  static const int calls[] = {
    SCMP_SYS (poll),          SCMP_SYS (ppoll),           SCMP_SYS (clock_gettime),
    SCMP_SYS (rt_sigreturn),  SCMP_SYS (restart_syscall), SCMP_SYS (exit_group),
    SCMP_SYS (rt_sigpending),
  };

  for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
    {
      const int result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, calls[i], 0);

      if (result != 0)
        return result;
    }
  return 0;
}

/* A filter decides what comes in, of what this socket could see anyway: it sends nothing, and opens nothing. */
static int
allow_new_filter (scmp_filter_ctx filter, int fd)
{
  return seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (setsockopt), 3, IS_FD (fd),
                           SCMP_A1_32 (SCMP_CMP_EQ, SOL_SOCKET),
                           SCMP_A2_32 (SCMP_CMP_EQ, SO_ATTACH_FILTER));
}

/* libpcap asks a socket that poll() complains of what it is, and whether its interface is there and up. */
static int
allow_questions (scmp_filter_ctx filter, int fd)
{
  int result
      = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (getsockopt), 3, IS_FD (fd),
                          SCMP_A1_32 (SCMP_CMP_EQ, SOL_SOCKET), SCMP_A2_32 (SCMP_CMP_EQ, SO_ERROR));

  if (result == 0)
    result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (getsockname), 1, IS_FD (fd));
  if (result == 0)
    result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (ioctl), 2, IS_FD (fd),
                               SCMP_A1_32 (SCMP_CMP_EQ, SIOCGIFFLAGS));
  return result;
}

static int
allow_packet_socket (scmp_filter_ctx filter, int fd, const Confinement *self)
{
  int result = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (getsockopt), 3, IS_FD (fd),
                                 SCMP_A1_32 (SCMP_CMP_EQ, SOL_PACKET),
                                 SCMP_A2_32 (SCMP_CMP_EQ, PACKET_STATISTICS));

  if (result == 0 && self->refilters)
    result = allow_new_filter (filter, fd);
  if (result == 0 && self->pcap)
    result = allow_questions (filter, fd);
  return result;
}

static int
add_rules (scmp_filter_ctx filter, const Confinement *self)
{
  int result = allow_always (filter);

  if (result == 0)
    result
        = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (write), 1, IS_FD (self->output_fd));
  if (result == 0)
    result
        = seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (recvmsg), 1, IS_FD (self->links_fd));
  for (unsigned i = 0; result == 0 && i < self->n_packet_fds; i++)
    result = allow_packet_socket (filter, self->packet_fds[i], self);
  return result;
}

static int
filter_calls (const Confinement *self)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  int result = filter != NULL ? add_rules (filter, self) : -ENOMEM;

  if (result == 0)
    result = seccomp_load (filter);
  seccomp_release (filter);
  return -result;
}

int
confine (const Confinement *self)
{
  if (self->n_packet_fds > CONFINE_MAX_PACKET_FDS)
    return E2BIG;
  if (!close_others (self) || !give_up_rights (self))
    return errno;
  return filter_calls (self);
}
