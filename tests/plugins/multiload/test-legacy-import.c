/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/multiload/legacy-import.h"
#include "plugins/multiload/legacy-text.h"

typedef gboolean (*Import) (GHashTable *values, LegacySetup *setup);

/* "cpu shown 500 user=#0072b3, memory hidden; left 3" */
static char *
describe (const LegacySetup *setup)
{
  static const char *const shown[] = { "", " shown", " hidden" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < setup->n_graphs; i++)
    {
      const LegacyGraph *graph = &setup->graphs[i];

      g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", graph->source_id,
                              shown[graph->shown]);
      if (graph->interval_ms > 0)
        g_string_append_printf (text, " %u", graph->interval_ms);
      for (guint j = 0; j < graph->n_colours; j++)
        g_string_append_printf (text, " %s=%s", graph->colours[j].channel_id,
                                graph->colours[j].colour);
    }
  if (setup->left != 0)
    g_string_append_printf (text, "; left %u", setup->left);
  return g_string_free (text, FALSE);
}

static void
assert_imported (Import import, GHashTable *values, const char *expected)
{
  LegacySetup setup;
  g_autofree char *found = NULL;
  const gboolean any = import (values, &setup);

  found = describe (&setup);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpint (any, ==, expected[0] != '\0' && expected[0] != ';');
}

typedef struct
{
  const char *text; /* one key=value a line */
  const char *expected;
} Case;

static void
check_cases (Import import, const Case *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr (GHashTable) values
          = legacy_text_parse_key_file (cases[i].text, strlen (cases[i].text));

      g_test_message ("%s", cases[i].text);
      assert_imported (import, values, cases[i].expected);
    }
}

static void
test_mate (void)
{
  static const Case cases[] = {
    /* Who never touched it sees the processor alone. */
    { "", "cpu shown" },
    { "view-memload=true\nview-netload=true", "cpu shown, memory shown, network shown" },
    { "view-cpuload=false\nview-diskload=true", "cpu hidden, disk shown" },
    { "view-loadavg=true\nview-swapload=true\nspeed=500",
      "cpu shown 500, swap shown 500, load shown 500" },
    { "speed=50", "cpu shown 100" },
    { "speed=4294967295", "cpu shown 3600000" },
    /* Each way in which its versions wrote a colour. */
    { "cpuload-color0=#0072b3\ncpuload-color1=rgb(0,146,230)\ncpuload-color2=rgba(0,163,255,0.5)\n"
      "cpuload-color3=#00002f2f3d3d",
      "cpu shown user=#0072b3 system=#0092e6 nice=#00a3ff iowait=#002f3d" },
    { "memload-color0=#00B35B\nmemload-color1=#0f8\nmemload-color2=rgb( 1 , 2 , 3 )\n"
      "memload-color3=#AAF5D0",
      "cpu shown, memory used=#00b35b shared=#00ff88 buffers=#010203 cache=#aaf5d0" },
    { "netload2-color0=#fce94f\nnetload2-color1=#edd400\nswapload-color0=#8b00c3\n"
      "loadavg-color0=#d50000\ndiskload-color0=#c65000\ndiskload-color1=#ff6700",
      "cpu shown, network in=#fce94f out=#edd400, swap used=#8b00c3, load mean=#d50000, "
      "disk read=#c65000 written=#ff6700" },
    /* What has no counterpart is told. */
    { "size=40", "cpu shown; left 1" },
    { "cpuload-color4=#000000", "cpu shown; left 2" },
    { "memload-color4=#000000", "cpu shown; left 2" },
    { "netload2-color3=#000000", "cpu shown; left 2" },
    { "netload2-color5=#0000ff", "cpu shown; left 2" },
    { "swapload-color1=#000000", "cpu shown; left 2" },
    { "loadavg-color2=#ffffff", "cpu shown; left 2" },
    { "diskload-color2=#000000", "cpu shown; left 2" },
    { "netload2-color2=#c4a000", "cpu shown; left 4" },
    { "system-monitor=top.desktop", "cpu shown; left 64" },
    /* Rubbish is as if never set. */
    { "view-memload=maybe\nview-cpuload=\nspeed=-1\nspeed=fast\ncpuload-color0=blue", "cpu shown" },
    { "speed=99999999999999999999\ncpuload-color0=#12345\ncpuload-color1=#gggggg\n"
      "cpuload-color2=rgb(1,2\ncpuload-color3=rgb(256,0,0)",
      "cpu shown" },
    { "cpuload-color0=#\ncpuload-color1=rgb()\ncpuload-color2=rgba(1,2,3)\ncpuload-color3=",
      "cpu shown" },
    { "speed=500x\nspeed= \nview-netload=truely", "cpu shown" },
  };

  check_cases (legacy_import_mate, cases, G_N_ELEMENTS (cases));
}

#define EXTRA "#FF586E75,#FF073642,#FF002B36"

static void
test_ng (void)
{
  static const Case cases[] = {
    { "", "" },
    { "padding=2\nspacing=1", "" },
    { "graph-cpu-visible=true\ngraph-mem-visible=false\ngraph-net-interval=2000",
      "cpu shown, memory hidden, network 2000" },
    { "graph-swap-visible=1\ngraph-load-visible=0\ngraph-disk-visible=Yes\ngraph-bat-visible=off",
      "swap shown, load hidden, disk shown, battery hidden" },
    /* As its first versions wrote it. */
    { "interval=750\ngraph-cpu-visible=true\ngraph-temperature-visible=true\n"
      "graph-temperature-interval=60\ngraph-mem-interval=800",
      "cpu shown 750, memory 800, temperature shown 100" },
    { "graph-cpu-colors=#FF0072B3,#FF0092E6,#8000A3FF,#00002F3D," EXTRA,
      "cpu user=#0072b3 system=#0092e6 nice=#00a3ff iowait=#002f3d; left 2" },
    { "graph-mem-colors=#FF000001,#FF000002,#FF000003," EXTRA,
      "memory used=#000001 buffers=#000002 cache=#000003; left 2" },
    { "graph-mem-colors=#FF000001,#FF000002,#FF000003,#FF000004," EXTRA,
      "memory used=#000001 shared=#000002 buffers=#000003 cache=#000004; left 2" },
    { "graph-net-colors=#FF000001,#FF000002,#FF000003," EXTRA,
      "network in=#000001 out=#000002; left 6" },
    { "graph-temp-colors=#FF000001,#FF000002," EXTRA "\ngraph-temp-visible=true",
      "temperature shown; left 10" },
    { "graph-bat-colors=#FF000001,#FF000002,#FF000003," EXTRA, "; left 10" },
    /* Colours of the program itself are nobody's choice. */
    { "color-scheme=Multiload-ng\ngraph-swap-visible=true\ngraph-swap-colors=#FF9C43D1," EXTRA,
      "swap shown" },
    { "color-scheme=Tango\ngraph-swap-visible=true\ngraph-swap-colors=#FF5C2566," EXTRA,
      "swap shown used=#5c2566; left 2" },
    { "color-scheme=-\ngraph-load-colors=#FF5C2566," EXTRA, "load mean=#5c2566; left 2" },
    /* What has no counterpart is told, of what is seen. */
    { "graph-cpu-visible=true\ngraph-cpu-size=40", "cpu shown; left 1" },
    { "graph-cpu-visible=false\ngraph-cpu-size=40", "cpu hidden" },
    { "graph-cpu-visible=true\ngraph-order=1,0", "cpu shown; left 1" },
    { "graph-net-visible=true\ngraph-net-max=125", "network shown; left 16" },
    { "graph-net-visible=true\ngraph-net-max=-1", "network shown" },
    { "graph-net-visible=true\ngraph-net-filter-enable=true", "network shown; left 32" },
    { "graph-cpu-visible=true\ngraph-cpu-dblclick-policy=2", "cpu shown; left 64" },
    { "graph-cpu-visible=true\ngraph-parm-visible=true", "cpu shown; left 128" },
    /* Rubbish. */
    { "graph-cpu-visible=perhaps\ngraph-cpu-interval=0\ngraph-cpu-colors=,,,,,,", "; left 2" },
    { "graph-cpu-colors=#FF0072B3," EXTRA, "" },
    { "graph-cpu-colors=#FF0072B3,red,#FF00,FF0072B31," EXTRA, "cpu user=#0072b3; left 2" },
    { "graph-swap-colors=#FF9C43D1,#FF9C43D1,#FF9C43D1,#FF9C43D1,#FF9C43D1,#FF9C43D1,#FF9C43D1,"
      "#FF9C43D1,#FF9C43D1",
      "" },
    { "graph-cpu-interval=-9223372036854775808\ngraph-cpu-interval=-9223372036854775809", "" },
  };

  check_cases (legacy_import_ng, cases, G_N_ELEMENTS (cases));
}

static char *
load (const char *name, gsize *length_bytes)
{
  char *text = NULL;
  GError *error = NULL;

  g_file_get_contents (g_test_get_filename (G_TEST_DIST, "plugins", "multiload", "legacy", name,
                                            NULL),
                       &text, length_bytes, &error);
  g_assert_no_error (error);
  return text;
}

#define SOLARIZED \
  "cpu shown 1000 user=#268bd2 system=#657b83 nice=#839496 iowait=#93a1a1, " \
  "memory shown 500 used=#859900 buffers=#657b83 cache=#839496, " \
  "network shown 1000 in=#b58900 out=#657b83, swap hidden 1000 used=#6c71c4, " \
  "load hidden 5000 mean=#dc322f, disk shown 100 read=#cb4b16 written=#657b83, " \
  "temperature shown 2000, battery hidden 20000; left 127"

static void
test_whole_files (void)
{
  static const char *const names[] = { "standalone.conf", "multiload-ng-12.rc" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length_bytes = 0;
      g_autofree char *text = load (names[i], &length_bytes);
      g_autoptr (GHashTable) values = legacy_text_parse_key_file (text, length_bytes);

      assert_imported (legacy_import_ng, values, SOLARIZED);
    }
}

static void
test_lxpanel (void)
{
  gsize length_bytes = 0;
  g_autofree char *text = load ("lxpanel", &length_bytes);
  g_autoptr (GPtrArray) tables = legacy_text_parse_lxpanel (text, length_bytes);

  g_assert_cmpuint (tables->len, ==, 1);
  assert_imported (legacy_import_ng, g_ptr_array_index (tables, 0),
                   "cpu shown 1000, memory shown 500, network shown 1000, swap hidden 1000, "
                   "load hidden 5000, disk shown 100, temperature shown 2000, "
                   "battery hidden 20000; left 113");
}

/* Braces in any order: only what stands in the Config of a Plugin of that type counts. */
static void
test_braces (void)
{
#define ON "graph-cpu-visible=1\n"
  static const struct
  {
    const char *text;
    guint n_tables;
  } cases[] = {
    { "", 0 },
    { "Plugin {\ntype=multiload-ng\nConfig {\n" ON "}\n}\n", 1 },
    { "Plugin{\r\n\ttype = multiload-ng\r\n\tConfig{\r\n" ON "}\r\n}\r\n", 1 },
    { "Plugin {\nConfig {\n" ON "}\ntype=multiload-ng\n}\n", 1 },
    { "Plugin {\ntype=multiload-ng\n}\n", 0 },
    { "Plugin {\ntype=clock\nConfig {\n" ON "}\n}\n", 0 },
    { "Plugin {\ntype=multiload-ng\nOther {\nConfig {\n" ON "}\n}\n}\n", 0 },
    { "type=multiload-ng\nConfig {\n" ON "}\n", 0 },
    { "Plugin {\ntype=multiload-ng\n}\nConfig {\n" ON "}\n", 0 },
    { "Plugin {\ntype=multiload-ng\nConfig {\n" ON "}\n", 0 },
    { "}\n}\n}\nPlugin {\ntype=multiload-ng\nConfig {\n" ON "}\n}\n", 1 },
    { "Plugin {\ntype=multiload-ng\nConfig {\n" ON "}\nConfig {\n}\n}\n", 1 },
    { "Plugin {\ntype=multiload-ng\nPlugin {\nConfig {\n" ON "}\n}\n}\n", 0 },
    { "Plugin {\ntype=multiload-ng\nConfig {\ntype=clock\n" ON "}\n}\n"
      "Plugin {\ntype=multiload-ng\nConfig {\n" ON "}\n}\n",
      2 },
    { "{\n{\n{\n=\n}\n=x\nx=\n}", 0 },
  };
#undef ON

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) tables
          = legacy_text_parse_lxpanel (cases[i].text, strlen (cases[i].text));

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (tables->len, ==, cases[i].n_tables);
      for (guint j = 0; j < tables->len; j++)
        g_assert_cmpstr (g_hash_table_lookup (g_ptr_array_index (tables, j), "graph-cpu-visible"),
                         ==, "1");
    }
}

static void
test_groups (void)
{
  static const struct
  {
    const char *text;
    const char *value; /* of the key "a" */
  } cases[] = {
    { "a=1", "1" },
    { "  a\t=  1 2 \t\r\n", "1 2" },
    { "[Multiload]\na=1", "1" },
    { "[Other]\na=1", NULL },
    { "[Other]\na=1\n[Multiload]\na=2\n[Multiload-ng]\na=3", "2" },
    { "#a=1\n \n=2\n", NULL },
    { "a=1\na=2=3", "2=3" },
    { "a\n[a=1\n", NULL },
    { "a=", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GHashTable) values
          = legacy_text_parse_key_file (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (g_hash_table_lookup (values, "a"), ==, cases[i].value);
    }
}

/* However much there is, only so much is kept. */
static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("short=1\n");
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (GPtrArray) tables = NULL;

  for (guint i = 0; i < 65; i++)
    g_string_append_c (text, 'k');
  g_string_append (text, "=1\nlong=");
  for (guint i = 0; i < 513; i++)
    g_string_append_c (text, 'v');
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "\nkey%u=1", i);
  values = legacy_text_parse_key_file (text->str, text->len);
  g_assert_cmpuint (g_hash_table_size (values), ==, 512);
  g_assert_true (g_hash_table_contains (values, "short"));
  g_assert_false (g_hash_table_contains (values, "long"));
  g_string_truncate (text, 0);
  for (guint i = 0; i < 100; i++)
    g_string_append (text, "Plugin {\ntype=multiload-ng\nConfig {\n}\n}\n");
  tables = legacy_text_parse_lxpanel (text->str, text->len);
  g_assert_cmpuint (tables->len, ==, 8);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/legacy-import/mate", test_mate);
  g_test_add_func ("/legacy-import/ng", test_ng);
  g_test_add_func ("/legacy-import/ng/files", test_whole_files);
  g_test_add_func ("/legacy-import/ng/lxpanel", test_lxpanel);
  g_test_add_func ("/legacy-import/text/braces", test_braces);
  g_test_add_func ("/legacy-import/text/groups", test_groups);
  g_test_add_func ("/legacy-import/text/bounds", test_bounds);
  return g_test_run ();
}
