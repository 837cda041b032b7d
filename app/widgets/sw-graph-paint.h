/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Draws one graph by cairo, onto a widget or any other surface. Private. */

#pragma once

#include <gtk/gtk.h>

#include "widgets/sw-graph-math.h"

G_BEGIN_DECLS

typedef struct
{
  SwStyle style;
  SwGraphAxis axis;
  double height; /* px */
  double scale;  /* device pixels per px */
  double top;    /* value at the upper edge */
  double line_px;
  GdkRGBA grid;
  const GdkRGBA *colours; /* one per curve */
  const SwCurve *curves;
  const SwGraphTrace *trace; /* of every style but HEAT */
  cairo_surface_t *heat;     /* (nullable) of style HEAT: a pixel per sample and bin */
} SwGraphPicture;

void sw_graph_paint (cairo_t *cr, const SwGraphPicture *picture);

/* The pixels of a heat strip. The surface is made anew only when its size changes. */
typedef struct
{
  cairo_surface_t *surface;
  float *bins;
  guint n_columns;
  guint n_bins;
} SwGraphHeat;

void sw_graph_heat_fill (SwGraphHeat *self,
                         SwSeries *series,
                         const SwGraphPicture *picture,
                         gint64 interval_us);
void sw_graph_heat_clear (SwGraphHeat *self);

G_END_DECLS
