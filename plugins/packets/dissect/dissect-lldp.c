/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* IEEE 802.1AB. */

#include "config.h"

#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define TLV_END 0
#define TLV_CHASSIS 1
#define TLV_PORT 2
#define TLV_TTL 3
#define TLV_PORT_DESCRIPTION 4
#define TLV_SYSTEM_NAME 5
#define TLV_SYSTEM_DESCRIPTION 6
#define TLV_CAPABILITIES 7
#define TLV_MANAGEMENT 8
#define TLV_ORGANIZATION 127

static const DissectName tlv_names[] = {
  { TLV_END, "End" },
  { TLV_CHASSIS, "Chassis id" },
  { TLV_PORT, "Port id" },
  { TLV_TTL, "Time to live" },
  { TLV_PORT_DESCRIPTION, "Port description" },
  { TLV_SYSTEM_NAME, "System name" },
  { TLV_SYSTEM_DESCRIPTION, "System description" },
  { TLV_CAPABILITIES, "Capabilities" },
  { TLV_MANAGEMENT, "Management address" },
  { TLV_ORGANIZATION, "Organization's own" },
};

static const DissectName capabilities[] = {
  { 0, "other" },  { 1, "repeater" },  { 2, "bridge" },          { 3, "WLAN access point" },
  { 4, "router" }, { 5, "telephone" }, { 6, "DOCSIS" },          { 7, "station" },
  { 8, "C-VLAN" }, { 9, "S-VLAN" },    { 10, "two-port relay" },
};

/* An id is an address or a name, as its subtype says: the numbers of chassis and port differ. */
static void
add_id_text (DissectLine *line, DissectBytes value, guint8 mac_subtype, guint8 address_subtype)
{
  const guint8 subtype = dissect_u8 (value, 0);
  const DissectBytes id = dissect_from (value, 1);

  if (subtype == mac_subtype && id.n_bytes == 6)
    dissect_line_add_mac (line, id.at);
  else if (subtype == address_subtype && id.n_bytes == 5 && id.at[0] == 1)
    dissect_line_add_ipv4 (line, id.at + 1);
  else if (subtype == address_subtype && id.n_bytes == 17 && id.at[0] == 2)
    dissect_line_add_ipv6 (line, id.at + 1);
  else
    dissect_line_add_octets (line, id.at, id.n_bytes);
}

static void
add_capability_text (DissectLine *line, guint16 bits)
{
  gboolean first = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++)
    {
      if (!(bits & 1u << capabilities[i].value))
        continue;
      if (!first)
        dissect_line_add (line, ", ");
      dissect_line_add (line, capabilities[i].name);
      first = FALSE;
    }
  if (first)
    dissect_line_add (line, "none");
}

static void
add_management_text (DissectLine *line, DissectBytes value)
{
  const guint8 n_address = dissect_u8 (value, 0), family = dissect_u8 (value, 1);

  if (family == 1 && n_address == 5 && dissect_has (value, 2, 4))
    dissect_line_add_ipv4 (line, value.at + 2);
  else if (family == 2 && n_address == 17 && dissect_has (value, 2, 16))
    dissect_line_add_ipv6 (line, value.at + 2);
  else
    dissect_line_add_printf (line, "%u bytes of family %u", n_address, family);
}

/* VALUE as text. */
static void
add_value_text (DissectLine *line, guint8 type, DissectBytes value)
{
  switch (type)
    {
    case TLV_CHASSIS:
      add_id_text (line, value, 4, 5);
      break;
    case TLV_PORT:
      add_id_text (line, value, 3, 4);
      break;
    case TLV_TTL:
      dissect_line_add_unsigned (line, dissect_u16 (value, 0));
      break;
    case TLV_PORT_DESCRIPTION:
    case TLV_SYSTEM_NAME:
    case TLV_SYSTEM_DESCRIPTION:
      dissect_line_add_octets (line, value.at, value.n_bytes);
      break;
    case TLV_CAPABILITIES:
      add_capability_text (line, dissect_u16 (value, 0));
      dissect_line_add (line, "; enabled: ");
      add_capability_text (line, dissect_u16 (value, 2));
      break;
    case TLV_MANAGEMENT:
      add_management_text (line, value);
      break;
    case TLV_ORGANIZATION:
      dissect_line_add_printf (line, "%06x, subtype %u", dissect_u24 (value, 0),
                               dissect_u8 (value, 3));
      break;
    default:
      break;
    }
}

static void
summarize (DissectLine *line, guint8 type, DissectBytes value)
{
  switch (type)
    {
    case TLV_CHASSIS:
      dissect_line_add (line, "Chassis ");
      break;
    case TLV_PORT:
      dissect_line_add (line, ", port ");
      break;
    case TLV_TTL:
      dissect_line_add (line, ", TTL ");
      break;
    case TLV_SYSTEM_NAME:
      dissect_line_add (line, ", name ");
      break;
    case TLV_SYSTEM_DESCRIPTION:
      dissect_line_add (line, ", ");
      break;
    default:
      return;
    }
  add_value_text (line, type, value);
}

static void
add_tlv (Dissection *self, DissectBytes bytes, guint32 at, guint8 type, DissectBytes value)
{
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  add_value_text (&line, type, value);
  dissection_add_line (self, bytes, at, 2 + value.n_bytes, DISSECT_NAME (tlv_names, type), &line);
}

void
dissect_lldp (Dissection *self, DissectBytes bytes)
{
  guint32 at = 0;
  guint8 type;

  if (!dissection_begin (self, "LLDP", "Link Layer Discovery Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, 2))
    return;
  do
    {
      const guint16 head = dissect_u16 (bytes, at);
      const DissectBytes value = dissect_part (bytes, at + 2, head & 0x1ff);

      type = head >> 9;
      if (!dissect_has (bytes, at, 2 + (head & 0x1ff)))
        {
          dissection_fail (self, bytes, at, "a value is longer than the frame");
          break;
        }
      summarize (dissection_summarize (self), type, value);
      add_tlv (self, bytes, at, type, value);
      at += 2 + (head & 0x1ff);
    }
  while (type != TLV_END && at < bytes.n_bytes);
  dissection_end (self);
  if (self->load_end == 0)
    self->load_end = bytes.offset + at;
}
