/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "core/sw-scan.h"

#include "plugins/packets/names/service-names.h"

/* A service's own name and its aliases each have a row. */
typedef struct
{
  const char *name; /* the chunk's */
  guint16 port;
  guint8 protocol; /* ServiceProtocol */
  guint8 alias;    /* 0: the service's own name */
  guint16 order;   /* in the text */
} ServiceRow;

struct _ServiceNames
{
  GArray *rows; /* of ServiceRow, by port, then as they came */
  GStringChunk *names;
};

/* By ServiceProtocol. */
static const char *const protocols[] = { "tcp", "udp", "sctp" };

static gboolean
take_protocol (SwScan *line, guint8 *protocol)
{
  const char *word;
  gsize length;

  if (!sw_scan_literal (line, "/") || !sw_scan_word (line, &word, &length))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (strlen (protocols[i]) == length && g_ascii_strncasecmp (word, protocols[i], length) == 0)
      {
        *protocol = (guint8) i;
        return TRUE;
      }
  return FALSE;
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
  name = g_strndup (word, length);
  row.order = (guint16) self->rows->len;
  row.name = g_string_chunk_insert_const (self->names, name);
  g_array_append_val (self->rows, row);
}

/* "name port/protocol alias…", behind which a comment may stand. */
static void
take_line (ServiceNames *self, SwScan line)
{
  const char *comment = memchr (line.at, '#', line.end - line.at);
  const char *name, *alias;
  gsize name_length, alias_length;
  ServiceRow row = { 0 };
  guint64 port;

  if (comment != NULL)
    line.end = comment;
  if (!sw_scan_word (&line, &name, &name_length) || !sw_scan_u64 (&line, &port)
      || port > G_MAXUINT16 || !take_protocol (&line, &row.protocol))
    return;
  row.port = (guint16) port;
  add_name (self, row, name, name_length);
  row.alias = 1;
  while (sw_scan_word (&line, &alias, &alias_length))
    add_name (self, row, alias, alias_length);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const ServiceRow *row_a = a, *row_b = b;

  return row_a->port != row_b->port ? row_a->port - row_b->port : row_a->order - row_b->order;
}

ServiceNames *
service_names_new (const char *text, gsize n_bytes)
{
  ServiceNames *self;
  SwScan scan = sw_scan_init (text, n_bytes), line;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (ServiceNames, 1);
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

void
service_names_free (ServiceNames *self)
{
  g_array_unref (self->rows);
  g_string_chunk_free (self->names);
  g_free (self);
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

/* (nullable): what PORT is called: of several services the one that came first. */
const char *
service_names_find_name (const ServiceNames *self, guint16 port, ServiceProtocol protocol)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const ServiceRow *row = &g_array_index (self->rows, ServiceRow, i);

      if (row->port == port && row->protocol == protocol && !row->alias)
        return row->name;
    }
  return NULL;
}
