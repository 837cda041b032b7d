/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* One frame as it was captured, and what the capture says of it. Values are pcapng's (draft-ietf-opsawg-pcapng). */

#pragma once

#include <glib.h>

#include "plugins/packets/format/pcapng-flags.h"

G_BEGIN_DECLS

/* No time is known, as in a simple packet block. */
#define PACKET_NO_TIME G_MININT64

typedef struct
{
  const guint8 *bytes;    /* borrowed: captured_bytes of them */
  guint32 captured_bytes; /* never more than what is there, whatever the file says */
  guint32 original_bytes; /* on the wire; more where it was cut short */
  gint64 time_ns;         /* since 1970, UTC; PACKET_NO_TIME: none */
  guint64 packet_id;      /* the same on several interfaces for the same packet; 0: not known */
  guint64 dropped;        /* packets lost before this one on its interface, as far as known */
  guint32 interface; /* index among the capture's interfaces, those of all sections counted on */
  guint32 flags;     /* epb_flags */
  guint32 queue;     /* of the interface; G_MAXUINT32: not known */
  guint16 link_type; /* LINKTYPE_ value, LinkType or another */
} Packet;

static inline PacketDirection
packet_get_direction (const Packet *self)
{
  const guint32 bits = self->flags & PACKET_FLAGS_DIRECTION;

  return bits == PACKET_FLAGS_DIRECTION ? PACKET_DIRECTION_UNKNOWN : (PacketDirection) bits;
}

static inline PacketReception
packet_get_reception (const Packet *self)
{
  const guint32 value = (self->flags & PACKET_FLAGS_RECEPTION) >> PACKET_FLAGS_RECEPTION_SHIFT;

  return value > PACKET_RECEPTION_PROMISCUOUS ? PACKET_RECEPTION_UNSPECIFIED
                                              : (PacketReception) value;
}

G_END_DECLS
