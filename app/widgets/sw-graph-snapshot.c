/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-private.h"
#include "widgets/sw-numeral-private.h"

/* Of the scale's label: from the edges, and how much is left of the curves behind it. */
#define LABEL_PX 2
#define BEHIND_LABEL_ALPHA 0.25

double
sw_graph_get_scale (SwGraph *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  return surface != NULL ? gdk_surface_get_scale (surface) : 1;
}

/* Without the times below it. */
int
sw_graph_get_plot_height (SwGraph *self)
{
  return MAX (gtk_widget_get_height (GTK_WIDGET (self)) - sw_graph_get_times_height (self), 1);
}

static GdkRGBA
get_grid_colour (SwGraph *self)
{
  GdkRGBA colour;

  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  colour.alpha *= sw_graph_get_grid_alpha (sw_palette_get_scheme ());
  return colour;
}

static SwGraphPicture
get_picture (SwGraph *self, const SwGraphAxis *axis)
{
  return (SwGraphPicture) {
    .style = sw_source_get_style (self->source),
    .axis = *axis,
    .height = sw_graph_get_plot_height (self),
    .top = self->top,
    .line_px = sw_graph_get_line_px (sw_palette_get_scheme ()),
    .grid = get_grid_colour (self),
    .colours = self->colours,
    .curves = self->curves,
    .trace = &self->trace,
  };
}

static void
snapshot_cursor (SwGraph *self, GtkSnapshot *snapshot, const SwGraphAxis *axis)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  const double pixel = 1 / axis->scale;
  GdkRGBA colour;
  double x;

  if (time_us == 0)
    return;
  x = floor (sw_graph_axis_get_x (axis, time_us) / pixel) * pixel;
  if (x < 0 || x > axis->width)
    return;
  x = MIN (x, axis->width - pixel);
  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  colour.alpha *= sw_palette_get_text_alpha (sw_palette_get_scheme ());
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (x, 0, pixel, sw_graph_get_plot_height (self)));
}

/* The label is shaped again only when the scale has another top. */
static PangoLayout *
ensure_top_label (SwGraph *self)
{
  char text[SW_UNIT_TEXT_BYTES];

  sw_unit_format (sw_source_get_unit (self->source), self->top, text, sizeof text);
  if (!g_set_str (&self->top_text, text) && self->top_label != NULL)
    return self->top_label;
  g_clear_object (&self->top_label);
  self->top_label = sw_numeral_create_layout (GTK_WIDGET (self), text);
  return self->top_label;
}

/* Where the label of the scale stands, on whole device pixels. FALSE where there is none. */
static gboolean
get_label_area (SwGraph *self, const SwGraphAxis *axis, graphene_rect_t *area)
{
  const double scale = axis->scale;
  int width, height;
  double x;

  if (self->compact || sw_source_get_style (self->source) == SW_STYLE_HEAT)
    return FALSE;
  pango_layout_get_pixel_size (ensure_top_label (self), &width, &height);
  x = axis->mirrored ? axis->width - width - LABEL_PX : LABEL_PX;
  *area = GRAPHENE_RECT_INIT (floor (x * scale) / scale, ceil (LABEL_PX * scale) / scale,
                              ceil (width * scale) / scale, ceil (height * scale) / scale);
  return TRUE;
}

static void
snapshot_top_label (SwGraph *self, GtkSnapshot *snapshot, const SwGraphAxis *axis)
{
  graphene_rect_t area;
  GdkRGBA colour;

  if (!get_label_area (self, axis, &area))
    return;
  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  colour.alpha *= sw_palette_get_text_alpha (sw_palette_get_scheme ());
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &area.origin);
  gtk_snapshot_append_layout (snapshot, ensure_top_label (self), &colour);
  gtk_snapshot_restore (snapshot);
}

static void
add_label_area (cairo_t *cr, const SwGraphAxis *axis, const graphene_rect_t *label)
{
  cairo_rectangle (cr, label->origin.x * axis->scale, label->origin.y * axis->scale,
                   label->size.width * axis->scale, label->size.height * axis->scale);
}

/* The curves go on behind the label, so faintly that they don't strike it through; whatever the graph stands on. */
static void
paint_around (cairo_t *cr, const SwGraphAxis *axis, const graphene_rect_t *label)
{
  double left, top, right, bottom;

  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  cairo_save (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, left, top, right - left, bottom - top);
  add_label_area (cr, axis, label);
  cairo_clip (cr);
  cairo_paint (cr);
  cairo_restore (cr);
  add_label_area (cr, axis, label);
  cairo_clip (cr);
  cairo_paint_with_alpha (cr, BEHIND_LABEL_ALPHA);
}

static void
snapshot_plot (SwGraph *self, GtkSnapshot *snapshot, const SwGraphAxis *axis)
{
  const SwGraphPicture picture = get_picture (self, axis);
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, axis->width, picture.height);
  cairo_surface_t *surface
      = sw_graph_canvas_update (&self->canvas, &picture, sw_source_get_series (self->source),
                                sw_source_get_interval_us (self->source));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  graphene_rect_t label;

  cairo_scale (cr, 1 / axis->scale, 1 / axis->scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  if (get_label_area (self, axis, &label))
    paint_around (cr, axis, &label);
  else
    cairo_paint (cr);
  cairo_destroy (cr);
}

static void
snapshot_empty (SwGraph *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), sw_graph_get_plot_height (self));
  const SwGraphPicture picture = {
    .axis.width = bounds.size.width,
    .axis.scale = sw_graph_get_scale (self),
    .height = bounds.size.height,
    .grid = get_grid_colour (self),
    .trace = &(SwGraphTrace) { 0 },
  };
  cairo_t *cr;

  if (self->source != NULL && sw_source_get_style (self->source) == SW_STYLE_HEAT)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  sw_graph_paint (cr, &picture);
  cairo_destroy (cr);
}

void
sw_graph_do_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SwGraph *self = SW_GRAPH (widget);
  const GdkRGBA grid = get_grid_colour (self);
  SwGraphAxis axis;

  if (!sw_graph_get_axis (self, &axis))
    {
      snapshot_empty (self, snapshot);
      return;
    }
  sw_graph_refresh (self);
  if (self->range != NULL && !self->compact)
    sw_graph_snapshot_times (self, snapshot, &axis, sw_graph_get_plot_height (self), &grid);
  snapshot_plot (self, snapshot, &axis);
  snapshot_top_label (self, snapshot, &axis);
  if (!self->compact)
    snapshot_cursor (self, snapshot, &axis);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->bubble), snapshot);
}

void
sw_graph_forget_text (SwGraph *self)
{
  g_clear_object (&self->top_label);
  g_clear_object (&self->time_label);
}
