/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_GRAPH_CURSOR (sw_graph_cursor_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwGraphCursor, sw_graph_cursor, SW, GRAPH_CURSOR, GObject)

SW_PUBLIC SwGraphCursor *sw_graph_cursor_new (void);
SW_PUBLIC gint64 sw_graph_cursor_get_time_us (SwGraphCursor *self);
SW_PUBLIC void sw_graph_cursor_set_time_us (SwGraphCursor *self, gint64 time_us);
SW_PUBLIC gboolean sw_graph_cursor_find_row (SwGraphCursor *self, SwSource *source, guint *row);
SW_PUBLIC gboolean sw_graph_cursor_find_values (SwGraphCursor *self,
                                                SwSource *source,
                                                float *values);

G_END_DECLS
