/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <adwaita.h>

#include "core/sw-source-registry.h"
#include "services/sw-session.h"

#include "plugins/multiload/multiload-preferences.h"
#include "plugins/multiload/network-source.h"
#include "tests/sw-test.h"
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

/* The list of graphs names an interface as it is called, and why it has no values, whatever bytes that is. */
static void
test_names_are_no_markup (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const char *const names[] = { "AT&T", "<b>eth0</b>", "a<b&\xff\xfe" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (NetInterfaces) interfaces = net_interfaces_new (self->pool, NULL);
      g_autoptr (SwSource) source = network_source_new_for_interface (interfaces, names[i]);
      g_autofree char *shown = g_utf8_make_valid (names[i], -1);
      SwTick tick = sw_test_tick (1 + i);
      GtkWidget *page, *row;

      sw_test_tree_write (self->tree, "/proc/net/dev", "Inter-| Receive\n face |bytes\n");
      sw_context_add_source (self->context, source);
      page = GTK_WIDGET (multiload_preferences_new (self->context, NULL));
      self->window = sw_widget_test_show (page, 500, 500);
      sw_source_sample (source, &tick);
      sw_widget_test_paint (page);
      row = sw_widget_test_find (page, ADW_TYPE_SWITCH_ROW);
      g_assert_nonnull (sw_widget_test_find_label (row, shown));
      g_assert_nonnull (strstr (sw_source_get_reason (source), shown));
      g_assert_nonnull (sw_widget_test_find_label (row, sw_source_get_reason (source)));
      sw_widget_test_close (self->window);
      sw_context_remove_source (self->context, source);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/multiload-preferences/odd-names", Fixture, NULL, set_up, test_names_are_no_markup,
              tear_down);
  return g_test_run ();
}
