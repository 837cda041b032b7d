/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-ip-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define SCTP_BYTES 12
#define MAX_SUMMARIZED_CHUNKS 8
#define OSPF_BYTES 16
#define VRRP_BYTES 8
#define PIM_BYTES 4
#define ESP_BYTES 8
#define AH_BYTES 12

static const DissectName sctp_chunks[] = {
  { 0, "DATA" },        { 1, "INIT" },         { 2, "INIT_ACK" },
  { 3, "SACK" },        { 4, "HEARTBEAT" },    { 5, "HEARTBEAT_ACK" },
  { 6, "ABORT" },       { 7, "SHUTDOWN" },     { 8, "SHUTDOWN_ACK" },
  { 9, "ERROR" },       { 10, "COOKIE_ECHO" }, { 11, "COOKIE_ACK" },
  { 12, "ECNE" },       { 13, "CWR" },         { 14, "SHUTDOWN_COMPLETE" },
  { 15, "AUTH" },       { 64, "I_DATA" },      { 128, "ASCONF_ACK" },
  { 130, "RE_CONFIG" }, { 132, "PAD" },        { 192, "FORWARD_TSN" },
  { 193, "ASCONF" },
};

static const DissectName ospf_types[] = {
  { 1, "Hello Packet" }, { 2, "DB Description" }, { 3, "LS Request" },
  { 4, "LS Update" },    { 5, "LS Acknowledge" },
};

static const DissectName pim_types[] = {
  { 0, "Hello" },         { 1, "Register" },     { 2, "Register-stop" },
  { 3, "Join/Prune" },    { 4, "Bootstrap" },    { 5, "Assert" },
  { 6, "Graft" },         { 7, "Graft-Ack" },    { 8, "Candidate-RP-Advertisement" },
  { 9, "State-Refresh" }, { 10, "DF election" },
};

/* RFC 9260. */
static void
dissect_sctp_chunks (Dissection *self, DissectBytes bytes)
{
  DissectLine *line = dissection_summarize (self);
  guint32 at = SCTP_BYTES;

  for (guint i = 0; at < bytes.n_bytes; i++)
    {
      const guint8 type = dissect_u8 (bytes, at);
      const guint32 n_bytes = dissect_u16 (bytes, at + 2);

      if (i < MAX_SUMMARIZED_CHUNKS)
        {
          dissect_line_add_char (line, ' ');
          dissect_line_add (line, DISSECT_NAME (sctp_chunks, type));
        }
      if (n_bytes < 4 || n_bytes > bytes.n_bytes - at)
        {
          dissection_fail (self, bytes, at, "a chunk's length cannot be");
          return;
        }
      dissection_field (self, bytes, at, n_bytes, "Chunk", "%s (%u), flags 0x%02x, %u bytes",
                        DISSECT_NAME (sctp_chunks, type), type, dissect_u8 (bytes, at + 1),
                        n_bytes);
      at += (n_bytes + 3) & ~3u;
    }
}

void
dissect_sctp (Dissection *self, DissectBytes bytes)
{
  const guint16 source = dissect_u16 (bytes, 0), destination = dissect_u16 (bytes, 2);
  DissectLine *line;

  if (!dissection_begin (self, "SCTP", "Stream Control Transmission Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, SCTP_BYTES))
    return;
  dissection_set_ports (self, source, destination);
  line = dissection_summarize (self);
  dissect_line_add_unsigned (line, source);
  dissect_line_add (line, " → ");
  dissect_line_add_unsigned (line, destination);
  dissection_add_port (self, bytes, 0, "Source port", DISSECT_KIND_SCTP_PORT);
  dissection_add_port (self, bytes, 2, "Destination port", DISSECT_KIND_SCTP_PORT);
  dissection_field (self, bytes, 4, 4, "Verification tag", "0x%08x", dissect_u32 (bytes, 4));
  dissection_field (self, bytes, 8, 4, "Checksum", "0x%08x (not verified)", dissect_u32 (bytes, 8));
  dissect_sctp_chunks (self, bytes);
  dissection_end (self);
}

/* RFC 2328 and RFC 5340, which begin alike. */
void
dissect_ospf (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 1);

  if (!dissection_begin (self, "OSPF", "Open Shortest Path First", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, OSPF_BYTES))
    return;
  dissect_line_add (dissection_summarize (self), DISSECT_NAME (ospf_types, type));
  dissection_field (self, bytes, 0, 1, "Version", "%u", dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 1, 1, "Type", "%s (%u)", DISSECT_NAME (ospf_types, type), type);
  dissection_field (self, bytes, 2, 2, "Length", "%u", dissect_u16 (bytes, 2));
  dissection_add_ipv4 (self, bytes, 4, "Router id");
  dissection_add_ipv4 (self, bytes, 8, "Area id");
  dissection_field (self, bytes, 12, 2, "Checksum", "0x%04x", dissect_u16 (bytes, 12));
  dissection_end (self);
}

/* RFC 3768 and RFC 9568. */
void
dissect_vrrp (Dissection *self, DissectBytes bytes)
{
  const guint8 version = dissect_u8 (bytes, 0) >> 4;
  const guint n_addresses = dissect_u8 (bytes, 3);

  if (!dissection_begin (self, "VRRP", "Virtual Router Redundancy Protocol", bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, VRRP_BYTES))
    return;
  dissect_line_add_printf (dissection_summarize (self), "Announcement (v%u) router %u priority %u",
                           version, dissect_u8 (bytes, 1), dissect_u8 (bytes, 2));
  dissection_field (self, bytes, 0, 1, "Version and type", "%u, %u", version,
                    dissect_u8 (bytes, 0) & 0xf);
  dissection_field (self, bytes, 1, 1, "Virtual router", "%u", dissect_u8 (bytes, 1));
  dissection_field (self, bytes, 2, 1, "Priority", "%u", dissect_u8 (bytes, 2));
  dissection_field (self, bytes, 3, 1, "Addresses", "%u", n_addresses);
  dissection_field (self, bytes, 6, 2, "Checksum", "0x%04x", dissect_u16 (bytes, 6));
  for (guint i = 0; i < n_addresses; i++)
    if (self->ip_version == 4)
      dissection_add_ipv4 (self, bytes, VRRP_BYTES + 4 * i, "Address");
    else
      dissection_add_ipv6 (self, bytes, VRRP_BYTES + 16 * i, "Address");
  dissection_end (self);
}

/* RFC 7761. */
void
dissect_pim (Dissection *self, DissectBytes bytes)
{
  const guint8 version = dissect_u8 (bytes, 0) >> 4, type = dissect_u8 (bytes, 0) & 0xf;

  if (!dissection_begin (self, version == 2 ? "PIMv2" : "PIM", "Protocol Independent Multicast",
                         bytes, bytes.n_bytes)
      || !dissection_require (self, bytes, PIM_BYTES))
    return;
  dissect_line_add (dissection_summarize (self), DISSECT_NAME (pim_types, type));
  dissection_field (self, bytes, 0, 1, "Version and type", "%u, %s (%u)", version,
                    DISSECT_NAME (pim_types, type), type);
  dissection_field (self, bytes, 2, 2, "Checksum", "0x%04x", dissect_u16 (bytes, 2));
  dissection_end (self);
}

/* RFC 4303. */
void
dissect_esp (Dissection *self, DissectBytes bytes)
{
  DissectLine *line;

  if (!dissection_begin (self, "ESP", "Encapsulating Security Payload", bytes, ESP_BYTES)
      || !dissection_require (self, bytes, ESP_BYTES))
    return;
  line = dissection_summarize (self);
  dissect_line_add (line, "ESP (SPI=0x");
  dissect_line_add_hex (line, dissect_u32 (bytes, 0), 8);
  dissect_line_add (line, ") seq=");
  dissect_line_add_unsigned (line, dissect_u32 (bytes, 4));
  dissection_field (self, bytes, 0, 4, "Security parameters index", "0x%08x",
                    dissect_u32 (bytes, 0));
  dissection_field (self, bytes, 4, 4, "Sequence number", "%u", dissect_u32 (bytes, 4));
  dissection_end (self);
  dissect_load (self, dissect_from (bytes, ESP_BYTES));
}

/* RFC 4302: what it protects can be read. */
void
dissect_ah (Dissection *self, DissectBytes bytes)
{
  const guint8 next = dissect_u8 (bytes, 0);
  const guint32 n_bytes = MAX (8 + 4 * (guint32) dissect_u8 (bytes, 1), AH_BYTES);

  if (!dissection_begin (self, "AH", "Authentication Header", bytes, n_bytes)
      || !dissection_require (self, bytes, n_bytes))
    return;
  dissect_line_add_printf (dissection_summarize (self), "AH (SPI=0x%08x)", dissect_u32 (bytes, 4));
  dissection_field (self, bytes, 0, 1, "Next header", "%s (%u)", dissect_ip_protocol_name (next),
                    next);
  dissection_field (self, bytes, 1, 1, "Length", "%u bytes", n_bytes);
  dissection_field (self, bytes, 4, 4, "Security parameters index", "0x%08x",
                    dissect_u32 (bytes, 4));
  dissection_field (self, bytes, 8, 4, "Sequence number", "%u", dissect_u32 (bytes, 8));
  dissection_add_octets (self, bytes, 12, n_bytes - 12, "Integrity check value");
  dissection_end (self);
  if (self->quiet == 0)
    self->ip_protocol = next;
  dissect_ip_protocol (self, next, dissect_from (bytes, n_bytes));
}
