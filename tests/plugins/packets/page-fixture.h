/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A page of packets on a session that does what the test says. */

#pragma once

#include "core/sw-source-registry.h"
#include "plugin/sw-context.h"
#include "services/sw-session.h"
#include "tests/plugins/packets/fake-session.h"
#include "tests/sw-test.h"
#include "tests/widgets/sw-widget-test.h"

#include "plugins/packets/packets-page-private.h"

typedef struct
{
  SwScheduler *scheduler;
  SwSamplePool *pool;
  SwSourceRegistry *registry;
  SwSession *desktop;
  SwContext *context;
  GSettings *settings;
  PacketsSession *session;
  PacketsPage *page; /* borrowed by its window */
  GtkWindow *window; /* (nullable) */
} PageFixture;

/* CLOCK (nullable): the system's. */
static inline void
page_fixture_set_up_on_clock (PageFixture *self, SwClock *clock)
{
  self->scheduler = sw_scheduler_new (clock, NULL);
  self->pool = sw_sample_pool_new (NULL);
  self->registry = sw_source_registry_new (self->scheduler);
  self->desktop = sw_session_new_for_bus (NULL);
  self->context
      = sw_context_new ("packets", self->scheduler, self->registry, self->pool, self->desktop);
  self->settings = g_settings_new ("org.stillwatch.plugins.packets");
  self->session = fake_session_new ();
  self->page = PACKETS_PAGE (packets_page_new (self->context, self->session, self->settings));
  g_object_ref_sink (self->page);
}

static inline void
page_fixture_set_up (PageFixture *self)
{
  page_fixture_set_up_on_clock (self, NULL);
}

static inline gboolean
page_fixture_is_shown (gpointer page)
{
  return gtk_widget_get_mapped (page) && gtk_widget_get_width (page) > 0;
}

/* In a window that has its dialogs within, as the program's has. */
static inline void
page_fixture_show (PageFixture *self, int width, int height)
{
  self->window = GTK_WINDOW (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->page));
  gtk_window_set_default_size (self->window, width, height);
  gtk_window_present (self->window);
  sw_widget_test_wait (page_fixture_is_shown, self->page);
  sw_widget_test_paint (GTK_WIDGET (self->page));
}

void page_fixture_show_capture (PageFixture *self, CaptureStore *store, PacketsSessionState state);
gboolean page_fixture_act (PageFixture *self, const char *action);
/* What the session was asked to do since the last time. */
void page_fixture_assert_log (PageFixture *self, const char *expected);
gboolean page_fixture_has_dialog (gpointer window);
gboolean page_fixture_has_no_dialog (gpointer window);
/* Presses the button with that LABEL of the dialog that shows, or soon will. */
void page_fixture_answer (PageFixture *self, const char *label);

/* Nobody may hold anything of it any more. */
static inline void
page_fixture_tear_down (PageFixture *self)
{
  if (self->window != NULL)
    sw_widget_test_close (self->window);
  sw_test_assert_last_unref (self->page);
  sw_test_assert_last_unref (self->session);
  sw_context_close (self->context);
  sw_test_assert_last_unref (self->context);
  g_clear_object (&self->settings);
  g_clear_object (&self->desktop);
  g_clear_object (&self->registry);
  g_clear_object (&self->pool);
  sw_test_assert_last_unref (self->scheduler);
}
