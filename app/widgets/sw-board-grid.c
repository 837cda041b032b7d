/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "widgets/sw-board-grid.h"
#include "widgets/sw-board-layout.h"
#include "widgets/sw-redraw.h"

/* How far a card's shadow reaches. */
#define SHADOW_PX 12

/* A card has two rectangles that change: with more cards than this in sight, a row of cards counts as one. */
#define MAX_SINGLE_CARDS 10

struct _SwBoardGrid
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SwBoardGrid, sw_board_grid, GTK_TYPE_WIDGET)

/* What of the grid can be seen, in its coordinates. */
static graphene_rect_t
get_sight (GtkWidget *widget)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  graphene_rect_t sight;

  if (viewport == NULL || !gtk_widget_compute_bounds (viewport, widget, &sight))
    sight
        = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  graphene_rect_inset (&sight, -SHADOW_PX, -SHADOW_PX);
  return sight;
}

static GPtrArray *
list_cards_in_sight (GtkWidget *widget)
{
  const graphene_rect_t sight = get_sight (widget);
  GPtrArray *cards = g_ptr_array_new ();
  graphene_rect_t bounds;

  for (GtkWidget *card = gtk_widget_get_first_child (widget); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    if (gtk_widget_get_mapped (card) && gtk_widget_compute_bounds (card, widget, &bounds)
        && graphene_rect_intersection (&bounds, &sight, NULL))
      g_ptr_array_add (cards, card);
  return cards;
}

static float
get_top (GtkWidget *widget, GtkWidget *card)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (card, widget, &bounds) ? bounds.origin.y : 0;
}

static void
unite_rows (GtkWidget *widget, GPtrArray *cards, GtkSnapshot *snapshot)
{
  GtkWidget *const *all = (GtkWidget *const *) cards->pdata;
  guint end;

  for (guint first = 0; first < cards->len; first = end)
    {
      const float top = get_top (widget, all[first]);

      for (end = first + 1; end < cards->len && get_top (widget, all[end]) == top; end++)
        ;
      sw_redraw_unite (widget, all + first, end - first, snapshot);
    }
}

static void
sw_board_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  g_autoptr (GPtrArray) cards = list_cards_in_sight (widget);

  if (cards->len > MAX_SINGLE_CARDS)
    unite_rows (widget, cards, snapshot);
  for (guint i = 0; i < cards->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (cards, i), snapshot);
}

static void
sw_board_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (sw_board_grid_parent_class)->dispose (object);
}

static void
sw_board_grid_class_init (SwBoardGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_board_grid_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = sw_board_grid_snapshot;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), SW_TYPE_BOARD_LAYOUT);
}

static void
sw_board_grid_init (G_GNUC_UNUSED SwBoardGrid *self)
{
}
