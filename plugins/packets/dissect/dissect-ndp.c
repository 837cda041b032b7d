/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Neighbor discovery: RFC 4861, RFC 8106 for name servers, RFC 4191 for routes. */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/dissect-icmp.h"
#include "plugins/packets/dissect/dissect-names.h"

#define ROUTER_SOLICITATION 133
#define ROUTER_ADVERTISEMENT 134
#define NEIGHBOR_SOLICITATION 135
#define NEIGHBOR_ADVERTISEMENT 136
#define REDIRECT 137

#define OPTION_SOURCE 1
#define OPTION_TARGET 2
#define OPTION_PREFIX 3
#define OPTION_REDIRECTED 4
#define OPTION_MTU 5
#define OPTION_ROUTE 24
#define OPTION_SERVERS 25
#define OPTION_SEARCH_LIST 31

/* More in one message would not fit into a summary. */
#define MAX_SUMMARIZED_PREFIXES 3
#define MAX_LABELS 128

static const DissectName options[] = {
  { OPTION_SOURCE, "Source link-layer address" },
  { OPTION_TARGET, "Target link-layer address" },
  { OPTION_PREFIX, "Prefix" },
  { OPTION_REDIRECTED, "Redirected packet" },
  { OPTION_MTU, "MTU" },
  { 14, "Nonce" },
  { OPTION_ROUTE, "Route" },
  { OPTION_SERVERS, "Recursive DNS server" },
  { 26, "Router's flags" },
  { OPTION_SEARCH_LIST, "DNS search list" },
  { 37, "Captive portal" },
  { 38, "PREF64" },
};

static const char *const preferences[] = { "medium", "high", "reserved", "low" };

static void
add_lifetime (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  const guint32 seconds = dissect_u32 (bytes, at);

  if (seconds == G_MAXUINT32)
    dissection_field (self, bytes, at, 4, name, "infinite");
  else
    dissection_field (self, bytes, at, 4, name, "%u s", seconds);
}

static void
add_prefix_text (DissectLine *line, DissectBytes option)
{
  const guint8 flags = dissect_u8 (option, 3);

  if (!dissect_has (option, 16, 16))
    return;
  dissect_line_add_ipv6 (line, option.at + 16);
  dissect_line_add_char (line, '/');
  dissect_line_add_unsigned (line, dissect_u8 (option, 2));
  dissect_line_add (line, " [");
  if (flags & 0x80)
    dissect_line_add_char (line, 'L');
  if (flags & 0x40)
    dissect_line_add_char (line, 'A');
  if (flags & 0x20)
    dissect_line_add_char (line, 'R');
  dissect_line_add_char (line, ']');
}

static void
add_prefix (Dissection *self, DissectBytes option)
{
  const guint8 flags = dissect_u8 (option, 3);

  dissection_field (self, option, 2, 1, "Prefix length", "%u", dissect_u8 (option, 2));
  dissection_field (self, option, 3, 1, "Flags", "0x%02x%s%s%s", flags,
                    flags & 0x80 ? ", on-link" : "", flags & 0x40 ? ", autonomous" : "",
                    flags & 0x20 ? ", router's address" : "");
  add_lifetime (self, option, 4, "Valid lifetime");
  add_lifetime (self, option, 8, "Preferred lifetime");
  dissection_add_ipv6 (self, option, 16, "Prefix");
}

/* A prefix of a route may be cut to 0, 8 or 16 bytes. */
static void
add_route (Dissection *self, DissectBytes option)
{
  guint8 prefix[16] = { 0 };
  const DissectBytes bits = dissect_part (option, 8, 16);
  DissectLine line;

  memcpy (prefix, bits.at, bits.n_bytes);
  dissection_field (self, option, 2, 1, "Prefix length", "%u", dissect_u8 (option, 2));
  dissection_field (self, option, 3, 1, "Preference", "%s",
                    preferences[dissect_u8 (option, 3) >> 3 & 3]);
  add_lifetime (self, option, 4, "Lifetime");
  dissect_line_clear (&line);
  dissect_line_add_ipv6 (&line, prefix);
  dissection_add_line (self, option, 8, bits.n_bytes, "Prefix", &line);
}

/* Names one after the other, in the form of DNS, without pointers. */
static void
add_search_list (Dissection *self, DissectBytes option)
{
  guint32 at = 8, begin = 8;
  DissectLine line;

  dissect_line_clear (&line);
  for (guint i = 0; at < option.n_bytes && i < MAX_LABELS; i++)
    {
      const guint8 n_label = dissect_u8 (option, at);
      const DissectBytes label = dissect_part (option, at + 1, n_label);

      at += 1 + n_label;
      if (n_label > 0)
        {
          if (line.length > 0)
            dissect_line_add_char (&line, '.');
          dissect_line_add_octets (&line, label.at, label.n_bytes);
          continue;
        }
      if (line.length > 0)
        dissection_add_line (self, option, begin, at - begin, "Name", &line);
      dissect_line_clear (&line);
      begin = at;
    }
}

static void
add_option_fields (Dissection *self, DissectBytes option, guint8 type)
{
  switch (type)
    {
    case OPTION_SOURCE:
    case OPTION_TARGET:
      dissection_add_mac (self, option, 2, "Address");
      break;
    case OPTION_PREFIX:
      add_prefix (self, option);
      break;
    case OPTION_MTU:
      dissection_field (self, option, 4, 4, "MTU", "%u", dissect_u32 (option, 4));
      break;
    case OPTION_ROUTE:
      add_route (self, option);
      break;
    case OPTION_SERVERS:
      add_lifetime (self, option, 4, "Lifetime");
      for (guint32 at = 8; dissect_has (option, at, 16); at += 16)
        dissection_add_ipv6 (self, option, at, "Server");
      break;
    case OPTION_SEARCH_LIST:
      add_lifetime (self, option, 4, "Lifetime");
      add_search_list (self, option);
      break;
    default:
      break;
    }
}

static void
add_option (Dissection *self, DissectBytes option, guint8 type)
{
  dissection_field (self, option, 0, option.n_bytes, DISSECT_NAME (options, type), "%u bytes",
                    option.n_bytes);
  dissection_open (self);
  dissection_field (self, option, 0, 1, "Type", "%u", type);
  dissection_field (self, option, 1, 1, "Length", "%u bytes", option.n_bytes);
  add_option_fields (self, option, type);
  dissection_close (self);
}

static void
summarize_option (DissectLine *line, DissectBytes option, guint8 message, guint8 type, guint *n)
{
  if (type == OPTION_SOURCE && message != REDIRECT && option.n_bytes >= 8)
    {
      dissect_line_add (line, " from ");
      dissect_line_add_mac (line, option.at + 2);
    }
  else if (type == OPTION_TARGET && message == NEIGHBOR_ADVERTISEMENT && option.n_bytes >= 8)
    {
      dissect_line_add (line, " is at ");
      dissect_line_add_mac (line, option.at + 2);
    }
  else if (type == OPTION_PREFIX && (*n)++ < MAX_SUMMARIZED_PREFIXES)
    {
      dissect_line_add (line, ", prefix ");
      add_prefix_text (line, option);
    }
}

static void
dissect_options (Dissection *self, DissectBytes bytes, guint32 at, guint8 message)
{
  DissectLine *line = dissection_summarize (self);
  guint n_prefixes = 0;

  while (at < bytes.n_bytes)
    {
      const guint8 type = dissect_u8 (bytes, at);
      const guint32 n_bytes = 8 * (guint32) dissect_u8 (bytes, at + 1);
      const DissectBytes option = dissect_part (bytes, at, n_bytes);

      if (n_bytes == 0 || option.n_bytes < n_bytes)
        {
          dissection_fail (self, bytes, at, "an option's length cannot be");
          return;
        }
      summarize_option (line, option, message, type, &n_prefixes);
      if (self->tree != NULL)
        add_option (self, option, type);
      at += n_bytes;
    }
}

static void
dissect_router_advertisement (Dissection *self, DissectBytes bytes)
{
  const guint8 flags = dissect_u8 (bytes, 5);

  dissection_field (self, bytes, 4, 1, "Hop limit", "%u", dissect_u8 (bytes, 4));
  dissection_field (self, bytes, 5, 1, "Flags", "0x%02x%s%s%s, preference %s", flags,
                    flags & 0x80 ? ", managed" : "", flags & 0x40 ? ", other" : "",
                    flags & 0x20 ? ", home agent" : "", preferences[flags >> 3 & 3]);
  dissection_field (self, bytes, 6, 2, "Router lifetime", "%u s", dissect_u16 (bytes, 6));
  dissection_field (self, bytes, 8, 4, "Reachable time", "%u ms", dissect_u32 (bytes, 8));
  dissection_field (self, bytes, 12, 4, "Retransmission timer", "%u ms", dissect_u32 (bytes, 12));
}

static void
say_advertised (Dissection *self, DissectBytes bytes)
{
  const guint8 flags = dissect_u8 (bytes, 4);
  DissectLine *line = dissection_summarize (self);

  if (flags & 0xe0)
    {
      dissect_line_add (line, " (");
      if (flags & 0x80)
        dissect_line_add (line, "rtr, ");
      if (flags & 0x40)
        dissect_line_add (line, "sol, ");
      if (flags & 0x20)
        dissect_line_add (line, "ovr, ");
      dissect_line_truncate (line, line->length - 2);
      dissect_line_add_char (line, ')');
    }
  dissection_field (self, bytes, 4, 4, "Flags", "0x%02x%s%s%s", flags,
                    flags & 0x80 ? ", router" : "", flags & 0x40 ? ", solicited" : "",
                    flags & 0x20 ? ", override" : "");
}

/* The address at 8, behind TEXT. */
static void
say_target (Dissection *self, DissectBytes bytes, const char *text)
{
  dissect_line_add (dissection_summarize (self), text);
  if (dissect_has (bytes, 8, 16))
    dissect_line_add_ipv6 (dissection_summarize (self), bytes.at + 8);
}

static guint32
measure (guint8 type)
{
  switch (type)
    {
    case ROUTER_SOLICITATION:
      return 8;
    case ROUTER_ADVERTISEMENT:
      return 16;
    case REDIRECT:
      return 40;
    default:
      return 24;
    }
}

static void
dissect_fixed (Dissection *self, DissectBytes bytes, guint8 type)
{
  switch (type)
    {
    case ROUTER_SOLICITATION:
      dissect_line_add (dissection_summarize (self), "Router Solicitation");
      dissection_field (self, bytes, 4, 4, "Reserved", "0x%08x", dissect_u32 (bytes, 4));
      break;
    case ROUTER_ADVERTISEMENT:
      dissect_line_add (dissection_summarize (self), "Router Advertisement");
      dissect_router_advertisement (self, bytes);
      break;
    case NEIGHBOR_SOLICITATION:
      say_target (self, bytes, "Neighbor Solicitation for ");
      dissection_field (self, bytes, 4, 4, "Reserved", "0x%08x", dissect_u32 (bytes, 4));
      dissection_add_ipv6 (self, bytes, 8, "Target");
      break;
    case NEIGHBOR_ADVERTISEMENT:
      say_target (self, bytes, "Neighbor Advertisement ");
      say_advertised (self, bytes);
      dissection_add_ipv6 (self, bytes, 8, "Target");
      break;
    default:
      say_target (self, bytes, "Redirect to ");
      dissection_field (self, bytes, 4, 4, "Reserved", "0x%08x", dissect_u32 (bytes, 4));
      dissection_add_ipv6 (self, bytes, 8, "Target");
      dissection_add_ipv6 (self, bytes, 24, "Destination");
      break;
    }
}

void
dissect_neighbor_discovery (Dissection *self, DissectBytes bytes)
{
  const guint8 type = dissect_u8 (bytes, 0);
  const guint32 n_fixed = measure (type);

  dissect_fixed (self, bytes, type);
  if (bytes.n_bytes < n_fixed)
    dissection_fail (self, bytes, 0, "shorter than its header");
  else
    dissect_options (self, bytes, n_fixed, type);
}
