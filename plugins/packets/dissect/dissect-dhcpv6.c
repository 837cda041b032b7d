/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* DHCP for IPv6 (RFC 8415). Options hold options, and relays wrap messages in messages: both stop at one depth. */

#include "config.h"

#include "plugins/packets/dissect/dissect-dns.h"
#include "plugins/packets/dissect/dissectors.h"

#define MESSAGE_HEADER_BYTES 4
#define RELAY_HEADER_BYTES 34
#define OPTION_HEADER_BYTES 4
/* An address in an association in each of a few relays; nobody has more. */
#define MAX_DEPTH 10

typedef enum
{
  RELAY_FORWARD = 12,
  RELAY_REPLY = 13,
} MessageType;

typedef enum
{
  OPTION_CLIENT_ID = 1,
  OPTION_SERVER_ID = 2,
  OPTION_IA_NA = 3,
  OPTION_IA_TA = 4,
  OPTION_ADDRESS = 5,
  OPTION_REQUEST = 6,
  OPTION_ELAPSED_TIME = 8,
  OPTION_RELAY_MESSAGE = 9,
  OPTION_STATUS = 13,
  OPTION_DNS_SERVERS = 23,
  OPTION_DOMAINS = 24,
  OPTION_IA_PD = 25,
  OPTION_PREFIX = 26,
  OPTION_SNTP_SERVERS = 31,
  OPTION_REFRESH_TIME = 32,
  OPTION_CLIENT_NAME = 39,
  OPTION_BOOT_FILE = 59,
} Option;

static const DissectName message_types[] = {
  { 1, "Solicit" },
  { 2, "Advertise" },
  { 3, "Request" },
  { 4, "Confirm" },
  { 5, "Renew" },
  { 6, "Rebind" },
  { 7, "Reply" },
  { 8, "Release" },
  { 9, "Decline" },
  { 10, "Reconfigure" },
  { 11, "Information-request" },
  { RELAY_FORWARD, "Relay-forw" },
  { RELAY_REPLY, "Relay-reply" },
  { 14, "Leasequery" },
  { 15, "Leasequery-reply" },
};

static const DissectName options[] = {
  { OPTION_CLIENT_ID, "Client identifier" },
  { OPTION_SERVER_ID, "Server identifier" },
  { OPTION_IA_NA, "Identity association for addresses" },
  { OPTION_IA_TA, "Identity association for temporary addresses" },
  { OPTION_ADDRESS, "Address" },
  { OPTION_REQUEST, "Option request" },
  { 7, "Preference" },
  { OPTION_ELAPSED_TIME, "Elapsed time" },
  { OPTION_RELAY_MESSAGE, "Relay message" },
  { 11, "Authentication" },
  { 12, "Server unicast" },
  { OPTION_STATUS, "Status code" },
  { 14, "Rapid commit" },
  { 15, "User class" },
  { 16, "Vendor class" },
  { 17, "Vendor-specific information" },
  { 18, "Interface ID" },
  { 19, "Reconfigure message" },
  { 20, "Reconfigure accept" },
  { 21, "SIP server domain names" },
  { 22, "SIP server addresses" },
  { OPTION_DNS_SERVERS, "DNS recursive name servers" },
  { OPTION_DOMAINS, "Domain search list" },
  { OPTION_IA_PD, "Identity association for prefix delegation" },
  { OPTION_PREFIX, "Prefix" },
  { OPTION_SNTP_SERVERS, "SNTP servers" },
  { OPTION_REFRESH_TIME, "Information refresh time" },
  { 37, "Remote ID" },
  { 38, "Subscriber ID" },
  { OPTION_CLIENT_NAME, "Client's fully qualified domain name" },
  { 56, "NTP server" },
  { OPTION_BOOT_FILE, "Boot file URL" },
  { 60, "Boot file parameters" },
  { 61, "Client system architecture" },
  { 62, "Client network interface" },
  { 64, "AFTR name" },
  { 67, "Excluded prefix" },
  { 79, "Client link-layer address" },
  { 82, "Longest solicit interval" },
  { 83, "Longest information-request interval" },
  { 94, "MAP-E container" },
  { 95, "MAP-T container" },
};

static const DissectName statuses[] = {
  { 0, "Success" },
  { 1, "Unspecified failure" },
  { 2, "No addresses available" },
  { 3, "No binding" },
  { 4, "Not on link" },
  { 5, "Use multicast" },
  { 6, "No prefix available" },
};

static void add_message (Dissection *self, DissectBytes bytes, guint depth);
static void add_options (Dissection *self, DissectBytes area, guint depth);

static const char *
option_word (guint16 code)
{
  return DISSECT_NAME_OR (options, code, "Option");
}

static void
add_duid_fields (Dissection *self, DissectBytes data)
{
  static const DissectName kinds[] = {
    { 1, "link-layer address and time" },
    { 2, "assigned by vendor" },
    { 3, "link-layer address" },
    { 4, "UUID" },
  };
  const guint16 kind = dissect_u16 (data, 0);
  /* Where the address begins: behind the hardware's type, and the time in the first kind. */
  const guint32 at = kind == 1 ? 8 : 4;

  dissection_field (self, data, 0, 2, "Kind", "%s (%u)", DISSECT_NAME (kinds, kind), kind);
  if (kind != 1 && kind != 3)
    {
      dissect_app_hex (self, data, 2, data.n_bytes, "Value");
      return;
    }
  dissection_field (self, data, 2, 2, "Hardware type", "%s (%u)",
                    dissect_hardware_name (dissect_u16 (data, 2)), dissect_u16 (data, 2));
  if (kind == 1)
    dissection_field (self, data, 4, 4, "Time", "%u s after 2000-01-01", dissect_u32 (data, 4));
  if (data.n_bytes == at + 6)
    dissection_add_mac (self, data, at, "Link-layer address");
  else
    dissect_app_hex (self, data, at, data.n_bytes, "Link-layer address");
}

static void
add_association (Dissection *self, DissectBytes data, guint depth, gboolean timed)
{
  dissection_field (self, data, 0, 4, "Association ID", "0x%08x", dissect_u32 (data, 0));
  if (timed)
    {
      dissect_app_duration (self, data, 4, "Renew after (T1)");
      dissect_app_duration (self, data, 8, "Rebind after (T2)");
    }
  add_options (self, dissect_from (data, timed ? 12 : 4), depth + 1);
}

static void
summarize_address (Dissection *self, const guint8 *address)
{
  DissectLine *summary = dissection_summarize (self);

  dissect_line_add_char (summary, ' ');
  dissect_line_add_ipv6 (summary, address);
}

static void
summarize_lifetime (Dissection *self, guint32 seconds)
{
  DissectLine *summary = dissection_summarize (self);

  if (seconds == 0)
    return;
  dissect_line_add (summary, " for ");
  dissect_line_add_duration (summary, seconds);
}

static void
add_address (Dissection *self, DissectBytes data, guint depth)
{
  if (!dissect_has (data, 0, 24))
    {
      dissection_fail (self, data, 0, "address");
      return;
    }
  summarize_address (self, data.at);
  summarize_lifetime (self, dissect_u32 (data, 20));
  dissection_add_ipv6 (self, data, 0, "Address");
  dissect_app_duration (self, data, 16, "Preferred lifetime");
  dissect_app_duration (self, data, 20, "Valid lifetime");
  add_options (self, dissect_from (data, 24), depth + 1);
}

static void
add_prefix (Dissection *self, DissectBytes data, guint depth)
{
  DissectLine *summary = dissection_summarize (self);

  if (!dissect_has (data, 0, 25))
    {
      dissection_fail (self, data, 0, "prefix");
      return;
    }
  summarize_address (self, data.at + 9);
  dissect_line_add_char (summary, '/');
  dissect_line_add_unsigned (summary, dissect_u8 (data, 8));
  summarize_lifetime (self, dissect_u32 (data, 4));
  dissect_app_duration (self, data, 0, "Preferred lifetime");
  dissect_app_duration (self, data, 4, "Valid lifetime");
  dissection_field (self, data, 8, 1, "Prefix length", "%u", dissect_u8 (data, 8));
  dissection_add_ipv6 (self, data, 9, "Prefix");
  add_options (self, dissect_from (data, 25), depth + 1);
}

static void
add_status (Dissection *self, DissectBytes data)
{
  const guint16 status = dissect_u16 (data, 0);
  const char *word = DISSECT_NAME_OR (statuses, status, "Unknown status");
  DissectLine *summary = dissection_summarize (self);

  if (status != 0)
    {
      dissect_line_add (summary, ", ");
      dissect_line_add (summary, word);
    }
  dissection_field (self, data, 0, 2, "Status", "%s (%u)", word, status);
  if (data.n_bytes > 2)
    dissection_add_text (self, data, 2, data.n_bytes - 2, "Message");
}

static void
add_names_fields (Dissection *self, DissectBytes data, guint32 at)
{
  while (at < data.n_bytes)
    {
      const guint32 end = dns_read_name (data, at, NULL);

      if (end == 0)
        {
          dissect_app_hex (self, data, at, data.n_bytes, "Incomplete name");
          return;
        }
      dns_add_name_field (self, data, at, end, "Name");
      at = end;
    }
}

static void
add_relayed (Dissection *self, DissectBytes data, guint depth)
{
  dissect_line_add (dissection_summarize (self), ", ");
  add_message (self, data, depth + 1);
}

static void
add_other_data (Dissection *self, DissectBytes data, guint16 code)
{
  switch (code)
    {
    case OPTION_CLIENT_ID:
    case OPTION_SERVER_ID:
      add_duid_fields (self, data);
      break;
    case OPTION_REQUEST:
      for (guint32 at = 0; dissect_has (data, at, 2); at += 2)
        dissection_field (self, data, at, 2, option_word (dissect_u16 (data, at)), "%u",
                          dissect_u16 (data, at));
      break;
    case OPTION_ELAPSED_TIME:
      dissection_field (self, data, 0, 2, "Time", "%u ms", 10 * dissect_u16 (data, 0));
      break;
    case OPTION_REFRESH_TIME:
      dissect_app_duration (self, data, 0, "Time");
      break;
    case OPTION_DNS_SERVERS:
    case OPTION_SNTP_SERVERS:
      for (guint32 at = 0; dissect_has (data, at, 16); at += 16)
        dissection_add_ipv6 (self, data, at, "Address");
      break;
    case OPTION_DOMAINS:
      add_names_fields (self, data, 0);
      break;
    case OPTION_CLIENT_NAME:
      dissection_field (self, data, 0, 1, "Flags", "0x%02x", dissect_u8 (data, 0));
      add_names_fields (self, data, 1);
      break;
    case OPTION_BOOT_FILE:
      dissection_add_text (self, data, 0, data.n_bytes, "Text");
      break;
    default:
      if (data.n_bytes > 0)
        dissect_app_hex (self, data, 0, data.n_bytes, "Value");
    }
}

static void
add_data (Dissection *self, DissectBytes data, guint16 code, guint depth)
{
  switch (code)
    {
    case OPTION_IA_NA:
    case OPTION_IA_PD:
      add_association (self, data, depth, TRUE);
      break;
    case OPTION_IA_TA:
      add_association (self, data, depth, FALSE);
      break;
    case OPTION_ADDRESS:
      add_address (self, data, depth);
      break;
    case OPTION_PREFIX:
      add_prefix (self, data, depth);
      break;
    case OPTION_STATUS:
      add_status (self, data);
      break;
    case OPTION_RELAY_MESSAGE:
      add_relayed (self, data, depth);
      break;
    default:
      if (self->tree != NULL)
        add_other_data (self, data, code);
    }
}

static void
add_options (Dissection *self, DissectBytes area, guint depth)
{
  guint32 at = 0;

  while (at < area.n_bytes && depth < MAX_DEPTH)
    {
      const guint16 code = dissect_u16 (area, at);
      const guint16 n_bytes = dissect_u16 (area, at + 2);

      if (!dissect_has (area, at, OPTION_HEADER_BYTES + n_bytes)
          || !dissect_has (area, at, OPTION_HEADER_BYTES))
        {
          dissection_fail (self, area, at, "option");
          return;
        }
      dissection_field (self, area, at, OPTION_HEADER_BYTES + n_bytes, option_word (code), "%s",
                        "");
      dissection_open (self);
      dissection_field (self, area, at, 2, "Code", "%u", code);
      dissection_field (self, area, at + 2, 2, "Length", "%u", n_bytes);
      add_data (self, dissect_part (area, at + OPTION_HEADER_BYTES, n_bytes), code, depth);
      dissection_close (self);
      at += OPTION_HEADER_BYTES + n_bytes;
    }
  if (at < area.n_bytes)
    dissection_fail (self, area, 0, "nested too deep");
}

static gboolean
is_relayed (DissectBytes bytes)
{
  return dissect_u8 (bytes, 0) == RELAY_FORWARD || dissect_u8 (bytes, 0) == RELAY_REPLY;
}

static void
add_relay (Dissection *self, DissectBytes bytes, guint depth)
{
  if (!dissect_has (bytes, 0, RELAY_HEADER_BYTES))
    {
      dissection_fail (self, bytes, 0, "relay's header");
      return;
    }
  dissection_field (self, bytes, 1, 1, "Hops", "%u", dissect_u8 (bytes, 1));
  dissection_add_ipv6 (self, bytes, 2, "Link address");
  dissection_add_ipv6 (self, bytes, 18, "Peer address");
  add_options (self, dissect_from (bytes, RELAY_HEADER_BYTES), depth);
}

static void
add_message (Dissection *self, DissectBytes bytes, guint depth)
{
  const guint8 type = dissect_u8 (bytes, 0);
  const char *word = DISSECT_NAME_OR (message_types, type, "Unknown message");
  DissectLine *summary = dissection_summarize (self);

  dissect_line_add (summary, word);
  dissection_field (self, bytes, 0, 1, "Message type", "%s (%u)", word, type);
  if (is_relayed (bytes))
    {
      add_relay (self, bytes, depth);
      return;
    }
  dissection_field (self, bytes, 1, 3, "Transaction ID", "0x%06x", dissect_u24 (bytes, 1));
  add_options (self, dissect_from (bytes, MESSAGE_HEADER_BYTES), depth);
  dissect_line_add (summary, ", xid 0x");
  dissect_line_add_hex (summary, dissect_u24 (bytes, 1), 6);
}

gboolean
dissect_dhcpv6 (Dissection *self, DissectBytes bytes)
{
  const guint32 header = is_relayed (bytes) ? RELAY_HEADER_BYTES : MESSAGE_HEADER_BYTES;

  if (DISSECT_KNOWN (message_types, dissect_u8 (bytes, 0)) == NULL
      || !dissect_has (bytes, 0, header))
    return FALSE;
  if (!dissection_begin (self, "DHCPv6", "Dynamic Host Configuration Protocol for IPv6", bytes,
                         bytes.n_bytes))
    return TRUE;
  add_message (self, bytes, 0);
  dissection_end (self);
  return TRUE;
}
