/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Saving from the page, with a file that is chosen at once. */

#include "config.h"

#include <adwaita.h>

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/plugins/packets/page-fixture.h"

#define LOSSES "Missing: directions"

/* In place of GTK's, which would ask. */
void
gtk_file_dialog_save (GtkFileDialog *self,
                      G_GNUC_UNUSED GtkWindow *parent,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_pointer (task, g_file_new_for_path ("/nowhere/b.pcap"), g_object_unref);
}

GFile *
gtk_file_dialog_save_finish (G_GNUC_UNUSED GtkFileDialog *self,
                             GAsyncResult *result,
                             GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
show (PageFixture *fixture, CaptureStore *store, PacketsSessionState state)
{
  page_fixture_set_up (fixture);
  page_fixture_show (fixture, 900, 700);
  page_fixture_show_capture (fixture, store, state);
}

static void
await_log (PageFixture *fixture, const char *expected)
{
  sw_widget_test_wait (fake_session_was_asked, fixture->session);
  page_fixture_assert_log (fixture, expected);
}

static gboolean
has_toast (gpointer page)
{
  return sw_widget_test_find_label (page, "Saved") != NULL;
}

static void
assert_tells (PageFixture *fixture, const char *text)
{
  sw_widget_test_wait (page_fixture_has_dialog, fixture->window);
  g_assert_nonnull (sw_widget_test_find_label (
      GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (fixture->window))), text));
}

static void
test_whole (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);

  show (&fixture, store, PACKETS_SESSION_READY);
  gtk_widget_activate_action (GTK_WIDGET (fixture.page), "capture.save", NULL);
  await_log (&fixture, "save b.pcap\n");
  sw_widget_test_wait (has_toast, fixture.page);
  g_assert_false (page_fixture_has_dialog (fixture.window));
  page_fixture_tear_down (&fixture);
}

/* What the file does not hold is told, and read before it is gone. */
static void
test_losses (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/other.pcapng");

  show (&fixture, store, PACKETS_SESSION_READY);
  fake_session_set_losses (fixture.session, LOSSES);
  fake_session_set_unsaved (fixture.session, TRUE);
  packets_page_open (fixture.page, file);
  page_fixture_answer (&fixture, "Save…");
  await_log (&fixture, "save b.pcap\n");
  sw_widget_test_wait (page_fixture_has_no_dialog, fixture.window);
  fake_session_set_unsaved (fixture.session, FALSE);
  assert_tells (&fixture, LOSSES);
  g_assert_false (fake_session_was_asked (fixture.session));
  page_fixture_answer (&fixture, "Close");
  await_log (&fixture, "open other.pcapng\n");
  sw_widget_test_wait (page_fixture_has_no_dialog, fixture.window);
  page_fixture_tear_down (&fixture);
}

/* It is stopped before, so that nothing comes that is lost; what came all the same is asked for once more. */
static void
test_running (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/other.pcapng");

  show (&fixture, store, PACKETS_SESSION_CAPTURING);
  fake_session_set_unsaved (fixture.session, TRUE);
  packets_page_open (fixture.page, file);
  page_fixture_answer (&fixture, "Save…");
  await_log (&fixture, "stop\n");
  await_log (&fixture, "save b.pcap\n");
  sw_widget_test_wait (has_toast, fixture.page);
  page_fixture_answer (&fixture, "Discard");
  await_log (&fixture, "open other.pcapng\n");
  sw_widget_test_wait (page_fixture_has_no_dialog, fixture.window);
  page_fixture_tear_down (&fixture);
}

static gboolean
is_revealed (gpointer button)
{
  return gtk_widget_get_mapped (button);
}

static gboolean
is_hidden (gpointer button)
{
  return !is_revealed (button);
}

/* The button that ends it, once what is being saved was told some times. */
static GtkWidget *
begin_long_saving (PageFixture *fixture)
{
  GtkWidget *banner = sw_widget_test_find_label (GTK_WIDGET (fixture->page), "Saving…");
  GtkWidget *label, *button;

  fake_session_set_saving (fixture->session, 0.5);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "capture.save", NULL);
  await_log (fixture, "save b.pcap\n");
  g_assert_nonnull (banner);
  banner = gtk_widget_get_ancestor (banner, ADW_TYPE_BANNER);
  label = sw_widget_test_find_label (banner, "Cancel");
  g_assert_nonnull (label);
  button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
  fake_session_tell (fixture->session);
  g_assert_false (adw_banner_get_revealed (ADW_BANNER (banner)));
  for (guint i = 0; i < 5; i++)
    fake_session_tell (fixture->session);
  g_assert_true (adw_banner_get_revealed (ADW_BANNER (banner)));
  sw_widget_test_wait (is_revealed, button);
  return button;
}

static void
end_long_saving (PageFixture *fixture, GtkWidget *button)
{
  fake_session_set_saving (fixture->session, -1);
  fake_session_tell (fixture->session);
  sw_widget_test_wait (is_hidden, button);
}

/* What takes its time says so, and how far it is. */
static void
test_long (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  GtkWidget *button, *bar;

  show (&fixture, store, PACKETS_SESSION_READY);
  button = begin_long_saving (&fixture);
  bar = sw_widget_test_find (GTK_WIDGET (fixture.page), GTK_TYPE_PROGRESS_BAR);
  g_assert_true (gtk_widget_get_mapped (bar));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.5);
  end_long_saving (&fixture, button);
  g_assert_false (gtk_widget_get_mapped (bar));
  sw_widget_test_wait (has_toast, fixture.page);
  page_fixture_tear_down (&fixture);
}

static void
test_cancelled (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  GtkWidget *button;

  show (&fixture, store, PACKETS_SESSION_READY);
  button = begin_long_saving (&fixture);
  g_signal_emit_by_name (button, "clicked");
  end_long_saving (&fixture, button);
  await_log (&fixture, "cancelled\n");
  g_assert_false (has_toast (fixture.page));
  /* The next is another matter. */
  gtk_widget_activate_action (GTK_WIDGET (fixture.page), "capture.save", NULL);
  await_log (&fixture, "save b.pcap\n");
  sw_widget_test_wait (has_toast, fixture.page);
  page_fixture_tear_down (&fixture);
}

/* Whoever closes the window in the middle of it: it is saved to its end, and nobody is there to be told. */
static void
test_closed (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);

  show (&fixture, store, PACKETS_SESSION_READY);
  begin_long_saving (&fixture);
  sw_widget_test_close (g_steal_pointer (&fixture.window));
  fake_session_set_saving (fixture.session, -1);
  fake_session_tell (fixture.session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  page_fixture_assert_log (&fixture, "");
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/saving/whole", test_whole);
  g_test_add_func ("/packets/saving/losses", test_losses);
  g_test_add_func ("/packets/saving/running", test_running);
  g_test_add_func ("/packets/saving/long", test_long);
  g_test_add_func ("/packets/saving/cancelled", test_cancelled);
  g_test_add_func ("/packets/saving/closed", test_closed);
  return g_test_run ();
}
