/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEX_SUMMARY_BYTES 24
#define NULL_BYTES 4
#define SLL_BYTES 16
#define SLL2_BYTES 20
#define ARPHRD_NETLINK 824

/* linux/if_packet.h */
static const DissectName sll_types[] = {
  { 0, "To this host" },    { 1, "Broadcast" },         { 2, "Multicast" },
  { 3, "To another host" }, { 4, "Sent by this host" },
};

void
dissect_load (Dissection *self, DissectBytes bytes)
{
  if (bytes.n_bytes > 0)
    dissection_field (self, bytes, 0, bytes.n_bytes, "Data", "%u byte%s", bytes.claimed_bytes,
                      bytes.claimed_bytes == 1 ? "" : "s");
}

/* Link types that are not known, and what a known one may not have. */
static void
dissect_hex (Dissection *self, DissectBytes bytes)
{
  DissectLine *summary;

  if (!dissection_begin (self, "Data", "Data", bytes, bytes.n_bytes))
    return;
  summary = dissection_summarize (self);
  dissect_line_add_unsigned (summary, bytes.claimed_bytes);
  dissect_line_add (summary, " bytes");
  for (guint32 i = 0; i < MIN (bytes.n_bytes, HEX_SUMMARY_BYTES); i++)
    {
      dissect_line_add (summary, i == 0 ? ": " : " ");
      dissect_line_add_hex (summary, bytes.at[i], 2);
    }
  if (bytes.n_bytes > HEX_SUMMARY_BYTES)
    dissect_line_add (summary, " …");
  dissection_field (self, bytes, 0, bytes.n_bytes, "Bytes", "%s", summary->text);
  dissection_end (self);
}

static void
dissect_raw (Dissection *self, DissectBytes bytes)
{
  const guint8 version = dissect_u8 (bytes, 0) >> 4;

  if (version == 4)
    dissect_ipv4 (self, bytes);
  else if (version == 6)
    dissect_ipv6 (self, bytes);
  else
    dissect_hex (self, bytes);
}

/* The systems that write these files differ in the number of IPv6. */
static gboolean
is_inet6 (guint32 family)
{
  return family == 10 || family == 24 || family == 28 || family == 30;
}

static void
dissect_null (Dissection *self, DissectBytes bytes)
{
  guint32 family = dissect_u32 (bytes, 0);
  const DissectBytes load = dissect_from (bytes, NULL_BYTES);

  /* LINK_TYPE_NULL has the order of the machine that wrote it. */
  if (family > 0xffff)
    family = GUINT32_SWAP_LE_BE (family);
  if (!dissection_begin (self, "NULL", "Loopback header", bytes, NULL_BYTES))
    return;
  if (!dissection_require (self, bytes, NULL_BYTES))
    return;
  dissection_field (self, bytes, 0, NULL_BYTES, "Address family", "%u", family);
  dissect_line_add (dissection_summarize (self), "Address family ");
  dissect_line_add_unsigned (dissection_summarize (self), family);
  dissection_end (self);
  if (family == 2)
    dissect_ipv4 (self, load);
  else if (is_inet6 (family))
    dissect_ipv6 (self, load);
  else
    dissect_load (self, load);
}

static void
dissect_sll_load (Dissection *self, guint16 hardware, guint16 protocol, DissectBytes bytes)
{
  if (hardware == ARPHRD_NETLINK)
    dissect_load (self, bytes);
  else if (protocol == 0x0004)
    dissect_llc (self, bytes);
  else
    dissect_ethertype (self, protocol, bytes);
}

static void
begin_sll_summary (Dissection *self,
                   DissectBytes bytes,
                   guint8 type,
                   guint32 address,
                   guint n_address)
{
  DissectLine *summary = dissection_summarize (self);

  if (n_address == 6)
    dissection_set_macs (self, bytes.at + address, NULL);
  dissect_line_add (summary, "Linux cooked capture, ");
  dissect_line_add (summary, DISSECT_NAME (sll_types, type));
}

static void
dissect_sll (Dissection *self, DissectBytes bytes)
{
  const guint16 protocol = dissect_u16 (bytes, 14);

  if (!dissection_begin (self, "SLL", "Linux cooked capture", bytes, SLL_BYTES))
    return;
  if (!dissection_require (self, bytes, SLL_BYTES))
    return;
  begin_sll_summary (self, bytes, dissect_u16 (bytes, 0), 6, dissect_u16 (bytes, 4));
  dissection_field (self, bytes, 0, 2, "Packet type", "%s (%u)",
                    DISSECT_NAME (sll_types, dissect_u16 (bytes, 0)), dissect_u16 (bytes, 0));
  dissection_field (self, bytes, 2, 2, "Hardware type", "%s (%u)",
                    dissect_hardware_name (dissect_u16 (bytes, 2)), dissect_u16 (bytes, 2));
  dissection_field (self, bytes, 4, 2, "Address length", "%u", dissect_u16 (bytes, 4));
  dissection_add_octets (self, bytes, 6, MIN (dissect_u16 (bytes, 4), 8), "Source");
  dissection_field (self, bytes, 14, 2, "Protocol", "%s (0x%04x)",
                    dissect_ethertype_name (protocol), protocol);
  dissection_end (self);
  dissect_sll_load (self, dissect_u16 (bytes, 2), protocol, dissect_from (bytes, SLL_BYTES));
}

static void
dissect_sll2 (Dissection *self, DissectBytes bytes)
{
  const guint16 protocol = dissect_u16 (bytes, 0);

  if (!dissection_begin (self, "SLL", "Linux cooked capture v2", bytes, SLL2_BYTES))
    return;
  if (!dissection_require (self, bytes, SLL2_BYTES))
    return;
  begin_sll_summary (self, bytes, dissect_u8 (bytes, 10), 12, dissect_u8 (bytes, 11));
  dissection_field (self, bytes, 0, 2, "Protocol", "%s (0x%04x)", dissect_ethertype_name (protocol),
                    protocol);
  dissection_field (self, bytes, 4, 4, "Interface index", "%u", dissect_u32 (bytes, 4));
  dissection_field (self, bytes, 8, 2, "Hardware type", "%s (%u)",
                    dissect_hardware_name (dissect_u16 (bytes, 8)), dissect_u16 (bytes, 8));
  dissection_field (self, bytes, 10, 1, "Packet type", "%s (%u)",
                    DISSECT_NAME (sll_types, dissect_u8 (bytes, 10)), dissect_u8 (bytes, 10));
  dissection_field (self, bytes, 11, 1, "Address length", "%u", dissect_u8 (bytes, 11));
  dissection_add_octets (self, bytes, 12, MIN (dissect_u8 (bytes, 11), 8), "Source");
  dissection_end (self);
  dissect_sll_load (self, dissect_u16 (bytes, 8), protocol, dissect_from (bytes, SLL2_BYTES));
}

static DissectFunc
find_link_func (guint16 link_type)
{
  switch (link_type)
    {
    case LINK_TYPE_ETHERNET:
      return dissect_ethernet;
    case LINK_TYPE_NULL:
    case LINK_TYPE_LOOP:
      return dissect_null;
    case LINK_TYPE_RAW:
      return dissect_raw;
    case LINK_TYPE_PPP:
    case LINK_TYPE_PPP_SERIAL:
      return dissect_ppp_serial;
    case LINK_TYPE_C_HDLC:
      return dissect_cisco_hdlc;
    case LINK_TYPE_FRAME_RELAY:
      return dissect_frame_relay;
    case LINK_TYPE_IPV4:
      return dissect_ipv4;
    case LINK_TYPE_IPV6:
      return dissect_ipv6;
    case LINK_TYPE_LINUX_SLL:
      return dissect_sll;
    case LINK_TYPE_LINUX_SLL2:
      return dissect_sll2;
    case LINK_TYPE_IEEE802_11:
      return dissect_ieee802_11;
    case LINK_TYPE_IEEE802_11_RADIOTAP:
      return dissect_radiotap;
    default:
      return dissect_hex;
    }
}

/* By the capture's link type. */
void
dissect_link (Dissection *self, DissectBytes bytes)
{
  const guint32 flags = self->packet->flags;
  const guint32 n_fcs = (flags & PACKET_FLAGS_FCS) >> PACKET_FLAGS_FCS_SHIFT;
  const DissectBytes frame = bytes;

  if (n_fcs > 0 && n_fcs <= bytes.claimed_bytes)
    bytes = dissect_part (bytes, 0, bytes.claimed_bytes - n_fcs);
  find_link_func (self->packet->link_type) (self, bytes);
  if (frame.n_bytes > bytes.n_bytes)
    dissection_field (self, frame, bytes.n_bytes, frame.n_bytes - bytes.n_bytes,
                      "Frame check sequence", "%u bytes", frame.n_bytes - bytes.n_bytes);
}
