/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-source.h"
#include "widgets/sw-palette.h"

G_BEGIN_DECLS

/**
 * SwGraphParts:
 * @SW_GRAPH_PART_NONE: the curves and the grid alone
 * @SW_GRAPH_PART_BACKGROUND: the colour of a card below all
 * @SW_GRAPH_PART_TITLE: the source's title and headline above the plot
 * @SW_GRAPH_PART_SCALE: the value of the plot's upper edge, in its corner
 * @SW_GRAPH_PART_TIMES: the date and the time of both edges below the plot
 * @SW_GRAPH_PART_LEGEND: the shown channels with their values, below
 * @SW_GRAPH_PART_ALL: all of these
 *
 * What a picture of a graph consists of.
 */
typedef enum /*< flags >*/
{
  SW_GRAPH_PART_NONE = 0,
  SW_GRAPH_PART_BACKGROUND = 1 << 0,
  SW_GRAPH_PART_TITLE = 1 << 1,
  SW_GRAPH_PART_SCALE = 1 << 2,
  SW_GRAPH_PART_TIMES = 1 << 3,
  SW_GRAPH_PART_LEGEND = 1 << 4,
  SW_GRAPH_PART_ALL = (1 << 5) - 1,
} SwGraphParts;

/**
 * SwGraphSpec:
 * @width: of the whole picture, in pixels of the user space
 * @height: of the whole picture
 * @scale: device pixels per pixel of the user space, to lay lines on them; 0 for 1
 * @line_px: the thickness of a line; 0 for the usual
 * @end_us: CLOCK_BOOTTIME in µs at the leading edge; 0 for the newest sample
 * @span_us: the time from edge to edge in µs; 0 for as much as fits
 * @epoch_us: Unix time in µs of the zero of CLOCK_BOOTTIME, for the times; 0 asks the system
 * @scheme: what the picture stands on
 * @parts: what it consists of
 * @mirrored: right-to-left: the newest at the left
 *
 * What a picture of a graph looks like. Zeroes are a plain one, once it has a size.
 */
typedef struct
{
  double width;
  double height;
  double scale;
  double line_px;
  gint64 end_us;
  gint64 span_us;
  gint64 epoch_us;
  SwScheme scheme;
  SwGraphParts parts;
  gboolean mirrored;
} SwGraphSpec;

#define SW_TYPE_GRAPH_RENDER (sw_graph_render_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwGraphRender, sw_graph_render, SW, GRAPH_RENDER, GObject)

SW_PUBLIC SwGraphRender *sw_graph_render_new (SwSource *source);
SW_PUBLIC SwSource *sw_graph_render_get_source (SwGraphRender *self);
SW_PUBLIC void sw_graph_render_draw (SwGraphRender *self, cairo_t *cr, const SwGraphSpec *spec);

G_END_DECLS
