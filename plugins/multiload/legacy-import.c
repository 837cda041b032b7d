/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Both programs keep a flat list of keys, which comes here as text whatever it was stored in. A key that was never set
 * changes nothing here: who never chose a colour there has chosen none for here either.
 *
 * MATE's multiload (mate-applets, multiload/data/org.mate.panel.applet.multiload.gschema.xml.in): view-GRAPH, one `speed`
 * in milliseconds for all graphs, and GRAPH-colorN, the last ones of which are background, grid and indicator. Colours
 * are "#rrggbb" in the schema, "rgb(r,g,b)" or "rgba(r,g,b,a)" as gdk_rgba_to_string() writes them from the preferences
 * (multiload/src/properties.c), "#rrrrggggbbbb" as gdk_color_to_string() did before GTK 3. The processor's graph alone
 * is shown until the user says otherwise.
 *
 * multiload-ng (common/ui.c, common/multiload-colors.c, common/colors.c): graph-GRAPH-visible, -interval in milliseconds,
 * -size, -max (-1 for a scale that fits itself), -filter-enable, -dblclick-policy, and -colors, a list of "#aarrggbb"
 * whose last three are border and both ends of the background. All keys are written at once. With the color-scheme
 * "Multiload-ng" the colours are the program's, not the user's. Before 1.4 memory had a colour for shared pages too;
 * before 1.2 there was one `interval` for all graphs; "temp" was called "temperature" at first. */

#include "config.h"

#include <string.h>

#include "core/sw-scan.h"

#include "plugins/multiload/legacy-import.h"

/* What the schema of sources allows. */
#define MIN_INTERVAL_MS 100
#define MAX_INTERVAL_MS 3600000

#define N_NG_EXTRA_COLOURS 3

static gboolean
take_hex (const char *text, guint n_digits, guint digits_each, char *colour)
{
  const char *digits = text + 1;

  for (guint i = 0; i < n_digits; i++)
    if (!g_ascii_isxdigit (digits[i]))
      return FALSE;
  colour[0] = '#';
  for (guint i = 0; i < 3; i++)
    {
      colour[1 + 2 * i] = g_ascii_tolower (digits[i * digits_each]);
      colour[2 + 2 * i] = g_ascii_tolower (digits[i * digits_each + (digits_each > 1)]);
    }
  colour[7] = '\0';
  return TRUE;
}

static gboolean
take_rgb (const char *text, char *colour)
{
  SwScan scan = sw_scan_init (text, strlen (text));
  guint64 parts[3];
  const gboolean has_alpha = sw_scan_literal (&scan, "rgba(");

  if (!has_alpha && !sw_scan_literal (&scan, "rgb("))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      if (!sw_scan_u64 (&scan, &parts[i]) || parts[i] > 255)
        return FALSE;
      sw_scan_skip_blanks (&scan);
      if (!sw_scan_literal (&scan, i < 2 || has_alpha ? "," : ")"))
        return FALSE;
    }
  g_snprintf (colour, sizeof ((LegacyColour *) NULL)->colour, "#%02x%02x%02x", (guint) parts[0],
              (guint) parts[1], (guint) parts[2]);
  return TRUE;
}

/* As GDK writes colours. */
static gboolean
parse_colour (const char *text, char *colour)
{
  const gsize length = strlen (text);

  if (text[0] != '#')
    return take_rgb (text, colour);
  if (length == 4 || length == 7 || length == 13)
    return take_hex (text, length - 1, (length - 1) / 3, colour);
  return FALSE;
}

/* "#aarrggbb", without its alpha: lines and areas have their own here. */
static gboolean
parse_argb (const char *text, gsize length, char *colour)
{
  if (length != 9 || text[0] != '#' || !g_ascii_isxdigit (text[1]) || !g_ascii_isxdigit (text[2]))
    return FALSE;
  return take_hex (text + 2, 6, 2, colour);
}

static gboolean
get_number (GHashTable *values, const char *key, gint64 *number)
{
  const char *text = g_hash_table_lookup (values, key);
  SwScan scan;

  if (text == NULL)
    return FALSE;
  scan = sw_scan_init (text, strlen (text));
  return sw_scan_i64 (&scan, number) && scan.at == scan.end;
}

/* As xfce_rc_read_bool_entry() (libxfce4util) and GKeyFile take them; lxpanel writes numbers. */
static LegacyShown
get_shown (GHashTable *values, const char *key)
{
  static const char *const words[][2]
      = { { "true", "false" }, { "1", "0" }, { "yes", "no" }, { "on", "off" } };
  const char *text = g_hash_table_lookup (values, key);

  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (words); i++)
    {
      if (g_ascii_strcasecmp (text, words[i][0]) == 0)
        return LEGACY_SHOWN;
      if (g_ascii_strcasecmp (text, words[i][1]) == 0)
        return LEGACY_HIDDEN;
    }
  return LEGACY_SHOWN_UNSET;
}

static guint
get_interval (GHashTable *values, const char *key)
{
  gint64 interval_ms;

  if (!get_number (values, key, &interval_ms) || interval_ms <= 0)
    return 0;
  return (guint) CLAMP (interval_ms, MIN_INTERVAL_MS, MAX_INTERVAL_MS);
}

static void
add_colour (LegacyGraph *graph, const char *channel_id, const char *colour)
{
  LegacyColour *entry = &graph->colours[graph->n_colours++];

  entry->channel_id = channel_id;
  memcpy (entry->colour, colour, sizeof entry->colour);
}

static void
add_graph (LegacySetup *setup, const LegacyGraph *graph)
{
  if (graph->shown != LEGACY_SHOWN_UNSET || graph->interval_ms > 0 || graph->n_colours > 0)
    setup->graphs[setup->n_graphs++] = *graph;
}

typedef struct
{
  const char *view;
  const char *colours;
  const char *source_id;
  const char *channels[LEGACY_MAX_COLOURS]; /* by the number of the colour */
  guint n_colours;                          /* with those that mean nothing here */
} MateGraph;

static const MateGraph mate_graphs[] = {
  { "view-cpuload", "cpuload", "cpu", { "user", "system", "nice", "iowait" }, 5 },
  { "view-memload", "memload", "memory", { "used", "shared", "buffers", "cache" }, 5 },
  { "view-netload", "netload2", "network", { "in", "out" }, 6 },
  { "view-swapload", "swapload", "swap", { "used" }, 2 },
  { "view-loadavg", "loadavg", "load", { "mean" }, 3 },
  { "view-diskload", "diskload", "disk", { "read", "written" }, 3 },
};

#define MATE_NET_LOOPBACK 2

static void
take_mate_colours (GHashTable *values,
                   const MateGraph *kind,
                   LegacyGraph *graph,
                   LegacySetup *setup)
{
  for (guint i = 0; i < kind->n_colours; i++)
    {
      const char *channel = i < LEGACY_MAX_COLOURS ? kind->channels[i] : NULL;
      char key[32], colour[8];
      const char *text;

      g_snprintf (key, sizeof key, "%s-color%u", kind->colours, i);
      text = g_hash_table_lookup (values, key);
      if (text == NULL || !parse_colour (text, colour))
        continue;
      if (channel != NULL)
        add_colour (graph, channel, colour);
      else if (g_str_equal (kind->colours, "netload2") && i == MATE_NET_LOOPBACK)
        setup->left |= LEGACY_LEFT_LOOPBACK;
      else
        setup->left |= LEGACY_LEFT_BACKGROUND;
    }
}

/* VALUES: those of one applet that were set. Returns whether there is anything to take over. */
gboolean
legacy_import_mate (GHashTable *values, LegacySetup *setup)
{
  *setup = (LegacySetup) { 0 };
  for (guint i = 0; i < G_N_ELEMENTS (mate_graphs); i++)
    {
      LegacyGraph graph = { .source_id = mate_graphs[i].source_id };

      graph.shown = get_shown (values, mate_graphs[i].view);
      if (i == 0 && graph.shown == LEGACY_SHOWN_UNSET)
        graph.shown = LEGACY_SHOWN;
      if (graph.shown != LEGACY_SHOWN_UNSET)
        graph.interval_ms = get_interval (values, "speed");
      take_mate_colours (values, &mate_graphs[i], &graph, setup);
      add_graph (setup, &graph);
    }
  if (g_hash_table_contains (values, "size"))
    setup->left |= LEGACY_LEFT_SIZE;
  if (g_hash_table_contains (values, "system-monitor"))
    setup->left |= LEGACY_LEFT_COMMANDS;
  return setup->n_graphs > 0;
}

typedef struct
{
  const char *name;
  const char *old_name; /* (nullable) */
  const char *source_id;
  const char *channels[LEGACY_MAX_COLOURS];
  guint n_colours;
} NgGraph;

static const NgGraph ng_graphs[] = {
  { "cpu", NULL, "cpu", { "user", "system", "nice", "iowait" }, 4 },
  { "mem", NULL, "memory", { "used", "buffers", "cache" }, 3 },
  { "net", NULL, "network", { "in", "out" }, 3 },
  { "swap", NULL, "swap", { "used" }, 1 },
  { "load", NULL, "load", { "mean" }, 1 },
  { "disk", NULL, "disk", { "read", "written" }, 2 },
  { "temp", "temperature", "temperature", { NULL }, 2 },
  { "bat", NULL, "battery", { NULL }, 3 },
};
G_STATIC_ASSERT (G_N_ELEMENTS (ng_graphs) <= LEGACY_MAX_GRAPHS);

static const NgGraph ng_old_memory
    = { "mem", NULL, "memory", { "used", "shared", "buffers", "cache" }, 4 };

#define KEY_BYTES 64

static const char *
ng_key (char *key, const char *name, const char *what)
{
  g_snprintf (key, KEY_BYTES, "graph-%s-%s", name, what);
  return key;
}

static void
take_ng_colours (const char *list, const NgGraph *kind, LegacyGraph *graph, LegacySetup *setup)
{
  g_auto (GStrv) words = g_strsplit (list, ",", LEGACY_MAX_COLOURS + N_NG_EXTRA_COLOURS + 1);
  const guint n_words = g_strv_length (words);

  if (kind->name == ng_old_memory.name && n_words == ng_old_memory.n_colours + N_NG_EXTRA_COLOURS)
    kind = &ng_old_memory;
  /* A list of another length is one whose order is not known. */
  if (n_words != kind->n_colours + N_NG_EXTRA_COLOURS)
    return;
  setup->left |= LEGACY_LEFT_BACKGROUND;
  for (guint i = 0; i < kind->n_colours; i++)
    {
      char colour[8];

      if (!parse_argb (words[i], strlen (words[i]), colour))
        continue;
      if (kind->channels[i] != NULL)
        add_colour (graph, kind->channels[i], colour);
      else
        setup->left |= g_str_equal (kind->name, "net") ? LEGACY_LEFT_LOOPBACK : LEGACY_LEFT_STATES;
    }
}

/* What is set for a graph that is seen there, and is not taken over. */
static guint
find_ng_left (GHashTable *values, const char *name)
{
  char key[KEY_BYTES];
  gint64 number;
  guint left = 0;

  if (get_number (values, ng_key (key, name, "size"), &number))
    left |= LEGACY_LEFT_SIZE;
  if (get_number (values, ng_key (key, name, "max"), &number) && number >= 0)
    left |= LEGACY_LEFT_SCALE;
  if (get_shown (values, ng_key (key, name, "filter-enable")) == LEGACY_SHOWN)
    left |= LEGACY_LEFT_DEVICES;
  if (get_number (values, ng_key (key, name, "dblclick-policy"), &number) && number > 0)
    left |= LEGACY_LEFT_COMMANDS;
  return left;
}

static void
take_ng_graph (GHashTable *values, const NgGraph *kind, gboolean own_colours, LegacySetup *setup)
{
  LegacyGraph graph = { .source_id = kind->source_id };
  const char *name = kind->name;
  const char *colours;
  char key[KEY_BYTES];

  graph.shown = get_shown (values, ng_key (key, name, "visible"));
  if (graph.shown == LEGACY_SHOWN_UNSET && kind->old_name != NULL)
    {
      name = kind->old_name;
      graph.shown = get_shown (values, ng_key (key, name, "visible"));
    }
  graph.interval_ms = get_interval (values, ng_key (key, name, "interval"));
  if (graph.interval_ms == 0 && graph.shown != LEGACY_SHOWN_UNSET)
    graph.interval_ms = get_interval (values, "interval");
  colours = g_hash_table_lookup (values, ng_key (key, name, "colors"));
  if (own_colours && colours != NULL)
    take_ng_colours (colours, kind, &graph, setup);
  if (graph.shown == LEGACY_SHOWN)
    setup->left |= find_ng_left (values, name);
  add_graph (setup, &graph);
}

/* VALUES: those of one panel, window or icon. Returns whether there is anything to take over. */
gboolean
legacy_import_ng (GHashTable *values, LegacySetup *setup)
{
  const char *scheme = g_hash_table_lookup (values, "color-scheme");
  const char *order = g_hash_table_lookup (values, "graph-order");

  *setup = (LegacySetup) { 0 };
  for (guint i = 0; i < G_N_ELEMENTS (ng_graphs); i++)
    take_ng_graph (values, &ng_graphs[i], g_strcmp0 (scheme, "Multiload-ng") != 0, setup);
  if (order != NULL && order[0] != '\0')
    setup->left |= LEGACY_LEFT_SIZE;
  if (get_shown (values, "graph-parm-visible") == LEGACY_SHOWN)
    setup->left |= LEGACY_LEFT_PARAMETRIC;
  return setup->n_graphs > 0;
}
