/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What routers put around packets on serial lines: PPP or Cisco's own framing of HDLC, and Frame Relay (RFC 2427). */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define CISCO_BYTES 4
#define CISCO_UNICAST 0x0f
#define CISCO_BROADCAST 0x8f
#define CISCO_DISCOVERY 0x2000
#define KEEPALIVE 0x8035
#define KEEPALIVE_BYTES 14
#define FRAME_RELAY_BYTES 2
#define LAST_OF_ADDRESS 0x01
#define UNNUMBERED 0x03

/* Network layer protocol ids (RFC 2427, section 9). */
#define NLPID_PAD 0x00
#define NLPID_SNAP 0x80
#define NLPID_IPV6 0x8e
#define NLPID_IPV4 0xcc
#define SNAP_BYTES 5

typedef struct
{
  guint32 n_bytes; /* with the id of what follows */
  guint circuit;
  guint16 type; /* Ethernet's; 0: what follows has none */
  gboolean multiprotocol;
} FrameRelay;

static const DissectName keepalives[] = {
  { 0, "Address request" },
  { 1, "Address reply" },
  { 2, "Line keepalive" },
};

/* Cisco asks on such a line for addresses, and whether somebody is there, with RARP's number. */
static void
dissect_keepalive (Dissection *self, DissectBytes bytes)
{
  const guint32 code = dissect_u32 (bytes, 0);
  DissectLine *summary;

  if (!dissection_begin (self, "SLARP", "Cisco serial line address resolution", bytes,
                         KEEPALIVE_BYTES)
      || !dissection_require (self, bytes, KEEPALIVE_BYTES))
    return;
  summary = dissection_summarize (self);
  dissect_line_add (summary, DISSECT_NAME (keepalives, code));
  dissection_field (self, bytes, 0, 4, "Type", "%s (%u)", DISSECT_NAME (keepalives, code), code);
  if (code == 2)
    {
      dissect_line_add_printf (summary, ", outgoing sequence %u, returned sequence %u",
                               dissect_u32 (bytes, 4), dissect_u32 (bytes, 8));
      dissection_field (self, bytes, 4, 4, "Outgoing sequence", "%u", dissect_u32 (bytes, 4));
      dissection_field (self, bytes, 8, 4, "Returned sequence", "%u", dissect_u32 (bytes, 8));
    }
  else
    {
      dissection_add_ipv4 (self, bytes, 4, "Address");
      dissection_add_ipv4 (self, bytes, 8, "Mask");
    }
  dissection_end (self);
}

/* Types are those of Ethernet, with a few of Cisco's in between. */
static void
dissect_cisco_load (Dissection *self, guint16 type, DissectBytes bytes)
{
  if (type == CISCO_DISCOVERY)
    dissect_cdp (self, bytes);
  else if (type == KEEPALIVE)
    dissect_keepalive (self, bytes);
  else if (type == 0x0800 || type == 0x86dd || type == 0x8847 || type == 0x8848)
    dissect_ethertype (self, type, bytes);
  else
    dissect_load (self, bytes);
}

void
dissect_cisco_hdlc (Dissection *self, DissectBytes bytes)
{
  const guint16 type = dissect_u16 (bytes, 2);

  if (!dissection_begin (self, "CHDLC", "Cisco HDLC", bytes, CISCO_BYTES)
      || !dissection_require (self, bytes, CISCO_BYTES))
    return;
  dissect_line_add_printf (dissection_summarize (self), "Cisco HDLC, type 0x%04x", type);
  dissection_field (self, bytes, 0, 1, "Address", "0x%02x", dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 2, 2, "Type", "0x%04x", type);
  dissection_end (self);
  dissect_cisco_load (self, type, dissect_from (bytes, CISCO_BYTES));
}

/* PPP, or what its address tells from it. */
void
dissect_ppp_serial (Dissection *self, DissectBytes bytes)
{
  const guint8 address = dissect_u8 (bytes, 0);

  if (address == CISCO_UNICAST || address == CISCO_BROADCAST)
    dissect_cisco_hdlc (self, bytes);
  else
    dissect_ppp (self, bytes);
}

/* Behind its control byte and maybe a pad, a protocol has an id of one byte, or SNAP's five behind it. */
static void
read_multiprotocol (DissectBytes bytes, FrameRelay *header)
{
  const guint32 at
      = header->n_bytes + (dissect_u8 (bytes, header->n_bytes + 1) == NLPID_PAD ? 2 : 1);
  const guint8 id = dissect_u8 (bytes, at);

  header->n_bytes = at + 1;
  header->multiprotocol = TRUE;
  if (id == NLPID_IPV4)
    header->type = 0x0800;
  else if (id == NLPID_IPV6)
    header->type = 0x86dd;
  else if (id == NLPID_SNAP)
    {
      header->n_bytes += SNAP_BYTES;
      header->type = dissect_u24 (bytes, at + 1) == 0 ? dissect_u16 (bytes, at + 4) : 0;
    }
}

static FrameRelay
read_frame_relay (DissectBytes bytes)
{
  FrameRelay header = { .n_bytes = FRAME_RELAY_BYTES };

  /* The address is longer where the second byte does not end it. */
  while (header.n_bytes < 4 && !(dissect_u8 (bytes, header.n_bytes - 1) & LAST_OF_ADDRESS))
    header.n_bytes++;
  header.circuit = (dissect_u8 (bytes, 0) >> 2) << 4 | dissect_u8 (bytes, 1) >> 4;
  if (dissect_u8 (bytes, header.n_bytes) == UNNUMBERED)
    read_multiprotocol (bytes, &header);
  else
    {
      header.type = dissect_u16 (bytes, header.n_bytes);
      header.n_bytes += 2;
    }
  return header;
}

void
dissect_frame_relay (Dissection *self, DissectBytes bytes)
{
  const FrameRelay header = read_frame_relay (bytes);

  if (!dissection_begin (self, "FR", "Frame Relay", bytes, header.n_bytes)
      || !dissection_require (self, bytes, header.n_bytes))
    return;
  dissection_field (self, bytes, 0, 2, "Circuit", "%u", header.circuit);
  dissection_field (self, bytes, 0, header.n_bytes, "Protocol", "%s (0x%04x)",
                    dissect_ethertype_name (header.type), header.type);
  dissect_line_add_printf (dissection_summarize (self), "Frame Relay, circuit %u", header.circuit);
  dissection_end (self);
  bytes = dissect_from (bytes, header.n_bytes);
  if (header.multiprotocol && header.type != 0)
    dissect_ethertype (self, header.type, bytes);
  else
    dissect_cisco_load (self, header.type, bytes);
}
