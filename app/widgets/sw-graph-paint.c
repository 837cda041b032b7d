/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-paint.h"

#define N_GRID_LINES 4
#define FILL_ALPHA 0.3

/* Bands thinner than this, in px, have no line of their own: it would cover the one below, which is there. */
#define LEAST_BAND_PX 0.2

/* Half the width of a sample that stands alone between gaps. */
#define LONE_PX 1.5

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

/* The lines are one device pixel thick and lie on device pixels, the topmost just inside. */
static void
paint_grid (cairo_t *cr, const SwGraphPicture *picture)
{
  const double pixel = 1 / picture->scale;

  set_colour (cr, &picture->grid, 1);
  for (guint i = 0; i < N_GRID_LINES; i++)
    {
      const double y = round (picture->height * i / N_GRID_LINES * picture->scale) * pixel;

      cairo_rectangle (cr, 0, y, picture->axis.width, pixel);
    }
  cairo_fill (cr);
}

/* What lies below curve CURVE at POINT in a stack: the nearest lower one that is there. */
static float
get_base (const SwGraphPicture *picture, guint curve, guint point)
{
  if (picture->style != SW_STYLE_STACKED)
    return 0;
  while (curve-- > 0)
    {
      const float value = sw_graph_trace_get_curve (picture->trace, curve)[point];

      if (picture->curves[curve] == SW_CURVE_PLAIN && !isnan (value))
        return value;
    }
  return 0;
}

static double
get_y (const SwGraphPicture *picture, float value)
{
  /* Half a line below the edge, so that a full scale and a zero are drawn whole. */
  const double margin = picture->line_px / 2;

  return margin + sw_graph_get_y (value, picture->top, picture->height - 2 * margin);
}

/* The points from FIRST on that follow each other without a gap. Returns the first after them. */
static guint
find_run_end (const float *values, guint first, guint n_points)
{
  while (first < n_points && !isnan (values[first]))
    first++;
  return first;
}

/* A point amidst others of the same height adds nothing to a line. */
static gboolean
is_flat (const float *values, guint point, guint first, guint end)
{
  return point > first && point + 1 < end && values[point - 1] == values[point]
         && values[point + 1] == values[point];
}

static void
add_run (cairo_t *cr, const SwGraphPicture *picture, const float *values, guint first, guint end)
{
  const double *x = picture->trace->x;

  if (end - first == 1)
    {
      cairo_move_to (cr, x[first] - LONE_PX, get_y (picture, values[first]));
      cairo_line_to (cr, x[first] + LONE_PX, get_y (picture, values[first]));
      return;
    }
  cairo_move_to (cr, x[first], get_y (picture, values[first]));
  for (guint i = first + 1; i < end; i++)
    if (!is_flat (values, i, first, end))
      cairo_line_to (cr, x[i], get_y (picture, values[i]));
}

static void
add_base (cairo_t *cr, const SwGraphPicture *picture, guint curve, guint first, guint end)
{
  const double *x = picture->trace->x;
  const double spare = end - first == 1 ? LONE_PX : 0;

  if (picture->style != SW_STYLE_STACKED || curve == 0)
    {
      cairo_line_to (cr, x[end - 1] + spare, picture->height);
      cairo_line_to (cr, x[first] - spare, picture->height);
      return;
    }
  cairo_line_to (cr, x[end - 1] + spare, get_y (picture, get_base (picture, curve, end - 1)));
  for (guint i = end - 1; i > first; i--)
    cairo_line_to (cr, x[i - 1], get_y (picture, get_base (picture, curve, i - 1)));
  if (spare > 0)
    cairo_line_to (cr, x[first] - spare, get_y (picture, get_base (picture, curve, first)));
}

static gboolean
is_lowest (const SwGraphPicture *picture, guint curve)
{
  while (curve-- > 0)
    if (picture->curves[curve] == SW_CURVE_PLAIN)
      return FALSE;
  return TRUE;
}

/* The lowest curve of a stack has a line even at zero, so that rest differs from nothing known. */
static gboolean
has_band (const SwGraphPicture *picture, guint curve, guint point)
{
  const float value = sw_graph_trace_get_curve (picture->trace, curve)[point];

  return picture->style != SW_STYLE_STACKED || is_lowest (picture, curve)
         || (value - get_base (picture, curve, point)) / picture->top * picture->height
                > LEAST_BAND_PX;
}

static void
fill_curve (cairo_t *cr, const SwGraphPicture *picture, guint curve)
{
  const SwGraphTrace *trace = picture->trace;
  const float *values = sw_graph_trace_get_curve (trace, curve);
  guint first = 0, end;

  for (; first < trace->n_points; first = end + 1)
    {
      end = find_run_end (values, first, trace->n_points);
      if (end == first)
        continue;
      add_run (cr, picture, values, first, end);
      add_base (cr, picture, curve, first, end);
      cairo_close_path (cr);
    }
  set_colour (cr, &picture->colours[curve], FILL_ALPHA);
  cairo_fill (cr);
}

/* The end of the stretch from FIRST on in which the band of CURVE has any height, its slopes included. */
static guint
find_band_end (const SwGraphPicture *picture, guint curve, guint first, guint end)
{
  guint i = first + 1;

  while (i < end && (has_band (picture, curve, i - 1) || has_band (picture, curve, i)))
    i++;
  return i;
}

static void
add_bands (cairo_t *cr, const SwGraphPicture *picture, guint curve, guint first, guint end)
{
  const float *values = sw_graph_trace_get_curve (picture->trace, curve);

  while (first < end)
    {
      const guint stop = find_band_end (picture, curve, first, end);

      if (stop - first > 1 || has_band (picture, curve, first))
        add_run (cr, picture, values, first, stop);
      first = stop;
    }
}

static void
stroke_curve (cairo_t *cr, const SwGraphPicture *picture, guint curve)
{
  const SwGraphTrace *trace = picture->trace;
  const float *values = sw_graph_trace_get_curve (trace, curve);
  guint first = 0, end;

  for (; first < trace->n_points; first = end + 1)
    {
      end = find_run_end (values, first, trace->n_points);
      if (end > first)
        add_bands (cr, picture, curve, first, end);
    }
  set_colour (cr, &picture->colours[curve], 1);
  cairo_stroke (cr);
}

static void
paint_limits (cairo_t *cr, const SwGraphPicture *picture)
{
  const double dash[] = { 4, 3 };

  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), 0);
  for (guint i = 0; i < picture->trace->n_curves; i++)
    if (picture->curves[i] == SW_CURVE_LIMIT)
      stroke_curve (cr, picture, i);
}

/* Lines lie over all areas; lower ones over upper ones, as the upper begin on them. */
static void
paint_curves (cairo_t *cr, const SwGraphPicture *picture)
{
  const guint n_curves = picture->trace->n_curves;
  gboolean filled = FALSE;

  for (guint i = 0; i < n_curves; i++)
    {
      if (picture->curves[i] != SW_CURVE_PLAIN)
        continue;
      if (picture->style == SW_STYLE_STACKED || !filled)
        fill_curve (cr, picture, i);
      filled = TRUE;
    }
  cairo_set_line_width (cr, picture->line_px);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  for (guint i = n_curves; i > 0; i--)
    if (picture->curves[i - 1] == SW_CURVE_PLAIN)
      stroke_curve (cr, picture, i - 1);
  paint_limits (cr, picture);
}

/* Rows a few pixels high are set apart by a line left free. */
static void
clip_heat_rows (cairo_t *cr, const SwGraphPicture *picture, guint n_bins)
{
  const double row_px = picture->height / n_bins;
  const double pixel = 1 / picture->scale;

  if (row_px < 5)
    return;
  for (guint i = 0; i < n_bins; i++)
    {
      const double y = round (row_px * i * picture->scale) * pixel;
      const double next = round (row_px * (i + 1) * picture->scale) * pixel;

      cairo_rectangle (cr, 0, y, picture->axis.width, next - y - pixel);
    }
  cairo_clip (cr);
}

static void
paint_heat (cairo_t *cr, const SwGraphPicture *picture)
{
  const int n_columns = cairo_image_surface_get_width (picture->heat);
  const int n_bins = cairo_image_surface_get_height (picture->heat);

  clip_heat_rows (cr, picture, n_bins);
  if (picture->axis.mirrored)
    {
      cairo_translate (cr, picture->axis.width, 0);
      cairo_scale (cr, -1, 1);
    }
  cairo_scale (cr, picture->axis.width / n_columns, picture->height / n_bins);
  cairo_set_source_surface (cr, picture->heat, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
}

/* Draws into the rectangle from the origin to the axis' width and the picture's height. */
void
sw_graph_paint (cairo_t *cr, const SwGraphPicture *picture)
{
  cairo_save (cr);
  if (picture->style == SW_STYLE_HEAT)
    {
      if (picture->heat != NULL)
        paint_heat (cr, picture);
    }
  else
    {
      paint_grid (cr, picture);
      cairo_rectangle (cr, 0, 0, picture->axis.width, picture->height);
      cairo_clip (cr);
      if (picture->trace->n_points > 0)
        paint_curves (cr, picture);
    }
  cairo_restore (cr);
}

static void
heat_reserve (SwGraphHeat *self, guint n_columns, guint n_bins)
{
  if (self->surface != NULL && self->n_columns == n_columns && self->n_bins == n_bins)
    return;
  sw_graph_heat_clear (self);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, n_columns, n_bins);
  self->bins = g_new (float, n_bins);
  self->n_columns = n_columns;
  self->n_bins = n_bins;
}

/* Intensity as opacity, so that it is right on a light and a dark ground; a core at rest is still seen to be there. */
static guint32
heat_pixel (const GdkRGBA *colour, double value)
{
  const double alpha = 0.06 + 0.94 * CLAMP (value, 0, 1);
  const guint32 a = round (alpha * 255);

  return a << 24 | (guint32) round (colour->red * a) << 16
         | (guint32) round (colour->green * a) << 8 | (guint32) round (colour->blue * a);
}

static void
heat_put_row (SwGraphHeat *self,
              const float *row,
              guint n,
              guint column,
              const SwGraphPicture *picture)
{
  const int stride = cairo_image_surface_get_stride (self->surface);
  guchar *pixels = cairo_image_surface_get_data (self->surface);

  sw_graph_bin_max (row, picture->curves, n, self->bins, self->n_bins);
  for (guint i = 0; i < self->n_bins; i++)
    if (!isnan (self->bins[i]))
      *(guint32 *) (gpointer) (pixels + (gsize) i * stride + column * 4)
          = heat_pixel (&picture->colours[0], self->bins[i] / picture->top);
}

/* One column per interval; what is older than the axis shows stays out, gaps stay clear. */
void
sw_graph_heat_fill (SwGraphHeat *self,
                    SwSeries *series,
                    const SwGraphPicture *picture,
                    gint64 interval_us)
{
  const SwGraphAxis *axis = &picture->axis;
  const guint n = sw_series_get_n_channels (series);
  const gint64 n_columns = CLAMP (axis->span_us / interval_us, 1, MAX ((gint64) axis->width, 1));

  heat_reserve (self, n_columns, sw_graph_get_n_bins (n, picture->height));
  cairo_surface_flush (self->surface);
  memset (cairo_image_surface_get_data (self->surface), 0,
          (gsize) cairo_image_surface_get_stride (self->surface) * self->n_bins);
  for (guint row = sw_series_find_first_row (series, axis->newest_us - axis->span_us);
       row < sw_series_get_n_rows (series); row++)
    {
      const gint64 age_us = axis->newest_us - sw_series_get_row_time_us (series, row);
      const gint64 age = (age_us * n_columns + axis->span_us / 2) / axis->span_us;

      if (age < n_columns)
        heat_put_row (self, sw_series_peek_row (series, row), n, n_columns - 1 - age, picture);
    }
  cairo_surface_mark_dirty (self->surface);
}

void
sw_graph_heat_clear (SwGraphHeat *self)
{
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->bins, g_free);
  self->n_columns = self->n_bins = 0;
}
