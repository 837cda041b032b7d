/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-source.h"
#include "widgets/sw-graph-cursor.h"
#include "widgets/sw-time-range.h"

G_BEGIN_DECLS

#define SW_TYPE_GRAPH (sw_graph_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwGraph, sw_graph, SW, GRAPH, GtkWidget)

SW_PUBLIC GtkWidget *sw_graph_new (SwSource *source, SwGraphCursor *cursor);
SW_PUBLIC SwSource *sw_graph_get_source (SwGraph *self);
SW_PUBLIC void sw_graph_set_source (SwGraph *self, SwSource *source);
SW_PUBLIC SwGraphCursor *sw_graph_get_cursor (SwGraph *self);
SW_PUBLIC void sw_graph_set_cursor (SwGraph *self, SwGraphCursor *cursor);
SW_PUBLIC gint64 sw_graph_get_span_us (SwGraph *self);
SW_PUBLIC void sw_graph_set_span_us (SwGraph *self, gint64 span_us);
SW_PUBLIC gboolean sw_graph_get_compact (SwGraph *self);
SW_PUBLIC void sw_graph_set_compact (SwGraph *self, gboolean compact);
SW_PUBLIC SwTimeRange *sw_graph_get_range (SwGraph *self);
SW_PUBLIC void sw_graph_set_range (SwGraph *self, SwTimeRange *range);
SW_PUBLIC gboolean sw_graph_get_navigable (SwGraph *self);
SW_PUBLIC void sw_graph_set_navigable (SwGraph *self, gboolean navigable);

G_END_DECLS
