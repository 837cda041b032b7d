/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Options of DHCP: RFC 2132 and IANA's list of what came after it. */

#include "config.h"

#include "plugins/packets/dissect/dissect-dhcp.h"

typedef enum
{
  FORMAT_HEX = 0,
  FORMAT_TEXT,
  FORMAT_ADDRESSES,
  FORMAT_DURATION,
  FORMAT_NUMBER, /* of 1, 2 or 4 bytes */
  FORMAT_MESSAGE_TYPE,
  FORMAT_OVERLOAD,
  FORMAT_CODES,
  FORMAT_CLIENT,
  FORMAT_RELAY,
  FORMAT_ROUTES,
  FORMAT_FQDN,
} Format;

typedef struct
{
  guint8 code;
  Format format;
  const char *name;
} Kind;

static const Kind kinds[] = {
  { 1, FORMAT_ADDRESSES, "Subnet mask" },
  { 2, FORMAT_NUMBER, "Time offset" },
  { 3, FORMAT_ADDRESSES, "Router" },
  { 4, FORMAT_ADDRESSES, "Time server" },
  { 5, FORMAT_ADDRESSES, "Name server" },
  { 6, FORMAT_ADDRESSES, "Domain name server" },
  { 7, FORMAT_ADDRESSES, "Log server" },
  { DHCP_HOST_NAME, FORMAT_TEXT, "Host name" },
  { 13, FORMAT_NUMBER, "Boot file size" },
  { 15, FORMAT_TEXT, "Domain name" },
  { 17, FORMAT_TEXT, "Root path" },
  { 19, FORMAT_NUMBER, "IP forwarding" },
  { 22, FORMAT_NUMBER, "Maximum datagram reassembly size" },
  { 23, FORMAT_NUMBER, "Default IP time to live" },
  { 26, FORMAT_NUMBER, "Interface MTU" },
  { 28, FORMAT_ADDRESSES, "Broadcast address" },
  { 31, FORMAT_NUMBER, "Perform router discovery" },
  { 33, FORMAT_ADDRESSES, "Static routes" },
  { 35, FORMAT_DURATION, "ARP cache timeout" },
  { 40, FORMAT_TEXT, "NIS domain" },
  { 41, FORMAT_ADDRESSES, "NIS server" },
  { 42, FORMAT_ADDRESSES, "NTP server" },
  { 43, FORMAT_HEX, "Vendor-specific information" },
  { 44, FORMAT_ADDRESSES, "NetBIOS name server" },
  { 45, FORMAT_ADDRESSES, "NetBIOS datagram distribution server" },
  { 46, FORMAT_NUMBER, "NetBIOS node type" },
  { 47, FORMAT_TEXT, "NetBIOS scope" },
  { DHCP_REQUESTED_ADDRESS, FORMAT_ADDRESSES, "Requested address" },
  { DHCP_LEASE_TIME, FORMAT_DURATION, "Lease time" },
  { DHCP_OVERLOAD, FORMAT_OVERLOAD, "Option overload" },
  { DHCP_MESSAGE_TYPE, FORMAT_MESSAGE_TYPE, "Message type" },
  { DHCP_SERVER, FORMAT_ADDRESSES, "Server identifier" },
  { 55, FORMAT_CODES, "Parameter request list" },
  { 56, FORMAT_TEXT, "Message" },
  { 57, FORMAT_NUMBER, "Maximum message size" },
  { 58, FORMAT_DURATION, "Renewal time" },
  { 59, FORMAT_DURATION, "Rebinding time" },
  { 60, FORMAT_TEXT, "Vendor class" },
  { 61, FORMAT_CLIENT, "Client identifier" },
  { 66, FORMAT_TEXT, "TFTP server name" },
  { 67, FORMAT_TEXT, "Boot file name" },
  { 77, FORMAT_TEXT, "User class" },
  { 80, FORMAT_HEX, "Rapid commit" },
  { 81, FORMAT_FQDN, "Client's fully qualified domain name" },
  { 82, FORMAT_RELAY, "Relay agent information" },
  { 93, FORMAT_NUMBER, "Client system architecture" },
  { 94, FORMAT_HEX, "Client network interface" },
  { 97, FORMAT_HEX, "Client machine identifier" },
  { 100, FORMAT_TEXT, "Time zone" },
  { 101, FORMAT_TEXT, "Time zone name" },
  { 108, FORMAT_DURATION, "IPv6-only preferred" },
  { 114, FORMAT_TEXT, "Captive portal" },
  { 116, FORMAT_NUMBER, "Auto-configuration" },
  { 118, FORMAT_ADDRESSES, "Subnet selection" },
  { 119, FORMAT_HEX, "Domain search list" },
  { 120, FORMAT_HEX, "SIP servers" },
  { 121, FORMAT_ROUTES, "Classless static routes" },
  { 124, FORMAT_HEX, "Vendor-identifying class" },
  { 125, FORMAT_HEX, "Vendor-identifying information" },
  { 145, FORMAT_HEX, "Forcerenew nonce capable" },
  { 150, FORMAT_ADDRESSES, "TFTP server address" },
  { 249, FORMAT_ROUTES, "Classless static routes (Microsoft)" },
  { 252, FORMAT_TEXT, "Web proxy auto-discovery" },
};

static const DissectName message_types[] = {
  { DHCP_DISCOVER, "Discover" }, { DHCP_OFFER, "Offer" },    { DHCP_REQUEST, "Request" },
  { DHCP_DECLINE, "Decline" },   { DHCP_ACK, "ACK" },        { DHCP_NAK, "NAK" },
  { DHCP_RELEASE, "Release" },   { DHCP_INFORM, "Inform" },  { 9, "Force Renew" },
  { 10, "Lease query" },         { 11, "Lease Unassigned" }, { 12, "Lease Unknown" },
  { 13, "Lease Active" },        { 14, "Bulk Lease Query" }, { 15, "Lease Query Done" },
};

/* RFC 3046 and what followed it. */
static const DissectName relay_options[] = {
  { 1, "Circuit ID" },
  { 2, "Remote ID" },
  { 5, "Link selection" },
  { 6, "Subscriber ID" },
  { 9, "Vendor-specific" },
  { 11, "Server identifier override" },
  { 12, "Relay agent identifier" },
  { 151, "Virtual subnet" },
};

static const DissectName overloads[] = {
  { 1, "boot file name holds options" },
  { 2, "server host name holds options" },
  { 3, "boot file name and server host name hold options" },
};

static const Kind unknown = { .format = FORMAT_HEX, .name = "Option" };

const char *
dhcp_message_type_word (guint8 type)
{
  return DISSECT_KNOWN (message_types, type);
}

/* The option at AT, which then is behind it. FALSE: there is none any more. It may claim more than there is. */
gboolean
dhcp_next_option (DissectBytes area, guint32 *at, DhcpOption *option)
{
  while (*at < area.n_bytes && dissect_u8 (area, *at) == DHCP_PAD)
    (*at)++;
  if (*at >= area.n_bytes || dissect_u8 (area, *at) == DHCP_END)
    return FALSE;
  option->at = *at;
  option->code = dissect_u8 (area, *at);
  option->n_bytes = dissect_u8 (area, *at + 1);
  *at += 2 + option->n_bytes;
  return TRUE;
}

static const Kind *
find_kind (guint8 code)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].code == code)
      return &kinds[i];
  return &unknown;
}

static void
add_number (DissectLine *line, DissectBytes data)
{
  if (data.n_bytes == 1)
    dissect_line_add_unsigned (line, dissect_u8 (data, 0));
  else if (data.n_bytes == 2)
    dissect_line_add_unsigned (line, dissect_u16 (data, 0));
  else if (data.n_bytes == 4)
    dissect_line_add_unsigned (line, dissect_u32 (data, 0));
  else
    dissect_line_add_hex_octets (line, data.at, data.n_bytes);
}

static void
add_addresses (DissectLine *line, DissectBytes data)
{
  for (guint32 at = 0; dissect_has (data, at, 4); at += 4)
    {
      dissect_line_add (line, at > 0 ? ", " : "");
      dissect_line_add_ipv4 (line, data.at + at);
    }
}

/* RFC 2132, section 9.14: a hardware type and address, or anything. */
static void
add_client (DissectLine *line, DissectBytes data)
{
  if (data.n_bytes == 7 && data.at[0] == 1)
    dissect_line_add_mac (line, data.at + 1);
  else
    dissect_line_add_hex_octets (line, data.at, data.n_bytes);
}

/* RFC 4702: flags and two bytes that no longer count, then the name; in wire format only if the flags say so. */
static void
add_fqdn (DissectLine *line, DissectBytes data)
{
  const DissectBytes name = dissect_from (data, 3);

  if ((dissect_u8 (data, 0) & 0x04) == 0)
    {
      dissect_line_add_octets (line, name.at, name.n_bytes);
      return;
    }
  for (guint32 at = 0; at < name.n_bytes && name.at[at] != 0; at += 1 + name.at[at])
    {
      const DissectBytes label = dissect_part (name, at + 1, name.at[at]);

      dissect_line_add (line, at > 0 ? "." : "");
      dissect_line_add_octets (line, label.at, label.n_bytes);
    }
}

/* One of RFC 3442's routes: the width of its prefix, as many bytes of it as that takes, a router. Returns its length or 0. */
static guint32
add_route (DissectLine *line, DissectBytes data, guint32 at)
{
  const guint8 width = dissect_u8 (data, at);
  const guint32 n_prefix_bytes = (width + 7) / 8;
  guint8 prefix[4] = { 0 };

  if (width > 32 || !dissect_has (data, at, 1 + n_prefix_bytes + 4))
    return 0;
  memcpy (prefix, data.at + at + 1, n_prefix_bytes);
  dissect_line_add_ipv4 (line, prefix);
  dissect_line_add_char (line, '/');
  dissect_line_add_unsigned (line, width);
  dissect_line_add (line, " via ");
  dissect_line_add_ipv4 (line, data.at + at + 1 + n_prefix_bytes);
  return 1 + n_prefix_bytes + 4;
}

static void
add_value (DissectLine *line, DissectBytes data, Format format)
{
  const guint8 first = dissect_u8 (data, 0);

  switch (format)
    {
    case FORMAT_TEXT:
      dissect_line_add_octets (line, data.at, data.n_bytes);
      break;
    case FORMAT_ADDRESSES:
      add_addresses (line, data);
      break;
    case FORMAT_DURATION:
      if (data.n_bytes == 4)
        dissect_line_add_duration (line, dissect_u32 (data, 0));
      else
        dissect_line_add_hex_octets (line, data.at, data.n_bytes);
      break;
    case FORMAT_NUMBER:
      add_number (line, data);
      break;
    case FORMAT_MESSAGE_TYPE:
      dissect_line_add (line, DISSECT_NAME (message_types, first));
      break;
    case FORMAT_OVERLOAD:
      dissect_line_add (line, DISSECT_NAME (overloads, first));
      break;
    case FORMAT_CLIENT:
      add_client (line, data);
      break;
    case FORMAT_FQDN:
      add_fqdn (line, data);
      break;
    case FORMAT_HEX:
      dissect_line_add_hex_octets (line, data.at, data.n_bytes);
      break;
    case FORMAT_CODES:
    case FORMAT_RELAY:
    case FORMAT_ROUTES:
      break; /* Each part has a field of its own. */
    }
}

static void
add_relay_fields (Dissection *self, DissectBytes data)
{
  for (guint32 at = 0; dissect_has (data, at, 2); at += 2 + dissect_u8 (data, at + 1))
    {
      const guint8 code = dissect_u8 (data, at);
      const guint8 n = dissect_u8 (data, at + 1);

      dissection_field (self, data, at, 2 + n, DISSECT_NAME_OR (relay_options, code, "Suboption"),
                        "%u", code);
      dissection_open (self);
      dissection_add_text (self, data, at + 2, n, "Text");
      dissect_app_hex (self, data, at + 2, n, "Value");
      dissection_close (self);
    }
}

static void
add_route_fields (Dissection *self, DissectBytes data)
{
  guint32 at = 0, n;
  DissectLine line;

  do
    {
      dissect_line_clear (&line);
      n = at < data.n_bytes ? add_route (&line, data, at) : 0;
      if (n > 0)
        dissection_add_line (self, data, at, n, "Route", &line);
      at += n;
    }
  while (n > 0);
}

static void
add_parts (Dissection *self, DissectBytes data, const Kind *kind)
{
  if (kind->format == FORMAT_CODES)
    for (guint32 at = 0; at < data.n_bytes; at++)
      dissection_field (self, data, at, 1, find_kind (data.at[at])->name, "%u", data.at[at]);
  else if (kind->format == FORMAT_RELAY)
    add_relay_fields (self, data);
  else if (kind->format == FORMAT_ROUTES)
    add_route_fields (self, data);
  else if (kind->format == FORMAT_ADDRESSES && data.n_bytes > 4)
    for (guint32 at = 0; dissect_has (data, at, 4); at += 4)
      dissection_add_ipv4 (self, data, at, "Address");
}

/* Of an option that is all there. */
void
dhcp_add_option_fields (Dissection *self, DissectBytes area, const DhcpOption *option)
{
  const DissectBytes data = dissect_part (area, option->at + 2, option->n_bytes);
  const Kind *kind = find_kind (option->code);
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  add_value (&line, data, kind->format);
  dissection_add_line (self, area, option->at, 2 + option->n_bytes, kind->name, &line);
  dissection_open (self);
  dissection_field (self, area, option->at, 1, "Code", "%u", option->code);
  dissection_field (self, area, option->at + 1, 1, "Length", "%u", option->n_bytes);
  add_parts (self, data, kind);
  dissection_close (self);
}
