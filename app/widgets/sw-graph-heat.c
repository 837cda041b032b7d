/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-paint.h"

/* Rows at least this high are set apart by a line left free. */
#define GAP_FROM_PX 5

/* More rows than any screen shows are not needed. */
#define MAX_BINS 512

typedef struct
{
  guint32 *pixels;
  int stride; /* pixels from line to line */
  int width;  /* device pixels */
  int height;
} Pixels;

/* Intensity as opacity, so that it is right on a light and a dark ground; a core at rest is still seen to be there. */
static guint32
get_pixel (const GdkRGBA *colour, double value)
{
  const double alpha = 0.06 + 0.94 * CLAMP (value, 0, 1);
  const guint32 a = lround (alpha * 255);

  return a << 24 | (guint32) lround (colour->red * a) << 16
         | (guint32) lround (colour->green * a) << 8 | (guint32) lround (colour->blue * a);
}

static void
fill_cell (const Pixels *to, int left, int right, int top, int bottom, guint32 pixel)
{
  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      to->pixels[(gsize) y * to->stride + x] = pixel;
}

static void
fill_column (const Pixels *to,
             int left,
             int right,
             const float *bins,
             guint n_bins,
             const SwGraphPicture *picture)
{
  const double row_px = (double) to->height / n_bins;
  const int gap = row_px >= GAP_FROM_PX * picture->axis.scale ? 1 : 0;

  for (guint i = 0; i < n_bins; i++)
    if (!isnan (bins[i]))
      fill_cell (to, left, right, lround (row_px * i), lround (row_px * (i + 1)) - gap,
                 get_pixel (&picture->colours[0], bins[i] / picture->top));
}

/* A sample stands for the interval before it, or as much of that as the one before left. */
static void
get_extent (const SwGraphPicture *picture,
            SwSeries *series,
            guint row,
            gint64 interval_us,
            int *left,
            int *right)
{
  const SwGraphAxis *axis = &picture->axis;
  const gint64 time_us = sw_series_get_row_time_us (series, row);
  gint64 from_us = time_us - interval_us;
  gint64 from, to;

  if (row > 0)
    from_us = MAX (from_us, sw_series_get_row_time_us (series, row - 1));
  if (row > 0 && time_us - from_us < interval_us * 2
      && sw_series_get_row_time_us (series, row - 1) > time_us - interval_us * 3 / 2)
    from_us = sw_series_get_row_time_us (series, row - 1);
  from
      = sw_graph_axis_get_column (axis, axis->newest_us) - sw_graph_axis_get_column (axis, from_us);
  to = sw_graph_axis_get_column (axis, axis->newest_us) - sw_graph_axis_get_column (axis, time_us);
  *left = axis->mirrored ? to : lround (axis->width * axis->scale) - from;
  *right = axis->mirrored ? from : lround (axis->width * axis->scale) - to;
}

static Pixels
open_pixels (cairo_surface_t *surface)
{
  cairo_surface_flush (surface);
  return (Pixels) {
    .pixels = (gpointer) cairo_image_surface_get_data (surface),
    .stride = cairo_image_surface_get_stride (surface) / 4,
    .width = cairo_image_surface_get_width (surface),
    .height = cairo_image_surface_get_height (surface),
  };
}

void
sw_graph_paint_heat (cairo_surface_t *surface,
                     const SwGraphPicture *picture,
                     SwSeries *series,
                     guint first_row,
                     gint64 interval_us)
{
  const guint n = sw_series_get_n_channels (series);
  const guint n_bins = MIN (sw_graph_get_n_bins (n, picture->height), MAX_BINS);
  float bins[MAX_BINS];
  const Pixels to = open_pixels (surface);

  for (guint row = first_row; row < sw_series_get_n_rows (series); row++)
    {
      int left, right;

      get_extent (picture, series, row, interval_us, &left, &right);
      sw_graph_bin_max (sw_series_peek_row (series, row), picture->curves, n, bins, n_bins);
      fill_column (&to, CLAMP (left, 0, to.width), CLAMP (right, 0, to.width), bins, n_bins,
                   picture);
    }
  cairo_surface_mark_dirty (surface);
}

/* Of each column the greatest value: a peak of a second is still seen in a day. */
void
sw_graph_paint_heat_columns (cairo_surface_t *surface, const SwGraphPicture *picture, int first)
{
  const SwGraphTrace *trace = picture->trace;
  const guint n_bins = MIN (sw_graph_get_n_bins (trace->n_curves, picture->height), MAX_BINS);
  const Pixels to = open_pixels (surface);
  g_autofree float *row = g_new (float, MAX (trace->n_curves, 1));
  float bins[MAX_BINS];

  /* The newest column is the last point, and the last pixel along the axis. */
  for (int along = MAX (first, 0); along < to.width; along++)
    {
      const int x = picture->axis.mirrored ? to.width - 1 - along : along;
      const int point = (int) trace->n_points - to.width + along;

      for (guint i = 0; i < trace->n_curves; i++)
        row[i] = point >= 0 ? sw_graph_trace_get_columns (trace, i)[point].max : NAN;
      sw_graph_bin_max (row, picture->curves, trace->n_curves, bins, n_bins);
      fill_column (&to, x, x + 1, bins, n_bins, picture);
    }
  cairo_surface_mark_dirty (surface);
}
