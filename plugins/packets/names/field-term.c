/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/sw-scan.h"

#include "plugins/packets/names/field-filter-private.h"

/* What may stand before a colon, and what behind it. */
typedef gboolean (*ValueFunc) (FieldTerm *term, const char *value, const ServiceNames *services);

typedef struct
{
  FieldFilterKey key;
  const char *description;
  FieldTermKind kind;
  FieldSide side;
  ValueFunc parse;
} Key;

static const struct
{
  const char *word;
  PacketDirection direction;
} directions[] = {
  { "in", PACKET_DIRECTION_INBOUND },
  { "out", PACKET_DIRECTION_OUTBOUND },
  { "unknown", PACKET_DIRECTION_UNKNOWN },
};

static const struct
{
  const char *word;
  FieldMark mark;
} marks[] = {
  { "retransmission", FIELD_MARK_RETRANSMISSION },
  { "out-of-order", FIELD_MARK_OUT_OF_ORDER },
  { "duplicate-ack", FIELD_MARK_DUPLICATE_ACK },
  { "keep-alive", FIELD_MARK_KEEP_ALIVE },
  { "lost", FIELD_MARK_LOST },
  { "malformed", FIELD_MARK_MALFORMED },
  { "cut", FIELD_MARK_CUT },
};

static gboolean
parse_direction (FieldTerm *term, const char *value, G_GNUC_UNUSED const ServiceNames *services)
{
  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    if (g_ascii_strcasecmp (value, directions[i].word) == 0)
      {
        term->value = directions[i].direction;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_mark (FieldTerm *term, const char *value, G_GNUC_UNUSED const ServiceNames *services)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_ascii_strcasecmp (value, marks[i].word) == 0)
      {
        term->value = marks[i].mark;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_text (FieldTerm *term, const char *value, G_GNUC_UNUSED const ServiceNames *services)
{
  term->text = g_strdup (value);
  return TRUE;
}

static gboolean
add_half_byte (FieldTerm *term, int digit)
{
  if (digit < 0 || term->n_bits >= 48)
    return FALSE;
  term->prefix[term->n_bits / 8] |= digit << (term->n_bits % 8 == 0 ? 4 : 0);
  term->n_bits += 4;
  return TRUE;
}

/* Any beginning of an address: its bytes parted by colons or minus signs, or digits alone, with points wherever (Cisco's
 * 5254.0012.aabb). */
static gboolean
parse_mac (FieldTerm *term, const char *value, G_GNUC_UNUSED const ServiceNames *services)
{
  for (; *value != '\0'; value++)
    {
      if (*value == '.')
        continue;
      if (*value == ':' || *value == '-')
        {
          if (term->n_bits == 0 || term->n_bits % 8 != 0)
            return FALSE;
        }
      else if (!add_half_byte (term, g_ascii_xdigit_value (*value)))
        return FALSE;
    }
  return term->n_bits > 0;
}

/* 10.77.1.5, or the first numbers of it, which are a prefix then. */
static gboolean
parse_ipv4 (FieldTerm *term, SwScan scan)
{
  guint n = 0;

  while (scan.at < scan.end)
    {
      guint64 number;

      if (n == 4 || !g_ascii_isdigit (*scan.at) || !sw_scan_u64 (&scan, &number) || number > 255)
        return FALSE;
      term->prefix[n++] = number;
      if (scan.at < scan.end && !sw_scan_literal (&scan, "."))
        return FALSE;
    }
  term->version = 4;
  term->n_bits = n * 8;
  return n > 0;
}

static gboolean
parse_ipv6 (FieldTerm *term, SwScan scan)
{
  g_autofree char *text = g_strndup (scan.at, scan.end - scan.at);

  term->version = 6;
  term->n_bits = 128;
  return inet_pton (AF_INET6, text, term->prefix) == 1;
}

static gboolean
parse_prefix_length (FieldTerm *term, SwScan scan)
{
  guint64 n_bits;

  if (scan.at == scan.end || !g_ascii_isdigit (*scan.at) || !sw_scan_u64 (&scan, &n_bits)
      || scan.at != scan.end)
    return FALSE;
  if (n_bits > (term->version == 4 ? 32 : 128))
    return FALSE;
  term->n_bits = n_bits;
  return TRUE;
}

static gboolean
parse_ip (FieldTerm *term, const char *value, G_GNUC_UNUSED const ServiceNames *services)
{
  const char *slash = strchrnul (value, '/');
  const SwScan address = sw_scan_init (value, slash - value);

  if (memchr (value, ':', slash - value) != NULL ? !parse_ipv6 (term, address)
                                                 : !parse_ipv4 (term, address))
    return FALSE;
  return *slash == '\0' || parse_prefix_length (term, sw_scan_init (slash + 1, strlen (slash + 1)));
}

static void
add_range (FieldTerm *term, guint64 low, guint64 high)
{
  term->ranges[term->n_ranges++] = (FieldRange) { low, high };
}

/* "<", "<=", ">", ">=" or "=" and a number. */
static gboolean
parse_comparison (FieldTerm *term, SwScan scan)
{
  const char sign = *scan.at++;
  const gboolean equal = sw_scan_literal (&scan, "=");
  guint64 number;

  if (scan.at == scan.end || !sw_scan_u64 (&scan, &number) || scan.at != scan.end)
    return FALSE;
  if (sign == '=')
    add_range (term, number, number);
  else if (sign == '>' && (equal || number < G_MAXUINT64))
    add_range (term, equal ? number : number + 1, G_MAXUINT64);
  else if (sign == '<' && (equal || number > 0))
    add_range (term, 0, equal ? number : number - 1);
  else
    add_range (term, 1, 0);
  return TRUE;
}

static gboolean
parse_number (FieldTerm *term, const char *value, G_GNUC_UNUSED const ServiceNames *services)
{
  SwScan scan = sw_scan_init (value, strlen (value));
  guint64 low, high;

  if (strchr ("<>=", *value) != NULL)
    return parse_comparison (term, scan);
  if (!g_ascii_isdigit (*value) || !sw_scan_u64 (&scan, &low))
    return FALSE;
  high = low;
  if (sw_scan_literal (&scan, "-") && !sw_scan_u64 (&scan, &high))
    return FALSE;
  if (scan.at != scan.end || high < low)
    return FALSE;
  add_range (term, low, high);
  return TRUE;
}

static gboolean
parse_port (FieldTerm *term, const char *value, const ServiceNames *services)
{
  guint16 ports[FIELD_TERM_MAX_PORTS];
  guint n_ports;

  if (parse_number (term, value, services))
    return TRUE;
  if (services == NULL)
    return FALSE;
  n_ports = service_names_find_ports (services, value, ports, G_N_ELEMENTS (ports));
  for (guint i = 0; i < n_ports; i++)
    add_range (term, ports[i], ports[i]);
  return n_ports > 0;
}

static const Key keys[] = {
  { { "dir", "in" },
    NC_ ("packet filter", "Direction, as the interface saw it: in, out or unknown"),
    FIELD_TERM_DIRECTION,
    FIELD_SIDE_EITHER,
    parse_direction },
  { { "if", "tap*" },
    NC_ ("packet filter", "Name of the interface, * for any letters"),
    FIELD_TERM_INTERFACE,
    FIELD_SIDE_EITHER,
    parse_text },
  { { "proto", "arp" },
    NC_ ("packet filter", "Protocol, that in the list or one that carries it"),
    FIELD_TERM_PROTOCOL,
    FIELD_SIDE_EITHER,
    parse_text },
  { { "mac", "52:54:00" },
    NC_ ("packet filter", "MAC address, or its beginning"),
    FIELD_TERM_MAC,
    FIELD_SIDE_EITHER,
    parse_mac },
  { { "mac.src", "52:54:00" },
    NC_ ("packet filter", "The sender’s MAC address"),
    FIELD_TERM_MAC,
    FIELD_SIDE_SOURCE,
    parse_mac },
  { { "mac.dst", "ff:ff" },
    NC_ ("packet filter", "The receiver’s MAC address"),
    FIELD_TERM_MAC,
    FIELD_SIDE_DESTINATION,
    parse_mac },
  { { "ip", "10.77.1.0/24" },
    NC_ ("packet filter", "IP address or network"),
    FIELD_TERM_IP,
    FIELD_SIDE_EITHER,
    parse_ip },
  { { "ip.src", "10.77.1.5" },
    NC_ ("packet filter", "The sender’s IP address"),
    FIELD_TERM_IP,
    FIELD_SIDE_SOURCE,
    parse_ip },
  { { "ip.dst", "fe80::/10" },
    NC_ ("packet filter", "The receiver’s IP address"),
    FIELD_TERM_IP,
    FIELD_SIDE_DESTINATION,
    parse_ip },
  { { "port", "53" },
    NC_ ("packet filter", "TCP or UDP port, its service’s name, or a range as 67-68"),
    FIELD_TERM_PORT,
    FIELD_SIDE_EITHER,
    parse_port },
  { { "port.src", "1024-65535" },
    NC_ ("packet filter", "The sender’s port"),
    FIELD_TERM_PORT,
    FIELD_SIDE_SOURCE,
    parse_port },
  { { "port.dst", "https" },
    NC_ ("packet filter", "The receiver’s port"),
    FIELD_TERM_PORT,
    FIELD_SIDE_DESTINATION,
    parse_port },
  { { "vlan", "5" },
    NC_ ("packet filter", "VLAN’s number"),
    FIELD_TERM_VLAN,
    FIELD_SIDE_EITHER,
    parse_number },
  { { "len", ">1000" },
    NC_ ("packet filter", "Length on the wire in bytes, with <, > or a range"),
    FIELD_TERM_LENGTH,
    FIELD_SIDE_EITHER,
    parse_number },
  { { "id", "17" },
    NC_ ("packet filter", "Number that the same packet has on every interface"),
    FIELD_TERM_ID,
    FIELD_SIDE_EITHER,
    parse_number },
  { { "mark", "lost" },
    NC_ ("packet filter",
         "What stands out: retransmission, out-of-order, duplicate-ack, keep-alive, lost, "
         "malformed or cut"),
    FIELD_TERM_MARK,
    FIELD_SIDE_EITHER,
    parse_mark },
};

static const Key *
find_key (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_ascii_strcasecmp (keys[i].key.key, word) == 0)
      return &keys[i];
  return NULL;
}

static void
set_value_error (const Key *key, const char *value, GError **error)
{
  if (*value == '\0')
    g_set_error (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_VALUE,
                 /* Translators: a key of the filter, and an example of a value */
                 C_ ("packet filter", "Something must follow “%s:”, such as %s"), key->key.key,
                 key->key.example);
  else
    g_set_error (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_VALUE,
                 /* Translators: what was typed, a key of the filter, and an example of a value */
                 C_ ("packet filter", "“%s” cannot follow “%s:”; %s could"), value, key->key.key,
                 key->key.example);
}

gboolean
field_term_is_key (const char *word)
{
  return find_key (word) != NULL;
}

/* KEY is one. TERM is left empty where VALUE is none of KEY's. */
gboolean
field_term_parse (FieldTerm *term,
                  const char *key,
                  const char *value,
                  const ServiceNames *services,
                  GError **error)
{
  const Key *found = find_key (key);

  g_return_val_if_fail (found != NULL, FALSE);

  *term = (FieldTerm) { .kind = found->kind, .side = found->side };
  if (*value != '\0' && found->parse (term, value, services))
    return TRUE;
  set_value_error (found, value, error);
  return FALSE;
}

void
field_term_set_text (FieldTerm *term, const char *text)
{
  *term = (FieldTerm) { .kind = FIELD_TERM_TEXT, .text = g_ascii_strdown (text, -1) };
  term->mac_like
      = strchr (text, ':') != NULL && strspn (text, "0123456789abcdefABCDEF:") == strlen (text);
}

void
field_term_clear (FieldTerm *term)
{
  g_clear_pointer (&term->text, g_free);
}

/* Every key, in the order in which to show them. */
const FieldFilterKey *
field_filter_get_keys (guint *n_keys)
{
  static FieldFilterKey public_keys[G_N_ELEMENTS (keys)];
  static gsize filled;

  g_return_val_if_fail (n_keys != NULL, NULL);

  if (g_once_init_enter (&filled))
    {
      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        public_keys[i] = keys[i].key;
      g_once_init_leave (&filled, 1);
    }
  *n_keys = G_N_ELEMENTS (keys);
  return public_keys;
}

/* In the user's language. */
const char *
field_filter_describe_key (const FieldFilterKey *key)
{
  const Key *found;

  g_return_val_if_fail (key != NULL, NULL);

  found = find_key (key->key);
  return found != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "packet filter", found->description) : NULL;
}
