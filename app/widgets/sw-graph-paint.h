/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Draws one graph by cairo, onto a widget or any other surface. Private. */

#pragma once

#include <gtk/gtk.h>

#include "widgets/sw-graph-math.h"
#include "widgets/sw-palette.h"

G_BEGIN_DECLS

typedef struct
{
  SwStyle style;
  SwGraphAxis axis;
  double height; /* px */
  double top;    /* value at the upper edge */
  double line_px;
  GdkRGBA grid;
  const GdkRGBA *colours; /* one per curve */
  const SwCurve *curves;
  const SwGraphTrace *trace; /* of every style but HEAT */
  guint first_point;         /* of the trace, to begin with */
} SwGraphPicture;

/* How thick a line is, and how faint the grid is in the colour of text. */
double sw_graph_get_line_px (SwScheme scheme);
double sw_graph_get_grid_alpha (SwScheme scheme);

void sw_graph_paint (cairo_t *cr, const SwGraphPicture *picture);

/* The rows of a heat strip, from FIRST_ROW of the series on, written into pixels (ARGB32, premultiplied). */
void sw_graph_paint_heat (cairo_surface_t *surface,
                          const SwGraphPicture *picture,
                          SwSeries *series,
                          guint first_row,
                          gint64 interval_us);

/* The same of the trace's columns, from device pixel FIRST on, counted along the axis. */
void sw_graph_paint_heat_columns (cairo_surface_t *surface,
                                  const SwGraphPicture *picture,
                                  int first);

G_END_DECLS
