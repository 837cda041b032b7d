/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "core/sw-enums.h"
#include "services/sw-source-settings.h"
#include "tests/sw-test.h"

#define SCHEMA "org.stillwatch.Source"
#define OWN_INTERVAL_US (5 * SW_SECOND_US)

/* Prefers other things than the schema's defaults, which must not get in its way. */
static SwSource *
new_source (const char *id)
{
  SwSource *source = g_object_new (SW_TYPE_SOURCE, "id", id, "title", id, "interval-us",
                                   OWN_INTERVAL_US, "style", SW_STYLE_LINES, NULL);

  sw_source_add_channel (source, sw_channel_new ("in", "In", SW_ROLE_INBOUND));
  sw_source_add_channel (source, sw_channel_new ("out", "Out", SW_ROLE_OUTBOUND));
  sw_source_add_channel (source, sw_channel_new ("extra", "Extra", SW_ROLE_3));
  sw_channel_set_shown (sw_source_get_channel (source, 2), FALSE);
  return source;
}

static GSettings *
open_store (const char *leaf)
{
  g_autofree char *path = g_strconcat ("/org/stillwatch/sources/", leaf, "/", NULL);

  return g_settings_new_with_path (SCHEMA, path);
}

static void
assert_stored (GSettings *store, const char *key, const char *wanted)
{
  g_autoptr (GVariant) value = g_settings_get_value (store, key);
  g_autofree char *text = g_variant_print (value, FALSE);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_own (SwSource *source)
{
  g_assert_true (sw_source_get_enabled (source));
  g_assert_cmpint (sw_source_get_interval_us (source), ==, OWN_INTERVAL_US);
  g_assert_cmpint (sw_source_get_style (source), ==, SW_STYLE_LINES);
  g_assert_cmpfloat (sw_source_get_scale_max (source), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_null (sw_channel_get_colour (sw_source_get_channel (source, i)));
      g_assert_cmpint (sw_channel_get_shown (sw_source_get_channel (source, i)), ==, i != 2);
    }
}

static void
test_unset_leaves_source_alone (void)
{
  g_autoptr (SwSource) source = new_source ("unset");
  g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);

  assert_own (source);
  g_assert_false (sw_source_settings_is_changed (settings));
  g_assert_true (sw_source_settings_lookup (source) == settings);
}

static void
test_stored_is_applied_at_the_start (void)
{
  g_autoptr (GSettings) store = open_store ("stored");
  g_autoptr (SwSource) source = new_source ("stored");
  g_autoptr (SwSourceSettings) settings = NULL;

  g_settings_set_boolean (store, "enabled", FALSE);
  g_settings_set_uint (store, "interval-ms", 250);
  g_settings_set_string (store, "style", "heat");
  g_settings_set_double (store, "scale-max", 1.5e9);
  g_settings_set_value (store, "colours", g_variant_new_parsed ("{'out': '#12AbeF'}"));
  g_settings_set_strv (store, "hidden-channels", (const char *[]) { "in", NULL });
  settings = sw_source_settings_new (source);
  g_assert_false (sw_source_get_enabled (source));
  g_assert_cmpint (sw_source_get_interval_us (source), ==, 250000);
  g_assert_cmpint (sw_source_get_style (source), ==, SW_STYLE_HEAT);
  g_assert_cmpfloat (sw_source_get_scale_max (source), ==, 1.5e9);
  g_assert_null (sw_channel_get_colour (sw_source_get_channel (source, 0)));
  g_assert_cmpstr (sw_channel_get_colour (sw_source_get_channel (source, 1)), ==, "#12AbeF");
  g_assert_false (sw_channel_get_shown (sw_source_get_channel (source, 0)));
  g_assert_true (sw_channel_get_shown (sw_source_get_channel (source, 1)));
  g_assert_true (sw_channel_get_shown (sw_source_get_channel (source, 2)));
}

static void
test_changes_are_stored (void)
{
  g_autoptr (GSettings) store = open_store ("changes");
  g_autoptr (SwSource) source = new_source ("changes");
  g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);
  g_autofree char *style = NULL;
  g_auto (GStrv) hidden = NULL;

  sw_source_set_enabled (source, FALSE);
  sw_source_set_interval_us (source, 2 * SW_SECOND_US);
  sw_source_set_style (source, SW_STYLE_STACKED);
  sw_source_set_scale_max (source, 100);
  sw_channel_set_colour (sw_source_get_channel (source, 0), "#abcdef");
  sw_channel_set_shown (sw_source_get_channel (source, 1), FALSE);
  g_assert_false (g_settings_get_boolean (store, "enabled"));
  g_assert_cmpuint (g_settings_get_uint (store, "interval-ms"), ==, 2000);
  style = g_settings_get_string (store, "style");
  g_assert_cmpstr (style, ==, "stacked");
  g_assert_cmpfloat (g_settings_get_double (store, "scale-max"), ==, 100);
  hidden = g_settings_get_strv (store, "hidden-channels");
  g_assert_cmpstrv (hidden, ((const char *[]) { "out", "extra", NULL }));
  assert_stored (store, "colours", "{'in': '#abcdef'}");
  g_assert_true (sw_source_settings_is_changed (settings));
}

static void
test_store_is_obeyed_at_once (void)
{
  g_autoptr (GSettings) store = open_store ("obeyed");
  g_autoptr (SwSource) source = new_source ("obeyed");
  g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);

  g_settings_set_uint (store, "interval-ms", 3600000);
  g_assert_cmpint (sw_source_get_interval_us (source), ==, 3600 * SW_SECOND_US);
  g_settings_set_boolean (store, "enabled", FALSE);
  g_assert_false (sw_source_get_enabled (source));
  g_settings_set_strv (store, "hidden-channels", (const char *[]) { NULL });
  g_assert_true (sw_channel_get_shown (sw_source_get_channel (source, 2)));
  g_settings_reset (store, "interval-ms");
  g_assert_cmpint (sw_source_get_interval_us (source), ==, OWN_INTERVAL_US);
}

static void
test_reset_restores_what_the_source_prefers (void)
{
  g_autoptr (GSettings) store = open_store ("reset");
  g_autoptr (SwSource) source = new_source ("reset");
  g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);
  g_autoptr (GVariant) chosen = NULL;

  sw_source_set_enabled (source, FALSE);
  sw_source_set_interval_us (source, SW_SECOND_US);
  sw_source_set_style (source, SW_STYLE_HEAT);
  sw_source_set_scale_max (source, 7);
  for (guint i = 0; i < 3; i++)
    {
      sw_channel_set_colour (sw_source_get_channel (source, i), "#000000");
      sw_channel_set_shown (sw_source_get_channel (source, i), i == 2);
    }
  sw_source_settings_reset (settings);
  assert_own (source);
  g_assert_false (sw_source_settings_is_changed (settings));
  chosen = g_settings_get_user_value (store, "colours");
  g_assert_null (chosen);
}

/* What was chosen comes back as it was, and what was not chosen is not chosen again. */
static void
test_restore_brings_back_what_was_saved (void)
{
  g_autoptr (SwSource) source = new_source ("restored");
  g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);
  SwChannel *channel = sw_source_get_channel (source, 0);
  g_autoptr (GVariant) unset = sw_source_settings_save (settings);
  g_autoptr (GVariant) set = NULL;

  g_assert_cmpuint (g_variant_n_children (unset), ==, 0);
  sw_source_set_interval_us (source, 2 * SW_SECOND_US);
  sw_channel_set_colour (channel, "#123456");
  set = sw_source_settings_save (settings);
  g_assert_cmpuint (g_variant_n_children (set), ==, 2);
  sw_source_set_interval_us (source, 3 * SW_SECOND_US);
  sw_channel_set_colour (channel, "#654321");
  sw_source_set_enabled (source, FALSE);
  sw_source_settings_restore (settings, set);
  g_assert_cmpint (sw_source_get_interval_us (source), ==, 2 * SW_SECOND_US);
  g_assert_cmpstr (sw_channel_get_colour (channel), ==, "#123456");
  g_assert_true (sw_source_get_enabled (source));
  sw_source_settings_restore (settings, unset);
  assert_own (source);
  g_assert_false (sw_source_settings_is_changed (settings));
}

static void
test_only_colours_are_colours (void)
{
  const char *const texts[]
      = { "red", "#fff", "#12345", "#1234567", "#12345g", "123456", "#\xc3\xa9zzzz", "rgb(1,2,3)" };
  g_autoptr (GSettings) store = open_store ("colours");
  g_autoptr (SwSource) source = new_source ("colours");
  g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);
  SwChannel *channel = sw_source_get_channel (source, 0);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));

      sw_channel_set_colour (channel, "#123456");
      g_variant_builder_add (&builder, "{ss}", "in", texts[i]);
      g_settings_set_value (store, "colours", g_variant_builder_end (&builder));
      g_assert_null (sw_channel_get_colour (channel));
    }
}

static void
test_absent_channels_keep_their_entries (void)
{
  g_autoptr (GSettings) store = open_store ("absent");
  g_autoptr (SwSource) source = new_source ("absent");
  g_autoptr (SwSourceSettings) settings = NULL;
  g_auto (GStrv) hidden = NULL;

  g_settings_set_value (store, "colours", g_variant_new_parsed ("{'cpu7': '#777777'}"));
  g_settings_set_strv (store, "hidden-channels", (const char *[]) { "cpu7", NULL });
  settings = sw_source_settings_new (source);
  sw_channel_set_colour (sw_source_get_channel (source, 0), "#111111");
  sw_channel_set_shown (sw_source_get_channel (source, 0), FALSE);
  assert_stored (store, "colours", "{'cpu7': '#777777', 'in': '#111111'}");
  hidden = g_settings_get_strv (store, "hidden-channels");
  g_assert_cmpstrv (hidden, ((const char *[]) { "cpu7", "in", NULL }));
}

static void
test_odd_ids_make_valid_paths (void)
{
  const struct
  {
    const char *id, *leaf;
  } cases[] = {
    { "disk-8-0", "disk-8-0" }, { "net.wlan0", "net_2ewlan0" }, { "a/../b", "a_2f_2e_2e_2fb" },
    { "A_b", "_41_5fb" },       { "\xc3\xa9 ", "_c3_a9_20" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSettings) store = open_store (cases[i].leaf);
      g_autoptr (SwSource) source = new_source (cases[i].id);
      g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);

      sw_source_set_interval_us (source, 700000);
      g_assert_cmpuint (g_settings_get_uint (store, "interval-ms"), ==, 700);
    }
}

static void
test_either_may_go_first (void)
{
  g_autoptr (GSettings) store = open_store ("lifetime");
  SwSource *source = new_source ("lifetime");
  SwSourceSettings *settings = sw_source_settings_new (source);

  sw_test_assert_last_unref (settings);
  g_assert_null (sw_source_settings_lookup (source));
  sw_source_set_interval_us (source, SW_SECOND_US);
  sw_channel_set_shown (sw_source_get_channel (source, 0), FALSE);
  g_assert_cmpuint (g_settings_get_uint (store, "interval-ms"), ==, 1000);
  settings = sw_source_settings_new (source);
  sw_test_assert_last_unref (source);
  g_settings_set_uint (store, "interval-ms", 4000);
  sw_source_settings_reset (settings);
  sw_test_assert_last_unref (settings);
}

/* What somebody may have written into the store by hand, or another version. */
static const struct
{
  const char *key, *value;
} rubbish[] = {
  { "enabled", "'yes'" },
  { "enabled", "" },
  { "interval-ms", "-5" },
  { "interval-ms", "'fast'" },
  { "interval-ms", "uint32 4294967295" },
  { "interval-ms", "uint32 0" },
  { "style", "'spiral'" },
  { "style", "3" },
  { "scale-max", "-1.0" },
  { "scale-max", "nan" },
  { "scale-max", "inf" },
  { "scale-max", "1e308" },
  { "colours", "{'in': 5}" },
  { "colours", "{'in': 'red', 'in': '#12'}" },
  { "colours", "[" },
  { "hidden-channels", "'in'" },
  { "hidden-channels", "[1, 2]" },
};

static void
write_rubbish (const char *root)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folder = g_build_filename (root, "glib-2.0", "settings", NULL);
  g_autofree char *path = g_build_filename (folder, "keyfile", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rubbish); i++)
    g_string_append_printf (text, "[org/stillwatch/sources/rubbish-%u]\n%s=%s\n\n", i,
                            rubbish[i].key, rubbish[i].value);
  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

static void
test_rubbish_is_as_if_unset (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rubbish); i++)
    {
      g_autofree char *id = g_strdup_printf ("rubbish-%u", i);
      g_autoptr (SwSource) source = new_source (id);
      g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);
      const gint64 interval_us = sw_source_get_interval_us (source);

      g_test_message ("%s=%s", rubbish[i].key, rubbish[i].value);
      /* A number out of range may also be brought into it. */
      if (g_str_equal (rubbish[i].key, "interval-ms"))
        {
          g_assert_cmpint (interval_us, >=, 100000);
          g_assert_cmpint (interval_us, <=, 3600 * SW_SECOND_US);
          sw_source_settings_reset (settings);
        }
      if (g_str_equal (rubbish[i].key, "hidden-channels"))
        g_assert_true (sw_channel_get_shown (sw_source_get_channel (source, 0)));
      assert_own (source);
      sw_source_settings_reset (settings);
      assert_own (source);
    }
}

static void
test_without_schema_source_is_unbound (void)
{
  g_autoptr (SwSource) source = new_source ("unbound");
  g_autoptr (GVariant) saved = NULL;
  SwSourceSettings *settings = sw_source_settings_new (source);

  sw_source_set_interval_us (source, SW_SECOND_US);
  sw_channel_set_shown (sw_source_get_channel (source, 0), FALSE);
  sw_source_settings_reset (settings);
  g_assert_false (sw_source_settings_is_changed (settings));
  saved = sw_source_settings_save (settings);
  g_assert_cmpuint (g_variant_n_children (saved), ==, 0);
  sw_source_settings_restore (settings, saved);
  g_assert_cmpint (sw_source_get_interval_us (source), ==, SW_SECOND_US);
  sw_test_assert_last_unref (settings);
}

static gboolean
has_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA, TRUE);
  return schema != NULL;
}

/* What applies where the user chose nothing: own preference, default of all, interval that follows. */
static void
test_default_interval (void)
{
  const struct
  {
    gint64 own_ms, default_ms, wanted_ms;
  } cases[] = {
    { 1000, 1000, 1000 },  { 1000, 250, 250 },          { 1000, 10000, 10000 },
    { 5000, 1000, 5000 },  { 5000, 250, 5000 },         { 5000, 10000, 10000 },
    { 250, 1000, 250 },    { 250, 100, 100 },           { 250, 10000, 10000 },
    { 60000, 100, 60000 }, { 60000, 3600000, 3600000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = g_strdup_printf ("default-%u", i);
      g_autoptr (SwSource) source = g_object_new (SW_TYPE_SOURCE, "id", id, "title", id,
                                                  "interval-us", cases[i].own_ms * 1000, NULL);
      g_autoptr (SwSourceSettings) settings = sw_source_settings_new (source);
      g_autoptr (GSettings) store = open_store (id);

      sw_source_settings_set_default_interval_us (settings, cases[i].default_ms * 1000);
      g_assert_cmpint (sw_source_get_interval_us (source), ==, cases[i].wanted_ms * 1000);
      g_assert_false (sw_source_settings_is_changed (settings));
      g_settings_set_uint (store, "interval-ms", 2000);
      g_assert_cmpint (sw_source_get_interval_us (source), ==, 2 * SW_SECOND_US);
      sw_source_settings_set_default_interval_us (settings, 7 * SW_SECOND_US);
      g_assert_cmpint (sw_source_get_interval_us (source), ==, 2 * SW_SECOND_US);
      sw_source_settings_reset (settings);
      g_assert_cmpint (sw_source_get_interval_us (source), ==, MAX (cases[i].own_ms, 7000) * 1000);
      g_settings_reset (store, "interval-ms");
    }
}

static void
add_tests (void)
{
  g_test_add_func ("/source-settings/interval/default", test_default_interval);
  g_test_add_func ("/source-settings/unset/left-alone", test_unset_leaves_source_alone);
  g_test_add_func ("/source-settings/stored/applied", test_stored_is_applied_at_the_start);
  g_test_add_func ("/source-settings/changes/stored", test_changes_are_stored);
  g_test_add_func ("/source-settings/store/at-once", test_store_is_obeyed_at_once);
  g_test_add_func ("/source-settings/reset/own-again", test_reset_restores_what_the_source_prefers);
  g_test_add_func ("/source-settings/restore", test_restore_brings_back_what_was_saved);
  g_test_add_func ("/source-settings/colours/valid-only", test_only_colours_are_colours);
  g_test_add_func ("/source-settings/channels/absent-kept",
                   test_absent_channels_keep_their_entries);
  g_test_add_func ("/source-settings/ids/paths", test_odd_ids_make_valid_paths);
  g_test_add_func ("/source-settings/lifetime/either-first", test_either_may_go_first);
  g_test_add_func ("/source-settings/rubbish/as-if-unset", test_rubbish_is_as_if_unset);
}

/* In a store of its own, which can hold what GSettings itself would not write. */
int
main (int argc, char *argv[])
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();

  g_setenv ("XDG_CONFIG_HOME", sw_test_tree_get_root (tree), TRUE);
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  write_rubbish (sw_test_tree_get_root (tree));
  g_test_init (&argc, &argv, NULL);
  if (has_schema ())
    add_tests ();
  else
    g_test_add_func ("/source-settings/no-schema/unbound", test_without_schema_source_is_unbound);
  return g_test_run ();
}
