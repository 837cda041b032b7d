/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What one frame says: a line of summary, addresses for lists and filters and, only where asked for, every field.
 *
 * One Dissection is filled again and again; nothing is allocated unless it has a tree. Texts are the protocols' own
 * words, as in the RFCs and other analysers: they are not translated. */

#pragma once

#include "plugins/packets/dissect/dissect-bytes.h"
#include "plugins/packets/dissect/dissect-line.h"
#include "plugins/packets/dissect/dissect-tree.h"
#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

/* How many layers, tunnels and quoted packets included. */
#define DISSECTION_MAX_DEPTH 24
#define DISSECTION_MAX_VLANS 2

/* Found by following connections from the start of a capture, one packet after the other. */
typedef enum
{
  TCP_MARK_NONE = 0,
  TCP_MARK_KNOWN = 1 << 0, /* the bases are valid */
  TCP_MARK_RETRANSMISSION = 1 << 1,
  TCP_MARK_OUT_OF_ORDER = 1 << 2,
  TCP_MARK_DUPLICATE_ACK = 1 << 3,
  TCP_MARK_KEEP_ALIVE = 1 << 4,
  TCP_MARK_LOST_BEFORE = 1 << 5, /* a segment before this one was not captured */
} TcpMarks;

typedef struct
{
  guint32 base_sequence;       /* what the relative sequence number counts from */
  guint32 base_acknowledgment; /* the same for the acknowledgment number */
  TcpMarks marks;
} TcpMark;

typedef struct
{
  const Packet *packet;
  TcpMark tcp;       /* set before dissecting, where it is known */
  DissectTree *tree; /* (nullable) borrowed: fields are wanted */

  const char *protocol; /* the highest one's usual abbreviation: static */
  DissectLine source;   /* the highest address that is known: IPv6, IPv4, MAC */
  DissectLine destination;
  DissectLine summary;

  /* Of the innermost IP header, those of quoted packets aside; ip_version says how many bytes. */
  guint8 ip_source[16];
  guint8 ip_destination[16];
  guint8 mac_source[6]; /* the frame's own, whatever it carries */
  guint8 mac_destination[6];
  guint16 vlans[DISSECTION_MAX_VLANS]; /* their ids, outermost first */
  guint16 ethertype;                   /* 0: none */
  guint16 source_port;
  guint16 destination_port;
  guint8 n_vlans;
  guint8 ip_version;  /* 4, 6; 0: none */
  guint8 ip_protocol; /* behind extension headers; valid with ip_version */
  guint has_macs : 1;
  guint has_ports : 1;
  guint malformed : 1; /* a length or a value cannot be */
  guint truncated : 1; /* the capture cut the frame before its end */

  /*< private >*/
  const guint8 *shown_source;      /* (nullable) within the frame: what becomes the texts */
  const guint8 *shown_destination; /* (nullable) */
  guint32 load_end; /* offset of what follows the load of an Ethernet frame; 0: it does not say */
  guint16 prefix_bytes; /* of the summary, which stay when a higher layer begins */
  guint8 shown_bytes;   /* of the addresses: 4, 6 or 16 */
  guint8 depth;
  guint8 quiet;               /* inside a quoted packet, which is not what the frame itself is */
  guint8 hop_limit;           /* of the innermost IP header */
  guint8 n_ip_headers;        /* so far, quoted ones aside */
  guint is_fragment : 1;      /* the first one: lengths of higher layers go beyond it */
  guint is_source_routed : 1; /* the destination is not the one that checksums cover */
} Dissection;

void dissection_init (Dissection *self);
void dissect_packet (Dissection *self, const Packet *packet);

G_END_DECLS
