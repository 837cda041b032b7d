/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* PPP (RFC 1661), of which what negotiates is told, and PPP over Ethernet (RFC 2516). */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 6
#define CODE_SESSION 0
#define ALL_STATIONS_UNNUMBERED 0xff03

static const DissectName codes[] = {
  { CODE_SESSION, "Session data" },
  { 0x07, "Active Discovery Offer (PADO)" },
  { 0x09, "Active Discovery Initiation (PADI)" },
  { 0x19, "Active Discovery Request (PADR)" },
  { 0x65, "Active Discovery Session-confirmation (PADS)" },
  { 0xa7, "Active Discovery Terminate (PADT)" },
};

static const DissectName tags[] = {
  { 0x0000, "End of list" },      { 0x0101, "Service name" },    { 0x0102, "AC name" },
  { 0x0103, "Host-Uniq" },        { 0x0104, "AC cookie" },       { 0x0105, "Vendor's own" },
  { 0x0110, "Relay session id" }, { 0x0120, "PPP max payload" }, { 0x0201, "Service name error" },
  { 0x0202, "AC system error" },  { 0x0203, "Generic error" },
};

/* By the number of PPP's protocol field: the abbreviations that Wireshark uses. */
static const DissectName control_protocols[] = {
  { 0x8021, "PPP IPCP" }, { 0x8057, "PPP IPV6CP" }, { 0x80fd, "PPP CCP" },
  { 0xc021, "PPP LCP" },  { 0xc023, "PPP PAP" },    { 0xc223, "PPP CHAP" },
};

static const DissectName control_codes[] = {
  { 1, "Configuration Request" }, { 2, "Configuration Ack" },   { 3, "Configuration Nak" },
  { 4, "Configuration Reject" },  { 5, "Termination Request" }, { 6, "Termination Ack" },
  { 7, "Code Reject" },           { 8, "Protocol Reject" },     { 9, "Echo Request" },
  { 10, "Echo Reply" },           { 11, "Discard Request" },
};

static const DissectName pap_codes[] = {
  { 1, "Authenticate-Request" },
  { 2, "Authenticate-Ack" },
  { 3, "Authenticate-Nak" },
};

static const DissectName chap_codes[] = {
  { 1, "Challenge" },
  { 2, "Response" },
  { 3, "Success" },
  { 4, "Failure" },
};

static const char *
find_code_name (guint16 protocol, guint8 code)
{
  if (protocol == 0xc023)
    return DISSECT_NAME (pap_codes, code);
  if (protocol == 0xc223)
    return DISSECT_NAME (chap_codes, code);
  return DISSECT_NAME (control_codes, code);
}

static void
dissect_control (Dissection *self, guint16 protocol, DissectBytes bytes)
{
  const guint8 code = dissect_u8 (bytes, 0);
  const char *name = DISSECT_NAME (control_protocols, protocol);

  if (!dissection_begin (self, name, name, bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, 4))
    return;
  dissect_line_add (dissection_summarize (self), find_code_name (protocol, code));
  dissection_field (self, bytes, 0, 1, "Code", "%s (%u)", find_code_name (protocol, code), code);
  dissection_field (self, bytes, 1, 1, "Identifier", "%u", dissect_u8 (bytes, 1));
  dissection_field (self, bytes, 2, 2, "Length", "%u", dissect_u16 (bytes, 2));
  dissection_end (self);
}

/* Address and control, where there are any: they are the same in each frame (RFC 1662, section 3.1). */
static guint32
measure_framing (DissectBytes bytes)
{
  return dissect_u16 (bytes, 0) == ALL_STATIONS_UNNUMBERED ? 2 : 0;
}

void
dissect_ppp (Dissection *self, DissectBytes bytes)
{
  const guint32 at = measure_framing (bytes);
  /* Protocols are even in their first byte and odd in the last, so that one of a single byte is told (section 2). */
  const guint32 n_protocol = dissect_u8 (bytes, at) & 1 ? 1 : 2;
  const guint16 protocol = n_protocol == 1 ? dissect_u8 (bytes, at) : dissect_u16 (bytes, at);
  const DissectBytes load = dissect_from (bytes, at + n_protocol);

  if (!dissection_begin (self, "PPP", "Point-to-Point Protocol", bytes, at + n_protocol)
      || !dissection_require (self, bytes, at + n_protocol))
    return;
  dissection_field (self, bytes, at, n_protocol, "Protocol", "0x%04x", protocol);
  dissect_line_add_printf (dissection_summarize (self), "PPP protocol 0x%04x", protocol);
  dissection_end (self);
  if (protocol == 0x0021)
    dissect_ipv4 (self, load);
  else if (protocol == 0x0057)
    dissect_ipv6 (self, load);
  else if (protocol == 0x0281 || protocol == 0x0283)
    dissect_mpls (self, load);
  else if (DISSECT_KNOWN (control_protocols, protocol) != NULL)
    dissect_control (self, protocol, load);
  else
    dissect_load (self, load);
}

static void
add_tags (Dissection *self, DissectBytes bytes)
{
  guint32 at = HEADER_BYTES;

  while (at < bytes.n_bytes)
    {
      const guint16 type = dissect_u16 (bytes, at), n_value = dissect_u16 (bytes, at + 2);

      if (!dissect_has (bytes, at, 4 + (guint32) n_value))
        {
          dissection_fail (self, bytes, at, "a tag is longer than the packet");
          return;
        }
      if (type == 0x0101 || type == 0x0102 || type >= 0x0201)
        dissection_add_value (self, bytes, at, 4, 4 + (guint32) n_value, DISSECT_NAME (tags, type));
      else
        dissection_field (self, bytes, at, 4 + (guint32) n_value, DISSECT_NAME (tags, type),
                          "%u bytes", n_value);
      if (type == 0)
        return;
      at += 4 + (guint32) n_value;
    }
}

static void
add_header (Dissection *self, DissectBytes bytes)
{
  const guint8 code = dissect_u8 (bytes, 1);

  dissection_field (self, bytes, 0, 1, "Version and type", "0x%02x", dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 1, 1, "Code", "%s (0x%02x)", DISSECT_NAME (codes, code), code);
  dissection_field (self, bytes, 2, 2, "Session", "0x%04x", dissect_u16 (bytes, 2));
  dissection_field (self, bytes, 4, 2, "Length", "%u", dissect_u16 (bytes, 4));
}

/* What the header's length says is there of it. */
static DissectBytes
limit (Dissection *self, DissectBytes bytes)
{
  bytes = dissect_part (bytes, 0, HEADER_BYTES + (guint32) dissect_u16 (bytes, 4));
  if (self->load_end == 0)
    self->load_end = bytes.offset + bytes.n_bytes;
  return bytes;
}

void
dissect_pppoe_discovery (Dissection *self, DissectBytes bytes)
{
  if (!dissection_begin (self, "PPPoED", "PPP over Ethernet, discovery", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  dissect_line_add (dissection_summarize (self), DISSECT_NAME (codes, dissect_u8 (bytes, 1)));
  add_header (self, bytes);
  add_tags (self, limit (self, bytes));
  dissection_end (self);
}

void
dissect_pppoe_session (Dissection *self, DissectBytes bytes)
{
  DissectLine *summary;

  if (!dissection_begin (self, "PPPoES", "PPP over Ethernet, session", bytes, HEADER_BYTES)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  add_header (self, bytes);
  summary = dissection_summarize (self);
  dissect_line_add (summary, "PPPoE ");
  dissect_line_add_unsigned (summary, dissect_u16 (bytes, 2));
  dissect_line_add (summary, ": ");
  dissection_keep_prefix (self);
  dissection_end (self);
  dissect_ppp (self, dissect_from (limit (self, bytes), HEADER_BYTES));
}
