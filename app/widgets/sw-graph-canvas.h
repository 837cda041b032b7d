/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a graph has drawn so far, in device pixels: a new sample shifts it and adds a strip of some pixels, which costs a
 * twentieth of drawing all curves anew. Private. */

#pragma once

#include <gtk/gtk.h>

#include "widgets/sw-graph-paint.h"

G_BEGIN_DECLS

typedef struct
{
  cairo_surface_t *surface; /* (nullable) what is drawn on */
  cairo_surface_t *view;    /* (nullable) what is shown: the same pixels */
  int width;                /* device pixels */
  int height;
  SwGraphPicture shown; /* what the pixels show; its pointers are stale */
  gboolean columnar;    /* whether they show columns */
  gint64 drawn_us;      /* the newest row that they show */
  gboolean valid;       /* unset it when colours, curves or history changed */
  guint n_whole;        /* how often all was drawn, for tests */
} SwGraphCanvas;

cairo_surface_t *sw_graph_canvas_update (SwGraphCanvas *self,
                                         const SwGraphPicture *picture,
                                         SwSeries *series,
                                         gint64 interval_us);
void sw_graph_canvas_clear (SwGraphCanvas *self);

G_END_DECLS
