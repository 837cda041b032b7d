/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <net/route.h>

#include "plugins/multiload/net-route.h"
#include "plugins/multiload/attribute.h"

/* Default routes stand first in both files, and a router that knows the whole internet has hundreds of megabytes behind
 * them. */
#define MAX_TEXT_BYTES (64 * 1024)

typedef struct
{
  const char *name;
  gsize name_length;
  guint64 metric;
} Route;

static gboolean
scan_hex (SwScan *line, guint64 *value)
{
  const char *word;
  gsize length;

  if (!sw_scan_word (line, &word, &length) || length > 16)
    return FALSE;
  *value = 0;
  for (gsize i = 0; i < length; i++)
    {
      const int digit = g_ascii_xdigit_value (word[i]);

      if (digit < 0)
        return FALSE;
      *value = *value << 4 | (guint64) digit;
    }
  return TRUE;
}

static gboolean
is_usable (guint64 flags)
{
  return (flags & RTF_UP) && !(flags & RTF_REJECT);
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT (net/ipv4/fib_trie.c); only the metric is
 * decimal. */
static gboolean
parse_ipv4_line (SwScan line, Route *route)
{
  guint64 destination, flags, mask;

  return sw_scan_word (&line, &route->name, &route->name_length) && scan_hex (&line, &destination)
         && sw_scan_skip_words (&line, 1) && scan_hex (&line, &flags)
         && sw_scan_skip_words (&line, 2) && sw_scan_u64 (&line, &route->metric)
         && scan_hex (&line, &mask) && destination == 0 && mask == 0 && is_usable (flags);
}

static gboolean
is_zero (const char *word, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (word[i] != '0')
      return FALSE;
  return TRUE;
}

/* Destination, its prefix length, source, its prefix length, next hop, metric, references, use, flags, name; all
 * hexadecimal (net/ipv6/route.c). */
static gboolean
parse_ipv6_line (SwScan line, Route *route)
{
  const char *destination;
  gsize length;
  guint64 prefix_length, flags;

  return sw_scan_word (&line, &destination, &length) && is_zero (destination, length)
         && scan_hex (&line, &prefix_length) && prefix_length == 0 && sw_scan_skip_words (&line, 3)
         && scan_hex (&line, &route->metric) && sw_scan_skip_words (&line, 2)
         && scan_hex (&line, &flags) && is_usable (flags)
         && sw_scan_word (&line, &route->name, &route->name_length);
}

static gboolean
find_best (SwScan text, gboolean (*parse) (SwScan line, Route *route), char *name, gsize name_bytes)
{
  SwScan line;
  Route route, best = { 0 };

  while (sw_scan_take_line (&text, &line))
    if (parse (line, &route) && route.name_length < name_bytes
        && (best.name == NULL || route.metric < best.metric))
      best = route;
  if (best.name == NULL)
    return FALSE;
  memcpy (name, best.name, best.name_length);
  name[best.name_length] = '\0';
  return TRUE;
}

/* The interface of the usable default route with the lowest metric in /proc/net/route. */
gboolean
net_route_parse_ipv4 (SwScan text, char *name, gsize name_bytes)
{
  return find_best (text, parse_ipv4_line, name, name_bytes);
}

/* The same of /proc/net/ipv6_route. */
gboolean
net_route_parse_ipv6 (SwScan text, char *name, gsize name_bytes)
{
  return find_best (text, parse_ipv6_line, name, name_bytes);
}

static gboolean
read_table (const char *root,
            const char *path,
            gboolean (*parse) (SwScan text, char *name, gsize name_bytes),
            char *name,
            gsize name_bytes)
{
  g_autofree char *full = g_strconcat (root, path, NULL);
  g_autofree char *text = g_malloc (MAX_TEXT_BYTES);
  const gssize length = attribute_read (full, text, MAX_TEXT_BYTES);

  return length > 0 && parse (sw_scan_init (text, length), name, name_bytes);
}

/* IPv4 decides where it has a default route: two interfaces, one per protocol, would be a total of a VPN and of what
 * carries it. */
gboolean
net_route_read_default (const char *root, char *name, gsize name_bytes)
{
  return read_table (root, "/proc/net/route", net_route_parse_ipv4, name, name_bytes)
         || read_table (root, "/proc/net/ipv6_route", net_route_parse_ipv6, name, name_bytes);
}
