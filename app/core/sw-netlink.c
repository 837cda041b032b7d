/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>

#include <glib/gstdio.h>

#include "core/sw-netlink.h"

/* A link's message is below 2 KiB, an uevent at most that. What is longer is cut off and taken for a loss. */
#define BUFFER_BYTES 8192

/* A storm is left for the next turn after this many; what overflows until then is a loss, and said so. */
#define MAX_ROUNDS 512

/**
 * sw_netlink_open: (skip)
 * @protocol: `NETLINK_ROUTE` and the like
 * @groups: bits of the multicast groups to listen to
 *
 * A socket to the kernel that never blocks.
 *
 * Returns: the descriptor, or -1 with errno set: sandboxes refuse such sockets
 */
int
sw_netlink_open (int protocol, guint32 groups)
{
  const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = groups };
  g_autofd int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);

  if (fd < 0)
    return -1;
  if (bind (fd, (const struct sockaddr *) &address, sizeof address) != 0)
    return -1;
  return g_steal_fd (&fd);
}

/**
 * sw_netlink_set_member: (skip)
 * @fd: a netlink socket
 * @group: the number of a multicast group, not its bit
 * @member: whether to listen to it
 *
 * Returns: %FALSE if the kernel would not have it
 */
gboolean
sw_netlink_set_member (int fd, int group, gboolean member)
{
  return setsockopt (fd, SOL_NETLINK, member ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP,
                     &group, sizeof group)
         == 0;
}

/**
 * sw_netlink_drain: (skip)
 * @fd: a netlink socket
 * @watch: (nullable): on whose account
 * @func: what takes a datagram; it must not close @fd
 * @user_data: for @func
 *
 * Hands what waits on @fd to @func.
 *
 * Returns: %FALSE if something was lost, so that anything may have changed
 */
gboolean
sw_netlink_drain (int fd, SwWatch *watch, SwNetlinkFunc func, gpointer user_data)
{
  char buffer[BUFFER_BYTES] __attribute__ ((aligned (NLMSG_ALIGNTO)));
  gboolean complete = TRUE;

  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      struct sockaddr_nl sender = { 0 };
      struct iovec part = { .iov_base = buffer, .iov_len = sizeof buffer };
      struct msghdr message = {
        .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &part, .msg_iovlen = 1
      };
      const gssize n_bytes = recvmsg (fd, &message, MSG_DONTWAIT);

      if (watch != NULL)
        sw_watch_book_read (watch, MAX (n_bytes, 0));
      if (n_bytes < 0 && errno == EINTR)
        continue;
      if (n_bytes < 0 && errno == ENOBUFS)
        {
          complete = FALSE;
          continue;
        }
      if (n_bytes < 0)
        break;
      /* Other processes may write to this socket too; only the kernel's port is 0. */
      if (sender.nl_pid != 0)
        continue;
      if (message.msg_flags & MSG_TRUNC)
        complete = FALSE;
      else
        func (buffer, n_bytes, user_data);
    }
  return complete;
}
