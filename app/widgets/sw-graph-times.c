/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-private.h"
#include "widgets/sw-numeral-private.h"

/* The lines at whole clock times behind the curves of a graph that has a range, and the times below them. */

/* Fewer px than that from one line to the next are a hatching; labels need more. */
#define MIN_STEP_PX 64
#define LABEL_GAP_PX 12

#define MINUTE_US (60 * SW_SECOND_US)
#define HOUR_US (60 * MINUTE_US)

static const gint64 steps_s[] = {
  5,       10,      15,      30,       60,       2 * 60,   5 * 60,    10 * 60,
  15 * 60, 30 * 60, 60 * 60, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600,
};

static gint64
choose_step_us (const SwGraphAxis *axis, double least_px)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps_s); i++)
    if (steps_s[i] * SW_SECOND_US / (double) axis->span_us * axis->width >= least_px)
      return steps_s[i] * SW_SECOND_US;
  return steps_s[G_N_ELEMENTS (steps_s) - 1] * SW_SECOND_US;
}

int
sw_graph_get_times_height (SwGraph *self)
{
  int height;

  if (self->range == NULL || !self->navigable)
    return 0;
  if (self->time_label == NULL)
    self->time_label = sw_numeral_create_layout (GTK_WIDGET (self), "0");
  pango_layout_get_pixel_size (self->time_label, NULL, &height);
  return height + 2;
}

static double
measure_label (SwGraph *self, SwTimeTextStyle style)
{
  char text[SW_TIME_TEXT_BYTES];
  int width;

  sw_time_text_format_widest (style, text, sizeof text);
  pango_layout_set_text (self->time_label, text, -1);
  pango_layout_get_pixel_size (self->time_label, &width, NULL);
  return width + LABEL_GAP_PX;
}

/* Lines without labels may be closer. */
SwGraphTimes
sw_graph_choose_times (SwGraph *self, const SwGraphAxis *axis)
{
  SwGraphTimes times = { .least_px = MIN_STEP_PX, .style = SW_TIME_TEXT_MINUTES };

  if (self->navigable)
    {
      sw_graph_get_times_height (self);
      times.least_px = MAX (MIN_STEP_PX, measure_label (self, SW_TIME_TEXT_MINUTES));
    }
  times.step_us = choose_step_us (axis, times.least_px);
  if (self->navigable && times.step_us < MINUTE_US)
    {
      times.least_px = MAX (MIN_STEP_PX, measure_label (self, SW_TIME_TEXT_SECONDS));
      times.step_us = choose_step_us (axis, times.least_px);
    }
  if (times.step_us < MINUTE_US)
    times.style = SW_TIME_TEXT_SECONDS;
  else if (times.step_us >= HOUR_US)
    times.style = SW_TIME_TEXT_MINUTES_OR_DAY;
  return times;
}

static void
snapshot_label (SwGraph *self,
                GtkSnapshot *snapshot,
                const SwGraphAxis *axis,
                double x,
                int y,
                const char *text)
{
  GdkRGBA colour;
  int width;

  pango_layout_set_text (self->time_label, text, -1);
  pango_layout_get_pixel_size (self->time_label, &width, NULL);
  if (x - width / 2.0 < 0 || x + width / 2.0 > axis->width)
    return;
  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  colour.alpha *= sw_palette_get_text_alpha (sw_palette_get_scheme ());
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (x - width / 2.0), y));
  /* The node keeps what the layout shows now. */
  gtk_snapshot_append_layout (snapshot, self->time_label, &colour);
  gtk_snapshot_restore (snapshot);
}

void
sw_graph_snapshot_times (SwGraph *self,
                         GtkSnapshot *snapshot,
                         const SwGraphAxis *axis,
                         int plot_height,
                         const GdkRGBA *grid)
{
  const double pixel = 1 / axis->scale;
  const gint64 begin_us = axis->newest_us - axis->span_us;
  const SwGraphTimes times = sw_graph_choose_times (self, axis);
  double last_x = -INFINITY;

  for (gint64 time_us = sw_time_text_find_next_us (begin_us, times.step_us);
       time_us <= axis->newest_us; time_us = sw_time_text_find_next_us (time_us + 1, times.step_us))
    {
      const double x = sw_graph_axis_get_x (axis, time_us);
      char text[SW_TIME_TEXT_BYTES];

      gtk_snapshot_append_color (snapshot, grid, &GRAPHENE_RECT_INIT (x, 0, pixel, plot_height));
      /* Where summer ends, times come twice and lines closer than their step. */
      if (!self->navigable || fabs (x - last_x) < times.least_px - 1)
        continue;
      sw_time_text_format (time_us, times.style, text, sizeof text);
      snapshot_label (self, snapshot, axis, x, plot_height + 1, text);
      last_x = x;
    }
}
