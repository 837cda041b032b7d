/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* The cards of a board in their columns. It draws those alone that the board's viewport shows: GTK draws what is
 * scrolled out of sight as well, and throws it away. Whoever scrolls it queues a draw. Private. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SW_TYPE_BOARD_GRID (sw_board_grid_get_type ())

G_DECLARE_FINAL_TYPE (SwBoardGrid, sw_board_grid, SW, BOARD_GRID, GtkWidget)

G_END_DECLS
