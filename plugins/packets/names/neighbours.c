/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>
#include <sys/socket.h>

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "core/sw-netlink-message.h"

#include "plugins/packets/names/neighbours.h"

/* A neighbour in one of these states has a MAC address that was seen or set. Without an address, as for multicast groups
 * (NUD_NOARP), nothing is learnt that the address does not say itself. */
#define KNOWN_STATES (NUD_REACHABLE | NUD_STALE | NUD_DELAY | NUD_PROBE | NUD_PERMANENT)

struct _Neighbours
{
  GHashTable *entries; /* set of Neighbour, of which interface, version and address are the key */
};

static guint
hash_neighbour (gconstpointer key)
{
  const Neighbour *neighbour = key;
  guint hash = (guint) neighbour->interface * 31 + neighbour->version;

  for (guint i = 0; i < sizeof neighbour->address; i++)
    hash = hash * 33 + neighbour->address[i];
  return hash;
}

static gboolean
equal_neighbours (gconstpointer a, gconstpointer b)
{
  const Neighbour *one = a, *other = b;

  return one->interface == other->interface && one->version == other->version
         && memcmp (one->address, other->address, sizeof one->address) == 0;
}

static guint
address_bytes (const Neighbour *neighbour)
{
  return neighbour->version == 4 ? 4 : 16;
}

/* What of it is there; an attribute of another length than its kind has is none. */
static void
take_attributes (SwNetlinkBytes bytes,
                 Neighbour *neighbour,
                 gboolean *has_address,
                 gboolean *has_mac)
{
  SwNetlinkBytes value;
  guint16 type;

  while (sw_netlink_take_attribute (&bytes, &type, &value))
    if (type == NDA_DST && value.n_bytes == address_bytes (neighbour))
      {
        memcpy (neighbour->address, value.at, value.n_bytes);
        *has_address = TRUE;
      }
    else if (type == NDA_LLADDR && value.n_bytes == sizeof neighbour->mac)
      {
        memcpy (neighbour->mac, value.at, value.n_bytes);
        *has_mac = TRUE;
      }
}

static gboolean
remember (Neighbours *self, const Neighbour *neighbour)
{
  const Neighbour *known = g_hash_table_lookup (self->entries, neighbour);

  if (known != NULL && memcmp (known->mac, neighbour->mac, sizeof known->mac) == 0)
    return FALSE;
  if (known == NULL && g_hash_table_size (self->entries) >= NEIGHBOURS_MAX)
    return FALSE;
  /* Replaces the key too, which holds the MAC address. */
  g_hash_table_add (self->entries, g_memdup2 (neighbour, sizeof *neighbour));
  return TRUE;
}

/* TRUE: something is known that was not, or the other way. */
static gboolean
take_neighbour (Neighbours *self, SwNetlinkBytes bytes, gboolean gone)
{
  struct ndmsg message;
  Neighbour neighbour = { 0 };
  gboolean has_address = FALSE, has_mac = FALSE;

  /* Those of AF_BRIDGE are a bridge's own table: ports, not neighbours. */
  if (!sw_netlink_take (&bytes, &message, sizeof message)
      || (message.ndm_family != AF_INET && message.ndm_family != AF_INET6))
    return FALSE;
  neighbour.interface = message.ndm_ifindex;
  neighbour.version = message.ndm_family == AF_INET ? 4 : 6;
  take_attributes (bytes, &neighbour, &has_address, &has_mac);
  if (!has_address)
    return FALSE;
  if (gone || !has_mac || !(message.ndm_state & KNOWN_STATES))
    return g_hash_table_remove (self->entries, &neighbour);
  return remember (self, &neighbour);
}

Neighbours *
neighbours_new (void)
{
  Neighbours *self = g_new0 (Neighbours, 1);

  self->entries = g_hash_table_new_full (hash_neighbour, equal_neighbours, g_free, NULL);
  return self;
}

void
neighbours_free (Neighbours *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

void
neighbours_clear (Neighbours *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->entries);
}

/* Takes a datagram of the kernel's, of any messages. *COMPLETE becomes FALSE if the kernel's list was changed while it told
 * it, so that something may be missing. TRUE: the table is another one now. */
gboolean
neighbours_take (Neighbours *self, const char *bytes, gsize n_bytes, gboolean *complete)
{
  SwNetlinkBytes left = { bytes, n_bytes }, payload;
  gboolean changed = FALSE;
  guint16 type, flags;

  g_return_val_if_fail (self != NULL && bytes != NULL && complete != NULL, FALSE);

  while (sw_netlink_take_message (&left, &type, &flags, &payload))
    {
      if (flags & NLM_F_DUMP_INTR)
        *complete = FALSE;
      if (type == RTM_NEWNEIGH || type == RTM_DELNEIGH)
        changed |= take_neighbour (self, payload, type == RTM_DELNEIGH);
    }
  return changed;
}

guint
neighbours_get_n (const Neighbours *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->entries);
}

/* IPv4 first, then in the order of the addresses, so that the same is shown each time. */
static int
compare_addresses (gconstpointer a, gconstpointer b)
{
  const Neighbour *one = a, *other = b;

  if (one->version != other->version)
    return one->version < other->version ? -1 : 1;
  return memcmp (one->address, other->address, sizeof one->address);
}

/* The addresses behind MAC, MAX_FOUND at most: those that come first in their order, each once, however many interfaces it
 * is known on. Returns how many were written. */
guint
neighbours_find_addresses (const Neighbours *self,
                           const guint8 mac[6],
                           Neighbour *found,
                           guint max_found)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Neighbour));
  GHashTableIter iter;
  gpointer key;
  guint n_found = 0;

  g_return_val_if_fail (self != NULL && mac != NULL && found != NULL, 0);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const Neighbour *neighbour = key;

      if (memcmp (neighbour->mac, mac, sizeof neighbour->mac) == 0)
        g_array_append_val (all, *neighbour);
    }
  g_array_sort (all, compare_addresses);
  for (guint i = 0; i < all->len && n_found < max_found; i++)
    {
      const Neighbour *neighbour = &g_array_index (all, Neighbour, i);

      if (n_found == 0 || compare_addresses (&found[n_found - 1], neighbour) != 0)
        found[n_found++] = *neighbour;
    }
  return n_found;
}
