/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-math.h"

/* Between two samples a second apart: dense, yet each can be pointed at. Whole, so that all steps are equal. */
#define SAMPLE_PX 4

/* Fewer make no curve. */
#define MIN_SAMPLES 20

/* The thinnest row of a heat strip that can still be seen. */
#define MIN_BIN_PX 2.0

/* The smallest automatic scale of each unit, so that noise at rest doesn't fill a graph. */
static const double least_tops[] = {
  [SW_UNIT_NUMBER] = 1,
  [SW_UNIT_PERCENT] = 5,
  [SW_UNIT_BYTES] = 1024 * 1024,
  [SW_UNIT_BYTES_PER_SECOND] = 10e3,
  [SW_UNIT_CELSIUS] = 50,
  [SW_UNIT_RPM] = 1000,
  [SW_UNIT_WATT] = 5,
  [SW_UNIT_HERTZ] = 1e9,
  [SW_UNIT_MILLISECONDS] = 10,
  [SW_UNIT_BITS_PER_SECOND] = 100e3,
  [SW_UNIT_PER_SECOND] = 10,
};

/* Time is laid on device pixels, counted from the clock's own zero: where two samples lie to each other never changes,
 * a new one moves the whole picture by whole pixels, and what was drawn can be kept. */
gint64
sw_graph_axis_get_column (const SwGraphAxis *axis, gint64 time_us)
{
  return floor (time_us / sw_graph_axis_get_column_us (axis));
}

/* The time on one device pixel. */
double
sw_graph_axis_get_column_us (const SwGraphAxis *axis)
{
  return axis->span_us / (axis->width * axis->scale);
}

double
sw_graph_axis_get_x (const SwGraphAxis *axis, gint64 time_us)
{
  const double age = (sw_graph_axis_get_column (axis, axis->newest_us)
                      - sw_graph_axis_get_column (axis, time_us))
                     / axis->scale;

  return axis->mirrored ? age : axis->width - age;
}

gint64
sw_graph_axis_get_time_us (const SwGraphAxis *axis, double x)
{
  const double age_px = axis->mirrored ? x : axis->width - x;

  return axis->newest_us - (gint64) (age_px / MAX (axis->width, 1) * axis->span_us);
}

/* As many seconds as fit, whatever is sampled less often than every second: so the graphs of a board, equally
 * wide, show the same stretch of time. What is sampled more often shows less of it. */
gint64
sw_graph_get_auto_span_us (double width, gint64 interval_us)
{
  const gint64 step_us = MIN (interval_us, SW_SECOND_US);
  const gint64 span_us = MAX (width, 1) / SAMPLE_PX * step_us;

  return MAX (span_us, MIN_SAMPLES * interval_us);
}

/* Values above the top are cut there, not drawn outside. */
double
sw_graph_get_y (double value, double top, double height)
{
  return height - CLAMP (value / top, 0, 1) * height;
}

/* The next top of an automatic scale whose top is TOP (0 for none yet). It grows at once and shrinks only when the peak
 * would fit a smaller one with a fifth to spare, so that a peak about a step doesn't make it jump to and fro. */
double
sw_graph_get_auto_top (SwUnit unit, double top, double peak)
{
  const double least = least_tops[unit];
  double needed, roomy;

  if (!(peak > 0))
    peak = 0;
  needed = MAX (sw_unit_round_up (unit, peak), least);
  if (needed >= top)
    return needed;
  roomy = MAX (sw_unit_round_up (unit, peak * 1.25), least);
  return MIN (roomy, top);
}

/* What the user fixed; else the whole that the values are part of, unless they exceed it; else automatic. */
double
sw_graph_get_top (SwSource *source, double top, double peak)
{
  const double fixed = sw_source_get_scale_max (source);
  const double natural = sw_source_get_natural_max (source);

  if (fixed > 0)
    return fixed;
  if (natural > 0 && !(peak > natural * 1.001))
    return natural;
  return sw_graph_get_auto_top (sw_source_get_unit (source), top, peak);
}

static void
trace_reserve (SwGraphTrace *self, guint n_points, guint n_curves)
{
  const guint needed = n_points * MAX (n_curves, 1);

  if (n_points > self->x_capacity)
    {
      self->x_capacity = n_points + n_points / 2;
      self->x = g_renew (double, self->x, self->x_capacity);
    }
  if (needed > self->capacity)
    {
      self->capacity = needed + needed / 2;
      self->values = g_renew (float, self->values, self->capacity);
    }
  self->n_points = n_points;
  self->n_curves = n_curves;
}

static void
trace_put_row (SwGraphTrace *self,
               guint point,
               const float *row,
               const SwCurve *curves,
               gboolean stacked)
{
  float sum = 0;

  for (guint i = 0; i < self->n_curves; i++)
    {
      float value = curves[i] == SW_CURVE_HIDDEN ? NAN : row[i];

      if (stacked && curves[i] == SW_CURVE_PLAIN && !isnan (value))
        value = sum += MAX (value, 0);
      self->values[(gsize) i * self->n_points + point] = value;
      self->peak = fmax (self->peak, value);
    }
}

static void
fill_by_columns (SwGraphTrace *self,
                 SwSeries *series,
                 const SwGraphAxis *axis,
                 const SwCurve *curves,
                 gboolean stacked)
{
  const guint n_curves = sw_series_get_n_channels (series);
  float *row = g_newa (float, MAX (n_curves, 1));

  trace_reserve (self, sw_graph_count_columns (axis), n_curves);
  sw_graph_trace_update_columns (self, series, axis);
  for (guint i = 0; i < self->n_points; i++)
    {
      self->x[i] = axis->mirrored ? (self->n_points - 1 - i) / axis->scale
                                  : axis->width - (self->n_points - 1 - i) / axis->scale;
      for (guint j = 0; j < n_curves; j++)
        row[j] = sw_graph_trace_get_columns (self, j)[i].mean;
      trace_put_row (self, i, row, curves, stacked);
    }
  for (guint j = 0; j < n_curves && !stacked; j++)
    for (guint i = 0; i < self->n_points && curves[j] != SW_CURVE_HIDDEN; i++)
      self->peak = fmax (self->peak, sw_graph_trace_get_columns (self, j)[i].max);
}

/* Takes the rows that AXIS shows, and one beyond either edge, to which the curve leads. */
void
sw_graph_trace_fill (SwGraphTrace *self,
                     SwSeries *series,
                     const SwGraphAxis *axis,
                     const SwCurve *curves,
                     gboolean stacked)
{
  guint first, end;

  self->peak = NAN;
  self->columnar = sw_graph_is_columnar (series, axis);
  if (self->columnar)
    {
      fill_by_columns (self, series, axis, curves, stacked);
      return;
    }
  first = sw_series_find_first_row (series, axis->newest_us - axis->span_us);
  end = sw_series_find_first_row (series, axis->newest_us);
  if (first > 0)
    first--;
  end = MIN (end + 1, sw_series_get_n_rows (series));
  trace_reserve (self, end - first, sw_series_get_n_channels (series));
  for (guint i = 0; i < self->n_points; i++)
    {
      self->x[i] = sw_graph_axis_get_x (axis, sw_series_get_row_time_us (series, first + i));
      trace_put_row (self, i, sw_series_peek_row (series, first + i), curves, stacked);
    }
}

void
sw_graph_trace_clear (SwGraphTrace *self)
{
  g_free (self->x);
  g_free (self->values);
  g_free (self->columns);
  *self = (SwGraphTrace) { 0 };
}

/* How many rows a heat strip of this height has: one per channel, or as many as can be told apart. */
guint
sw_graph_get_n_bins (guint n_channels, double height)
{
  return CLAMP ((guint) MAX (height / MIN_BIN_PX, 1), 1, MAX (n_channels, 1));
}

/* Neighbouring channels share a bin, which shows the busiest of them: one core at full load stands out of 384. */
void
sw_graph_bin_max (const float *row,
                  const SwCurve *curves,
                  guint n_channels,
                  float *bins,
                  guint n_bins)
{
  for (guint i = 0; i < n_bins; i++)
    bins[i] = NAN;
  for (guint i = 0; i < n_channels; i++)
    {
      float *bin = &bins[(guint64) i * n_bins / n_channels];

      if (curves[i] == SW_CURVE_PLAIN)
        *bin = fmaxf (*bin, row[i]);
    }
}

/* The row that is STEP samples away from the one at TIME_US (0: from the newest), kept within what AXIS shows. */
gboolean
sw_graph_step_row (SwSeries *series, const SwGraphAxis *axis, gint64 time_us, int step, guint *row)
{
  const guint n_rows = sw_series_get_n_rows (series);
  const guint first = sw_series_find_first_row (series, axis->newest_us - axis->span_us);
  gint64 wanted;
  guint current;

  if (n_rows == 0 || first >= n_rows)
    return FALSE;
  if (time_us == 0 || !sw_series_find_row (series, time_us, G_MAXINT64, &current))
    current = n_rows - 1;
  wanted = (gint64) current + step;
  *row = CLAMP (wanted, (gint64) first, (gint64) n_rows - 1);
  return TRUE;
}
