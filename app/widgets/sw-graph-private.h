/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* SwGraph is cut by concern: sw-graph.c (class, when to redraw), sw-graph-properties.c (what can be set),
 * sw-graph-snapshot.c (what is drawn), sw-graph-times.c (clock times below it), sw-graph-input.c (pointing),
 * sw-graph-navigate.c (zooming and panning), sw-graph-menu.c (what can be taken out of it), sw-graph-accessible.c (what is
 * said). */

#pragma once

#include "widgets/sw-graph-bubble.h"
#include "widgets/sw-graph-canvas.h"
#include "widgets/sw-graph.h"
#include "widgets/sw-palette.h"
#include "widgets/sw-time-range.h"
#include "widgets/sw-time-text.h"
#include "widgets/sw-visibility.h"

G_BEGIN_DECLS

struct _SwGraph
{
  GtkWidget parent_instance;

  SwGraphBubble *bubble; /* child; over the plot while it is pointed at */
  GtkWidget *menu;       /* (nullable) child */

  SwSource *source;         /* (nullable) */
  SwGraphCursor *cursor;    /* (nullable) shared by a board */
  SwTimeRange *range;       /* (nullable) shared by a history */
  SwVisibility *visibility; /* demands the source */
  GSignalGroup *source_signals;
  GSignalGroup *cursor_signals;
  GSignalGroup *range_signals;
  GPtrArray *channels; /* of SwChannel, those that are listened to */

  /* What is drawn; reused from frame to frame. */
  SwGraphTrace trace;
  SwGraphCanvas canvas;
  SwCurve *curves;        /* one per channel */
  GdkRGBA *colours;       /* one per channel */
  float *pointed_means;   /* one per channel, of the column pointed at */
  float *pointed_peaks;   /* the same */
  PangoLayout *top_label; /* (nullable) the scale's top */
  char *top_text;
  PangoLayout *time_label; /* (nullable) of one time after the other */
  double top;              /* of the scale, in the source's unit; 0: not known yet */

  gint64 span_us;         /* 0: by width */
  gint64 spoken_us;       /* CLOCK_BOOTTIME of the sample last told to assistive technology */
  double pointer_x;       /* px; NAN while the pointer is elsewhere */
  gint64 grabbed_end_us;  /* of the range when a drag began */
  gint64 grabbed_span_us; /* when a pinch began */
  gint64 grabbed_time_us; /* between the fingers then */
  guint compact : 1;
  guint navigable : 1;
  guint keyed : 1;          /* a key moved the cursor after the pointer did */
  guint has_navigation : 1; /* controllers that only a navigable one needs */
  guint stale : 1;          /* the trace is older than series, size or style */
};

/* What a graph shows at an instant. */
typedef struct
{
  gint64 time_us;
  const float *values; /* one per channel; means of a column */
  const float *peaks;  /* (nullable) of a column, the same */
} SwGraphMoment;

double sw_graph_get_scale (SwGraph *self);
int sw_graph_get_plot_height (SwGraph *self);

/* How the plot's time and values lie now. FALSE while there is nothing to draw. */
gboolean sw_graph_get_axis (SwGraph *self, SwGraphAxis *axis);
void sw_graph_refresh (SwGraph *self);
void sw_graph_emit_activated (SwGraph *self);

/* What follows from a change of a property. */
void sw_graph_install_properties (GObjectClass *object_class);
void sw_graph_listen_to_channels (SwGraph *self);
void sw_graph_cover_range (SwGraph *self);
void sw_graph_follow_cursor (SwGraph *self);
void sw_graph_rescale (SwGraph *self);

void sw_graph_do_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
void sw_graph_forget_text (SwGraph *self);

/* Which clock times have a line, and a label where the graph is navigable. */
typedef struct
{
  gint64 step_us; /* from one to the next */
  SwTimeTextStyle style;
  double least_px; /* from label to label */
} SwGraphTimes;

int sw_graph_get_times_height (SwGraph *self);
SwGraphTimes sw_graph_choose_times (SwGraph *self, const SwGraphAxis *axis);
void sw_graph_snapshot_times (SwGraph *self,
                              GtkSnapshot *snapshot,
                              const SwGraphAxis *axis,
                              int plot_height,
                              const GdkRGBA *grid);

void sw_graph_add_controllers (SwGraph *self);
void sw_graph_follow_pointer (SwGraph *self);
gboolean sw_graph_is_pointed (SwGraph *self);
gboolean sw_graph_find_pointed (SwGraph *self, SwGraphMoment *moment);
void sw_graph_update_bubble (SwGraph *self);

void sw_graph_add_navigation (SwGraph *self);
gboolean sw_graph_navigate (SwGraph *self, guint keyval, GdkModifierType modifiers);

void sw_graph_install_menu (GtkWidgetClass *widget_class);
void sw_graph_add_menu (SwGraph *self);

void sw_graph_speak (SwGraph *self, gboolean now);

G_END_DECLS
