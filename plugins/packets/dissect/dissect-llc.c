/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Logical link control (IEEE 802.2) and its extension, the subnetwork access protocol (IEEE 802, clause 9). */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define SNAP_BYTES 8
#define CONTROL_UI 0x03
#define OUI_ETHERNET 0x000000
#define OUI_BRIDGE_TUNNEL 0x0000f8
#define OUI_CISCO 0x00000c
#define CISCO_CDP 0x2000
#define CISCO_PVST 0x010b
#define SPANNING_TREE 0x42

static const DissectName access_points[] = {
  { 0x00, "Null" }, { 0x06, "IP" },      { 0x42, "Spanning tree" }, { 0xaa, "SNAP" },
  { 0xe0, "IPX" },  { 0xf0, "NetBIOS" }, { 0xfe, "OSI" },           { 0xff, "Global" },
};

static void
dissect_snap_load (Dissection *self, guint32 oui, guint16 type, DissectBytes bytes)
{
  if (oui == OUI_ETHERNET || oui == OUI_BRIDGE_TUNNEL)
    dissect_ethertype (self, type, bytes);
  else if (oui == OUI_CISCO && type == CISCO_CDP)
    dissect_cdp (self, bytes);
  else if (oui == OUI_CISCO && type == CISCO_PVST)
    dissect_stp (self, bytes);
  else
    dissect_load (self, bytes);
}

/* Ends the layer. */
static void
dissect_snap (Dissection *self, DissectBytes bytes)
{
  const guint32 oui = dissect_u24 (bytes, 3);
  const guint16 type = dissect_u16 (bytes, 6);
  DissectLine *summary = dissection_summarize (self);

  if (!dissection_require (self, bytes, SNAP_BYTES))
    return;
  dissect_line_add (summary, ", SNAP, organization 0x");
  dissect_line_add_hex (summary, oui, 6);
  dissect_line_add (summary, ", type 0x");
  dissect_line_add_hex (summary, type, 4);
  dissection_add_octets (self, bytes, 3, 3, "Organization");
  dissection_field (self, bytes, 6, 2, "Type", "%s (0x%04x)",
                    oui == OUI_ETHERNET ? dissect_ethertype_name (type) : "protocol", type);
  dissection_end (self);
  dissect_snap_load (self, oui, type, dissect_from (bytes, SNAP_BYTES));
}

void
dissect_llc (Dissection *self, DissectBytes bytes)
{
  const guint8 destination = dissect_u8 (bytes, 0), source = dissect_u8 (bytes, 1);
  const guint8 control = dissect_u8 (bytes, 2);
  /* Information and supervisory frames have a number each way. */
  const guint32 n_header = (control & 3) == 3 ? 3 : 4;
  const gboolean snap = destination == 0xaa && source == 0xaa && control == CONTROL_UI;
  DissectLine *summary;

  if (!dissection_begin (self, "LLC", "Logical link control", bytes, snap ? SNAP_BYTES : n_header)
      || !dissection_require (self, bytes, 3))
    return;
  summary = dissection_summarize (self);
  dissect_line_add (summary, "LLC ");
  dissect_line_add (summary, DISSECT_NAME (access_points, source));
  dissect_line_add (summary, " → ");
  dissect_line_add (summary, DISSECT_NAME (access_points, destination));
  dissection_field (self, bytes, 0, 1, "Destination", "%s (0x%02x)",
                    DISSECT_NAME (access_points, destination), destination);
  dissection_field (self, bytes, 1, 1, "Source", "%s (0x%02x)",
                    DISSECT_NAME (access_points, source), source);
  dissection_field (self, bytes, 2, n_header - 2, "Control", "0x%02x", control);
  if (snap)
    {
      dissect_snap (self, bytes);
      return;
    }
  dissection_end (self);
  if (destination == SPANNING_TREE && source == SPANNING_TREE)
    dissect_stp (self, dissect_from (bytes, n_header));
  else
    dissect_load (self, dissect_from (bytes, n_header));
}
