/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-clock.h"
#include "widgets/sw-graph-render-private.h"

#define MARGIN_PX 12
#define GAP_PX 6
#define SWATCH_PX 10
#define TITLE_PX 15
#define TEXT_PX 12
#define DIM 0.65
#define BACKDROP_ALPHA 0.75

/* More than a reader takes in; a heat strip of many cores has none at all. */
#define MAX_ENTRIES 16

typedef struct
{
  SwGraphRender *render;
  cairo_t *cr;
  const SwGraphSpec *spec;
  SwGraphArea area; /* what is still free */
} Frame;

/* Black and white as libadwaita's text on its cards. */
GdkRGBA
sw_graph_render_get_text_colour (SwScheme scheme, double alpha)
{
  const gboolean dark = scheme == SW_SCHEME_DARK || scheme == SW_SCHEME_DARK_HIGH_CONTRAST;

  return dark ? (GdkRGBA) { 1, 1, 1, alpha } : (GdkRGBA) { 0, 0, 0.02f, alpha };
}

static void
set_text_colour (const Frame *frame, double alpha)
{
  const GdkRGBA colour = sw_graph_render_get_text_colour (frame->spec->scheme, alpha);

  gdk_cairo_set_source_rgba (frame->cr, &colour);
}

/* Pictures are made without a display too (the program's command line), so the font is no widget's. */
static PangoLayout *
create_layout (const Frame *frame, const char *text, double size_px, PangoWeight weight)
{
  PangoLayout *layout = pango_cairo_create_layout (frame->cr);
  PangoFontDescription *font = pango_font_description_from_string ("Adwaita Sans, Cantarell, Sans");
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_font_description_set_absolute_size (font, size_px * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/* Draws at the leading side (0) or the trailing one (1) of the free area, X in from it. Returns: its height in px */
static int
draw_layout (const Frame *frame, PangoLayout *layout, double x, gboolean trailing)
{
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (trailing != !!frame->spec->mirrored)
    x = frame->area.x + frame->area.width - x - width;
  else
    x += frame->area.x;
  cairo_move_to (frame->cr, x, frame->area.y);
  pango_cairo_show_layout (frame->cr, layout);
  return height;
}

/* The row whose values the picture tells: the last one within it. */
static gboolean
find_last_row (const Frame *frame, guint *row)
{
  SwSeries *series = sw_source_get_series (frame->render->source);
  guint n;

  if (series == NULL)
    return FALSE;
  n = sw_series_get_n_rows (series);
  if (frame->spec->end_us != 0)
    n = sw_series_find_first_row (series, frame->spec->end_us + 1);
  *row = n - 1;
  return n > 0;
}

static void
draw_title (Frame *frame)
{
  SwSource *source = frame->render->source;
  const char *title = sw_source_get_title (source);
  g_autoptr (PangoLayout) name = create_layout (frame, title, TITLE_PX, PANGO_WEIGHT_BOLD);
  g_autoptr (PangoLayout) headline = NULL;
  char text[4 * SW_UNIT_TEXT_BYTES];
  int height, headline_px = 0;
  guint row;

  set_text_colour (frame, 0.9);
  if (find_last_row (frame, &row))
    {
      sw_source_format_headline (source, sw_series_peek_row (sw_source_get_series (source), row),
                                 text, sizeof text);
      headline = create_layout (frame, text, TITLE_PX, PANGO_WEIGHT_NORMAL);
      pango_layout_get_pixel_size (headline, &headline_px, NULL);
      draw_layout (frame, headline, 0, TRUE);
    }
  pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (name, MAX (frame->area.width - headline_px - MARGIN_PX, 1) * PANGO_SCALE);
  pango_layout_set_single_paragraph_mode (name, TRUE);
  height = draw_layout (frame, name, 0, FALSE);
  frame->area.y += height + GAP_PX;
  frame->area.height -= height + GAP_PX;
}

gint64
sw_graph_render_get_epoch_us (const SwGraphSpec *spec)
{
  return spec->epoch_us != 0 ? spec->epoch_us : sw_clock_get_epoch_us ();
}

static char *
format_time (gint64 unix_us, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local_usec (unix_us);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("");
}

/* At both edges, the older with its date. */
static void
draw_times (Frame *frame, const SwGraphAxis *axis)
{
  const gint64 end_us = sw_graph_render_get_epoch_us (frame->spec) + axis->newest_us;
  g_autofree char *from = format_time (end_us - axis->span_us, "%x %X");
  g_autofree char *to = format_time (end_us, "%X");
  g_autoptr (PangoLayout) from_layout = create_layout (frame, from, TEXT_PX, PANGO_WEIGHT_NORMAL);
  g_autoptr (PangoLayout) to_layout = create_layout (frame, to, TEXT_PX, PANGO_WEIGHT_NORMAL);
  SwGraphArea *area = &frame->area;
  int height;

  pango_layout_get_pixel_size (from_layout, NULL, &height);
  area->height -= height + GAP_PX;
  area->y += area->height + GAP_PX;
  set_text_colour (frame, DIM);
  draw_layout (frame, from_layout, 0, FALSE);
  draw_layout (frame, to_layout, 0, TRUE);
  area->y -= area->height + GAP_PX;
}

static PangoLayout *
create_entry (const Frame *frame, guint channel)
{
  SwSource *source = frame->render->source;
  const char *name = sw_channel_get_name (sw_source_get_channel (source, channel));
  g_autofree char *text = NULL;
  char value[SW_UNIT_TEXT_BYTES];
  guint row;

  g_strlcpy (value, "–", sizeof value);
  if (find_last_row (frame, &row))
    sw_unit_format (sw_source_get_unit (source),
                    sw_series_peek_row (sw_source_get_series (source), row)[channel], value,
                    sizeof value);
  text = g_strdup_printf ("%s  %s", name, value);
  return create_layout (frame, text, TEXT_PX, PANGO_WEIGHT_NORMAL);
}

static void
draw_entry (const Frame *frame, PangoLayout *layout, guint channel, double x, int line_px)
{
  const SwGraphArea *area = &frame->area;

  gdk_cairo_set_source_rgba (frame->cr, &frame->render->colours[channel]);
  cairo_rectangle (frame->cr,
                   frame->spec->mirrored ? area->x + area->width - x - SWATCH_PX : area->x + x,
                   area->y + (line_px - SWATCH_PX) / 2, SWATCH_PX, SWATCH_PX);
  cairo_fill (frame->cr);
  set_text_colour (frame, 0.9);
  draw_layout (frame, layout, x + SWATCH_PX + GAP_PX, FALSE);
}

/* Lays the entries out in lines from the area's top. Returns: the height of all; draws only if DRAWN */
static double
flow_entries (Frame *frame, gboolean drawn)
{
  const double top = frame->area.y;
  double x = 0, height = 0;
  guint n_entries = 0;

  for (guint i = 0; i < frame->render->n_channels && n_entries < MAX_ENTRIES; i++)
    {
      g_autoptr (PangoLayout) layout = NULL;
      int width, line_px;

      if (frame->render->curves[i] == SW_CURVE_HIDDEN)
        continue;
      layout = create_entry (frame, i);
      pango_layout_get_pixel_size (layout, &width, &line_px);
      width += SWATCH_PX + GAP_PX;
      if (x > 0 && x + width > frame->area.width)
        {
          x = 0;
          frame->area.y += line_px + GAP_PX / 2;
        }
      if (drawn)
        draw_entry (frame, layout, i, x, line_px);
      x += width + MARGIN_PX;
      height = frame->area.y - top + line_px;
      n_entries++;
    }
  frame->area.y = top;
  return height;
}

static void
draw_legend (Frame *frame)
{
  SwGraphArea *area = &frame->area;
  double height;

  if (sw_source_get_style (frame->render->source) == SW_STYLE_HEAT)
    return;
  height = flow_entries (frame, FALSE);
  if (height == 0)
    return;
  area->height -= height + GAP_PX;
  area->y += area->height + GAP_PX;
  flow_entries (frame, TRUE);
  area->y -= area->height + GAP_PX;
}

static void
set_background_colour (const Frame *frame, double alpha)
{
  const gboolean dark = frame->spec->scheme == SW_SCHEME_DARK
                        || frame->spec->scheme == SW_SCHEME_DARK_HIGH_CONTRAST;

  if (dark)
    cairo_set_source_rgba (frame->cr, 0.212, 0.212, 0.227, alpha);
  else
    cairo_set_source_rgba (frame->cr, 1, 1, 1, alpha);
}

static void
draw_background (const Frame *frame)
{
  set_background_colour (frame, 1);
  cairo_rectangle (frame->cr, 0, 0, frame->spec->width, frame->spec->height);
  cairo_fill (frame->cr);
}

static int
get_margin_px (const SwGraphSpec *spec)
{
  const SwGraphParts texts = SW_GRAPH_PART_TITLE | SW_GRAPH_PART_TIMES | SW_GRAPH_PART_LEGEND;

  return (spec->parts & texts) != 0 ? MARGIN_PX : 0;
}

double
sw_graph_render_get_plot_width (const SwGraphSpec *spec)
{
  return MAX (spec->width - 2 * get_margin_px (spec), 1);
}

SwGraphArea
sw_graph_render_draw_frame (SwGraphRender *self,
                            cairo_t *cr,
                            const SwGraphSpec *spec,
                            const SwGraphAxis *axis)
{
  const int margin = get_margin_px (spec);
  Frame frame = {
    .render = self,
    .cr = cr,
    .spec = spec,
    .area = { margin, margin, sw_graph_render_get_plot_width (spec), spec->height - 2 * margin },
  };

  if ((spec->parts & SW_GRAPH_PART_BACKGROUND) != 0)
    draw_background (&frame);
  if ((spec->parts & SW_GRAPH_PART_TITLE) != 0)
    draw_title (&frame);
  if ((spec->parts & SW_GRAPH_PART_LEGEND) != 0)
    draw_legend (&frame);
  if ((spec->parts & SW_GRAPH_PART_TIMES) != 0 && axis->newest_us != 0)
    draw_times (&frame, axis);
  frame.area.height = MAX (round (frame.area.height), 1);
  frame.area.y = round (frame.area.y);
  return frame.area;
}

/* So that no curve strikes the label through. */
static void
draw_backdrop (const Frame *frame, PangoLayout *layout)
{
  const SwGraphArea *area = &frame->area;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  set_background_colour (frame, BACKDROP_ALPHA);
  cairo_rectangle (frame->cr, frame->spec->mirrored ? area->x + area->width - width : area->x,
                   area->y, width, height);
  cairo_fill (frame->cr);
}

void
sw_graph_render_draw_scale (SwGraphRender *self,
                            cairo_t *cr,
                            const SwGraphSpec *spec,
                            const SwGraphArea *area)
{
  const Frame frame = {
    .render = self,
    .cr = cr,
    .spec = spec,
    .area = { area->x + 2, area->y + 2, area->width - 4, area->height },
  };
  g_autoptr (PangoLayout) layout = NULL;
  char text[SW_UNIT_TEXT_BYTES];

  sw_unit_format (sw_source_get_unit (self->source), self->top, text, sizeof text);
  layout = create_layout (&frame, text, TEXT_PX, PANGO_WEIGHT_NORMAL);
  if ((spec->parts & SW_GRAPH_PART_BACKGROUND) != 0)
    draw_backdrop (&frame, layout);
  set_text_colour (&frame, sw_palette_get_text_alpha (spec->scheme));
  draw_layout (&frame, layout, 0, FALSE);
}
