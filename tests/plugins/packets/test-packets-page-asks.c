/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the page asks of the session, and of the user before it does. */

#include "config.h"

#include <adwaita.h>

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/plugins/packets/page-fixture.h"

static void
test_asks (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/other.pcapng");

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  g_assert_true (page_fixture_act (&fixture, "capture.toggle"));
  page_fixture_assert_log (&fixture, "start all “”\n");
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_CAPTURING);
  g_assert_true (page_fixture_act (&fixture, "capture.toggle"));
  page_fixture_assert_log (&fixture, "stop\n");
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  packets_page_open (fixture.page, file);
  page_fixture_assert_log (&fixture, "open other.pcapng\n");
  /* What would be lost is asked for first. */
  fake_session_set_unsaved (fixture.session, TRUE);
  packets_page_open (fixture.page, file);
  page_fixture_assert_log (&fixture, "");
  page_fixture_answer (&fixture, "Discard");
  sw_widget_test_wait (fake_session_was_asked, fixture.session);
  sw_widget_test_wait (page_fixture_has_no_dialog, fixture.window);
  page_fixture_assert_log (&fixture, "open other.pcapng\n");
  page_fixture_tear_down (&fixture);
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  return NULL;
}

/* Which of the captures that were left it is about; of one that has another name nothing is known. */
static void
test_left (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/capture-20260102-030405-AbCdEf.pcapng");
  g_autoptr (GFile) other = g_file_new_for_path ("/nowhere/capture-20269902-030405-AbCdEf.pcapng");
  g_autoptr (GDateTime) begin = g_date_time_new_local (2026, 1, 2, 3, 4, 5);
  g_autofree char *text = g_date_time_format (begin, "Stillwatch ended before the capture of %x, "
                                                     "%X was saved. What had come until then is "
                                                     "there.");
  const char *const texts[] = { text, "Stillwatch ended before this capture was saved. What had "
                                      "come until then is there." };
  PageFixture fixture = { 0 };

  page_fixture_set_up (&fixture);
  fake_session_add_left (fixture.session, file);
  fake_session_add_left (fixture.session, other);
  page_fixture_show (&fixture, 900, 700);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *dialog;

      WAIT_UNTIL (fixture.page->left != NULL && fixture.page->left->len == 2 - i);
      g_assert_true (page_fixture_act (&fixture, "capture.look-at-left"));
      sw_widget_test_wait (page_fixture_has_dialog, fixture.window);
      dialog = GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (fixture.window)));
      g_assert_nonnull (sw_widget_test_find_label (dialog, texts[i]));
      page_fixture_answer (&fixture, i == 0 ? "Open" : "Cancel");
      sw_widget_test_wait (page_fixture_has_no_dialog, fixture.window);
    }
  page_fixture_assert_log (&fixture, "open capture-20260102-030405-AbCdEf.pcapng\n");
  page_fixture_tear_down (&fixture);
}

#define TOLD_LATER "Only “d.pcapng” is opened: one capture at a time"

static void
drop (PageFixture *fixture, const char *const *paths)
{
  GFile *files[3];
  const guint n_files = g_strv_length ((char **) paths);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  for (guint i = 0; i < n_files; i++)
    files[i] = g_file_new_for_path (paths[i]);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (files, n_files));
  g_signal_emit_by_name (find_drop_target (GTK_WIDGET (fixture->page)), "drop", &value, 1.0, 1.0,
                         &taken);
  g_assert_true (taken);
  for (guint i = 0; i < n_files; i++)
    g_object_unref (files[i]);
}

static gboolean
tells_later (gpointer page)
{
  return sw_widget_test_find_label (page, TOLD_LATER) != NULL;
}

/* Of several files one is opened, and which is said. */
static void
test_drops (void)
{
  const char *told = "Only “b.pcap” is opened: one capture at a time";
  PageFixture fixture = { 0 };

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  drop (&fixture, (const char *[]) { "/nowhere/a.pcap", NULL });
  page_fixture_assert_log (&fixture, "open a.pcap\n");
  g_assert_null (sw_widget_test_find_label (GTK_WIDGET (fixture.page), told));
  drop (&fixture,
        (const char *[]) { "/nowhere/notes.txt", "/nowhere/b.pcap", "/nowhere/c.pcap", NULL });
  page_fixture_assert_log (&fixture, "open b.pcap\n");
  g_assert_nonnull (sw_widget_test_find_label (GTK_WIDGET (fixture.page), told));
  adw_toast_overlay_dismiss_all (fixture.page->toasts);
  drop (&fixture, (const char *[]) { "/nowhere/x", "/nowhere/y", NULL });
  page_fixture_assert_log (&fixture, "open x\n");
  adw_toast_overlay_dismiss_all (fixture.page->toasts);
  /* Not before it is. */
  fake_session_set_unsaved (fixture.session, TRUE);
  drop (&fixture, (const char *[]) { "/nowhere/d.pcapng", "/nowhere/e.pcapng", NULL });
  page_fixture_assert_log (&fixture, "");
  g_assert_null (sw_widget_test_find_label (GTK_WIDGET (fixture.page), TOLD_LATER));
  page_fixture_answer (&fixture, "Discard");
  sw_widget_test_wait (fake_session_was_asked, fixture.session);
  sw_widget_test_wait (page_fixture_has_no_dialog, fixture.window);
  page_fixture_assert_log (&fixture, "open d.pcapng\n");
  sw_widget_test_wait (tells_later, fixture.page);
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/page/asks", test_asks);
  g_test_add_func ("/packets/page/left", test_left);
  g_test_add_func ("/packets/page/drops", test_drops);
  return g_test_run ();
}
