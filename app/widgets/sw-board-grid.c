/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "widgets/sw-board-grid.h"
#include "widgets/sw-board-layout.h"

/* How far a card's shadow reaches. */
#define SHADOW_PX 12

/* A card has two rectangles that change. */
#define MAX_CARDS_OF_TWO 10

struct _SwBoardGrid
{
  GtkWidget parent_instance;

  GtkAdjustment *position; /* (nullable) of the viewport around it, while there is one */
  guint crowded : 1;
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

static void
sw_board_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  g_autoptr (GPtrArray) cards = list_cards_in_sight (widget);

  SW_BOARD_GRID (widget)->crowded = cards->len > MAX_CARDS_OF_TWO;
  for (guint i = 0; i < cards->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (cards, i), snapshot);
}

static void
sw_board_grid_root (GtkWidget *widget)
{
  SwBoardGrid *self = SW_BOARD_GRID (widget);
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);

  GTK_WIDGET_CLASS (sw_board_grid_parent_class)->root (widget);
  if (viewport == NULL)
    return;
  self->position = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)));
  g_signal_connect_object (self->position, "value-changed", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->position, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

static void
sw_board_grid_unroot (GtkWidget *widget)
{
  SwBoardGrid *self = SW_BOARD_GRID (widget);

  if (self->position != NULL)
    g_signal_handlers_disconnect_by_data (self->position, self);
  g_clear_object (&self->position);
  GTK_WIDGET_CLASS (sw_board_grid_parent_class)->unroot (widget);
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
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_board_grid_dispose;
  widget_class->root = sw_board_grid_root;
  widget_class->unroot = sw_board_grid_unroot;
  widget_class->snapshot = sw_board_grid_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, SW_TYPE_BOARD_LAYOUT);
}

static void
sw_board_grid_init (G_GNUC_UNUSED SwBoardGrid *self)
{
}

gboolean
sw_board_grid_get_crowded (SwBoardGrid *self)
{
  return self->crowded;
}
