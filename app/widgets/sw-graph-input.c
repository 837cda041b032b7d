/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-private.h"

/* Whether this graph, of all that share the cursor, is the one that moves it. */
gboolean
sw_graph_is_pointed (SwGraph *self)
{
  return !isnan (self->pointer_x) || gtk_widget_has_focus (GTK_WIDGET (self));
}

gboolean
sw_graph_find_pointed_row (SwGraph *self, guint *row)
{
  return self->source != NULL && sw_graph_cursor_get_time_us (self->cursor) != 0
         && sw_graph_cursor_find_row (self->cursor, self->source, row);
}

void
sw_graph_update_bubble (SwGraph *self)
{
  GtkWidget *bubble = GTK_WIDGET (self->bubble);
  guint row;
  const gboolean shown
      = !self->compact && sw_graph_is_pointed (self) && sw_graph_find_pointed_row (self, &row);

  if (shown)
    {
      sw_graph_refresh (self);
      sw_graph_bubble_fill (self->bubble, self->source, row, self->curves, self->colours,
                            gtk_widget_get_width (GTK_WIDGET (self)),
                            gtk_widget_get_height (GTK_WIDGET (self)));
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

/* The pointer rests while the curves move on below it: what it points at is new with every sample. An instant that
 * the keyboard chose stays, until it leaves the plot. */
void
sw_graph_follow_pointer (SwGraph *self)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  SwGraphAxis axis;
  guint row;

  if (!sw_graph_is_pointed (self) || !sw_graph_get_axis (self, &axis))
    return;
  if (isnan (self->pointer_x))
    {
      if (time_us != 0 && time_us < axis.newest_us - axis.span_us)
        sw_graph_cursor_set_time_us (self->cursor, 0);
      else
        sw_graph_update_bubble (self);
      return;
    }
  if (sw_series_find_row (sw_source_get_series (self->source),
                          sw_graph_axis_get_time_us (&axis, self->pointer_x),
                          sw_source_get_interval_us (self->source), &row))
    point_at_row (self, row);
  else
    sw_graph_cursor_set_time_us (self->cursor, 0);
}

static void
on_pointer_moved_cb (SwGraph *self, double x, G_GNUC_UNUSED double y)
{
  if (self->compact)
    return;
  self->pointer_x = x;
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
on_key_pressed_cb (SwGraph *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType modifiers)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  SwGraphAxis axis;
  guint row;
  int step;

  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape && time_us != 0)
    {
      sw_graph_cursor_set_time_us (self->cursor, 0);
      return GDK_EVENT_STOP;
    }
  if (!get_step (self, keyval, &step))
    return GDK_EVENT_PROPAGATE;
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

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_pointer_moved_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_pointer_moved_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_pointer_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  g_signal_connect_swapped (focus, "notify::contains-focus", G_CALLBACK (on_focus_changed_cb),
                            self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
