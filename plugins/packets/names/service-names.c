/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "core/sw-scan.h"

#include "plugins/packets/names/service-names.h"

/* A service's own name and its aliases each have a row. */
typedef struct
{
  const char *name; /* the chunk's, in lower case */
  guint16 port;
  guint8 protocols;
  guint8 alias;
  guint order; /* in the text: of several the first holds */
} ServiceRow;

struct _ServiceNames
{
  gatomicrefcount n_refs;
  GArray *rows; /* of ServiceRow, by port, then those that are no alias, then as in the text */
  GStringChunk *names;
};

static const struct
{
  const char *name;
  ServiceProtocols protocol;
} protocols_by_name[] = {
  { "tcp", SERVICE_TCP },
  { "udp", SERVICE_UDP },
  { "sctp", SERVICE_SCTP },
};

static ServiceProtocols
take_protocol (SwScan *line)
{
  const char *word;
  gsize length;

  if (!sw_scan_literal (line, "/") || !sw_scan_word (line, &word, &length))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (protocols_by_name); i++)
    if (strlen (protocols_by_name[i].name) == length
        && g_ascii_strncasecmp (word, protocols_by_name[i].name, length) == 0)
      return protocols_by_name[i].protocol;
  return 0;
}

static void
add_name (ServiceNames *self, ServiceRow row, const char *word, gsize length)
{
  g_autofree char *name = NULL;

  if (length > SERVICE_NAMES_MAX_NAME || self->rows->len >= SERVICE_NAMES_MAX)
    return;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (word[i]))
      return;
  name = g_ascii_strdown (word, length);
  row.name = g_string_chunk_insert_const (self->names, name);
  row.order = self->rows->len;
  g_array_append_val (self->rows, row);
}

/* "name port/protocol alias…", behind which a comment may stand. */
static void
take_line (ServiceNames *self, SwScan line)
{
  const char *comment = memchr (line.at, '#', line.end - line.at);
  const char *name, *alias;
  gsize name_length, alias_length;
  guint64 port;
  ServiceRow row = { 0 };

  if (comment != NULL)
    line.end = comment;
  if (!sw_scan_word (&line, &name, &name_length) || !sw_scan_u64 (&line, &port)
      || port > G_MAXUINT16)
    return;
  row.port = port;
  row.protocols = take_protocol (&line);
  if (row.protocols == 0)
    return;
  add_name (self, row, name, name_length);
  row.alias = TRUE;
  while (sw_scan_word (&line, &alias, &alias_length))
    add_name (self, row, alias, alias_length);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const ServiceRow *row_a = a, *row_b = b;

  if (row_a->port != row_b->port)
    return row_a->port < row_b->port ? -1 : 1;
  if (row_a->alias != row_b->alias)
    return row_a->alias ? 1 : -1;
  return (row_a->order > row_b->order) - (row_a->order < row_b->order);
}

ServiceNames *
service_names_new (const char *text, gsize n_bytes)
{
  ServiceNames *self;
  SwScan scan = sw_scan_init (text, n_bytes), line;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (ServiceNames, 1);
  g_atomic_ref_count_init (&self->n_refs);
  self->rows = g_array_new (FALSE, FALSE, sizeof (ServiceRow));
  self->names = g_string_chunk_new (4096);
  while (sw_scan_take_line (&scan, &line))
    {
      /* A file of another system's. */
      if (line.end > line.at && line.end[-1] == '\r')
        line.end--;
      take_line (self, line);
    }
  g_array_sort (self->rows, compare_rows);
  return self;
}

ServiceNames *
service_names_ref (ServiceNames *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
service_names_unref (ServiceNames *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_array_unref (self->rows);
  g_string_chunk_free (self->names);
  g_free (self);
}

/* Names and aliases. */
guint
service_names_get_n (const ServiceNames *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

static guint
first_row_of (const ServiceNames *self, guint16 port)
{
  guint low = 0, high = self->rows->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (self->rows, ServiceRow, middle).port < port)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* What PORT of any of PROTOCOLS is called, in lower case; %NULL: nothing. Lives as long as SELF. */
const char *
service_names_find (const ServiceNames *self, guint16 port, ServiceProtocols protocols)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = first_row_of (self, port); i < self->rows->len; i++)
    {
      const ServiceRow *row = &g_array_index (self->rows, ServiceRow, i);

      if (row->port != port || row->alias)
        break;
      if (row->protocols & protocols)
        return row->name;
    }
  return NULL;
}

/* The ports that NAME, or an alias, stands for, ascending, each once. Returns how many were written. */
guint
service_names_find_ports (const ServiceNames *self,
                          const char *name,
                          guint16 *ports,
                          guint max_ports)
{
  guint n_ports = 0;

  g_return_val_if_fail (self != NULL && name != NULL, 0);

  for (guint i = 0; i < self->rows->len && n_ports < max_ports; i++)
    {
      const ServiceRow *row = &g_array_index (self->rows, ServiceRow, i);

      if (g_ascii_strcasecmp (row->name, name) == 0
          && (n_ports == 0 || ports[n_ports - 1] != row->port))
        ports[n_ports++] = row->port;
    }
  return n_ports;
}
