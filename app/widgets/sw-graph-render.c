/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-render-private.h"

/**
 * SwGraphRender:
 *
 * Draws the graph of a [class@Source] by cairo onto anything: an image, a page, a panel's icon. It looks as a
 * [class@Graph] does, but is no widget: it demands nothing of its source and draws when it is told to. Its buffers stay
 * from picture to picture; keep one for each place that is drawn over and over.
 */

G_DEFINE_FINAL_TYPE (SwGraphRender, sw_graph_render, G_TYPE_OBJECT)

static void
sw_graph_render_finalize (GObject *object)
{
  SwGraphRender *self = SW_GRAPH_RENDER (object);

  sw_graph_trace_clear (&self->trace);
  g_clear_pointer (&self->heat, cairo_surface_destroy);
  g_free (self->curves);
  g_free (self->colours);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (sw_graph_render_parent_class)->finalize (object);
}

static void
sw_graph_render_class_init (SwGraphRenderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_graph_render_finalize;
}

static void
sw_graph_render_init (G_GNUC_UNUSED SwGraphRender *self)
{
}

/**
 * sw_graph_render_new:
 * @source: what to draw
 *
 * Returns: (transfer full): draws @source
 */
SwGraphRender *
sw_graph_render_new (SwSource *source)
{
  SwGraphRender *self;

  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);

  self = g_object_new (SW_TYPE_GRAPH_RENDER, NULL);
  self->source = g_object_ref (source);
  return self;
}

/**
 * sw_graph_render_get_source:
 * @self: a render
 *
 * Returns: (transfer none): what it draws
 */
SwSource *
sw_graph_render_get_source (SwGraphRender *self)
{
  g_return_val_if_fail (SW_IS_GRAPH_RENDER (self), NULL);

  return self->source;
}

static void
update_pens (SwGraphRender *self, SwScheme scheme)
{
  const guint n = sw_source_get_n_channels (self->source);

  if (n != self->n_channels)
    {
      self->n_channels = n;
      self->curves = g_renew (SwCurve, self->curves, n);
      self->colours = g_renew (GdkRGBA, self->colours, n);
    }
  for (guint i = 0; i < n; i++)
    {
      SwChannel *channel = sw_source_get_channel (self->source, i);

      sw_palette_get_channel (channel, scheme, &self->colours[i]);
      if (!sw_channel_get_shown (channel))
        self->curves[i] = SW_CURVE_HIDDEN;
      else if (sw_channel_get_role (channel) == SW_ROLE_LIMIT)
        self->curves[i] = SW_CURVE_LIMIT;
      else
        self->curves[i] = SW_CURVE_PLAIN;
    }
}

/* FALSE while there is nothing to draw. */
static gboolean
get_axis (SwGraphRender *self, const SwGraphSpec *spec, SwGraphAxis *axis)
{
  SwSeries *series = sw_source_get_series (self->source);

  axis->width = sw_graph_render_get_plot_width (spec);
  axis->scale = spec->scale > 0 ? spec->scale : 1;
  axis->mirrored = spec->mirrored;
  axis->newest_us = spec->end_us;
  axis->span_us = spec->span_us;
  if (axis->span_us == 0)
    axis->span_us
        = sw_graph_get_auto_span_us (axis->width, sw_source_get_interval_us (self->source));
  if (series == NULL || sw_series_get_n_rows (series) == 0)
    return FALSE;
  if (axis->newest_us == 0)
    axis->newest_us = sw_series_get_row_time_us (series, sw_series_get_n_rows (series) - 1);
  return TRUE;
}

/* Cleared, and of the plot's size in device pixels. */
static cairo_surface_t *
ensure_heat (SwGraphRender *self, int width, int height)
{
  cairo_t *cr;

  if (self->heat != NULL && cairo_image_surface_get_width (self->heat) == width
      && cairo_image_surface_get_height (self->heat) == height)
    {
      cr = cairo_create (self->heat);
      cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
      cairo_paint (cr);
      cairo_destroy (cr);
      return self->heat;
    }
  g_clear_pointer (&self->heat, cairo_surface_destroy);
  self->heat = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  return self->heat;
}

static void
draw_heat (SwGraphRender *self, cairo_t *cr, const SwGraphPicture *picture)
{
  const SwGraphAxis *axis = &picture->axis;
  SwSeries *series = sw_source_get_series (self->source);
  cairo_surface_t *surface = ensure_heat (self, MAX (lround (axis->width * axis->scale), 1),
                                          MAX (lround (picture->height * axis->scale), 1));

  if (picture->trace->columnar)
    sw_graph_paint_heat_columns (surface, picture, 0);
  else
    sw_graph_paint_heat (surface, picture, series,
                         sw_series_find_first_row (series, axis->newest_us - axis->span_us),
                         sw_source_get_interval_us (self->source));
  cairo_scale (cr, 1 / axis->scale, 1 / axis->scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
}

static void
draw_plot (SwGraphRender *self,
           cairo_t *cr,
           const SwGraphSpec *spec,
           const SwGraphAxis *axis,
           const SwGraphArea *area)
{
  const SwGraphPicture picture = {
    .style = sw_source_get_style (self->source),
    .axis = *axis,
    .height = area->height,
    .top = self->top,
    .line_px = spec->line_px > 0 ? spec->line_px : sw_graph_get_line_px (spec->scheme),
    .grid = sw_graph_render_get_text_colour (spec->scheme, sw_graph_get_grid_alpha (spec->scheme)),
    .colours = self->colours,
    .curves = self->curves,
    .trace = &self->trace,
  };

  cairo_save (cr);
  cairo_translate (cr, area->x, area->y);
  cairo_rectangle (cr, 0, 0, area->width, area->height);
  cairo_clip (cr);
  if (picture.style != SW_STYLE_HEAT)
    sw_graph_paint (cr, &picture);
  else if (self->trace.n_points > 0)
    draw_heat (self, cr, &picture);
  cairo_restore (cr);
}

/**
 * sw_graph_render_draw: (skip)
 * @self: a render
 * @cr: what to draw on; the picture's corner is its origin
 * @spec: what the picture looks like
 *
 * Draws the source as its history is now. Without any, the grid stands alone.
 */
void
sw_graph_render_draw (SwGraphRender *self, cairo_t *cr, const SwGraphSpec *spec)
{
  SwGraphArea area;
  SwGraphAxis axis;

  g_return_if_fail (SW_IS_GRAPH_RENDER (self));
  g_return_if_fail (cr != NULL && spec != NULL && spec->width > 0 && spec->height > 0);

  update_pens (self, spec->scheme);
  self->trace.n_points = 0;
  if (get_axis (self, spec, &axis))
    {
      sw_graph_trace_fill (&self->trace, sw_source_get_series (self->source), &axis, self->curves,
                           sw_source_get_style (self->source) == SW_STYLE_STACKED);
      self->top = sw_graph_get_top (self->source, self->top, self->trace.peak);
    }
  cairo_save (cr);
  area = sw_graph_render_draw_frame (self, cr, spec, &axis);
  draw_plot (self, cr, spec, &axis, &area);
  if ((spec->parts & SW_GRAPH_PART_SCALE) != 0 && self->trace.n_points > 0
      && sw_source_get_style (self->source) != SW_STYLE_HEAT)
    sw_graph_render_draw_scale (self, cr, spec, &area);
  cairo_restore (cr);
}
