/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/tcp-segment.h"

#define IP_PROTOCOL_TCP 6
#define MAX_VLANS 4
#define MAX_EXTENSIONS 8
/* As far as the window. */
#define TCP_BYTES 16
#define TCP_HEADER_BYTES 20

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define PPP_ADDRESS_AND_CONTROL 0xff03
#define PPP_IPV4 0x0021
#define PPP_IPV6 0x0057

static gboolean
is_vlan (guint16 ethertype)
{
  return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100;
}

/* What an EtherType stands before, VLAN tags aside: TRUE for IP. */
static gboolean
skip_vlans (DissectBytes *bytes, guint16 ethertype)
{
  for (guint i = 0; i < MAX_VLANS && is_vlan (ethertype); i++)
    {
      ethertype = dissect_u16 (*bytes, 2);
      *bytes = dissect_from (*bytes, 4);
    }
  return ethertype == ETHERTYPE_IPV4 || ethertype == ETHERTYPE_IPV6;
}

/* Address and control, which are always these, may be left out, and so may a first byte of the protocol that is 0: the last
 * one is odd (RFC 1661). */
static gboolean
skip_ppp (DissectBytes *bytes)
{
  guint16 protocol;
  guint32 n_protocol;

  if (dissect_u16 (*bytes, 0) == PPP_ADDRESS_AND_CONTROL)
    *bytes = dissect_from (*bytes, 2);
  n_protocol = dissect_u8 (*bytes, 0) & 1 ? 1 : 2;
  protocol = n_protocol == 1 ? dissect_u8 (*bytes, 0) : dissect_u16 (*bytes, 0);
  *bytes = dissect_from (*bytes, n_protocol);
  return protocol == PPP_IPV4 || protocol == PPP_IPV6;
}

/* BYTES become those from the IP header on. */
static gboolean
skip_link (DissectBytes *bytes, guint16 link_type)
{
  const DissectBytes frame = *bytes;

  switch (link_type)
    {
    case LINK_TYPE_ETHERNET:
      *bytes = dissect_from (frame, 14);
      return skip_vlans (bytes, dissect_u16 (frame, 12));
    case LINK_TYPE_LINUX_SLL:
      *bytes = dissect_from (frame, 16);
      return skip_vlans (bytes, dissect_u16 (frame, 14));
    case LINK_TYPE_LINUX_SLL2:
      *bytes = dissect_from (frame, 20);
      return skip_vlans (bytes, dissect_u16 (frame, 0));
    case LINK_TYPE_C_HDLC:
      *bytes = dissect_from (frame, 4);
      return skip_vlans (bytes, dissect_u16 (frame, 2));
    case LINK_TYPE_PPP:
    case LINK_TYPE_PPP_SERIAL:
      return skip_ppp (bytes);
    case LINK_TYPE_NULL:
    case LINK_TYPE_LOOP:
      *bytes = dissect_from (frame, 4);
      return TRUE;
    case LINK_TYPE_RAW:
    case LINK_TYPE_IPV4:
    case LINK_TYPE_IPV6:
      return TRUE;
    default:
      return FALSE;
    }
}

/* BYTES become the segment, as long as the IP header says it is. A fragment has no whole one. */
static gboolean
skip_ipv4 (DissectBytes *bytes, TcpSegment *segment)
{
  const guint32 n_header = (dissect_u8 (*bytes, 0) & 0xf) * 4;
  const guint32 n_total = dissect_u16 (*bytes, 2);

  if (bytes->n_bytes < n_header || n_header < 20 || dissect_u8 (*bytes, 9) != IP_PROTOCOL_TCP
      || (dissect_u16 (*bytes, 6) & 0x3fff) != 0)
    return FALSE;
  segment->source = bytes->at + 12;
  segment->destination = bytes->at + 16;
  segment->n_address = 4;
  if (n_total != 0)
    *bytes = dissect_part (*bytes, 0, n_total);
  *bytes = dissect_from (*bytes, n_header);
  return TRUE;
}

static gboolean
skip_ipv6 (DissectBytes *bytes, TcpSegment *segment)
{
  const guint32 n_load = dissect_u16 (*bytes, 4);
  guint8 next = dissect_u8 (*bytes, 6);

  if (bytes->n_bytes < 40)
    return FALSE;
  segment->source = bytes->at + 8;
  segment->destination = bytes->at + 24;
  segment->n_address = 16;
  *bytes = n_load != 0 ? dissect_part (*bytes, 40, n_load) : dissect_from (*bytes, 40);
  /* Hop-by-hop options, routing, options for the destination. */
  for (guint i = 0; i < MAX_EXTENSIONS && (next == 0 || next == 43 || next == 60); i++)
    {
      next = dissect_u8 (*bytes, 0);
      *bytes = dissect_from (*bytes, 8 + 8 * (guint32) dissect_u8 (*bytes, 1));
    }
  return next == IP_PROTOCOL_TCP;
}

/* FALSE: the packet has none, or not in one piece, or not enough of it was captured. */
gboolean
tcp_segment_find (const Packet *packet, TcpSegment *segment)
{
  DissectBytes bytes = {
    .at = packet->captured_bytes > 0 ? packet->bytes : (const guint8 *) "",
    .n_bytes = packet->captured_bytes,
    .claimed_bytes = MAX (packet->captured_bytes, packet->original_bytes),
  };
  guint8 version;
  guint32 n_header;

  if (!skip_link (&bytes, packet->link_type))
    return FALSE;
  version = dissect_u8 (bytes, 0) >> 4;
  if (version == 4 ? !skip_ipv4 (&bytes, segment) : version != 6 || !skip_ipv6 (&bytes, segment))
    return FALSE;
  n_header = (dissect_u8 (bytes, 12) >> 4) * 4;
  if (bytes.n_bytes < TCP_BYTES || n_header < TCP_HEADER_BYTES || n_header > bytes.claimed_bytes)
    return FALSE;
  segment->source_port = dissect_u16 (bytes, 0);
  segment->destination_port = dissect_u16 (bytes, 2);
  segment->sequence = dissect_u32 (bytes, 4);
  segment->acknowledgment = dissect_u32 (bytes, 8);
  segment->flags = dissect_u8 (bytes, 13);
  segment->window = dissect_u16 (bytes, 14);
  segment->n_load = bytes.claimed_bytes - n_header;
  return TRUE;
}
