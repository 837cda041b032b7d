/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "widgets/sw-graph-canvas.h"

/* How far a line reaches beyond its last point, which a new one then joins. */
#define JOIN_PX 3

static const cairo_user_data_key_t pixels_key;

/* A second surface on the pixels of SURFACE. What is shown from frame to frame is never drawn on through cairo, which
 * would copy it first, as the frame before still refers to it. */
static cairo_surface_t *
make_view (cairo_surface_t *surface)
{
  cairo_surface_t *view
      = cairo_image_surface_create_for_data (cairo_image_surface_get_data (surface),
                                             CAIRO_FORMAT_ARGB32,
                                             cairo_image_surface_get_width (surface),
                                             cairo_image_surface_get_height (surface),
                                             cairo_image_surface_get_stride (surface));

  cairo_surface_set_user_data (view, &pixels_key, cairo_surface_reference (surface),
                               (cairo_destroy_func_t) cairo_surface_destroy);
  return view;
}

static void
canvas_reserve (SwGraphCanvas *self, const SwGraphPicture *picture)
{
  const int width = MAX (lround (picture->axis.width * picture->axis.scale), 1);
  const int height = MAX (lround (picture->height * picture->axis.scale), 1);

  if (self->surface != NULL && self->width == width && self->height == height)
    return;
  sw_graph_canvas_clear (self);
  self->width = width;
  self->height = height;
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  self->view = make_view (self->surface);
}

static gboolean
is_kept (SwGraphCanvas *self, const SwGraphPicture *picture)
{
  const SwGraphPicture *shown = &self->shown;

  return self->valid && shown->style == picture->style && shown->height == picture->height
         && self->columnar == picture->trace->columnar && shown->top == picture->top
         && shown->line_px == picture->line_px && shown->axis.width == picture->axis.width
         && shown->axis.scale == picture->axis.scale && shown->axis.span_us == picture->axis.span_us
         && shown->axis.mirrored == picture->axis.mirrored
         && gdk_rgba_equal (&shown->grid, &picture->grid);
}

/* Moves what is drawn towards the past by SHIFT device pixels and clears WIDTH of them at the other side. */
static void
shift_pixels (SwGraphCanvas *self, gboolean mirrored, int shift, int width)
{
  const gsize kept = (gsize) (self->width - shift) * 4;
  const int stride = cairo_image_surface_get_stride (self->surface);
  guchar *pixels = cairo_image_surface_get_data (self->surface);

  for (int y = 0; y < self->height; y++)
    {
      guchar *line = pixels + (gsize) y * stride;

      memmove (mirrored ? line + shift * 4 : line, mirrored ? line : line + shift * 4, kept);
      memset (mirrored ? line : line + (gsize) (self->width - width) * 4, 0, (gsize) width * 4);
    }
}

/* The point from which on a strip of WIDTH device pixels must be drawn: one before it, so that its line comes in. */
static guint
find_first_point (const SwGraphPicture *picture, int width)
{
  const SwGraphTrace *trace = picture->trace;
  const double limit = width / picture->axis.scale + picture->line_px;
  guint point = trace->n_points;

  while (point > 0)
    {
      const double x = trace->x[--point];

      if ((picture->axis.mirrored ? x : picture->axis.width - x) > limit)
        break;
    }
  return point > 0 ? point - 1 : 0;
}

static void
paint_strip (SwGraphCanvas *self, const SwGraphPicture *picture, int width)
{
  const double scale = picture->axis.scale;
  SwGraphPicture part = *picture;
  cairo_t *cr = cairo_create (self->surface);

  part.first_point = width < self->width ? find_first_point (picture, width) : 0;
  cairo_rectangle (cr, picture->axis.mirrored ? 0 : self->width - width, 0, width, self->height);
  cairo_clip (cr);
  cairo_scale (cr, scale, scale);
  sw_graph_paint (cr, &part);
  cairo_destroy (cr);
}

/* How many device pixels at the leading edge show what may have changed: a source that is sampled less often than the
 * newest edge moves on draws its line from further back, and a column in which a sample fell anew. */
static gint64
get_reach (SwGraphCanvas *self, const SwGraphPicture *picture)
{
  const gint64 newest = sw_graph_axis_get_column (&picture->axis, picture->axis.newest_us);

  return newest - sw_graph_axis_get_column (&picture->axis, self->drawn_us);
}

/* How many device pixels at the leading edge are to be drawn; -1 for none. */
static int
make_room (SwGraphCanvas *self, const SwGraphPicture *picture)
{
  gint64 shift, width;

  shift = is_kept (self, picture)
              ? sw_graph_axis_get_column (&picture->axis, picture->axis.newest_us)
                    - sw_graph_axis_get_column (&picture->axis, self->shown.axis.newest_us)
              : self->width;
  if (shift == 0 && self->shown.axis.newest_us == picture->axis.newest_us)
    return -1;
  width = MAX (shift, get_reach (self, picture)) + (int) ceil (JOIN_PX * picture->axis.scale);
  if (shift < 0 || shift >= self->width || width >= self->width)
    {
      memset (cairo_image_surface_get_data (self->surface), 0,
              (gsize) cairo_image_surface_get_stride (self->surface) * self->height);
      self->n_whole++;
      return self->width;
    }
  shift_pixels (self, picture->axis.mirrored, shift, width);
  return width;
}

/* The first row of the series that a strip of WIDTH device pixels shows. */
static guint
find_first_row (SwGraphCanvas *self, const SwGraphPicture *picture, SwSeries *series, int width)
{
  const gint64 reach_us = (double) width / self->width * picture->axis.span_us;

  return sw_series_find_first_row (series, picture->axis.newest_us - reach_us);
}

static gint64
get_newest_row_us (SwSeries *series)
{
  const guint n_rows = sw_series_get_n_rows (series);

  return n_rows > 0 ? sw_series_get_row_time_us (series, n_rows - 1) : 0;
}

/* Brings the pixels up to date. Returns: (transfer none): what to show; the same one until the size changes */
cairo_surface_t *
sw_graph_canvas_update (SwGraphCanvas *self,
                        const SwGraphPicture *picture,
                        SwSeries *series,
                        gint64 interval_us)
{
  int width;

  canvas_reserve (self, picture);
  width = make_room (self, picture);
  if (width >= 0 && picture->style == SW_STYLE_HEAT && picture->trace->columnar)
    sw_graph_paint_heat_columns (self->surface, picture, self->width - width);
  else if (width >= 0 && picture->style == SW_STYLE_HEAT)
    sw_graph_paint_heat (self->surface, picture, series,
                         find_first_row (self, picture, series, width), interval_us);
  else if (width >= 0)
    paint_strip (self, picture, width);
  self->shown = *picture;
  self->columnar = picture->trace->columnar;
  self->drawn_us = get_newest_row_us (series);
  self->valid = TRUE;
  return self->view;
}

void
sw_graph_canvas_clear (SwGraphCanvas *self)
{
  g_clear_pointer (&self->view, cairo_surface_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  self->valid = FALSE;
}
