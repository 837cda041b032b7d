/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the kernel says of a neighbour. */

#pragma once

#include <string.h>

#include <arpa/inet.h>

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <glib.h>

#include "plugins/packets/names/neighbours.h"

static inline void
neighbour_message_append_aligned (GByteArray *bytes, gconstpointer data, guint n_bytes)
{
  static const guint8 padding[NLMSG_ALIGNTO] = { 0 };

  g_byte_array_append (bytes, data, n_bytes);
  g_byte_array_append (bytes, padding, NLMSG_ALIGN (n_bytes) - n_bytes);
}

static inline void
neighbour_message_append_attribute (GByteArray *bytes,
                                    guint16 type,
                                    gconstpointer data,
                                    guint n_bytes)
{
  const struct rtattr attribute = { .rta_len = RTA_LENGTH (n_bytes), .rta_type = type };

  neighbour_message_append_aligned (bytes, &attribute, sizeof attribute);
  neighbour_message_append_aligned (bytes, data, n_bytes);
}

typedef struct
{
  int type;
  int interface;
  int family;
  guint16 state;
  const char *address; /* (nullable) */
  const char *mac;     /* (nullable) its last byte in hex, the rest being 02:00:00:00:00 */
} NeighbourMessage;

static inline void
neighbour_message_append (GByteArray *bytes, const NeighbourMessage *message)
{
  const guint start = bytes->len;
  struct nlmsghdr header = { .nlmsg_type = message->type };
  const struct ndmsg neighbour = { .ndm_family = message->family,
                                   .ndm_ifindex = message->interface,
                                   .ndm_state = message->state };
  guint8 address[16], mac[6] = { 2 };

  neighbour_message_append_aligned (bytes, &header, sizeof header);
  neighbour_message_append_aligned (bytes, &neighbour, sizeof neighbour);
  if (message->address != NULL)
    {
      const int version = strchr (message->address, ':') != NULL ? AF_INET6 : AF_INET;

      g_assert_cmpint (inet_pton (version, message->address, address), ==, 1);
      neighbour_message_append_attribute (bytes, NDA_DST, address, version == AF_INET ? 4 : 16);
    }
  if (message->mac != NULL)
    {
      mac[5] = g_ascii_strtoull (message->mac, NULL, 16);
      neighbour_message_append_attribute (bytes, NDA_LLADDR, mac, sizeof mac);
    }
  header.nlmsg_len = bytes->len - start;
  memcpy (bytes->data + start, &header, sizeof header);
}

/* Whether NEIGHBOURS are others then. */
static inline gboolean
neighbour_message_tell (Neighbours *neighbours, const NeighbourMessage *message)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean complete = TRUE, changed;

  neighbour_message_append (bytes, message);
  changed = neighbours_take (neighbours, (const char *) bytes->data, bytes->len, &complete);
  g_assert_true (complete);
  return changed;
}
