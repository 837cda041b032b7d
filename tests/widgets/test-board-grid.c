/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>

#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-board-grid.h"

#define N_CARDS 20

/* A stand-in for a card that counts how often it is drawn. */
#define TEST_TYPE_CARD (test_card_get_type ())
G_DECLARE_FINAL_TYPE (TestCard, test_card, TEST, CARD, GtkWidget)

struct _TestCard
{
  GtkWidget parent_instance;

  guint n_drawn;
};

G_DEFINE_FINAL_TYPE (TestCard, test_card, GTK_TYPE_WIDGET)

static void
test_card_snapshot (GtkWidget *widget, G_GNUC_UNUSED GtkSnapshot *snapshot)
{
  TEST_CARD (widget)->n_drawn++;
}

static void
test_card_class_init (TestCardClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = test_card_snapshot;
}

static void
test_card_init (TestCard *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), 200, 188);
}

/* Two columns in a window that shows three rows of them and a part of the fourth. */
typedef struct
{
  GtkWidget *grid;
  TestCard *cards[N_CARDS];
  GtkWidget *scrolled;
  GtkWindow *window;
} Fixture;

static void
fixture_init (Fixture *fixture)
{
  fixture->grid = g_object_new (SW_TYPE_BOARD_GRID, NULL);
  for (guint i = 0; i < N_CARDS; i++)
    {
      fixture->cards[i] = g_object_new (TEST_TYPE_CARD, NULL);
      gtk_widget_set_parent (GTK_WIDGET (fixture->cards[i]), fixture->grid);
    }
  fixture->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scrolled), fixture->grid);
  fixture->window = sw_widget_test_show (fixture->scrolled, 820, 620);
  sw_widget_test_paint (fixture->grid);
}

static guint
draw_all_anew (Fixture *fixture)
{
  guint n_drawn = 0;

  for (guint i = 0; i < N_CARDS; i++)
    {
      fixture->cards[i]->n_drawn = 0;
      gtk_widget_queue_draw (GTK_WIDGET (fixture->cards[i]));
    }
  sw_widget_test_paint (fixture->grid);
  for (guint i = 0; i < N_CARDS; i++)
    n_drawn += fixture->cards[i]->n_drawn > 0;
  return n_drawn;
}

static void
test_draws_what_is_in_sight (void)
{
  Fixture fixture;
  GtkAdjustment *position;

  fixture_init (&fixture);
  g_assert_cmpuint (fixture.cards[0]->n_drawn, >, 0);
  g_assert_cmpuint (fixture.cards[N_CARDS - 1]->n_drawn, ==, 0);
  g_assert_cmpuint (draw_all_anew (&fixture), ==, 8);

  position = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture.scrolled));
  gtk_adjustment_set_value (position, gtk_adjustment_get_upper (position));
  sw_widget_test_paint (fixture.grid);
  g_assert_cmpuint (fixture.cards[N_CARDS - 1]->n_drawn, >, 0);
  g_assert_cmpuint (draw_all_anew (&fixture), <=, 8);
  g_assert_cmpuint (fixture.cards[0]->n_drawn, ==, 0);
  sw_widget_test_close (fixture.window);
}

static void
test_draws_all_without_viewport (void)
{
  GtkWidget *grid = g_object_new (SW_TYPE_BOARD_GRID, NULL);
  TestCard *card = g_object_new (TEST_TYPE_CARD, NULL);
  GtkWindow *window;

  gtk_widget_set_parent (GTK_WIDGET (card), grid);
  window = sw_widget_test_show (grid, 820, 620);
  sw_widget_test_paint (grid);
  g_assert_cmpuint (card->n_drawn, >, 0);
  sw_widget_test_close (window);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/board-grid/draws-what-is-in-sight", test_draws_what_is_in_sight);
  g_test_add_func ("/board-grid/draws-all-without-viewport", test_draws_all_without_viewport);
  return g_test_run ();
}
