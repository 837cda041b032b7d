/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "plugins/packets/capture/links.h"

/* The kernel makes no message of a dump larger than 32 KiB (netlink(7)). */
static _Alignas (struct nlmsghdr) uint8_t message[32768];

/* Room for some thousand interfaces that come at once: what overflows it cannot be asked for again after confinement. */
#define RECEIVE_BUFFER_BYTES (1024 * 1024)

int
links_open (void)
{
  const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = RTMGRP_LINK };
  const int receive_bytes = RECEIVE_BUFFER_BYTES;
  const int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

  if (fd < 0)
    return -errno;
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  if (bind (fd, (const struct sockaddr *) &address, sizeof address) == 0)
    return fd;

  const int error = errno;

  close (fd);
  return -error;
}

static void
copy_text (char *to, size_t to_bytes, const struct rtattr *attribute)
{
  const size_t n = strnlen (RTA_DATA (attribute), RTA_PAYLOAD (attribute));

  if (n >= to_bytes)
    return;
  memcpy (to, RTA_DATA (attribute), n);
  to[n] = '\0';
}

static void
read_link_info (Link *link, const struct rtattr *info)
{
  int n = (int) RTA_PAYLOAD (info);

  for (const struct rtattr *at = RTA_DATA (info); RTA_OK (at, n); at = RTA_NEXT (at, n))
    if (at->rta_type == IFLA_INFO_KIND)
      copy_text (link->kind, sizeof link->kind, at);
}

static void
read_attribute (Link *link, const struct rtattr *attribute)
{
  switch (attribute->rta_type)
    {
    case IFLA_IFNAME:
      copy_text (link->name, sizeof link->name, attribute);
      break;
    case IFLA_ADDRESS:
      if (RTA_PAYLOAD (attribute) > sizeof link->address)
        break;
      link->n_address = (uint8_t) RTA_PAYLOAD (attribute);
      memcpy (link->address, RTA_DATA (attribute), link->n_address);
      break;
    case IFLA_LINKINFO:
      read_link_info (link, attribute);
      break;
    default:
      break;
    }
}

static void
parse_link (const struct nlmsghdr *header, LinkFunc func, void *data)
{
  const struct ifinfomsg *info = NLMSG_DATA (header);
  int n = (int) header->nlmsg_len - (int) NLMSG_SPACE (sizeof *info);
  Link link = { .gone = header->nlmsg_type == RTM_DELLINK };

  /* A bridge tells of its ports in messages of its own family: one that leaves the bridge is not gone. */
  if (header->nlmsg_len < NLMSG_SPACE (sizeof *info) || info->ifi_family != AF_UNSPEC)
    return;
  link.ifindex = info->ifi_index;
  link.arphrd = info->ifi_type;
  link.up = (info->ifi_flags & IFF_UP) != 0 && (info->ifi_flags & IFF_LOWER_UP) != 0;
  for (const struct rtattr *at = IFLA_RTA (info); RTA_OK (at, n); at = RTA_NEXT (at, n))
    read_attribute (&link, at);
  if (link.ifindex > 0 && (link.name[0] != '\0' || link.gone))
    func (&link, data);
}

bool
links_parse (const uint8_t *bytes, size_t n_bytes, LinkFunc func, void *data)
{
  const struct nlmsghdr *header = (const void *) bytes;
  int n = (int) n_bytes; /* signed: NLMSG_NEXT() may go below 0 */
  bool done = false;

  for (; n > 0 && NLMSG_OK (header, (unsigned) n); header = NLMSG_NEXT (header, n))
    if (header->nlmsg_type == RTM_NEWLINK || header->nlmsg_type == RTM_DELLINK)
      parse_link (header, func, data);
    else if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR)
      done = true;
  return done;
}

/* Bytes of the kernel's; 0: somebody else's; negative: an errno. */
static ssize_t
receive (int fd, int flags)
{
  struct sockaddr_nl sender;
  struct iovec vector = { message, sizeof message };
  struct msghdr wrapper
      = { .msg_name = &sender, .msg_namelen = sizeof sender, .msg_iov = &vector, .msg_iovlen = 1 };
  const ssize_t n = recvmsg (fd, &wrapper, flags);

  if (n < 0)
    return -errno;
  return wrapper.msg_namelen == sizeof sender && sender.nl_pid == 0 ? n : 0;
}

int
links_dump (int fd, LinkFunc func, void *data)
{
  const struct
  {
    struct nlmsghdr header;
    struct ifinfomsg info;
  } request = {
    .header = { .nlmsg_len = sizeof request,
                .nlmsg_type = RTM_GETLINK,
                .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
  };
  bool done = false;

  if (send (fd, &request, sizeof request, 0) < 0)
    return -errno;
  while (!done)
    {
      const ssize_t n = receive (fd, 0);

      if (n < 0 && n != -EINTR)
        return (int) n;
      done = n > 0 && links_parse (message, (size_t) n, func, data);
    }
  return 0;
}

void
links_read (int fd, LinkFunc func, void *data)
{
  ssize_t n;

  /* After ENOBUFS, which says that some were lost, later ones still come. */
  while ((n = receive (fd, MSG_DONTWAIT)) >= 0 || n == -ENOBUFS || n == -EINTR)
    if (n > 0)
      links_parse (message, (size_t) n, func, data);
}
