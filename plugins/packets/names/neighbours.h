/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Which IP address the kernel has found behind which MAC address, on each interface: its own table of neighbours
 * (arp(7), RFC 4861), from the messages about it (rtnetlink(7)). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kernel keeps 1024 by default; what comes beyond this is left out until others go. */
#define NEIGHBOURS_MAX 8192

typedef struct
{
  int interface;      /* its index */
  guint8 version;     /* 4 or 6 */
  guint8 address[16]; /* the first 4 of them for IPv4, the rest 0 */
  guint8 mac[6];
} Neighbour;

typedef struct _Neighbours Neighbours;

Neighbours *neighbours_new (void);
void neighbours_free (Neighbours *self);
void neighbours_clear (Neighbours *self);
gboolean neighbours_take (Neighbours *self, const char *bytes, gsize n_bytes, gboolean *complete);

guint neighbours_get_n (const Neighbours *self);
guint neighbours_find_addresses (const Neighbours *self,
                                 const guint8 mac[6],
                                 Neighbour *found,
                                 guint max_found);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Neighbours, neighbours_free)

G_END_DECLS
