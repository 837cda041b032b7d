/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 14
#define VLAN_BYTES 4
/* Below it the field is a length (IEEE 802.3, clause 3.2.6). */
#define MIN_ETHERTYPE 0x600
#define PTP 0x88f7

static void
dissect_unknown (Dissection *self, guint16 ethertype, DissectBytes bytes)
{
  const char *name = dissect_ethertype_name (ethertype);
  const char *word = dissect_ethertype_word (ethertype);
  DissectLine *summary;
  char protocol[8];

  g_snprintf (protocol, sizeof protocol, "0x%04x", ethertype);
  if (!dissection_begin (self, word != NULL ? word : g_intern_string (protocol), "Data", bytes,
                         bytes.n_bytes))
    return;
  summary = dissection_summarize (self);
  dissect_line_add (summary, "EtherType ");
  dissect_line_add (summary, protocol);
  dissect_line_add (summary, " (");
  dissect_line_add (summary, name);
  dissect_line_add (summary, "), ");
  dissect_line_add_unsigned (summary, bytes.claimed_bytes);
  dissect_line_add (summary, " bytes");
  dissection_end (self);
}

static void
dissect_typed (Dissection *self, guint16 type, DissectBytes bytes)
{
  if (type >= MIN_ETHERTYPE)
    {
      dissect_ethertype (self, type, bytes);
      return;
    }
  bytes = dissect_part (bytes, 0, type);
  if (self->load_end == 0)
    self->load_end = bytes.offset + bytes.n_bytes;
  dissect_llc (self, bytes);
}

/* IEEE 802.1Q, clause 9. */
static void
dissect_vlan (Dissection *self, DissectBytes bytes)
{
  const guint16 control = dissect_u16 (bytes, 0), type = dissect_u16 (bytes, 2);
  const guint16 id = control & 0xfff;
  DissectLine *summary;

  if (!dissection_begin (self, "VLAN", "802.1Q virtual LAN", bytes, VLAN_BYTES)
      || !dissection_require (self, bytes, VLAN_BYTES))
    return;
  if (self->n_vlans < DISSECTION_MAX_VLANS && self->quiet == 0)
    self->vlans[self->n_vlans++] = id;
  summary = dissection_summarize (self);
  dissect_line_add (summary, "VLAN ");
  dissect_line_add_unsigned (summary, id);
  dissect_line_add (summary, ": ");
  dissection_keep_prefix (self);
  dissection_field (self, bytes, 0, 2, "Priority", "%u", control >> 13);
  dissection_field (self, bytes, 0, 2, "Drop eligible", "%u", control >> 12 & 1);
  dissection_field (self, bytes, 0, 2, "Id", "%u", id);
  dissection_field (self, bytes, 2, 2, type >= MIN_ETHERTYPE ? "EtherType" : "Length",
                    type >= MIN_ETHERTYPE ? "%s (0x%04x)" : "%.0s%u", dissect_ethertype_name (type),
                    type);
  dissection_end (self);
  dissect_typed (self, type, dissect_from (bytes, VLAN_BYTES));
}

static void
dissect_ptp_frame (Dissection *self, DissectBytes bytes)
{
  if (!dissect_ptp (self, bytes))
    dissect_unknown (self, PTP, bytes);
}

static DissectFunc
find_ethertype_func (guint16 ethertype)
{
  switch (ethertype)
    {
    case 0x0800:
      return dissect_ipv4;
    case 0x86dd:
      return dissect_ipv6;
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return dissect_vlan;
    case 0x0806:
    case 0x8035:
      return dissect_arp;
    case 0x88cc:
      return dissect_lldp;
    case 0x8863:
      return dissect_pppoe_discovery;
    case 0x8864:
      return dissect_pppoe_session;
    case 0x888e:
      return dissect_eapol;
    case 0x8809:
      return dissect_slow_protocol;
    case 0x8847:
    case 0x8848:
      return dissect_mpls;
    case 0x6558:
      return dissect_ethernet;
    case PTP:
      return dissect_ptp_frame;
    default:
      return NULL;
    }
}

void
dissect_ethertype (Dissection *self, guint16 ethertype, DissectBytes bytes)
{
  const DissectFunc func = find_ethertype_func (ethertype);

  if (func != dissect_vlan && self->ethertype == 0 && self->quiet == 0)
    self->ethertype = ethertype;
  if (func != NULL)
    func (self, bytes);
  else
    dissect_unknown (self, ethertype, bytes);
}

/* What stands behind the load: padding to the least length, or what a driver or a switch adds. */
static void
add_trailer (Dissection *self, DissectBytes bytes)
{
  const guint32 end = bytes.offset + bytes.n_bytes;
  const guint32 load_end = self->load_end;

  if (load_end > bytes.offset && load_end < end)
    dissection_field (self, bytes, load_end - bytes.offset, end - load_end,
                      "Ethernet padding or trailer", "%u bytes", end - load_end);
}

void
dissect_ethernet (Dissection *self, DissectBytes bytes)
{
  const guint16 type = dissect_u16 (bytes, 12);
  const guint32 outer_end = self->load_end;
  DissectLine *summary;

  if (!dissection_begin (self, "Ethernet", "Ethernet", bytes, HEADER_BYTES)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  dissection_set_macs (self, bytes.at + 6, bytes.at);
  dissection_add_mac (self, bytes, 0, "Destination");
  dissection_add_mac (self, bytes, 6, "Source");
  if (type >= MIN_ETHERTYPE)
    dissection_field (self, bytes, 12, 2, "EtherType", "%s (0x%04x)", dissect_ethertype_name (type),
                      type);
  else
    dissection_field (self, bytes, 12, 2, "Length", "%u", type);
  summary = dissection_summarize (self);
  dissect_line_add (summary, "Ethernet frame");
  dissection_end (self);
  self->load_end = 0;
  dissect_typed (self, type, dissect_from (bytes, HEADER_BYTES));
  add_trailer (self, bytes);
  self->load_end = outer_end;
}
