/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The head that all messages of the Precision Time Protocol have (IEEE 1588, clause 13.3), over UDP or Ethernet. */

#include "config.h"

#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 34
#define VERSION_2 2

static const DissectName messages[] = {
  { 0x0, "Sync" },
  { 0x1, "Delay_Req" },
  { 0x2, "Peer_Delay_Req" },
  { 0x3, "Peer_Delay_Resp" },
  { 0x8, "Follow_Up" },
  { 0x9, "Delay_Resp" },
  { 0xa, "Peer_Delay_Resp_Follow_Up" },
  { 0xb, "Announce" },
  { 0xc, "Signaling" },
  { 0xd, "Management" },
};

static void
add_fields (Dissection *self, DissectBytes bytes, guint8 type)
{
  dissection_field (self, bytes, 0, 1, "Message", "%s (%u)", DISSECT_NAME (messages, type), type);
  dissection_field (self, bytes, 1, 1, "Version", "%u", dissect_u8 (bytes, 1) & 0xf);
  dissection_field (self, bytes, 2, 2, "Length", "%u", dissect_u16 (bytes, 2));
  dissection_field (self, bytes, 4, 1, "Domain", "%u", dissect_u8 (bytes, 4));
  dissection_field (self, bytes, 6, 2, "Flags", "0x%04x", dissect_u16 (bytes, 6));
  dissection_add_octets (self, bytes, 20, 8, "Clock");
  dissection_field (self, bytes, 28, 2, "Port", "%u", dissect_u16 (bytes, 28));
  dissection_field (self, bytes, 30, 2, "Sequence number", "%u", dissect_u16 (bytes, 30));
}

gboolean
dissect_ptp (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0) & 0xf;

  if ((dissect_u8 (bytes, 1) & 0xf) != VERSION_2 || DISSECT_KNOWN (messages, type) == NULL)
    return FALSE;
  if (!dissection_begin (self, "PTPv2", "Precision Time Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return TRUE;
  dissect_line_add (dissection_summarize (self), DISSECT_KNOWN (messages, type));
  dissect_line_add (dissection_summarize (self), " Message");
  add_fields (self, bytes, type);
  dissection_end (self);
  return TRUE;
}
