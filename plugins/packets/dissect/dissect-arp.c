/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 826; probes and announcements are those of RFC 5227. */

#include "config.h"

#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 8

#define REQUEST 1
#define REPLY 2
#define REVERSE_REQUEST 3
#define REVERSE_REPLY 4

#define SENDER_MAC 8
#define SENDER_IP 14
#define TARGET_MAC 18
#define TARGET_IP 24

static const DissectName operations[] = {
  { REQUEST, "Request" },
  { REPLY, "Reply" },
  { REVERSE_REQUEST, "Reverse request" },
  { REVERSE_REPLY, "Reverse reply" },
  { 8, "Inverse request" },
  { 9, "Inverse reply" },
};

static void
say_request (DissectLine *line, DissectBytes bytes)
{
  const guint32 sender = dissect_u32 (bytes, SENDER_IP), target = dissect_u32 (bytes, TARGET_IP);
  const gboolean has_target_mac
      = dissect_u32 (bytes, TARGET_MAC) != 0 || dissect_u16 (bytes, TARGET_MAC + 4) != 0;

  if (sender == target)
    {
      dissect_line_add (line, has_target_mac ? "Gratuitous ARP for " : "ARP Announcement for ");
      dissect_line_add_ipv4 (line, bytes.at + TARGET_IP);
      if (has_target_mac)
        dissect_line_add (line, " (Request)");
      return;
    }
  dissect_line_add (line, "Who has ");
  dissect_line_add_ipv4 (line, bytes.at + TARGET_IP);
  if (sender == 0)
    {
      dissect_line_add (line, "? (ARP Probe)");
      return;
    }
  dissect_line_add (line, "? Tell ");
  dissect_line_add_ipv4 (line, bytes.at + SENDER_IP);
}

static void
say_reply (DissectLine *line, DissectBytes bytes)
{
  if (dissect_u32 (bytes, SENDER_IP) == dissect_u32 (bytes, TARGET_IP))
    {
      dissect_line_add (line, "Gratuitous ARP for ");
      dissect_line_add_ipv4 (line, bytes.at + SENDER_IP);
      dissect_line_add (line, " (Reply)");
      return;
    }
  dissect_line_add_ipv4 (line, bytes.at + SENDER_IP);
  dissect_line_add (line, " is at ");
  dissect_line_add_mac (line, bytes.at + SENDER_MAC);
}

static void
say_reverse (DissectLine *line, DissectBytes bytes, guint16 operation)
{
  if (operation == REVERSE_REQUEST)
    {
      dissect_line_add (line, "Who is ");
      dissect_line_add_mac (line, bytes.at + TARGET_MAC);
      dissect_line_add (line, "? Tell ");
      dissect_line_add_mac (line, bytes.at + SENDER_MAC);
      return;
    }
  dissect_line_add_mac (line, bytes.at + TARGET_MAC);
  dissect_line_add (line, " is at ");
  dissect_line_add_ipv4 (line, bytes.at + TARGET_IP);
}

static void
summarize (DissectLine *line, DissectBytes bytes, guint16 operation, gboolean usual)
{
  if (usual && operation == REQUEST)
    say_request (line, bytes);
  else if (usual && operation == REPLY)
    say_reply (line, bytes);
  else if (usual && (operation == REVERSE_REQUEST || operation == REVERSE_REPLY))
    say_reverse (line, bytes, operation);
  else
    {
      dissect_line_add (line, "Operation ");
      dissect_line_add_unsigned (line, operation);
      dissect_line_add (line, " (");
      dissect_line_add (line, DISSECT_NAME (operations, operation));
      dissect_line_add_char (line, ')');
    }
}

static void
add_header (Dissection *self, DissectBytes bytes)
{
  const guint16 protocol = dissect_u16 (bytes, 2), operation = dissect_u16 (bytes, 6);

  dissection_field (self, bytes, 0, 2, "Hardware type", "%s (%u)",
                    dissect_hardware_name (dissect_u16 (bytes, 0)), dissect_u16 (bytes, 0));
  dissection_field (self, bytes, 2, 2, "Protocol type", "%s (0x%04x)",
                    dissect_ethertype_name (protocol), protocol);
  dissection_field (self, bytes, 4, 1, "Hardware address length", "%u", dissect_u8 (bytes, 4));
  dissection_field (self, bytes, 5, 1, "Protocol address length", "%u", dissect_u8 (bytes, 5));
  dissection_field (self, bytes, 6, 2, "Operation", "%s (%u)", DISSECT_NAME (operations, operation),
                    operation);
}

static void
add_addresses (Dissection *self, DissectBytes bytes, gboolean usual)
{
  const guint32 n_hardware = dissect_u8 (bytes, 4), n_protocol = dissect_u8 (bytes, 5);

  if (usual)
    {
      dissection_add_mac (self, bytes, SENDER_MAC, "Sender MAC address");
      dissection_add_ipv4 (self, bytes, SENDER_IP, "Sender IP address");
      dissection_add_mac (self, bytes, TARGET_MAC, "Target MAC address");
      dissection_add_ipv4 (self, bytes, TARGET_IP, "Target IP address");
      return;
    }
  dissection_add_octets (self, bytes, 8, n_hardware, "Sender hardware address");
  dissection_add_octets (self, bytes, 8 + n_hardware, n_protocol, "Sender protocol address");
  dissection_add_octets (self, bytes, 8 + n_hardware + n_protocol, n_hardware,
                         "Target hardware address");
  dissection_add_octets (self, bytes, 8 + 2 * n_hardware + n_protocol, n_protocol,
                         "Target protocol address");
}

void
dissect_arp (Dissection *self, DissectBytes bytes)
{
  const guint16 operation = dissect_u16 (bytes, 6);
  const guint32 n_addresses = dissect_u8 (bytes, 4) + (guint32) dissect_u8 (bytes, 5);
  const guint32 n_bytes = HEADER_BYTES + 2 * n_addresses;
  const gboolean usual = dissect_u16 (bytes, 2) == 0x0800 && dissect_u16 (bytes, 4) == 0x0604;
  const gboolean reverse = operation == REVERSE_REQUEST || operation == REVERSE_REPLY;

  if (!dissection_begin (self, reverse ? "RARP" : "ARP", "Address Resolution Protocol", bytes,
                         n_bytes)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  add_header (self, bytes);
  if (!dissection_require (self, bytes, n_bytes))
    return;
  add_addresses (self, bytes, usual);
  summarize (dissection_summarize (self), bytes, operation, usual);
  dissection_end (self);
  if (self->load_end == 0)
    self->load_end = bytes.offset + n_bytes;
}
