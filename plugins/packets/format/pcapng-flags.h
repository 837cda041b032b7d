/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What pcapng (draft-ietf-opsawg-pcapng) has numbers for. Without GLib, since the capture helper, which has rights, does
 * without. */

#pragma once

/* LINKTYPE_ values (draft-ietf-opsawg-pcaplinktype) that are decoded; all others are shown as bytes. */
typedef enum
{
  LINK_TYPE_NULL = 0,
  LINK_TYPE_ETHERNET = 1,
  LINK_TYPE_PPP = 9,
  LINK_TYPE_PPP_SERIAL = 50,
  LINK_TYPE_RAW = 101,
  LINK_TYPE_C_HDLC = 104,
  LINK_TYPE_IEEE802_11 = 105,
  LINK_TYPE_FRAME_RELAY = 107,
  LINK_TYPE_LOOP = 108,
  LINK_TYPE_LINUX_SLL = 113,
  LINK_TYPE_IEEE802_11_RADIOTAP = 127,
  LINK_TYPE_IPV4 = 228,
  LINK_TYPE_IPV6 = 229,
  LINK_TYPE_LINUX_SLL2 = 276,
} LinkType;

/* Bits of epb_flags. */
#define PACKET_FLAGS_DIRECTION 0x3u
#define PACKET_FLAGS_INBOUND 0x1u
#define PACKET_FLAGS_OUTBOUND 0x2u
#define PACKET_FLAGS_RECEPTION_SHIFT 2
#define PACKET_FLAGS_RECEPTION (0x7u << PACKET_FLAGS_RECEPTION_SHIFT)
#define PACKET_FLAGS_FCS_SHIFT 5
#define PACKET_FLAGS_FCS (0xfu << PACKET_FLAGS_FCS_SHIFT)
#define PACKET_FLAGS_CHECKSUM_NOT_READY (1u << 9)
#define PACKET_FLAGS_CHECKSUM_VALID (1u << 10)
#define PACKET_FLAGS_TCP_SEGMENTATION_OFFLOADED (1u << 11)

/* As the interface saw it: inbound is what it received, for a tap what the guest sent. */
typedef enum
{
  PACKET_DIRECTION_UNKNOWN = 0,
  PACKET_DIRECTION_INBOUND = PACKET_FLAGS_INBOUND,
  PACKET_DIRECTION_OUTBOUND = PACKET_FLAGS_OUTBOUND,
} PacketDirection;

/* How a frame was addressed to its receiver: values of the reception type in epb_flags. */
typedef enum
{
  PACKET_RECEPTION_UNSPECIFIED = 0,
  PACKET_RECEPTION_UNICAST = 1,
  PACKET_RECEPTION_MULTICAST = 2,
  PACKET_RECEPTION_BROADCAST = 3,
  PACKET_RECEPTION_PROMISCUOUS = 4,
} PacketReception;
