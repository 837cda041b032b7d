/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-private.h"
#include "widgets/sw-numeral-private.h"
#include "widgets/sw-time-text.h"

/* The lines at whole clock times behind the curves of a graph that has a range, and the times below them. */

/* Fewer px than that from one line to the next are a hatching; labels need more. */
#define MIN_STEP_PX 64
#define LABEL_GAP_PX 12

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

/* The first time on the grid of local clock times that is not before FROM_US. */
static gint64
find_first_time_us (gint64 from_us, gint64 step_us)
{
  const gint64 offset_us = sw_time_text_get_offset_us ();
  const gint64 shift_us = offset_us + sw_time_text_get_zone_us (from_us + offset_us);
  const gint64 local_us = from_us + shift_us;

  return (local_us + step_us - 1) / step_us * step_us - shift_us;
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
  SwTimeTextStyle style = SW_TIME_TEXT_MINUTES;
  double least_px = MIN_STEP_PX;
  gint64 step_us;

  if (self->navigable)
    {
      style = axis->span_us < 3 * 60 * SW_SECOND_US ? SW_TIME_TEXT_SECONDS : SW_TIME_TEXT_MINUTES;
      sw_graph_get_times_height (self);
      least_px = MAX (least_px, measure_label (self, style));
    }
  step_us = choose_step_us (axis, least_px);
  for (gint64 time_us = find_first_time_us (begin_us, step_us); time_us <= axis->newest_us;
       time_us += step_us)
    {
      const double x = sw_graph_axis_get_x (axis, time_us);
      char text[SW_TIME_TEXT_BYTES];

      gtk_snapshot_append_color (snapshot, grid, &GRAPHENE_RECT_INIT (x, 0, pixel, plot_height));
      if (!self->navigable)
        continue;
      sw_time_text_format (time_us, style, text, sizeof text);
      snapshot_label (self, snapshot, axis, x, plot_height + 1, text);
    }
}
