/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The page's dialogs that ask for text. */

#include "config.h"

#include <adwaita.h>

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/plugins/packets/page-fixture.h"

#include "plugins/packets/packets-paste-dialog.h"
#include "plugins/packets/packets-remote-dialog.h"

/* An ARP request, as tcpdump -xx has it. */
#define QUESTION \
  "\t0x0000:  ffff ffff ffff 5254 0012 3456 0806 0001\n" \
  "\t0x0010:  0800 0604 0001 5254 0012 3456 0a4d 010a\n" \
  "\t0x0020:  0000 0000 0000 0a4d 0101\n"

/* The head of an IP packet. */
#define PING \
  "0000  45 00 00 14 00 00 00 00 40 01 7c e7 7f 00 00 01\n" \
  "0010  7f 00 00 01\n"

typedef struct
{
  PageFixture on;
  AdwDialog *dialog; /* borrowed, until it closes */
  GtkWidget *focus;  /* borrowed: where one types at once */
  GtkWidget *accept; /* borrowed: the button */
} Fixture;

static gboolean
has_focus (gpointer window)
{
  GtkWidget *focus = gtk_root_get_focus (window);

  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
         && gtk_widget_get_mapped (focus);
}

static void
set_up (Fixture *self, const char *action, const char *accept)
{
  GtkWidget *label;

  page_fixture_set_up (&self->on);
  page_fixture_show (&self->on, 700, 700);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->on.page), action, NULL));
  self->dialog = adw_window_get_visible_dialog (ADW_WINDOW (self->on.window));
  sw_widget_test_wait (has_focus, self->on.window);
  self->focus = gtk_root_get_focus (GTK_ROOT (self->on.window));
  g_assert_true (gtk_widget_is_ancestor (self->focus, GTK_WIDGET (self->dialog)));
  label = sw_widget_test_find_label (GTK_WIDGET (self->dialog), accept);
  self->accept = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
}

static void
tear_down (Fixture *self)
{
  AdwDialog *dialog = adw_window_get_visible_dialog (ADW_WINDOW (self->on.window));

  /* It closes by itself when it is done. */
  if (dialog != NULL)
    adw_dialog_force_close (dialog);
  sw_widget_test_wait (page_fixture_has_no_dialog, self->on.window);
  page_fixture_tear_down (&self->on);
}

static void
write_text (Fixture *self, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->focus)), text, -1);
}

static gboolean
is_in_list (gpointer fixture)
{
  PageFixture *on = fixture;
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (on->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (on->page->table));
}

/* It is not malformed: the rest was there, and is not in the text. */
static void
test_cut_short (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, "capture.paste", "Open");
  write_text (&fixture,
              "read(3, \"\\0\\21\\\"3DU\\0\\21\\\"3Df\\10\\6\\0\\1\\10\\0\"..., 1500) = 60\n");
  g_assert_nonnull (sw_widget_test_find_label (
      GTK_WIDGET (fixture.dialog), "ARP · 00:11:22:33:44:66 → 00:11:22:33:44:55 · [cut short]"));
  tear_down (&fixture);
}

/* All packets of the text are opened, not the first alone. */
static void
test_several (void)
{
  Fixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (3);
  g_autofree char *log = NULL;

  set_up (&fixture, "capture.paste", "Open");
  g_assert_false (gtk_widget_get_sensitive (fixture.accept));
  write_text (&fixture, QUESTION);
  g_assert_true (gtk_widget_get_sensitive (fixture.accept));
  write_text (&fixture, "no hex");
  g_assert_false (gtk_widget_get_sensitive (fixture.accept));
  write_text (&fixture, QUESTION QUESTION PING);
  g_assert_true (gtk_widget_get_sensitive (fixture.accept));
  g_signal_emit_by_name (fixture.accept, "clicked");
  /* They can be gone through at once. */
  fake_session_set_store (fixture.on.session, store);
  fake_session_set_state (fixture.on.session, PACKETS_SESSION_READY);
  fake_session_tell (fixture.on.session);
  sw_widget_test_wait (page_fixture_has_no_dialog, fixture.on.window);
  sw_widget_test_wait (is_in_list, &fixture.on);
  log = fake_session_steal_log (fixture.on.session);
  g_assert_cmpstr (log, ==, "42 bytes of type 1\n42 bytes of type 1\n20 bytes of type 101\n");
  tear_down (&fixture);
}

static gboolean
is_sensitive (gpointer widget)
{
  return gtk_widget_get_sensitive (widget);
}

/* What takes its time is read meanwhile, and once more when it changed. */
static void
test_long (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *log = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (text, QUESTION);
  set_up (&fixture, "capture.paste", "Open");
  write_text (&fixture, text->str);
  g_assert_false (gtk_widget_get_sensitive (fixture.accept));
  g_string_append (text, QUESTION);
  write_text (&fixture, text->str);
  g_assert_false (gtk_widget_get_sensitive (fixture.accept));
  sw_widget_test_wait (is_sensitive, fixture.accept);
  g_signal_emit_by_name (fixture.accept, "clicked");
  log = fake_session_steal_log (fixture.on.session);
  g_assert_cmpuint (strlen (log), ==, 501 * strlen ("42 bytes of type 1\n"));
  tear_down (&fixture);
}

/* Closed while it reads. */
static void
test_closed (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 900; i++)
    g_string_append (text, QUESTION);
  set_up (&fixture, "capture.paste", "Open");
  write_text (&fixture, text->str);
  tear_down (&fixture);
}

static void
test_remote (void)
{
  Fixture fixture = { 0 };
  g_autofree char *log = NULL;

  set_up (&fixture, "capture.remote", "Capture");
  g_assert_false (gtk_widget_get_sensitive (fixture.accept));
  gtk_editable_set_text (GTK_EDITABLE (fixture.focus), "user@host");
  g_assert_true (gtk_widget_get_sensitive (fixture.accept));
  gtk_editable_set_text (GTK_EDITABLE (fixture.focus), "-oProxyCommand=x");
  g_assert_false (gtk_widget_get_sensitive (fixture.accept));
  gtk_editable_set_text (GTK_EDITABLE (fixture.focus), "user@host");
  g_signal_emit_by_name (fixture.accept, "clicked");
  log = fake_session_steal_log (fixture.on.session);
  g_assert_cmpstr (log, ==, "command ssh\n");
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/paste/several", test_several);
  g_test_add_func ("/packets/paste/cut-short", test_cut_short);
  g_test_add_func ("/packets/paste/long", test_long);
  g_test_add_func ("/packets/paste/closed", test_closed);
  g_test_add_func ("/packets/remote/command", test_remote);
  return g_test_run ();
}
