/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The history of a made-up source on a board, for the tests of histories. */

#pragma once

#include "tests/widgets/board-fixture.h"
#include "widgets/sw-card.h"
#include "widgets/sw-graph-private.h"
#include "widgets/sw-history-view.h"

G_BEGIN_DECLS

/* In the way of the boards' tests: a board whose sources have a past. */
static inline SwHistoryView *
open_history (Fixture *fixture)
{
  GtkWidget *card, *graph;
  SwHistoryView *view;

  fixture_init (fixture, 3, NULL);
  run_seconds (fixture, 400);
  card = sw_widget_test_find (fixture->board, SW_TYPE_CARD);
  graph = sw_widget_test_find (card, SW_TYPE_GRAPH);
  g_assert_true (sw_widget_test_press (graph, GDK_KEY_Return));
  view = sw_widget_test_find (fixture->board, SW_TYPE_HISTORY_VIEW);
  g_assert_nonnull (view);
  return view;
}

static inline SwGraph *
get_graph (SwHistoryView *view)
{
  return sw_widget_test_find (GTK_WIDGET (view), SW_TYPE_GRAPH);
}

static inline gboolean
is_settled (gpointer board)
{
  AdwNavigationView *pages = sw_widget_test_find (board, ADW_TYPE_NAVIGATION_VIEW);
  guint n_mapped = 0;

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (pages)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    n_mapped += ADW_IS_NAVIGATION_PAGE (page) && gtk_widget_get_mapped (page);
  return n_mapped == 1;
}

/* Until one page is shown, and laid out. */
static inline void
settle (GtkWidget *board)
{
  sw_widget_test_wait (is_settled, board);
  sw_widget_test_paint (board);
}

static inline GtkEventController *
get_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

G_END_DECLS
