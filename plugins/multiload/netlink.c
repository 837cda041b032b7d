/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>

#include <glib/gstdio.h>

#include "plugins/multiload/netlink.h"

/* A link's message is below 2 KiB, an uevent at most that. What is longer is cut off and taken for a loss. */
#define BUFFER_BYTES 8192

/* A storm is left for the next turn after this many; what overflows until then is a loss, and said so. */
#define MAX_ROUNDS 512

/* The descriptor, or -1 with errno set: sandboxes refuse such sockets. */
int
netlink_open (int protocol, guint32 groups)
{
  const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = groups };
  g_autofd int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);

  if (fd < 0)
    return -1;
  if (bind (fd, (const struct sockaddr *) &address, sizeof address) != 0)
    return -1;
  return g_steal_fd (&fd);
}

gboolean
netlink_set_member (int fd, int group, gboolean member)
{
  return setsockopt (fd, SOL_NETLINK, member ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP,
                     &group, sizeof group)
         == 0;
}

/* Hands what waits on FD to FUNC, which must not close it. WATCH (nullable): on whose account. FALSE if something was lost, so that anything may
 * have changed. */
gboolean
netlink_drain (int fd, SwWatch *watch, NetlinkFunc func, gpointer user_data)
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
