/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What is asleep costs nothing: with the window hidden or minimised, or another page before it, no source is
 * demanded and no timer is armed. With the real plugins. */

#include "config.h"

#include "plugin/sw-context.h"
#include "shell/sw-window.h"
#include "tests/host-fixture.h"
#include "widgets/sw-numeral.h"

typedef struct
{
  HostFixture on;
  GListModel *pages;
  SwWindow *window; /* borrowed from the application */
} Fixture;

/* By the window of the test before. */
static const char *const remembered[]
    = { "last-page", "window-width", "window-height", "window-maximized" };

static void
set_up (Fixture *self, gconstpointer application)
{
  host_fixture_set_up (&self->on, g_getenv ("STILLWATCH_PLUGIN_DIR"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (remembered); i++)
    g_settings_reset (self->on.settings, remembered[i]);
  self->pages = sw_page_list_new (self->on.host);
  self->window = sw_window_new (ADW_APPLICATION ((gpointer) application), self->on.settings,
                                self->on.host, self->pages);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  sw_test_assert_last_unref (self->pages);
  host_fixture_tear_down (&self->on);
}

static guint
count_demanded (Fixture *self)
{
  g_autoptr (GList) sources = sw_source_registry_list (self->on.registry);
  guint demanded = 0;

  for (GList *link = sources; link != NULL; link = link->next)
    demanded += sw_source_get_demand (link->data) > 0;
  return demanded;
}

static gboolean
is_asleep (Fixture *self)
{
  return count_demanded (self) == 0 && sw_scheduler_get_next_wakeup_us (self->on.scheduler) == -1;
}

static void
show (Fixture *self)
{
  gtk_window_present (GTK_WINDOW (self->window));
  WAIT_UNTIL (count_demanded (self) > 0);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (self->on.scheduler), >, 0);
}

static void
test_not_shown_yet (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_true (is_asleep (self));
}

static void
test_other_page (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  show (self);
  /* The sidebar still tells how the processor and the memory are. */
  g_assert_true (sw_window_show_page (self->window, SW_PAGE_PLUGINS));
  WAIT_UNTIL (count_demanded (self) == 2);
  g_assert_true (sw_window_show_page (self->window, "multiload"));
  WAIT_UNTIL (count_demanded (self) > 2);
}

/* In a narrow window the sidebar is out of sight, and so is its state. */
static void
test_other_page_narrow (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), 400, 600);
  show (self);
  g_assert_true (sw_window_show_page (self->window, SW_PAGE_PLUGINS));
  WAIT_UNTIL (is_asleep (self));
}

static GtkListBoxRow *
get_row (Fixture *self, int index)
{
  return gtk_list_box_get_row_at_index (
      GTK_LIST_BOX (gtk_widget_get_template_child (GTK_WIDGET (self->window), SW_TYPE_WINDOW,
                                                   "page_list")),
      index);
}

static SwNumeral *
find_status (Fixture *self, int index)
{
  return g_object_get_data (G_OBJECT (get_row (self, index)), "status");
}

/* What a row says below its title; NULL for nothing. */
static const char *
get_status (Fixture *self, int index)
{
  SwNumeral *status = find_status (self, index);

  return gtk_widget_get_visible (GTK_WIDGET (status)) ? sw_numeral_get_text (status) : NULL;
}

static void
test_status (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwContext *context
      = sw_plugin_host_get_context (self->on.host,
                                    sw_plugin_host_lookup (self->on.host, "multiload"));
  GRegex *line = g_regex_new ("^CPU .?\\d+ % · memory \\d+ %$", 0, 0, NULL);

  g_assert_cmpstr (get_status (self, 2), ==, "2 on");
  g_assert_false (sw_context_get_status_shown (context));
  show (self);
  WAIT_UNTIL (sw_context_get_status_shown (context));
  WAIT_UNTIL (g_regex_match (line, get_status (self, 0), 0, NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  WAIT_UNTIL (!sw_context_get_status_shown (context));
  sw_context_set_status (context, "one\ntwo\xff");
  g_assert_cmpstr (get_status (self, 0), ==, "one two\xef\xbf\xbd");
  sw_context_set_status (context, NULL);
  g_assert_null (get_status (self, 0));
  sw_plugin_host_set_enabled (self->on.host, sw_plugin_host_lookup (self->on.host, "multiload"),
                              FALSE);
  g_assert_cmpstr (get_status (self, 1), ==, "1 on");
  sw_plugin_host_set_enabled (self->on.host, sw_plugin_host_lookup (self->on.host, "multiload"),
                              TRUE);
  g_regex_unref (line);
}

/* With room for two columns of cards. */
static void
test_status_fits (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *status = GTK_WIDGET (find_status (self, 0));
  g_autoptr (PangoLayout) layout = NULL;
  int width;

  gtk_window_set_default_size (GTK_WINDOW (self->window), 900, 700);
  show (self);
  WAIT_UNTIL (gtk_widget_get_width (status) > 0);
  layout = gtk_widget_create_pango_layout (status, "CPU 100 % · memory 100 %");
  pango_layout_get_pixel_size (layout, &width, NULL);
  g_assert_cmpint (width, <=, gtk_widget_get_width (status));
}

static void
test_hidden (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  show (self);
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  WAIT_UNTIL (is_asleep (self));
  show (self);
}

static void
test_minimised (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  show (self);
  gtk_window_minimize (GTK_WINDOW (self->window));
  WAIT_UNTIL (is_asleep (self));
  gtk_window_unminimize (GTK_WINDOW (self->window));
  WAIT_UNTIL (count_demanded (self) > 0);
}

static void
test_plugin_off (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwPluginItem *item = sw_plugin_host_lookup (self->on.host, "multiload");
  GtkStack *stack = GTK_STACK (gtk_widget_get_template_child (GTK_WIDGET (self->window),
                                                              SW_TYPE_WINDOW, "stack"));

  show (self);
  g_assert_nonnull (gtk_stack_get_child_by_name (stack, "multiload"));
  sw_plugin_host_set_enabled (self->on.host, item, FALSE);
  g_assert_null (gtk_stack_get_child_by_name (stack, "multiload"));
  g_assert_true (is_asleep (self));
  g_assert_cmpuint (g_list_model_get_n_items (self->pages), ==, 2);
  g_assert_false (sw_window_show_page (self->window, "multiload"));
  sw_plugin_host_set_enabled (self->on.host, item, TRUE);
  g_assert_true (sw_window_show_page (self->window, "multiload"));
  WAIT_UNTIL (count_demanded (self) > 0);
}

/* Shown by its key, a page does not leave the focus on the row of another. */
static void
test_focus_follows (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_template_child (GTK_WIDGET (self->window),
                                                                  SW_TYPE_WINDOW, "page_list"));

  show (self);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0))));
  g_assert_true (sw_window_show_page (self->window, SW_PAGE_PLUGINS));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window))
                 == GTK_WIDGET (gtk_list_box_get_selected_row (list)));
}

#define ADD(path, func) g_test_add (path, Fixture, application, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  application = adw_application_new ("org.stillwatch.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  ADD ("/window/asleep/not-shown-yet", test_not_shown_yet);
  ADD ("/window/asleep/other-page", test_other_page);
  ADD ("/window/asleep/other-page-narrow", test_other_page_narrow);
  ADD ("/window/asleep/hidden", test_hidden);
  ADD ("/window/asleep/minimised", test_minimised);
  ADD ("/window/asleep/plugin-off", test_plugin_off);
  ADD ("/window/focus/follows-the-page", test_focus_follows);
  ADD ("/window/status", test_status);
  ADD ("/window/status/fits", test_status_fits);
  return g_test_run ();
}
