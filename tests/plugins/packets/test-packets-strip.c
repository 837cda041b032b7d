/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <adwaita.h>

#include "core/sw-unit.h"

#include "plugins/packets/packets-strip-item.h"
#include "tests/plugins/packets/session-files.h"

static gboolean
describes (GtkWidget *item, const char *text)
{
  g_autofree char *description = packets_strip_item_describe (PACKETS_STRIP_ITEM (item));

  return strstr (description, text) != NULL;
}

/* Whether anything wakes up for it. */
static gboolean
runs (SessionFixture *f)
{
  g_autoptr (GList) jobs = sw_scheduler_list_jobs (f->scheduler);

  for (GList *link = jobs; link != NULL; link = link->next)
    if (g_str_equal (sw_job_get_name (link->data), "packets rates"))
      return !sw_job_get_paused (link->data);
  g_assert_not_reached ();
}

/* It is there while something is captured, shows what passes, asks for it only while it can be seen, and keeps its size. */
static void
test_arrows_have_rates (void)
{
  SessionFixture f;
  g_autofree char *path = NULL;
  PacketsTraffic *traffic;
  GtkWidget *window = gtk_window_new ();
  GtkWidget *item;
  int before_px, after_px;

  session_fixture_init (&f, NULL);
  path = session_fixture_write_figures (&f, "figures.pcapng");
  traffic = packets_traffic_new (f.scheduler, "test", f.session);
  item = packets_strip_item_new (traffic);
  g_assert_true (describes (item, "Nothing is being captured"));
  g_assert_false (gtk_widget_get_visible (item));
  gtk_window_set_child (GTK_WINDOW (window), item);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_UNTIL (gtk_widget_get_mapped (window));
  g_assert_false (runs (&f));
  session_fixture_run_command (&f, (const char *[]) { "sh", "-c", "cat \"$0\"; exec sleep 1000",
                                                      path, NULL });
  WAIT_UNTIL (gtk_widget_get_mapped (item));
  gtk_widget_measure (item, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &before_px, NULL, NULL);
  WAIT_UNTIL (describes (item, "tap0: in 1.2 k/s, 960 kbit/s; out 300/s, 240 kbit/s"));
  g_assert_true (runs (&f));
  gtk_widget_measure (item, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &after_px, NULL, NULL);
  g_assert_cmpint (before_px, ==, after_px);
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (item)), ==,
                   GTK_ACCESSIBLE_ROLE_GROUP);
  packets_session_stop (f.session);
  WAIT_UNTIL (!gtk_widget_get_visible (item));
  WAIT_UNTIL (!runs (&f));
  gtk_window_destroy (GTK_WINDOW (window));
  sw_test_assert_last_unref (traffic);
  session_fixture_clear (&f);
}

/* In an upright strip the two stand above each other. */
static void
test_upright_strip (void)
{
  SessionFixture f;
  PacketsTraffic *traffic;
  GtkWidget *item;
  int wide_px, narrow_px;

  session_fixture_init (&f, NULL);
  traffic = packets_traffic_new (f.scheduler, "test", f.session);
  item = g_object_ref_sink (packets_strip_item_new (traffic));
  /* What is hidden has no size. */
  gtk_widget_set_visible (item, TRUE);
  gtk_widget_measure (item, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide_px, NULL, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (item), GTK_ORIENTATION_VERTICAL);
  gtk_widget_measure (item, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &narrow_px, NULL, NULL);
  g_assert_cmpint (narrow_px, <, wide_px);
  sw_test_assert_last_unref (item);
  sw_test_assert_last_unref (traffic);
  session_fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/strip/rates", test_arrows_have_rates);
  g_test_add_func ("/packets/strip/upright", test_upright_strip);
  return g_test_run ();
}
