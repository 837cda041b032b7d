/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The strip's state and what of it is on the screen, with plugins that come and go. */

#include "config.h"

#include <string.h>

#include "shell/sw-strip-bar.h"
#include "shell/sw-strip-cell.h"
#include "tests/host-fixture.h"

#define SETTINGS "org.stillwatch.Strip"
#define N_TOGGLES 100

typedef struct
{
  HostFixture on;
  GSettings *settings; /* the strip's */
  SwStrip *strip;
} Fixture;

static void
set_up (Fixture *self, gconstpointer application)
{
  host_fixture_set_up (&self->on, g_getenv ("STILLWATCH_FIXTURE_DIR"),
                       (const char *[]) { "untidy", NULL });
  self->settings = g_settings_new (SETTINGS);
  self->strip
      = sw_strip_new (GTK_APPLICATION ((gpointer) application), self->on.registry, self->on.host);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_settings_reset (self->settings, "enabled");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  sw_test_assert_last_unref (self->strip);
  host_fixture_tear_down (&self->on);
  for (guint i = 0; i < 2; i++)
    g_settings_reset (self->settings, i == 0 ? "items" : "autohide");
  g_clear_object (&self->settings);
}

static void
store (Fixture *self, const char *items)
{
  g_settings_set_value (self->settings, "items", g_variant_new_parsed (items));
}

/* The ids of what is there, with a + behind those that are shown. */
static char *
list (Fixture *self)
{
  GListModel *items = G_LIST_MODEL (sw_strip_get_items (self->strip));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwStripEntry) entry = g_list_model_get_item (items, i);

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", sw_strip_entry_get_id (entry),
                              sw_strip_entry_get_shown (entry) ? "+" : "");
    }
  return g_string_free_and_steal (text);
}

#define ASSERT_LIST(wanted) \
  G_STMT_START \
  { \
    g_autofree char *found = list (self); \
    g_assert_cmpstr (found, ==, wanted); \
  } \
  G_STMT_END

static void
test_parse (void)
{
  const struct
  {
    const char *stored;
    const char *parsed;
  } cases[] = {
    { "@a(sbub) []", "" },
    { "[('cpu', true, 60, false)]", "cpu:1:60:0 " },
    { "[('cpu', false, uint32 0, true), ('plugin:a', true, 4294967295, false)]",
      "cpu:0:16:1 plugin:a:1:600:0 " },
    { "[('cpu', true, uint32 60, false), ('cpu', false, 20, true)]", "cpu:1:60:0 " },
    { "[('', true, uint32 60, false), ('a/b c', true, 60, false)]", "a/b c:1:60:0 " },
    { "[('\\n\\t%s%n', true, uint32 60, false)]", "\n\t%s%n:1:60:0 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) stored
          = g_variant_parse (G_VARIANT_TYPE ("a(sbub)"), cases[i].stored, NULL, NULL, NULL);
      g_autoptr (GPtrArray) entries = sw_strip_items_parse (stored);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < entries->len; j++)
        g_string_append_printf (text, "%s:%d:%u:%d ", sw_strip_entry_get_id (entries->pdata[j]),
                                sw_strip_entry_get_shown (entries->pdata[j]),
                                sw_strip_entry_get_width_px (entries->pdata[j]),
                                sw_strip_entry_get_numeral (entries->pdata[j]));
      g_assert_cmpstr (text->str, ==, cases[i].parsed);
    }
}

static void
test_parse_bounded (void)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sbub)"));
  g_autofree char *long_id = g_strnfill (10000, 'x');
  g_autoptr (GVariant) stored = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  g_variant_builder_add (&builder, "(sbub)", long_id, TRUE, 60, FALSE);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *id = g_strdup_printf ("id-%u", i);

      g_variant_builder_add (&builder, "(sbub)", id, TRUE, 60, FALSE);
    }
  stored = g_variant_ref_sink (g_variant_builder_end (&builder));
  entries = sw_strip_items_parse (stored);
  g_assert_cmpuint (entries->len, ==, 512);
  g_assert_cmpstr (sw_strip_entry_get_id (entries->pdata[0]), ==, "id-0");
}

static void
test_order (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GListModel *items = G_LIST_MODEL (sw_strip_get_items (self->strip));
  g_autoptr (SwStripEntry) first = NULL;
  g_autoptr (GVariant) stored = NULL;
  g_autofree char *text = NULL;

  ASSERT_LIST ("fixture-count fixture-silent plugin:works+");
  store (self, "[('plugin:works', true, uint32 60, false), ('away', true, 80, true),"
               " ('fixture-count', true, 100, true)]");
  ASSERT_LIST ("plugin:works+ fixture-count+ fixture-silent");
  first = g_list_model_get_item (items, 0);
  sw_strip_items_move (sw_strip_get_items (self->strip), first, 1);
  ASSERT_LIST ("fixture-count+ plugin:works+ fixture-silent");
  /* Who is away keeps the place and all that was chosen. */
  stored = g_settings_get_value (self->settings, "items");
  text = g_variant_print (stored, FALSE);
  g_assert_cmpstr (text, ==,
                   "[('away', true, 80, true), ('fixture-count', true, 100, true), "
                   "('plugin:works', true, 60, false), ('fixture-silent', false, 60, false)]");
  sw_strip_items_move (sw_strip_get_items (self->strip), first, 99);
  ASSERT_LIST ("fixture-count+ fixture-silent plugin:works+");
}

static void
test_choice_is_stored (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GListModel *items = G_LIST_MODEL (sw_strip_get_items (self->strip));
  g_autoptr (SwStripEntry) entry = g_list_model_get_item (items, 0);
  g_autoptr (GVariant) stored = NULL;
  g_autofree char *text = NULL;

  sw_strip_entry_set_shown (entry, TRUE);
  sw_strip_entry_set_width_px (entry, 90);
  sw_strip_entry_set_numeral (entry, TRUE);
  stored = g_settings_get_value (self->settings, "items");
  text = g_variant_print (stored, FALSE);
  g_assert_nonnull (strstr (text, "('fixture-count', true, 90, true)"));
  /* Still there are those that the defaults name and this machine does not have. */
  g_assert_nonnull (strstr (text, "('cpu', true, 60, false)"));
}

static GtkWindow *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_has_css_class (GTK_WIDGET (window), "strip"))
        return window;
    }
  return NULL;
}

static guint
count_cells (void)
{
  GtkWidget *bar = gtk_window_get_child (find_window ());
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (bar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += SW_IS_STRIP_CELL (child) && gtk_widget_get_visible (child);
  return n;
}

static void
test_plugin_leaves_nothing (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwPluginItem *item = sw_plugin_host_lookup (self->on.host, "works");

  store (self, "[('fixture-count', true, uint32 60, true)]");
  sw_strip_set_enabled (self->strip, TRUE);
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (find_window ())));
  for (guint i = 0; i < N_TOGGLES; i++)
    {
      SwSource *source = sw_source_registry_lookup (self->on.registry, "fixture-count");
      GtkWidget *cell = gtk_widget_get_first_child (gtk_window_get_child (find_window ()));

      g_assert_cmpuint (count_cells (), ==, 2);
      g_assert_cmpuint (sw_source_get_demand (source), ==, 1);
      g_object_add_weak_pointer (G_OBJECT (source), (gpointer *) &source);
      g_object_add_weak_pointer (G_OBJECT (cell), (gpointer *) &cell);
      sw_plugin_host_set_enabled (self->on.host, item, FALSE);
      g_assert_null (source);
      WAIT_UNTIL (cell == NULL);
      g_assert_cmpuint (count_cells (), ==, 0);
      g_assert_cmpint (sw_scheduler_get_next_wakeup_us (self->on.scheduler), ==, -1);
      sw_plugin_host_set_enabled (self->on.host, item, TRUE);
    }
}

/* In the cell of the plugin. */
static GtkWidget *
find_plugin_item (void)
{
  GtkWidget *bar = gtk_window_get_child (find_window ());

  for (GtkWidget *child = gtk_widget_get_first_child (bar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (SW_IS_STRIP_CELL (child) && GTK_IS_LABEL (gtk_widget_get_first_child (child)))
      return gtk_widget_get_first_child (child);
  g_assert_not_reached ();
}

/* An item that has nothing to show for now hides itself, and its cell with it, but not what the user does not want. */
static void
test_item_hides_itself (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *item;

  store (self, "[('fixture-count', true, uint32 60, true)]");
  sw_strip_set_enabled (self->strip, TRUE);
  WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (find_window ())));
  item = find_plugin_item ();
  g_assert_cmpuint (count_cells (), ==, 2);
  gtk_widget_set_visible (item, FALSE);
  g_assert_cmpuint (count_cells (), ==, 1);
  gtk_widget_set_visible (item, TRUE);
  g_assert_cmpuint (count_cells (), ==, 2);
  store (self, "[('fixture-count', true, uint32 60, true), ('plugin:works', false, 60, false)]");
  g_assert_cmpuint (count_cells (), ==, 1);
}

static void
test_hidden_is_asleep (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *source = sw_source_registry_lookup (self->on.registry, "fixture-count");

  store (self, "[('fixture-count', true, uint32 60, false)]");
  sw_strip_set_enabled (self->strip, TRUE);
  WAIT_UNTIL (sw_source_get_demand (source) == 1);
  g_settings_set_boolean (self->settings, "autohide", TRUE);
  WAIT_UNTIL (sw_source_get_demand (source) == 0);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (self->on.scheduler), ==, -1);
  g_settings_set_boolean (self->settings, "autohide", FALSE);
  WAIT_UNTIL (sw_source_get_demand (source) == 1);
  sw_strip_set_paused (self->strip, TRUE);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  sw_strip_set_paused (self->strip, FALSE);
  WAIT_UNTIL (sw_source_get_demand (source) == 1);
  sw_strip_set_enabled (self->strip, FALSE);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (self->on.scheduler), ==, -1);
  g_assert_null (find_window ());
}

static GtkWidget *
find_menu (GtkWindow *window)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (window)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      return child;
  return NULL;
}

static void
point_at (int x, int y)
{
  g_autofree char *command = g_strdup_printf ("xdotool mousemove %d %d", x, y);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

/* While its menu is open, the pointer is on it and it hides by itself: all that it reveals itself for goes before it does. */
static void
test_goes_in_any_state (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_settings_set_boolean (self->settings, "autohide", TRUE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GtkWindow) window = NULL;

      sw_strip_set_enabled (self->strip, TRUE);
      window = g_object_ref (find_window ());
      WAIT_UNTIL (gtk_widget_get_mapped (GTK_WIDGET (window)));
      point_at (100, 1499);
      WAIT_UNTIL (gtk_widget_get_mapped (gtk_window_get_child (window)));
      gtk_popover_popup (GTK_POPOVER (find_menu (window)));
      WAIT_UNTIL (gtk_widget_get_mapped (find_menu (window)));
      /* The second time it goes by itself, as when its display does. */
      if (i == 1)
        g_object_run_dispose (G_OBJECT (window));
      sw_strip_set_enabled (self->strip, FALSE);
      g_object_run_dispose (G_OBJECT (window));
      g_settings_set_uint (self->settings, "thickness", 30 + i);
      g_assert_null (find_window ());
    }
  point_at (100, 100);
  g_settings_reset (self->settings, "thickness");
}

/* Beyond the end of the bar nobody sees it. */
static void
test_no_room_is_asleep (void)
{
  GtkWidget *bar = sw_strip_bar_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *children[3];

  sw_strip_bar_set_shape (SW_STRIP_BAR (bar), GTK_ORIENTATION_HORIZONTAL, 24, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = gtk_label_new (NULL);
      gtk_widget_set_size_request (children[i], 100, 40);
      gtk_widget_set_parent (children[i], bar);
    }
  gtk_window_set_child (GTK_WINDOW (window), bar);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 250, 24);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_UNTIL (gtk_widget_get_width (bar) == 250);
  g_assert_cmpint (gtk_widget_get_height (bar), ==, 24);
  g_assert_true (gtk_widget_get_mapped (children[0]) && gtk_widget_get_mapped (children[1]));
  g_assert_false (gtk_widget_get_mapped (children[2]));
  gtk_widget_set_visible (children[0], FALSE);
  WAIT_UNTIL (gtk_widget_get_mapped (children[2]));
  gtk_window_destroy (GTK_WINDOW (window));
}

#define ADD(path, func) g_test_add (path, Fixture, application, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  application = adw_application_new ("org.stillwatch.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  g_test_add_func ("/strip/items/parse", test_parse);
  g_test_add_func ("/strip/items/parse-bounded", test_parse_bounded);
  ADD ("/strip/items/order", test_order);
  ADD ("/strip/items/choice-is-stored", test_choice_is_stored);
  ADD ("/strip/plugin-leaves-nothing", test_plugin_leaves_nothing);
  ADD ("/strip/item-hides-itself", test_item_hides_itself);
  ADD ("/strip/hidden-is-asleep", test_hidden_is_asleep);
  ADD ("/strip/goes-in-any-state", test_goes_in_any_state);
  g_test_add_func ("/strip/no-room-is-asleep", test_no_room_is_asleep);
  return g_test_run ();
}
