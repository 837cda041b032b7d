/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Echo requests and replies (RFC 792, RFC 4443 section 4) over the kernel's datagram socket for them, which needs no
 * rights (icmp(7), net.ipv4.ping_group_range): the kernel fills in id and checksum and hands over only what is ours.
 *
 * Nobody waits for a reply: the kernel notes when it came, and the next call finds it. So a round trip costs no
 * wakeup besides the one that sends. */

#include "config.h"

#include <errno.h>
#include <linux/icmp.h>
#include <linux/icmpv6.h>
#include <math.h>
#include <netinet/in.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "plugins/multiload/icmp-echo.h"

/* How many requests may be under way: at ten a second, six seconds. A power of two, so that sequence numbers that
 * wrap go on. */
#define N_PROBES 64

/* A flood of replies must not hold up the wakeup. */
#define MAX_REPLIES 256

/* The realtime clock, in which the kernel stamps, may be slewed but not stepped between sending and collecting. */
#define MAX_SLEW_US 1000
#define MAX_SLEW_PER_MILLE 1

typedef struct
{
  gint64 sent_us;   /* CLOCK_REALTIME */
  gint64 offset_us; /* of CLOCK_REALTIME from CLOCK_MONOTONIC when it was sent */
  guint16 sequence;
  gboolean is_pending;
} Probe;

struct _IcmpEcho
{
  HostAddress host;
  guint64 cookie; /* which no one who does not see the requests knows */
  Probe probes[N_PROBES];
  guint16 sequence; /* of the next request */
  int fd;
};

/* What one recvmsg() brought. */
typedef struct
{
  guint8 bytes[256];
  gsize n_bytes;
  HostAddress from;
  gint64 received_us; /* CLOCK_REALTIME; -1: unknown */
} Reply;

static gint64
read_clock_us (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000) + now.tv_nsec / 1000;
}

void
icmp_echo_write_request (guint8 *bytes, int family, guint64 cookie, guint16 sequence)
{
  memset (bytes, 0, ICMP_ECHO_BYTES);
  bytes[0] = family == AF_INET6 ? ICMPV6_ECHO_REQUEST : ICMP_ECHO;
  bytes[6] = sequence >> 8;
  bytes[7] = sequence & 0xff;
  memcpy (bytes + 8, &cookie, sizeof cookie);
}

/* Whether it answers one of our requests, and which. */
gboolean
icmp_echo_parse_reply (const guint8 *bytes,
                       gsize n_bytes,
                       int family,
                       guint64 cookie,
                       guint16 *sequence)
{
  if (n_bytes != ICMP_ECHO_BYTES)
    return FALSE;
  if (bytes[0] != (family == AF_INET6 ? ICMPV6_ECHO_REPLY : ICMP_ECHOREPLY) || bytes[1] != 0)
    return FALSE;
  if (memcmp (bytes + 8, &cookie, sizeof cookie) != 0)
    return FALSE;
  *sequence = bytes[6] << 8 | bytes[7];
  return TRUE;
}

/* NULL with *OPEN_ERRNO set if the system allows none: EACCES where the user's groups may not. */
IcmpEcho *
icmp_echo_new (const HostAddress *address, int *open_errno)
{
  const int family = address->address.ss_family;
  g_autofd int fd = socket (family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                            family == AF_INET6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP);
  const int on = 1;
  IcmpEcho *self;

  if (fd < 0 || setsockopt (fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) != 0)
    {
      *open_errno = errno;
      return NULL;
    }
  self = g_new0 (IcmpEcho, 1);
  self->fd = g_steal_fd (&fd);
  self->host = *address;
  self->cookie = (guint64) g_random_int () << 32 | g_random_int ();
  self->sequence = g_random_int ();
  return self;
}

void
icmp_echo_free (IcmpEcho *self)
{
  g_clear_fd (&self->fd, NULL);
  g_free (self);
}

/* Sends one request. Returns 0 or an errno; not connected, so that each takes the route of its moment. */
int
icmp_echo_send (IcmpEcho *self)
{
  Probe *probe = &self->probes[self->sequence % N_PROBES];
  guint8 bytes[ICMP_ECHO_BYTES];
  gssize n_bytes;

  icmp_echo_write_request (bytes, self->host.address.ss_family, self->cookie, self->sequence);
  *probe = (Probe) { .sequence = self->sequence++, .sent_us = read_clock_us (CLOCK_REALTIME) };
  probe->offset_us = probe->sent_us - read_clock_us (CLOCK_MONOTONIC);
  do
    n_bytes = sendto (self->fd, bytes, sizeof bytes, MSG_NOSIGNAL,
                      (const struct sockaddr *) &self->host.address, self->host.length_bytes);
  while (n_bytes < 0 && errno == EINTR);
  probe->is_pending = n_bytes == sizeof bytes;
  return n_bytes < 0 ? errno : 0;
}

static gint64
get_timestamp_us (struct msghdr *message)
{
  for (struct cmsghdr *part = CMSG_FIRSTHDR (message); part != NULL;
       part = CMSG_NXTHDR (message, part))
    if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS
        && part->cmsg_len >= CMSG_LEN (sizeof (struct timespec)))
      {
        struct timespec stamp;

        memcpy (&stamp, CMSG_DATA (part), sizeof stamp);
        return stamp.tv_sec * G_GINT64_CONSTANT (1000000) + stamp.tv_nsec / 1000;
      }
  return -1;
}

/* FALSE when nothing more is there. */
static gboolean
receive (IcmpEcho *self, Reply *reply)
{
  union
  {
    char bytes[CMSG_SPACE (sizeof (struct timespec))];
    struct cmsghdr align;
  } control;
  struct iovec vector = { .iov_base = reply->bytes, .iov_len = sizeof reply->bytes };
  struct msghdr message = { .msg_name = &reply->from.address,
                            .msg_namelen = sizeof reply->from.address,
                            .msg_iov = &vector,
                            .msg_iovlen = 1,
                            .msg_control = &control,
                            .msg_controllen = sizeof control };
  const gint64 now_us = read_clock_us (CLOCK_REALTIME);
  gssize n_bytes;

  do
    n_bytes = recvmsg (self->fd, &message, MSG_DONTWAIT);
  while (n_bytes < 0 && errno == EINTR);
  if (n_bytes < 0)
    return FALSE;
  reply->n_bytes = n_bytes;
  reply->from.length_bytes = message.msg_namelen;
  reply->received_us = get_timestamp_us (&message);
  /* What came before stamping was in force everywhere is stamped only now, which says nothing. */
  if (reply->received_us >= now_us)
    reply->received_us = -1;
  return TRUE;
}

static gboolean
clock_was_stepped (const Probe *probe)
{
  const gint64 monotonic_us = read_clock_us (CLOCK_MONOTONIC);
  const gint64 offset_us = read_clock_us (CLOCK_REALTIME) - monotonic_us;
  const gint64 elapsed_us = monotonic_us + probe->offset_us - probe->sent_us;
  const gint64 tolerance_us = MAX_SLEW_US + MAX (elapsed_us, 0) * MAX_SLEW_PER_MILLE / 1000;

  return ABS (offset_us - probe->offset_us) > tolerance_us;
}

/* The request that REPLY answers, first and in time; NULL for all else: a stranger's, a second copy, one too late. */
static Probe *
match (IcmpEcho *self, const Reply *reply)
{
  guint16 sequence;
  Probe *probe;

  if (!icmp_echo_parse_reply (reply->bytes, reply->n_bytes, self->host.address.ss_family,
                              self->cookie, &sequence)
      || !host_address_is_same (&self->host, &reply->from))
    return NULL;
  probe = &self->probes[sequence % N_PROBES];
  if (!probe->is_pending || probe->sequence != sequence)
    return NULL;
  probe->is_pending = FALSE;
  return probe;
}

/* The round trip of the newest request whose reply came since the last call; NAN if none did. A reply that takes
 * longer than the interval is measured against its own request. */
double
icmp_echo_collect_ms (IcmpEcho *self)
{
  double newest_ms = NAN;
  guint16 newest_age = G_MAXUINT16;
  Reply reply;

  for (guint i = 0; i < MAX_REPLIES && receive (self, &reply); i++)
    {
      const Probe *probe = match (self, &reply);
      guint16 age;

      if (probe == NULL || reply.received_us < probe->sent_us || clock_was_stepped (probe))
        continue;
      age = self->sequence - probe->sequence;
      if (age > newest_age)
        continue;
      newest_age = age;
      newest_ms = (reply.received_us - probe->sent_us) / 1000.0;
    }
  return newest_ms;
}

/* No reply to what was sent so far counts any more. */
void
icmp_echo_forget (IcmpEcho *self)
{
  for (guint i = 0; i < N_PROBES; i++)
    self->probes[i].is_pending = FALSE;
}
