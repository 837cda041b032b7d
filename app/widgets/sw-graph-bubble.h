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

/* Shows the values of an instant, and where they are means the peaks behind them, in a graph of this size. */
void sw_graph_bubble_fill (SwGraphBubble *self,
                           SwSource *source,
                           const char *when,
                           const float *values,
                           const float *peaks,
                           const SwCurve *curves,
                           const GdkRGBA *colours,
                           int width_px,
                           int height_px);
void sw_graph_bubble_format_age (gint64 age_us, char *text, gsize text_bytes);

G_END_DECLS
