/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What rtnetlink(7) says of one interface. */

#pragma once

#include <linux/if.h>

#include <glib.h>

#include "core/sw-netlink-message.h"

#include "plugins/packets/packets-interfaces.h"

G_BEGIN_DECLS

#define PACKETS_LINK_KIND_BYTES 16

typedef struct
{
  int index;
  char name[IFNAMSIZ];
  char kind[PACKETS_LINK_KIND_BYTES]; /* IFLA_INFO_KIND, as "bridge"; "" for a device */
  guint16 hardware_type;              /* ARPHRD_… */
  gboolean up;                        /* and has a carrier */
  gboolean gone;
  gboolean wireless;
} PacketsLink;

typedef enum
{
  PACKETS_LINK_MESSAGE_LINK,
  PACKETS_LINK_MESSAGE_DONE, /* of a dump */
  PACKETS_LINK_MESSAGE_OTHER,
} PacketsLinkMessage;

/* Takes the next message off BYTES. FALSE at the end, or where the length is a lie. */
gboolean packets_link_next (SwNetlinkBytes *bytes, PacketsLinkMessage *message, PacketsLink *link);

PacketsInterfaceKind packets_link_get_kind (const PacketsLink *self);
guint16 packets_link_get_link_type (const PacketsLink *self);
gboolean packets_link_equal (const PacketsLink *self, const PacketsLink *other);

G_END_DECLS
