/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-source.h"
#include "widgets/sw-graph-math.h"

G_BEGIN_DECLS

#define SW_TYPE_GRAPH_BUBBLE (sw_graph_bubble_get_type ())

G_DECLARE_FINAL_TYPE (SwGraphBubble, sw_graph_bubble, SW, GRAPH_BUBBLE, GtkWidget)

SwGraphBubble *sw_graph_bubble_new (void);
void sw_graph_bubble_fill (SwGraphBubble *self,
                           SwSource *source,
                           guint row,
                           const SwCurve *curves,
                           const GdkRGBA *colours,
                           int width_px,
                           int height_px);

G_END_DECLS
