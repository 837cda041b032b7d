/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A board of made-up sources in a window, for the tests of boards. */

#pragma once

#include <adwaita.h>

#include "core/sw-scheduler.h"
#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-board.h"

G_BEGIN_DECLS

/* A scheduler whose time stands still unless told, a registry, a board in a window. */
typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  GtkWidget *board;
  GtkWindow *window;
} Fixture;

static inline gboolean
answer (SwSource *source, gint64 time_us, gpointer reason, GError **error)
{
  if (reason != NULL)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE, reason);
      return FALSE;
    }
  sw_source_set_value (source, 0, 40 + time_us / SW_SECOND_US % 50);
  return TRUE;
}

static inline SwSource *
add_source (Fixture *fixture, guint number, const char *owner, const char *reason)
{
  g_autofree char *id = g_strdup_printf ("source-%u", number);
  SwSource *source = sw_fake_source_new (id, id, SW_UNIT_PERCENT, SW_STYLE_LINES);

  sw_fake_source_add_channels (source, SW_ROLE_1, "One", NULL);
  sw_fake_source_set_func (source, answer, (gpointer) reason);
  sw_source_registry_add (fixture->registry, owner, source);
  g_object_unref (source);
  return source;
}

static inline void
fixture_init (Fixture *fixture, guint n_sources, const char *owner)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
  for (guint i = 0; i < n_sources; i++)
    add_source (fixture, i, "test", NULL);
  fixture->board = sw_board_new (fixture->registry, owner);
  fixture->window = sw_widget_test_show (fixture->board, 900, 600);
}

static inline void
fixture_clear (Fixture *fixture)
{
  sw_widget_test_close (fixture->window);
  sw_test_assert_last_unref (fixture->registry);
  g_clear_object (&fixture->scheduler);
  g_clear_object (&fixture->clock);
}

static inline void
run_seconds (Fixture *fixture, guint seconds)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
}

/* All mapped widgets of a type, in the order of their tree. */
static inline void
find_all (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_all (child, type, found);
}

static inline GPtrArray *
find (Fixture *fixture, GType type)
{
  GPtrArray *found = g_ptr_array_new ();

  find_all (fixture->board, type, found);
  return found;
}

static inline guint
count (Fixture *fixture, GType type)
{
  g_autoptr (GPtrArray) found = find (fixture, type);

  return found->len;
}

G_END_DECLS
