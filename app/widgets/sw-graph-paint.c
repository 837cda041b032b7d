/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-paint.h"

#define N_GRID_LINES 4
#define FILL_ALPHA 0.3
#define RANGE_ALPHA 0.25

/* Bands thinner than this, in px, have no line of their own: it would cover the one below, which is there. */
#define LEAST_BAND_PX 0.2

/* Half the width of a sample that stands alone between gaps. */
#define LONE_PX 1.5

static gboolean
is_strong (SwScheme scheme)
{
  return scheme == SW_SCHEME_LIGHT_HIGH_CONTRAST || scheme == SW_SCHEME_DARK_HIGH_CONTRAST;
}

double
sw_graph_get_line_px (SwScheme scheme)
{
  return is_strong (scheme) ? 2 : 1.5;
}

double
sw_graph_get_grid_alpha (SwScheme scheme)
{
  return is_strong (scheme) ? 0.35 : 0.1;
}

static void
set_colour (cairo_t *cr, const GdkRGBA *colour, double alpha)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * alpha);
}

/* The lines are one device pixel thick and lie on device pixels, the topmost just inside. */
static void
paint_grid (cairo_t *cr, const SwGraphPicture *picture)
{
  const double pixel = 1 / picture->axis.scale;

  set_colour (cr, &picture->grid, 1);
  for (guint i = 0; i < N_GRID_LINES; i++)
    {
      const double y = round (picture->height * i / N_GRID_LINES * picture->axis.scale) * pixel;

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
  guint first = picture->first_point, end;

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

/* From the least to the greatest value of each column, which is a device pixel wide and lies before its point: slopes
 * from one to the next would fade peaks, and cut notches into what is wider. */
static void
fill_range (cairo_t *cr, const SwGraphPicture *picture, guint curve)
{
  const SwGraphTrace *trace = picture->trace;
  const SwBucket *columns = sw_graph_trace_get_columns (trace, curve);
  const double pixel = 1 / picture->axis.scale;
  const double before = picture->axis.mirrored ? 0 : -pixel;
  const cairo_antialias_t antialias = cairo_get_antialias (cr);

  for (guint i = picture->first_point; i < trace->n_points; i++)
    if (!isnan (sw_graph_trace_get_curve (trace, curve)[i]))
      {
        const double y = get_y (picture, columns[i].max);

        cairo_rectangle (cr, trace->x[i] + before, y, pixel, get_y (picture, columns[i].min) - y);
      }
  set_colour (cr, &picture->colours[curve], RANGE_ALPHA);
  /* Whole pixels have nothing to smooth, and none of them is filled twice. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cr);
  cairo_set_antialias (cr, antialias);
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
  guint first = picture->first_point, end;

  for (; first < trace->n_points; first = end + 1)
    {
      end = find_run_end (values, first, trace->n_points);
      if (end > first)
        add_bands (cr, picture, curve, first, end);
    }
  set_colour (cr, &picture->colours[curve], 1);
  cairo_stroke (cr);
}

/* The dashes are fixed to the time axis, as the curves are, wherever drawing begins. */
static void
paint_limits (cairo_t *cr, const SwGraphPicture *picture)
{
  const double dash[] = { 4, 3 };
  const double x = picture->trace->x[picture->first_point];
  const double column
      = sw_graph_axis_get_column (&picture->axis, picture->axis.newest_us) / picture->axis.scale;
  const double offset = picture->axis.mirrored ? x - column : x - picture->axis.width + column;

  cairo_set_dash (cr, dash, G_N_ELEMENTS (dash), offset - floor (offset / 7) * 7);
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
      if (picture->trace->columnar && picture->style != SW_STYLE_STACKED)
        fill_range (cr, picture, i);
    }
  cairo_set_line_width (cr, picture->line_px);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  for (guint i = n_curves; i > 0; i--)
    if (picture->curves[i - 1] == SW_CURVE_PLAIN)
      stroke_curve (cr, picture, i - 1);
  paint_limits (cr, picture);
}

/* Draws into the rectangle from the origin to the axis' width and the picture's height. */
void
sw_graph_paint (cairo_t *cr, const SwGraphPicture *picture)
{
  paint_grid (cr, picture);
  /* Points a pixel apart show no difference but the time that it takes, which is half. */
  if (picture->trace->columnar)
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
  if (picture->trace->n_points > picture->first_point)
    paint_curves (cr, picture);
}
