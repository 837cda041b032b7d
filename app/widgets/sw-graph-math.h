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
double sw_graph_axis_get_column_us (const SwGraphAxis *axis);
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

/* A series turned into curves: a point is a row or, where more than one row would fall on a device pixel or rows are no
 * longer kept, a column of device pixels with its min, mean and max. The arrays grow to fit and stay. */
typedef struct
{
  guint n_points;
  guint n_curves;
  guint capacity; /* points times curves that VALUES has room for */
  guint x_capacity;
  double *x;     /* px, one per point */
  float *values; /* curve by curve; NAN for a gap; cumulated where stacked; means of columns */
  double peak;   /* the greatest of them; NAN for none */

  gboolean columnar;
  guint columns_capacity;
  SwBucket *columns; /* where columnar, curve by curve: what COLUMN_AXIS saw of SERIES */
  SwGraphAxis columns_axis;
  SwSeries *columns_of;    /* (nullable) to tell it from another; may be gone */
  gint64 columns_until_us; /* its newest row then */
} SwGraphTrace;

void sw_graph_trace_fill (SwGraphTrace *self,
                          SwSeries *series,
                          const SwGraphAxis *axis,
                          const SwCurve *curves,
                          gboolean stacked);
void sw_graph_trace_clear (SwGraphTrace *self);

/* Where COLUMNAR: the columns that AXIS shows, and one beyond its far edge. */
gboolean sw_graph_is_columnar (SwSeries *series, const SwGraphAxis *axis);
guint sw_graph_count_columns (const SwGraphAxis *axis);
void sw_graph_trace_update_columns (SwGraphTrace *self, SwSeries *series, const SwGraphAxis *axis);

static inline const SwBucket *
sw_graph_trace_get_columns (const SwGraphTrace *self, guint curve)
{
  return &self->columns[(gsize) curve * self->n_points];
}

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
