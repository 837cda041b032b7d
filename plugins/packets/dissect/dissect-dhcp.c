/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* DHCP for IPv4 (RFC 2131) and BOOTP (RFC 951), which it grew from. What each option means is in dissect-dhcp-option.c. */

#include "config.h"

#include "plugins/packets/dissect/dissect-dhcp.h"
#include "plugins/packets/dissect/dissectors.h"

#define CLIENT_ADDRESS_AT 12
#define YOUR_ADDRESS_AT 16
#define HARDWARE_ADDRESS_AT 28
#define SERVER_NAME_AT 44
#define SERVER_NAME_BYTES 64
#define FILE_AT 108
#define FILE_BYTES 128
#define MAGIC_AT 236
#define MAGIC 0x63825363u
#define OPTIONS_AT 240
#define BROADCAST 0x8000

/* Which fixed fields hold options too (RFC 2132, section 9.3). */
typedef enum
{
  OVERLOAD_FILE = 1 << 0,
  OVERLOAD_SERVER_NAME = 1 << 1,
} Overload;

/* Options that the summary is made of; without bytes where the message has none. */
typedef struct
{
  DissectBytes host_name;
  DissectBytes lease_time;
  DissectBytes message_type;
  DissectBytes overload;
  DissectBytes requested_address;
  DissectBytes server;
} Found;

static const DissectName operations[] = { { 1, "Boot Request" }, { 2, "Boot Reply" } };

static DissectBytes *
find_place (Found *found, guint8 code)
{
  switch (code)
    {
    case DHCP_HOST_NAME:
      return &found->host_name;
    case DHCP_LEASE_TIME:
      return &found->lease_time;
    case DHCP_MESSAGE_TYPE:
      return &found->message_type;
    case DHCP_OVERLOAD:
      return &found->overload;
    case DHCP_REQUESTED_ADDRESS:
      return &found->requested_address;
    case DHCP_SERVER:
      return &found->server;
    default:
      return NULL;
    }
}

/* The first of several counts. */
static void
collect (DissectBytes area, Found *found)
{
  DhcpOption option;
  guint32 at = 0;

  while (dhcp_next_option (area, &at, &option))
    {
      DissectBytes *place = find_place (found, option.code);

      if (place != NULL && place->n_bytes == 0 && dissect_has (area, option.at + 2, option.n_bytes))
        *place = dissect_part (area, option.at + 2, option.n_bytes);
    }
}

static DissectBytes
part_of (DissectBytes bytes, Overload part)
{
  return part == OVERLOAD_FILE ? dissect_part (bytes, FILE_AT, FILE_BYTES)
                               : dissect_part (bytes, SERVER_NAME_AT, SERVER_NAME_BYTES);
}

static void
find_options (DissectBytes bytes, Found *found)
{
  *found = (Found) { 0 };
  if (dissect_u32 (bytes, MAGIC_AT) != MAGIC)
    return;
  collect (dissect_from (bytes, OPTIONS_AT), found);
  for (Overload part = OVERLOAD_FILE; part <= OVERLOAD_SERVER_NAME; part <<= 1)
    if ((dissect_u8 (found->overload, 0) & part) != 0)
      collect (part_of (bytes, part), found);
}

static void
add_address (DissectLine *summary, const char *before, DissectBytes bytes, guint32 at)
{
  if (dissect_u32 (bytes, at) == 0)
    return;
  dissect_line_add (summary, before);
  dissect_line_add_ipv4 (summary, bytes.at + at);
}

/* The address that the message is about: offered, asked for or in use. */
static void
add_subject (DissectLine *summary, DissectBytes bytes, const Found *found)
{
  if (dissect_u32 (bytes, YOUR_ADDRESS_AT) != 0)
    add_address (summary, " ", bytes, YOUR_ADDRESS_AT);
  else if (dissect_u32 (found->requested_address, 0) != 0)
    add_address (summary, " ", found->requested_address, 0);
  else
    add_address (summary, " ", bytes, CLIENT_ADDRESS_AT);
}

static void
summarize_message (DissectLine *summary, DissectBytes bytes, const Found *found)
{
  const guint8 type = dissect_u8 (found->message_type, 0);
  const char *word = dhcp_message_type_word (type);

  dissect_line_add (summary, "DHCP ");
  dissect_line_add (summary, word != NULL ? word : "message type ");
  if (word == NULL)
    dissect_line_add_unsigned (summary, type);
  add_subject (summary, bytes, found);
  add_address (summary, dissect_u8 (bytes, 0) == 2 ? " from " : " to ", found->server, 0);
  if (dissect_u8 (bytes, 0) == 2 && found->lease_time.n_bytes == 4)
    {
      dissect_line_add (summary, ", lease ");
      dissect_line_add_duration (summary, dissect_u32 (found->lease_time, 0));
    }
}

static void
summarize_boot (DissectLine *summary, DissectBytes bytes, const Found *found)
{
  dissect_line_add (summary, DISSECT_KNOWN (operations, dissect_u8 (bytes, 0)));
  add_subject (summary, bytes, found);
  if (dissect_u8 (bytes, 2) == 6)
    {
      dissect_line_add (summary, dissect_u8 (bytes, 0) == 1 ? " from " : " to ");
      dissect_line_add_mac (summary, bytes.at + HARDWARE_ADDRESS_AT);
    }
}

static void
summarize (DissectLine *summary, DissectBytes bytes, const Found *found)
{
  if (found->message_type.n_bytes > 0)
    summarize_message (summary, bytes, found);
  else
    summarize_boot (summary, bytes, found);
  if (dissect_u8 (bytes, 0) == 1 && found->host_name.n_bytes > 0)
    {
      dissect_line_add (summary, ", host “");
      dissect_line_add_octets (summary, found->host_name.at, found->host_name.n_bytes);
      dissect_line_add (summary, "”");
    }
  dissect_line_add (summary, ", xid 0x");
  dissect_line_add_hex (summary, dissect_u32 (bytes, 4), 8);
}

/* Text that ends with a byte of 0 or with its field. */
static void
add_terminated (Dissection *self, DissectBytes bytes, guint32 at, guint32 n_bytes, const char *name)
{
  const DissectBytes part = dissect_part (bytes, at, n_bytes);
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  dissect_line_add_octets (&line, part.at, strnlen ((const char *) part.at, part.n_bytes));
  dissection_add_line (self, part, 0, part.n_bytes, name, &line);
}

static void
add_header_fields (Dissection *self, DissectBytes bytes)
{
  static const char *const addresses[] = { "Client address", "Your (client) address",
                                           "Next server's address", "Relay agent's address" };
  const guint16 flags = dissect_u16 (bytes, 10);

  dissection_field (self, bytes, 0, 1, "Operation", "%s (%u)",
                    DISSECT_NAME (operations, dissect_u8 (bytes, 0)), dissect_u8 (bytes, 0));
  dissection_field (self, bytes, 1, 1, "Hardware type", "%s (%u)",
                    dissect_hardware_name (dissect_u8 (bytes, 1)), dissect_u8 (bytes, 1));
  dissection_field (self, bytes, 2, 1, "Hardware address length", "%u", dissect_u8 (bytes, 2));
  dissection_field (self, bytes, 3, 1, "Hops", "%u", dissect_u8 (bytes, 3));
  dissection_field (self, bytes, 4, 4, "Transaction ID", "0x%08x", dissect_u32 (bytes, 4));
  dissection_field (self, bytes, 8, 2, "Seconds elapsed", "%u", dissect_u16 (bytes, 8));
  dissection_field (self, bytes, 10, 2, "Flags", "0x%04x (%s)", flags,
                    flags & BROADCAST ? "broadcast" : "unicast");
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    dissection_add_ipv4 (self, bytes, CLIENT_ADDRESS_AT + 4 * i, addresses[i]);
  if (dissect_u8 (bytes, 2) == 6)
    dissection_add_mac (self, bytes, HARDWARE_ADDRESS_AT, "Client MAC address");
  else
    dissect_app_hex (self, bytes, HARDWARE_ADDRESS_AT, dissect_u8 (bytes, 2),
                     "Client hardware address");
}

static void
add_options (Dissection *self, DissectBytes area)
{
  DhcpOption option;
  guint32 at = 0;

  while (dhcp_next_option (area, &at, &option))
    {
      if (!dissect_has (area, option.at, 2 + option.n_bytes))
        {
          dissection_fail (self, area, option.at, "option");
          return;
        }
      dhcp_add_option_fields (self, area, &option);
    }
  if (at < area.n_bytes)
    dissection_field (self, area, at, 1, "End", "%s", "");
}

/* Each of them is text, unless it holds options. */
static void
add_fixed_text (Dissection *self,
                DissectBytes bytes,
                Overload part,
                guint8 overload,
                const char *name)
{
  const DissectBytes area = part_of (bytes, part);

  if (area.n_bytes == 0)
    return;
  if ((overload & part) == 0)
    {
      add_terminated (self, area, 0, area.n_bytes, name);
      return;
    }
  dissection_field (self, area, 0, area.n_bytes, name, "%s", "holds options");
  dissection_open (self);
  add_options (self, area);
  dissection_close (self);
}

static gboolean
is_message (DissectBytes bytes)
{
  const guint8 operation = dissect_u8 (bytes, 0);

  return (operation == 1 || operation == 2) && dissect_u8 (bytes, 2) <= 16
         && bytes.claimed_bytes >= MAGIC_AT
         && dissect_has (bytes, HARDWARE_ADDRESS_AT, SERVER_NAME_AT - HARDWARE_ADDRESS_AT);
}

gboolean
dissect_dhcp (Dissection *self, DissectBytes bytes)
{
  Found found;
  gboolean typed;

  if (!is_message (bytes))
    return FALSE;
  find_options (bytes, &found);
  typed = found.message_type.n_bytes > 0;
  if (!dissection_begin (self, typed ? "DHCP" : "BOOTP",
                         typed ? "Dynamic Host Configuration Protocol" : "Bootstrap Protocol",
                         bytes, bytes.n_bytes))
    return TRUE;
  summarize (dissection_summarize (self), bytes, &found);
  add_header_fields (self, bytes);
  add_fixed_text (self, bytes, OVERLOAD_SERVER_NAME, dissect_u8 (found.overload, 0),
                  "Server host name");
  add_fixed_text (self, bytes, OVERLOAD_FILE, dissect_u8 (found.overload, 0), "Boot file name");
  if (dissect_u32 (bytes, MAGIC_AT) == MAGIC)
    {
      dissection_field (self, bytes, MAGIC_AT, 4, "Magic cookie", "DHCP (0x%08x)", MAGIC);
      add_options (self, dissect_from (bytes, OPTIONS_AT));
    }
  else
    dissect_app_hex (self, bytes, MAGIC_AT, bytes.n_bytes, "Vendor specific");
  dissection_end (self);
  return TRUE;
}
