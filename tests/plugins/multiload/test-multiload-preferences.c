/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>

#include "core/sw-source-registry.h"
#include "services/sw-session.h"

#include "plugins/multiload/multiload-preferences.h"
#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"

#define OWNER "multiload"

typedef struct
{
  SwTestTree *tree;
  SwSamplePool *pool;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSession *session;
  SwContext *context;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->tree = sw_test_tree_new ();
  self->pool = sw_sample_pool_new (sw_test_tree_get_root (self->tree));
  self->scheduler = sw_scheduler_new (NULL, NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  self->session = sw_session_new_for_bus (NULL);
  self->context
      = sw_context_new (OWNER, self->scheduler, self->registry, self->pool, self->session);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  sw_context_close (self->context);
  sw_test_assert_last_unref (self->context);
  sw_test_assert_last_unref (self->registry);
  sw_test_assert_last_unref (self->scheduler);
  g_clear_object (&self->pool);
  g_clear_object (&self->session);
  sw_test_tree_free (self->tree);
}

/* (nullable) The row of this title in the tree under ROOT. */
static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, title);

      if (row != NULL)
        return row;
    }
  return NULL;
}

/* (nullable) The button that can be pressed. */
static GtkWidget *
find_button (GtkWidget *root)
{
  if (GTK_IS_BUTTON (root) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *button = find_button (child);

      if (button != NULL)
        return button;
    }
  return NULL;
}

/* What a user does there: an entry's text counts when it is applied. */
static void
choose (GtkWidget *row, const char *property, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    g_object_set (row, property, g_variant_get_boolean (value), NULL);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    g_object_set (row, property, g_variant_get_uint32 (value), NULL);
  else
    {
      g_assert_true (gtk_widget_grab_focus (row));
      gtk_editable_set_text (GTK_EDITABLE (row), g_variant_get_string (value, NULL));
    }
}

static void
assert_shown (GtkWidget *row, const char *property, GVariant *expected)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get_property (G_OBJECT (row), property, &value);
  if (G_VALUE_HOLDS_BOOLEAN (&value))
    g_assert_cmpint (g_value_get_boolean (&value), ==, g_variant_get_boolean (expected));
  else if (G_VALUE_HOLDS_UINT (&value))
    g_assert_cmpuint (g_value_get_uint (&value), ==, g_variant_get_uint32 (expected));
  else
    g_assert_cmpstr (g_value_get_string (&value), ==, g_variant_get_string (expected, NULL));
}

static void
assert_stored (GSettings *settings, const char *key, const char *expected)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, key);
  g_autoptr (GVariant) parsed
      = g_variant_parse (g_variant_get_type (value), expected, NULL, NULL, NULL);

  g_assert_cmpvariant (value, parsed);
}

static void
store (GSettings *settings, const char *key, const char *text)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, key);
  g_autoptr (GVariant) parsed
      = g_variant_parse (g_variant_get_type (value), text, NULL, NULL, NULL);

  g_settings_set_value (settings, key, parsed);
}

/* Every key of the plugin, where it is shown, and what is written there for each value. */
typedef struct
{
  const char *key;
  const char *source; /* whose dialog has it too */
  const char *title;
  const char *property;
  const char *stored[4]; /* as GVariant text; at the end the default */
  const char *shown[4];
  const char *typed[4]; /* (nullable) as users may write it too */
} Preference;

static const Preference preferences[] = {
  { "network-mode",
    "network",
    "Interfaces That Count",
    "selected",
    { "'default-route'", "'chosen'", "'default-route'", "'physical'" },
    { "uint32 1", "uint32 2", "uint32 1", "uint32 0" },
    { NULL } },
  { "network-chosen",
    "network",
    "Names, with Spaces Between",
    "text",
    { "['eth0']", "['eth0', 'wlan0']", "['a', 'b', 'c']", "@as []" },
    { "'eth0'", "'eth0 wlan0'", "'a b c'", "''" },
    { "'  eth0 '", "'eth0,wlan0'", "'a; b,\\tc ;'", "' '" } },
  { "network-per-interface",
    "network",
    "A Graph for Each Interface",
    "active",
    { "true", "false", "true", "false" },
    { "true", "false", "true", "false" },
    { NULL } },
  { "disk-per-device",
    "disk",
    "A Graph for Each Disk",
    "active",
    { "true", "false", "true", "false" },
    { "true", "false", "true", "false" },
    { NULL } },
  { "latency-host",
    "latency",
    "Host Name or Address",
    "text",
    { "'example.org'", "'::1'", "'127.0.0.1'", "''" },
    { "'example.org'", "'::1'", "'127.0.0.1'", "''" },
    { "' example.org'", "'::1 '", "' 127.0.0.1 '", "'  '" } },
};

static void
apply (GtkWidget *row)
{
  GtkWidget *button;

  sw_widget_test_paint (row);
  button = find_button (row);
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* An entry writes nothing before it is applied. */
static void
check_both_ways (GtkWidget *row, GSettings *settings, const Preference *preference)
{
  for (guint i = 0; i < G_N_ELEMENTS (preference->stored); i++)
    {
      g_autoptr (GVariant) shown = g_variant_parse (NULL, preference->shown[i], NULL, NULL, NULL);

      store (settings, preference->key, preference->stored[i]);
      assert_shown (row, preference->property, shown);
    }
  for (guint i = 0; i < G_N_ELEMENTS (preference->stored); i++)
    {
      const char *typed
          = preference->typed[i] != NULL ? preference->typed[i] : preference->shown[i];
      g_autoptr (GVariant) value = g_variant_parse (NULL, typed, NULL, NULL, NULL);
      g_autoptr (GVariant) before = g_settings_get_value (settings, preference->key);

      choose (row, preference->property, value);
      if (ADW_IS_ENTRY_ROW (row))
        {
          g_autoptr (GVariant) after = g_settings_get_value (settings, preference->key);

          g_assert_cmpvariant (before, after);
          apply (row);
        }
      assert_stored (settings, preference->key, preference->stored[i]);
    }
  g_settings_reset (settings, preference->key);
}

static void
test_keys_and_rows (Fixture *fixture, gconstpointer data)
{
  const Preference *preference = data;
  g_autoptr (GSettings) settings = sw_context_create_settings (fixture->context);
  GtkWidget *page = GTK_WIDGET (multiload_preferences_new (fixture->context, settings));
  GtkWidget *row;

  fixture->window = sw_widget_test_show (page, 500, 1000);
  row = find_row (page, preference->title);
  g_assert_nonnull (row);
  check_both_ways (row, settings, preference);
  sw_widget_test_close (fixture->window);
}

/* Each graph's own settings are in its dialog, and no other's. */
static void
test_dialogs_have_their_own (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GSettings) settings = sw_context_create_settings (fixture->context);
  const char *const ids[] = { "network", "disk", "latency", "cpu", "network:eth0" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autoptr (SwSource) source
            = sw_fake_source_new (ids[i], "Title", SW_UNIT_PERCENT, SW_STYLE_LINES);
        AdwPreferencesGroup *made
            = multiload_source_preferences_new (source, j == 0 ? settings : NULL);
        g_autoptr (AdwPreferencesGroup) group = made != NULL ? g_object_ref_sink (made) : NULL;

        for (guint k = 0; k < G_N_ELEMENTS (preferences); k++)
          g_assert_cmpint (group != NULL
                               && find_row (GTK_WIDGET (group), preferences[k].title) != NULL,
                           ==, j == 0 && g_str_equal (preferences[k].source, ids[i]));
      }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (preferences); i++)
    {
      g_autofree char *path = g_strconcat ("/multiload-preferences/key/", preferences[i].key, NULL);

      g_test_add (path, Fixture, &preferences[i], set_up, test_keys_and_rows, tear_down);
    }
  g_test_add ("/multiload-preferences/dialogs", Fixture, NULL, set_up, test_dialogs_have_their_own,
              tear_down);
  return g_test_run ();
}
