/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The rows of all graphs in the preferences, while graphs come and go. */

#include "config.h"

#include "shell/sw-preferences-private.h"
#include "tests/host-fixture.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"

#define OWNER "works"
#define OWN_TITLE "Samples"

typedef struct
{
  HostFixture on;
  GtkWindow *window;
  GtkWidget *page;
} Fixture;

static SwSource *
add (Fixture *self, const char *id, SwSource *after)
{
  g_autoptr (SwSource) source = sw_fake_source_new (id, id, SW_UNIT_PERCENT, SW_STYLE_LINES);

  sw_fake_source_add_channels (source, SW_ROLE_1, "One", NULL);
  sw_source_registry_add_after (self->on.registry, OWNER, source, after);
  return source;
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  host_fixture_set_up (&self->on, g_getenv ("STILLWATCH_FIXTURE_DIR"),
                       (const char *[]) { "silent", "untidy", NULL });
  self->page = GTK_WIDGET (sw_preferences_graphs_new (self->on.registry, self->on.host));
  self->window = sw_widget_test_show (self->page, 500, 700);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  sw_widget_test_close (self->window);
  host_fixture_tear_down (&self->on);
}

/* The titles of the rows that show, in their order, and of groups without any. */
static void
list (GtkWidget *widget, GString *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!gtk_widget_get_visible (child))
      continue;
    else if (ADW_IS_SWITCH_ROW (child))
      g_string_append_printf (text, "%s ",
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)));
    else
      list (child, text);
}

#define ASSERT_ROWS(wanted) \
  G_STMT_START \
  { \
    g_autoptr (GString) found = g_string_new (NULL); \
    list (self->page, found); \
    g_assert_cmpstr (found->str, ==, wanted); \
  } \
  G_STMT_END

static GtkWidget *
find (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_SWITCH_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, title);
  return found;
}

/* Somebody is at a row, or at the button in it, while others come and go around it. */
static void
test_focus_stays (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *a = add (self, "a", NULL);
  SwSource *b = add (self, "b", NULL);
  GtkWidget *row = find (self->page, "b");
  GtkWidget *button = sw_widget_test_find (row, GTK_TYPE_BUTTON);
  SwSource *between;

  ASSERT_ROWS (OWN_TITLE " a b ");
  g_assert_true (gtk_widget_grab_focus (button));
  between = add (self, "between", a);
  add (self, "behind", NULL);
  ASSERT_ROWS (OWN_TITLE " a between b behind ");
  g_assert_true (find (self->page, "b") == row);
  g_assert_true (gtk_window_get_focus (self->window) == button);
  sw_source_registry_remove (self->on.registry, between);
  sw_source_registry_remove (self->on.registry, a);
  ASSERT_ROWS (OWN_TITLE " b behind ");
  g_assert_true (gtk_window_get_focus (self->window) == button);
  sw_source_registry_remove (self->on.registry, b);
  g_assert_true (gtk_window_get_focus (self->window) == find (self->page, "behind"));
}

static gboolean
says_that_there_are_none (Fixture *self)
{
  return gtk_widget_is_visible (sw_widget_test_find_label (self->page, "No Graphs"));
}

/* A plugin that is switched off takes its graphs away, and one that comes back brings them. */
static void
test_plugins_come_and_go (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwPluginItem *item = sw_plugin_host_lookup (self->on.host, OWNER);

  ASSERT_ROWS (OWN_TITLE " ");
  g_assert_false (says_that_there_are_none (self));
  sw_plugin_host_set_enabled (self->on.host, item, FALSE);
  ASSERT_ROWS ("");
  g_assert_true (says_that_there_are_none (self));
  sw_plugin_host_set_enabled (self->on.host, item, TRUE);
  ASSERT_ROWS (OWN_TITLE " ");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("/preferences-graphs/focus-stays", test_focus_stays);
  ADD ("/preferences-graphs/plugins-come-and-go", test_plugins_come_and_go);
  return g_test_run ();
}
