/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/page-fixture.h"

void
page_fixture_show_capture (PageFixture *self, CaptureStore *store, PacketsSessionState state)
{
  fake_session_set_store (self->session, store);
  fake_session_set_state (self->session, state);
  fake_session_tell (self->session);
}

gboolean
page_fixture_act (PageFixture *self, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (self->page), action, NULL);
}

void
page_fixture_assert_log (PageFixture *self, const char *expected)
{
  g_autofree char *log = fake_session_steal_log (self->session);

  g_assert_cmpstr (log, ==, expected);
}

gboolean
page_fixture_has_dialog (gpointer window)
{
  return adw_window_get_visible_dialog (window) != NULL;
}

gboolean
page_fixture_has_no_dialog (gpointer window)
{
  return !page_fixture_has_dialog (window);
}

void
page_fixture_answer (PageFixture *self, const char *label)
{
  GtkWidget *button;

  sw_widget_test_wait (page_fixture_has_dialog, self->window);
  button = sw_widget_test_find_label (
      GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (self->window))), label);
  g_assert_nonnull (button);
  g_signal_emit_by_name (gtk_widget_get_ancestor (button, GTK_TYPE_BUTTON), "clicked");
}
