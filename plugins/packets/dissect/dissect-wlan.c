/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* IEEE 802.11 as far as the addresses, and what is not encrypted behind them. Numbers are little-endian. */

#include "config.h"

#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define RADIOTAP_BYTES 8
#define RADIOTAP_TSFT (1u << 0)
#define RADIOTAP_FLAGS (1u << 1)
#define RADIOTAP_EXTENDED (1u << 31)
#define RADIOTAP_HAS_FCS 0x10
#define RADIOTAP_HAS_PADDING 0x20

#define TYPE_MANAGEMENT 0
#define TYPE_CONTROL 1
#define TYPE_DATA 2
#define SUBTYPE_QOS 0x8
#define SUBTYPE_NO_DATA 0x4

#define FLAG_TO_DS 0x01
#define FLAG_FROM_DS 0x02
#define FLAG_RETRY 0x08
#define FLAG_PROTECTED 0x40
#define FLAG_ORDER 0x80
#define QOS_AGGREGATE 0x80

/* Type and subtype. */
static const DissectName frame_names[] = {
  { 0x00, "Association Request" },
  { 0x01, "Association Response" },
  { 0x02, "Reassociation Request" },
  { 0x03, "Reassociation Response" },
  { 0x04, "Probe Request" },
  { 0x05, "Probe Response" },
  { 0x08, "Beacon frame" },
  { 0x09, "ATIM" },
  { 0x0a, "Disassociate" },
  { 0x0b, "Authentication" },
  { 0x0c, "Deauthentication" },
  { 0x0d, "Action" },
  { 0x0e, "Action No Ack" },
  { 0x14, "Beamforming report poll" },
  { 0x15, "VHT/HE NDP Announcement" },
  { 0x17, "Control wrapper" },
  { 0x18, "802.11 Block Ack Req" },
  { 0x19, "802.11 Block Ack" },
  { 0x1a, "Power-Save poll" },
  { 0x1b, "Request-to-send" },
  { 0x1c, "Clear-to-send" },
  { 0x1d, "Acknowledgement" },
  { 0x1e, "CF-End (Control-frame)" },
  { 0x20, "Data" },
  { 0x24, "Null function (No data)" },
  { 0x28, "QoS Data" },
  { 0x2c, "QoS Null function (No data)" },
};

static const struct
{
  guint8 destination;
  guint8 source;
} data_addresses[] = {
  /* By the two bits To DS and From DS: where in the header they stand. */
  { 4, 10 },
  { 16, 10 },
  { 4, 16 },
  { 16, 24 },
};

/* A fixed part of the body, before the elements. */
static guint32
measure_fixed_body (guint8 kind)
{
  switch (kind)
    {
    case 0x04:
      return 0;
    case 0x00:
      return 4;
    case 0x02:
      return 10;
    case 0x05:
    case 0x08:
      return 12;
    default:
      return G_MAXUINT32;
    }
}

/* The network's name is the first element, wherever there is one. */
static void
say_network (Dissection *self, guint8 kind, DissectBytes body)
{
  const guint32 at = measure_fixed_body (kind);
  const guint32 n_bytes = dissect_u8 (body, at == G_MAXUINT32 ? at : at + 1);
  DissectLine *summary = dissection_summarize (self);

  if (at == G_MAXUINT32 || !dissect_has (body, at, 2 + n_bytes) || body.at[at] != 0)
    return;
  dissection_add_value (self, body, at, 2, 2 + n_bytes, "SSID");
  dissect_line_add (summary, ", SSID=\"");
  dissect_line_add_octets (summary, body.at + at + 2, n_bytes);
  dissect_line_add_char (summary, '"');
}

static guint32
measure_header (guint8 type, guint8 subtype, guint8 flags)
{
  guint32 n_bytes = 24;

  if (type == TYPE_CONTROL)
    return subtype == 0xc || subtype == 0xd ? 10 : 16;
  if (type == TYPE_DATA)
    {
      if ((flags & (FLAG_TO_DS | FLAG_FROM_DS)) == (FLAG_TO_DS | FLAG_FROM_DS))
        n_bytes += 6;
      if (subtype & SUBTYPE_QOS)
        n_bytes += 2;
    }
  if (flags & FLAG_ORDER && (type == TYPE_MANAGEMENT || subtype & SUBTYPE_QOS))
    n_bytes += 4;
  return n_bytes;
}

static void
say_addresses (Dissection *self, DissectBytes bytes, guint8 type, guint8 flags, guint32 n_header)
{
  guint destination = 4, source = 10;

  if (type == TYPE_DATA)
    {
      destination = data_addresses[flags & 3].destination;
      source = data_addresses[flags & 3].source;
    }
  dissection_set_macs (self, n_header >= source + 6 ? bytes.at + source : NULL,
                       bytes.at + destination);
  dissection_add_mac (self, bytes, 4, "Receiver");
  if (n_header >= 16)
    dissection_add_mac (self, bytes, 10, "Transmitter");
  if (n_header >= 24)
    {
      dissection_add_mac (self, bytes, 16, "Third address");
      dissection_field (self, bytes, 22, 2, "Fragment number", "%u",
                        dissect_u16_le (bytes, 22) & 0xf);
      dissection_field (self, bytes, 22, 2, "Sequence number", "%u",
                        dissect_u16_le (bytes, 22) >> 4);
    }
  if (type == TYPE_DATA && (flags & 3) == 3)
    dissection_add_mac (self, bytes, 24, "Fourth address");
}

static void
add_control (Dissection *self, DissectBytes bytes, guint8 kind, guint8 flags)
{
  dissection_field (self, bytes, 0, 1, "Type", "%s (0x%02x)", DISSECT_NAME (frame_names, kind),
                    kind);
  dissection_field (self, bytes, 1, 1, "Flags", "0x%02x%s%s%s%s", flags,
                    flags & FLAG_TO_DS ? ", to DS" : "", flags & FLAG_FROM_DS ? ", from DS" : "",
                    flags & FLAG_RETRY ? ", retry" : "",
                    flags & FLAG_PROTECTED ? ", protected" : "");
  dissection_field (self, bytes, 2, 2, "Duration", "%u", dissect_u16_le (bytes, 2));
}

/* Ends the layer. */
static void
dissect_body (Dissection *self, DissectBytes body, guint8 kind, guint8 flags, guint8 qos)
{
  const guint8 type = kind >> 4, subtype = kind & 0xf;

  if (type == TYPE_MANAGEMENT && !(flags & FLAG_PROTECTED))
    say_network (self, kind, body);
  if (flags & FLAG_PROTECTED)
    dissect_line_add (dissection_summarize (self), ", encrypted");
  dissection_end (self);
  if (type == TYPE_DATA && !(subtype & SUBTYPE_NO_DATA) && !(flags & FLAG_PROTECTED)
      && !(qos & QOS_AGGREGATE) && body.n_bytes > 0)
    dissect_llc (self, body);
  else
    dissect_load (self, body);
}

/* Of another version (IEEE 802.11-2020, clause 9.8), nothing stands where version 0 has it. Ends the layer. */
static void
dissect_other_version (Dissection *self, DissectBytes bytes, guint8 version)
{
  dissect_line_add (dissection_summarize (self), "Protocol version ");
  dissect_line_add_unsigned (dissection_summarize (self), version);
  dissection_field (self, bytes, 0, 1, "Version", "%u", version);
  dissection_end (self);
  dissect_load (self, bytes);
}

static void
dissect_frame (Dissection *self, DissectBytes bytes, gboolean padded)
{
  const guint8 control = dissect_u8 (bytes, 0), flags = dissect_u8 (bytes, 1);
  const guint8 type = control >> 2 & 3, subtype = control >> 4;
  const guint32 n_header = measure_header (type, subtype, flags);
  const gboolean has_qos = type == TYPE_DATA && subtype & SUBTYPE_QOS;
  const guint32 qos_at = (flags & 3) == 3 ? 30 : 24;
  DissectLine *summary;

  if (!dissection_begin (self, "802.11", "IEEE 802.11", bytes, n_header))
    return;
  summary = dissection_summarize (self);
  if ((control & 3) != 0)
    {
      dissect_other_version (self, bytes, control & 3);
      return;
    }
  dissect_line_add (summary, DISSECT_NAME (frame_names, type << 4 | subtype));
  if (!dissection_require (self, bytes, n_header))
    return;
  if (type != TYPE_CONTROL)
    {
      dissect_line_add (summary, ", SN=");
      dissect_line_add_unsigned (summary, dissect_u16_le (bytes, 22) >> 4);
      dissect_line_add (summary, ", FN=");
      dissect_line_add_unsigned (summary, dissect_u16_le (bytes, 22) & 0xf);
    }
  add_control (self, bytes, type << 4 | subtype, flags);
  say_addresses (self, bytes, type, flags, n_header);
  if (has_qos)
    dissection_field (self, bytes, qos_at, 2, "QoS control", "0x%04x",
                      dissect_u16_le (bytes, qos_at));
  dissect_body (self, dissect_from (bytes, padded ? (n_header + 3) & ~3u : n_header),
                type << 4 | subtype, flags, has_qos ? dissect_u8 (bytes, qos_at) : 0);
}

void
dissect_ieee802_11 (Dissection *self, DissectBytes bytes)
{
  dissect_frame (self, bytes, FALSE);
}

/* The field of flags, which stands behind the clock; 0 where there is none. */
static guint8
read_radiotap_flags (DissectBytes bytes, guint32 n_header)
{
  guint32 at = 4;
  const guint32 present = dissect_u32_le (bytes, at);

  if (!(present & RADIOTAP_FLAGS))
    return 0;
  while (at + 8 <= n_header && dissect_u32_le (bytes, at) & RADIOTAP_EXTENDED)
    at += 4;
  at += 4;
  if (present & RADIOTAP_TSFT)
    at = ((at + 7) & ~7u) + 8;
  return at < n_header ? dissect_u8 (bytes, at) : 0;
}

void
dissect_radiotap (Dissection *self, DissectBytes bytes)
{
  const guint32 n_header = dissect_u16_le (bytes, 2);
  const guint8 flags = read_radiotap_flags (bytes, n_header);
  DissectBytes frame = dissect_from (bytes, n_header);

  if (!dissection_begin (self, "802.11", "Radiotap", bytes, MAX (n_header, RADIOTAP_BYTES))
      || !dissection_require (self, bytes, MAX (n_header, RADIOTAP_BYTES)))
    return;
  dissection_field (self, bytes, 0, 1, "Version", "%u", dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 2, 2, "Length", "%u", n_header);
  dissection_field (self, bytes, 4, 4, "Present", "0x%08x", dissect_u32_le (bytes, 4));
  dissect_line_add (dissection_summarize (self), "Radiotap");
  if (n_header < RADIOTAP_BYTES)
    {
      dissection_fail (self, bytes, 2, "its length cannot be");
      dissection_end (self);
      return;
    }
  dissection_end (self);
  if (flags & RADIOTAP_HAS_FCS && frame.claimed_bytes >= 4)
    frame = dissect_part (frame, 0, frame.claimed_bytes - 4);
  dissect_frame (self, frame, flags & RADIOTAP_HAS_PADDING);
}
