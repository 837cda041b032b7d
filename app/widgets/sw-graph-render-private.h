/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* SwGraphRender is cut in two: sw-graph-render.c (the plot) and sw-graph-render-text.c (what is written around it). */

#pragma once

#include "widgets/sw-graph-paint.h"
#include "widgets/sw-graph-render.h"

G_BEGIN_DECLS

struct _SwGraphRender
{
  GObject parent_instance;

  SwSource *source;

  /* Reused from picture to picture. */
  SwGraphTrace trace;
  SwCurve *curves;       /* one per channel */
  GdkRGBA *colours;      /* one per channel */
  cairo_surface_t *heat; /* (nullable) */
  guint n_channels;
  double top; /* of the scale, in the source's unit; 0: not known yet */
};

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} SwGraphArea;

GdkRGBA sw_graph_render_get_text_colour (SwScheme scheme, double alpha);

/* Writes what stands outside the plot. Returns: what is left for the plot */
SwGraphArea sw_graph_render_draw_frame (SwGraphRender *self,
                                        cairo_t *cr,
                                        const SwGraphSpec *spec,
                                        const SwGraphAxis *axis);
void sw_graph_render_draw_scale (SwGraphRender *self,
                                 cairo_t *cr,
                                 const SwGraphSpec *spec,
                                 const SwGraphArea *area);

gint64 sw_graph_render_get_epoch_us (const SwGraphSpec *spec);

/* How much of the picture's width the plot has. */
double sw_graph_render_get_plot_width (const SwGraphSpec *spec);

G_END_DECLS
