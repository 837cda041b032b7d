/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define CDP_DEVICE 1
#define CDP_PORT 3
#define EAPOL_EAP 0
#define SLOW_LACP 1
#define LACP_BYTES 58
#define MPLS_BYTES 4

static const DissectName cdp_types[] = {
  { CDP_DEVICE, "Device id" }, { 2, "Addresses" },        { CDP_PORT, "Port id" },
  { 4, "Capabilities" },       { 5, "Software version" }, { 6, "Platform" },
  { 9, "VTP domain" },         { 10, "Native VLAN" },     { 11, "Duplex" },
};

static const DissectName eapol_types[] = {
  { EAPOL_EAP, "EAP packet" },   { 1, "Start" }, { 2, "Logoff" }, { 3, "Key" }, { 4, "ASF alert" },
  { 5, "MACsec key agreement" },
};

static const DissectName eap_codes[] = {
  { 1, "Request" },
  { 2, "Response" },
  { 3, "Success" },
  { 4, "Failure" },
};

static const DissectName eap_methods[] = {
  { 1, "Identity" }, { 2, "Notification" },      { 3, "Legacy Nak" },     { 4, "MD5-Challenge" },
  { 13, "TLS EAP" }, { 21, "Tunneled TLS EAP" }, { 25, "Protected EAP" },
};

static const DissectName slow_names[] = {
  { SLOW_LACP, "LACP" },
  { 2, "Marker" },
  { 3, "OAM" },
  { 10, "OSSP" },
};

/* Cisco's discovery protocol: type, length and value until the end. */
void
dissect_cdp (Dissection *self, DissectBytes bytes)
{
  DissectLine *line;
  guint32 at = 4;

  if (!dissection_begin (self, "CDP", "Cisco Discovery Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, 4))
    return;
  line = dissection_summarize (self);
  dissection_field (self, bytes, 0, 1, "Version", "%u", dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 1, 1, "Time to live", "%u s", dissect_u8 (bytes, 1));
  dissection_field (self, bytes, 2, 2, "Checksum", "0x%04x", dissect_u16 (bytes, 2));
  while (at < bytes.n_bytes)
    {
      const guint16 type = dissect_u16 (bytes, at);
      const guint32 n_bytes = dissect_u16 (bytes, at + 2);

      if (n_bytes < 4 || !dissect_has (bytes, at, n_bytes))
        {
          dissection_fail (self, bytes, at, "a value's length cannot be");
          break;
        }
      dissection_add_value (self, bytes, at, 4, n_bytes, DISSECT_NAME (cdp_types, type));
      if (type == CDP_DEVICE || type == CDP_PORT)
        {
          dissect_line_add (line, type == CDP_DEVICE ? "Device ID: " : "  Port ID: ");
          dissect_line_add_octets (line, bytes.at + at + 4, n_bytes - 4);
        }
      at += n_bytes;
    }
  dissection_end (self);
}

static void
dissect_eap (Dissection *self, DissectBytes bytes)
{
  const guint8 code = dissect_u8 (bytes, 0), method = dissect_u8 (bytes, 4);
  const gboolean has_method = code <= 2 && bytes.n_bytes > 4;

  if (!dissection_begin (self, "EAP", "Extensible Authentication Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, 4))
    return;
  dissect_line_add (dissection_summarize (self), DISSECT_NAME (eap_codes, code));
  dissection_field (self, bytes, 0, 1, "Code", "%s (%u)", DISSECT_NAME (eap_codes, code), code);
  dissection_field (self, bytes, 1, 1, "Id", "%u", dissect_u8 (bytes, 1));
  dissection_field (self, bytes, 2, 2, "Length", "%u", dissect_u16 (bytes, 2));
  if (has_method)
    {
      dissect_line_add (dissection_summarize (self), ", ");
      dissect_line_add (dissection_summarize (self), DISSECT_NAME (eap_methods, method));
      dissection_field (self, bytes, 4, 1, "Type", "%s (%u)", DISSECT_NAME (eap_methods, method),
                        method);
    }
  dissection_end (self);
}

/* IEEE 802.1X, clause 11. */
void
dissect_eapol (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 1);
  const guint32 n_body = dissect_u16 (bytes, 2);
  DissectBytes body;

  if (!dissection_begin (self, "EAPOL", "802.1X authentication", bytes, 4)
      || !dissection_require (self, bytes, 4))
    return;
  dissect_line_add (dissection_summarize (self), DISSECT_NAME (eapol_types, type));
  dissection_field (self, bytes, 0, 1, "Version", "%u", dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 1, 1, "Type", "%s (%u)", DISSECT_NAME (eapol_types, type), type);
  dissection_field (self, bytes, 2, 2, "Length", "%u", n_body);
  dissection_end (self);
  body = dissect_part (bytes, 4, n_body);
  if (self->load_end == 0)
    self->load_end = body.offset + body.n_bytes;
  if (type == EAPOL_EAP && body.n_bytes > 0)
    dissect_eap (self, body);
  else
    dissect_load (self, body);
}

/* Actor or partner: IEEE 802.1AX, clause 6.4.2. */
static void
dissect_lacp_side (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  const guint8 state = dissect_u8 (bytes, at + 16);
  DissectLine *line = dissection_summarize (self);
  char flags[9] = "********";

  /* Activity, short timeout, aggregation, synchronization, collecting, distributing, defaulted, expired; the highest first. */
  for (guint i = 0; i < 8; i++)
    if (state & 1u << i)
      flags[7 - i] = "ASGSCDFE"[i];
  dissect_line_add_printf (line, " %s ", name);
  dissect_line_add_mac (line, bytes.at + at + 4);
  dissect_line_add_printf (line, " P: %u K: %u %s", dissect_u16 (bytes, at + 14),
                           dissect_u16 (bytes, at + 10), flags);
  dissection_field (self, bytes, at, 20, name, "%s", "");
  dissection_open (self);
  dissection_field (self, bytes, at + 2, 2, "System priority", "%u", dissect_u16 (bytes, at + 2));
  dissection_add_mac (self, bytes, at + 4, "System");
  dissection_field (self, bytes, at + 10, 2, "Key", "%u", dissect_u16 (bytes, at + 10));
  dissection_field (self, bytes, at + 12, 2, "Port priority", "%u", dissect_u16 (bytes, at + 12));
  dissection_field (self, bytes, at + 14, 2, "Port", "%u", dissect_u16 (bytes, at + 14));
  dissection_field (self, bytes, at + 16, 1, "State", "0x%02x (%s)", state, flags);
  dissection_close (self);
}

void
dissect_slow_protocol (Dissection *self, DissectBytes bytes)
{
  const guint8 subtype = dissect_u8 (bytes, 0);
  const char *name = DISSECT_NAME (slow_names, subtype);
  const gboolean lacp = subtype == SLOW_LACP;

  if (!dissection_begin (self, lacp ? "LACP" : "Slow Protocols", "Slow protocols", bytes,
                         bytes.n_bytes)
      || !dissection_require (self, bytes, lacp ? LACP_BYTES : 1))
    return;
  dissection_field (self, bytes, 0, 1, "Subtype", "%s (%u)", name, subtype);
  if (lacp)
    {
      dissect_line_add_printf (dissection_summarize (self), "v%u", dissect_u8 (bytes, 1));
      dissection_field (self, bytes, 1, 1, "Version", "%u", dissect_u8 (bytes, 1));
      dissect_lacp_side (self, bytes, 2, "ACTOR");
      dissect_lacp_side (self, bytes, 22, "PARTNER");
    }
  else
    dissect_line_add_printf (dissection_summarize (self), "%s, subtype %u", name, subtype);
  dissection_end (self);
}

/* RFC 3032. What lies under the labels is guessed from its first bits, as everybody does. */
void
dissect_mpls (Dissection *self, DissectBytes bytes)
{
  DissectLine *summary;
  guint32 entry;

  if (!dissection_begin (self, "MPLS", "Multiprotocol Label Switching", bytes, MPLS_BYTES)
      || !dissection_require (self, bytes, MPLS_BYTES))
    return;
  entry = dissect_u32 (bytes, 0);
  summary = dissection_summarize (self);
  dissect_line_add (summary, "MPLS ");
  dissect_line_add_unsigned (summary, entry >> 12);
  dissect_line_add (summary, ": ");
  dissection_keep_prefix (self);
  dissection_field (self, bytes, 0, 3, "Label", "%u", entry >> 12);
  dissection_field (self, bytes, 2, 1, "Traffic class", "%u", entry >> 9 & 7);
  dissection_field (self, bytes, 2, 1, "Bottom of stack", "%u", entry >> 8 & 1);
  dissection_field (self, bytes, 3, 1, "Time to live", "%u", entry & 0xff);
  dissection_end (self);
  bytes = dissect_from (bytes, MPLS_BYTES);
  if (!(entry & 0x100))
    dissect_mpls (self, bytes);
  else if (dissect_u8 (bytes, 0) >> 4 == 4)
    dissect_ipv4 (self, bytes);
  else if (dissect_u8 (bytes, 0) >> 4 == 6)
    dissect_ipv6 (self, bytes);
  else
    dissect_load (self, bytes);
}
