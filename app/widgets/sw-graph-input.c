/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-graph-private.h"
#include "widgets/sw-time-text.h"

/* Whether this graph, of all that share the cursor, is the one that moves it. */
gboolean
sw_graph_is_pointed (SwGraph *self)
{
  return !isnan (self->pointer_x) || gtk_widget_has_focus (GTK_WIDGET (self));
}

static gboolean
find_pointed_row (SwGraph *self, SwGraphMoment *moment)
{
  SwSeries *series = sw_source_get_series (self->source);
  guint row;

  if (!sw_graph_cursor_find_row (self->cursor, self->source, &row))
    return FALSE;
  moment->time_us = sw_series_get_row_time_us (series, row);
  moment->values = sw_series_peek_row (series, row);
  moment->peaks = NULL;
  return TRUE;
}

/* What the columns know of the instant; of one in a gap, nothing. */
static gboolean
find_pointed_column (SwGraph *self, SwGraphMoment *moment)
{
  const SwGraphTrace *trace = &self->trace;
  const SwGraphAxis *axis = &trace->columns_axis;
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  const gint64 point = (gint64) trace->n_points - 1
                       - sw_graph_axis_get_column (axis, axis->newest_us)
                       + sw_graph_axis_get_column (axis, time_us);
  gboolean known = FALSE;

  if (point < 0 || point >= trace->n_points)
    return FALSE;
  for (guint i = 0; i < trace->n_curves; i++)
    {
      const SwBucket *column = &sw_graph_trace_get_columns (trace, i)[point];

      self->pointed_means[i] = column->mean;
      self->pointed_peaks[i] = column->max;
      known |= !isnan (column->mean);
    }
  *moment = (SwGraphMoment) { time_us, self->pointed_means, self->pointed_peaks };
  return known;
}

gboolean
sw_graph_find_pointed (SwGraph *self, SwGraphMoment *moment)
{
  SwGraphAxis axis;

  if (self->source == NULL || sw_graph_cursor_get_time_us (self->cursor) == 0
      || !sw_graph_get_axis (self, &axis))
    return FALSE;
  sw_graph_refresh (self);
  if (self->trace.columnar)
    return find_pointed_column (self, moment);
  return find_pointed_row (self, moment);
}

static void
format_when (SwGraph *self, const SwGraphMoment *moment, char *text, gsize text_bytes)
{
  SwSeries *series = sw_source_get_series (self->source);
  char clock[SW_TIME_TEXT_BYTES];

  if (self->range == NULL)
    {
      sw_graph_bubble_format_age (sw_series_get_row_time_us (series,
                                                             sw_series_get_n_rows (series) - 1)
                                      - moment->time_us,
                                  text, text_bytes);
      return;
    }
  sw_time_text_format_moment (moment->time_us, clock, sizeof clock);
  if (moment->peaks == NULL)
    g_strlcpy (text, clock, text_bytes);
  else
    /* Translators: the hole is a time; below it stand values as “12 % · 45 %” */
    g_snprintf (text, text_bytes, C_ ("graph", "%s · mean and peak"), clock);
}

void
sw_graph_update_bubble (SwGraph *self)
{
  GtkWidget *bubble = GTK_WIDGET (self->bubble);
  char when[2 * SW_TIME_TEXT_BYTES];
  SwGraphMoment moment;
  const gboolean shown
      = !self->compact && sw_graph_is_pointed (self) && sw_graph_find_pointed (self, &moment);

  if (shown)
    {
      format_when (self, &moment, when, sizeof when);
      sw_graph_bubble_fill (self->bubble, self->source, when, moment.values, moment.peaks,
                            self->curves, self->colours, gtk_widget_get_width (GTK_WIDGET (self)),
                            sw_graph_get_plot_height (self));
      gtk_widget_queue_allocate (GTK_WIDGET (self));
    }
  if (gtk_widget_get_child_visible (bubble) != shown)
    gtk_widget_set_child_visible (bubble, shown);
}

static void
point_at_row (SwGraph *self, guint row)
{
  sw_graph_cursor_set_time_us (self->cursor,
                               sw_series_get_row_time_us (sw_source_get_series (self->source),
                                                          row));
}

/* To the sample or the column at X. */
static void
point_at_x (SwGraph *self, const SwGraphAxis *axis, double x)
{
  SwSeries *series = sw_source_get_series (self->source);
  const gint64 time_us = sw_graph_axis_get_time_us (axis, x);
  guint row;

  if (self->range != NULL && sw_graph_is_columnar (series, axis))
    sw_graph_cursor_set_time_us (self->cursor, MAX (time_us, 1));
  else if (sw_series_find_row (series, time_us, sw_source_get_interval_us (self->source), &row))
    point_at_row (self, row);
  else
    sw_graph_cursor_set_time_us (self->cursor, 0);
}

/* The pointer rests while the curves move on below it: what it points at is new with every sample. An instant that
 * the keyboard chose stays, until it leaves the plot or the pointer moves. */
void
sw_graph_follow_pointer (SwGraph *self)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  SwGraphAxis axis;

  if (!sw_graph_is_pointed (self) || !sw_graph_get_axis (self, &axis))
    return;
  if (isnan (self->pointer_x) || self->keyed)
    {
      if (time_us != 0 && time_us < axis.newest_us - axis.span_us)
        sw_graph_cursor_set_time_us (self->cursor, 0);
      else
        sw_graph_update_bubble (self);
      return;
    }
  point_at_x (self, &axis, self->pointer_x);
}

static void
on_pointer_moved_cb (SwGraph *self, double x, G_GNUC_UNUSED double y)
{
  if (self->compact)
    return;
  self->pointer_x = x;
  self->keyed = FALSE;
  sw_graph_follow_pointer (self);
}

static void
on_pointer_left_cb (SwGraph *self)
{
  self->pointer_x = NAN;
  sw_graph_cursor_set_time_us (self->cursor, 0);
  sw_graph_update_bubble (self);
}

static void
on_focus_changed_cb (SwGraph *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)) && isnan (self->pointer_x))
    sw_graph_cursor_set_time_us (self->cursor, 0);
  sw_graph_update_bubble (self);
}

/* By how many samples a key moves the cursor, later being positive. */
static gboolean
get_step (SwGraph *self, guint keyval, int *step)
{
  const int later = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      *step = -later;
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      *step = later;
      return TRUE;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      *step = -G_MAXINT;
      return TRUE;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      *step = G_MAXINT;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
activate (SwGraph *self)
{
  const guint id = g_signal_lookup ("activated", SW_TYPE_GRAPH);

  if (!g_signal_has_handler_pending (self, id, 0, FALSE))
    return GDK_EVENT_PROPAGATE;
  sw_graph_emit_activated (self);
  return GDK_EVENT_STOP;
}

static void
on_clicked_cb (GtkGestureClick *click, int n_press, double x, G_GNUC_UNUSED double y, SwGraph *self)
{
  SwGraphAxis axis;

  /* The keys go on from there. A finger, which points without hovering, leaves the cursor where it was. */
  if (n_press == 1 && !self->compact)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      if (isnan (self->pointer_x) && sw_graph_get_axis (self, &axis))
        point_at_x (self, &axis, x);
    }
  if (n_press == 2 && activate (self) == GDK_EVENT_STOP)
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
on_key_pressed_cb (SwGraph *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType modifiers)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  SwGraphAxis axis;
  gboolean used;
  guint row;
  int step;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    return activate (self);
  if (keyval == GDK_KEY_Escape && time_us != 0)
    {
      sw_graph_cursor_set_time_us (self->cursor, 0);
      return GDK_EVENT_STOP;
    }
  if (self->range != NULL)
    {
      used = sw_graph_navigate (self, keyval, modifiers);
      self->keyed |= used;
      return used;
    }
  if (!get_step (self, keyval, &step))
    return GDK_EVENT_PROPAGATE;
  self->keyed = TRUE;
  /* The first key shows where one stands: at the newest. */
  if (time_us == 0 && ABS (step) == 1)
    step = 0;
  if (sw_graph_get_axis (self, &axis)
      && sw_graph_step_row (sw_source_get_series (self->source), &axis, time_us, step, &row))
    point_at_row (self, row);
  sw_graph_speak (self, TRUE);
  return GDK_EVENT_STOP;
}

void
sw_graph_add_controllers (SwGraph *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_pointer_moved_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_pointer_moved_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_pointer_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  g_signal_connect_swapped (focus, "notify::contains-focus", G_CALLBACK (on_focus_changed_cb),
                            self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect (click, "released", G_CALLBACK (on_clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
