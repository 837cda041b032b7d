/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* The arithmetic of a graph, free of GTK: time to x, value to y, the scale's top, curves from rows. Private. */

#pragma once

#include "core/sw-series.h"
#include "core/sw-source.h"

G_BEGIN_DECLS

/* Where time lies across a plot. The newest sample is at the end of the reading direction. */
typedef struct
{
  gint64 newest_us;  /* at the leading edge; CLOCK_BOOTTIME */
  gint64 span_us;    /* from edge to edge */
  double width;      /* px */
  double scale;      /* device pixels per px */
  gboolean mirrored; /* right-to-left: the newest at the left */
} SwGraphAxis;

gint64 sw_graph_axis_get_column (const SwGraphAxis *axis, gint64 time_us);
double sw_graph_axis_get_x (const SwGraphAxis *axis, gint64 time_us);
gint64 sw_graph_axis_get_time_us (const SwGraphAxis *axis, double x);
gint64 sw_graph_get_auto_span_us (double width, gint64 interval_us);

double sw_graph_get_y (double value, double top, double height);
double sw_graph_get_auto_top (SwUnit unit, double top, double peak);
double sw_graph_get_top (SwSource *source, double top, double peak);

/* How a channel takes part in a graph. */
typedef enum
{
  SW_CURVE_HIDDEN,
  SW_CURVE_PLAIN,
  SW_CURVE_LIMIT, /* a line to compare with; never stacked */
} SwCurve;

/* Rows of a series turned into curves. The arrays grow to fit and stay. */
typedef struct
{
  guint n_points;
  guint n_curves;
  guint capacity; /* points times curves that VALUES has room for */
  guint x_capacity;
  double *x;     /* px, one per point */
  float *values; /* curve by curve; NAN for a gap; cumulated where stacked */
  double peak;   /* the greatest of them; NAN for none */
} SwGraphTrace;

void sw_graph_trace_fill (SwGraphTrace *self,
                          SwSeries *series,
                          const SwGraphAxis *axis,
                          const SwCurve *curves,
                          gboolean stacked);
void sw_graph_trace_clear (SwGraphTrace *self);

static inline const float *
sw_graph_trace_get_curve (const SwGraphTrace *self, guint curve)
{
  return &self->values[(gsize) curve * self->n_points];
}

guint sw_graph_get_n_bins (guint n_channels, double height);
void sw_graph_bin_max (const float *row,
                       const SwCurve *curves,
                       guint n_channels,
                       float *bins,
                       guint n_bins);

gboolean sw_graph_step_row (SwSeries *series,
                            const SwGraphAxis *axis,
                            gint64 time_us,
                            int step,
                            guint *row);

G_END_DECLS
