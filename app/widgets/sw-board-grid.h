/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* The cards of a board in their columns. It draws those alone that the viewport around it shows: GTK draws what is
 * scrolled out of sight as well, and throws it away. Private. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SW_TYPE_BOARD_GRID (sw_board_grid_get_type ())

G_DECLARE_FINAL_TYPE (SwBoardGrid, sw_board_grid, SW, BOARD_GRID, GtkWidget)

/* Whether so many cards are in sight that each shall count as one rectangle: see sw_redraw_unite (). */
gboolean sw_board_grid_get_crowded (SwBoardGrid *self);

G_END_DECLS
