/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The TCP segment of a frame, and nothing else of it: found without decoding, for every packet of a capture. */

#pragma once

#include "plugins/packets/dissect/dissect-bytes.h"
#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

#define TCP_SEGMENT_FIN 0x01
#define TCP_SEGMENT_SYN 0x02
#define TCP_SEGMENT_RST 0x04
#define TCP_SEGMENT_ACK 0x10

typedef struct
{
  const guint8 *source; /* the addresses, within the packet: 4 or 16 bytes */
  const guint8 *destination;
  guint n_address;
  guint16 source_port;
  guint16 destination_port;
  guint32 sequence;
  guint32 acknowledgment;
  guint32 n_load;
  guint16 window;
  guint8 flags;
} TcpSegment;

gboolean tcp_segment_find (const Packet *packet, TcpSegment *segment);

G_END_DECLS
