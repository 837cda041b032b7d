/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The files in which multiload-ng keeps its settings, as its users' homes have them: any bytes. They become tables from key
 * to value, at most so many entries of at most so many bytes; what is longer is passed over. Escapes stay as they are:
 * none of the values that are asked for has any.
 *
 * - A key file with the group "Multiload" (common/ps-settings-impl-gkeyfile.inc): the window, the indicator, the tray.
 * - An Xfce panel's rc file (xfce4/plugin.c; libxfce4util/xfce-rc-simple.c): the same without a group's head.
 * - A panel's file of lxpanel (lxpanel/plugin.c; src/conf.c of lxpanel), blocks in braces with one entry a line: a block
 *   Plugin with type=multiload-ng and within it the entries in a block Config. */

#include "config.h"

#include "core/sw-scan.h"

#include "plugins/multiload/legacy-text.h"

#define MAX_KEYS 512
#define MAX_KEY_BYTES 64
#define MAX_VALUE_BYTES 512
#define MAX_TABLES 8

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
trim (SwScan *line)
{
  sw_scan_skip_blanks (line);
  while (line->end > line->at && (sw_scan_is_blank (line->end[-1]) || line->end[-1] == '\r'))
    line->end--;
}

static gboolean
is (const SwScan *word, const char *text)
{
  SwScan rest = *word;

  return sw_scan_literal (&rest, text) && rest.at == rest.end;
}

/* FALSE if LINE, which is trimmed, is no entry. */
static gboolean
split_entry (const SwScan *line, SwScan *key, SwScan *value)
{
  const char *sign
      = line->at < line->end ? memchr (line->at, '=', (gsize) (line->end - line->at)) : NULL;

  if (sign == NULL)
    return FALSE;
  *key = (SwScan) { .at = line->at, .end = sign };
  *value = (SwScan) { .at = sign + 1, .end = line->end };
  trim (key);
  trim (value);
  return key->at < key->end;
}

static void
add_entry (GHashTable *table, const SwScan *key, const SwScan *value)
{
  const gsize key_bytes = (gsize) (key->end - key->at);
  const gsize value_bytes = (gsize) (value->end - value->at);

  if (key_bytes <= MAX_KEY_BYTES && value_bytes <= MAX_VALUE_BYTES
      && g_hash_table_size (table) < MAX_KEYS)
    g_hash_table_replace (table, g_strndup (key->at, key_bytes),
                          g_strndup (value->at, value_bytes));
}

/* Returns: (transfer full): what is in the group "Multiload" or in none */
GHashTable *
legacy_text_parse_key_file (const char *text, gsize length_bytes)
{
  SwScan scan = sw_scan_init (text, MIN (length_bytes, LEGACY_TEXT_MAX_BYTES));
  GHashTable *table = table_new ();
  gboolean ours = TRUE;
  SwScan line, key, value;

  while (sw_scan_take_line (&scan, &line))
    {
      trim (&line);
      if (line.at == line.end || *line.at == '#')
        continue;
      if (*line.at == '[')
        ours = is (&line, "[Multiload]");
      else if (ours && split_entry (&line, &key, &value))
        add_entry (table, &key, &value);
    }
  return table;
}

/* Where in the braces the reader is. */
typedef struct
{
  guint depth;
  guint plugin_depth; /* of the innermost Plugin; 0: in none */
  guint config_depth; /* of its Config; 0: not in it */
  gboolean is_ng;
  GHashTable *values; /* (nullable) of the Plugin's Config */
  GPtrArray *tables;
} Braces;

static void
open_brace (Braces *braces, const SwScan *name)
{
  braces->depth++;
  if (is (name, "Plugin"))
    {
      braces->plugin_depth = braces->depth;
      braces->config_depth = 0;
      braces->is_ng = FALSE;
      g_clear_pointer (&braces->values, g_hash_table_unref);
    }
  else if (is (name, "Config") && braces->plugin_depth > 0
           && braces->plugin_depth + 1 == braces->depth && braces->values == NULL)
    {
      braces->config_depth = braces->depth;
      braces->values = table_new ();
    }
}

static void
close_brace (Braces *braces)
{
  if (braces->depth == 0)
    return;
  if (braces->depth == braces->config_depth)
    braces->config_depth = 0;
  if (braces->depth == braces->plugin_depth)
    {
      if (braces->is_ng && braces->values != NULL && braces->tables->len < MAX_TABLES)
        g_ptr_array_add (braces->tables, g_steal_pointer (&braces->values));
      g_clear_pointer (&braces->values, g_hash_table_unref);
      braces->plugin_depth = 0;
    }
  braces->depth--;
}

/* Returns: (transfer full): a table for each multiload-ng of the panel */
GPtrArray *
legacy_text_parse_lxpanel (const char *text, gsize length_bytes)
{
  SwScan scan = sw_scan_init (text, MIN (length_bytes, LEGACY_TEXT_MAX_BYTES));
  Braces braces
      = { .tables = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref) };
  SwScan line, key, value;

  while (sw_scan_take_line (&scan, &line))
    {
      trim (&line);
      if (line.at == line.end || *line.at == '#')
        continue;
      if (is (&line, "}"))
        close_brace (&braces);
      else if (split_entry (&line, &key, &value))
        {
          if (braces.config_depth > 0 && braces.config_depth == braces.depth)
            add_entry (braces.values, &key, &value);
          else if (braces.plugin_depth == braces.depth && is (&key, "type"))
            braces.is_ng = is (&value, "multiload-ng");
        }
      else if (line.end[-1] == '{')
        {
          line.end--;
          trim (&line);
          open_brace (&braces, &line);
        }
    }
  g_clear_pointer (&braces.values, g_hash_table_unref);
  return braces.tables;
}
