/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Equal columns, as many as the width has room for; the children of a row are equally high. Private. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SW_TYPE_BOARD_LAYOUT (sw_board_layout_get_type ())

G_DECLARE_FINAL_TYPE (SwBoardLayout, sw_board_layout, SW, BOARD_LAYOUT, GtkLayoutManager)

guint sw_board_layout_get_n_columns (int width, int least_px, guint n_children);

G_END_DECLS
