/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* SwGraph is cut by concern: sw-graph.c (class, properties, when to redraw), sw-graph-snapshot.c (what is drawn),
 * sw-graph-input.c (pointer and keys), sw-graph-accessible.c (what is said). */

#pragma once

#include "widgets/sw-graph-bubble.h"
#include "widgets/sw-graph-canvas.h"
#include "widgets/sw-graph.h"
#include "widgets/sw-palette.h"
#include "widgets/sw-visibility.h"

G_BEGIN_DECLS

struct _SwGraph
{
  GtkWidget parent_instance;

  SwGraphBubble *bubble; /* child; over the plot while it is pointed at */

  SwSource *source;         /* (nullable) */
  SwGraphCursor *cursor;    /* (nullable) shared by a board */
  SwVisibility *visibility; /* demands the source */
  GSignalGroup *source_signals;
  GSignalGroup *cursor_signals;
  GPtrArray *channels; /* of SwChannel, those that are listened to */

  /* What is drawn; reused from frame to frame. */
  SwGraphTrace trace;
  SwGraphCanvas canvas;
  SwCurve *curves;        /* one per channel */
  GdkRGBA *colours;       /* one per channel */
  PangoLayout *top_label; /* (nullable) the scale's top */
  char *top_text;
  double top; /* of the scale, in the source's unit; 0: not known yet */

  gint64 span_us;   /* 0: by width */
  gint64 spoken_us; /* CLOCK_BOOTTIME of the sample last told to assistive technology */
  double pointer_x; /* px; NAN while the pointer is elsewhere */
  guint compact : 1;
  guint stale : 1; /* the trace is older than series, size or style */
};

double sw_graph_get_scale (SwGraph *self);

/* How the plot's time and values lie now. FALSE while there is nothing to draw. */
gboolean sw_graph_get_axis (SwGraph *self, SwGraphAxis *axis);
void sw_graph_refresh (SwGraph *self);

void sw_graph_do_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
void sw_graph_forget_text (SwGraph *self);

void sw_graph_add_controllers (SwGraph *self);
void sw_graph_follow_pointer (SwGraph *self);
gboolean sw_graph_is_pointed (SwGraph *self);
gboolean sw_graph_find_pointed_row (SwGraph *self, guint *row);
void sw_graph_update_bubble (SwGraph *self);

void sw_graph_speak (SwGraph *self, gboolean now);

G_END_DECLS
