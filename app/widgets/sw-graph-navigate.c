/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "widgets/sw-graph-private.h"

/* How a graph's range is zoomed and panned: by keys wherever it has a range, by wheel, drag and pinch where it is
 * navigable, as others stand in lists that scroll. */

#define WHEEL_FACTOR 1.25
#define KEY_FACTOR 2.0

/* A touchpad tells pixels; so many are a notch of a wheel. */
#define NOTCH_PX 40.0

/* A drag that goes sideways by that much is one; a shorter one is a click, a steeper one scrolls. */
#define DRAG_PX 8.0

static int
get_later (SwGraph *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;
}

static gint64
get_time_at (SwGraph *self, double x)
{
  SwGraphAxis axis;

  return sw_graph_get_axis (self, &axis) ? sw_graph_axis_get_time_us (&axis, x)
                                         : sw_time_range_get_end_us (self->range);
}

/* About the instant pointed at, else the newest where it is live, else the middle. */
static void
zoom (SwGraph *self, double factor)
{
  const gint64 end_us = sw_time_range_get_end_us (self->range);
  const gint64 begin_us = sw_time_range_get_begin_us (self->range);
  const gint64 cursor_us = sw_graph_cursor_get_time_us (self->cursor);

  if (cursor_us >= begin_us && cursor_us <= end_us && cursor_us != 0)
    sw_time_range_zoom (self->range, factor, cursor_us);
  else if (sw_time_range_get_live (self->range))
    sw_time_range_zoom (self->range, factor, end_us);
  else
    sw_time_range_zoom (self->range, factor, begin_us + (end_us - begin_us) / 2);
}

static void
pan (SwGraph *self, double share)
{
  sw_time_range_pan (self->range, sw_time_range_get_span_us (self->range) * share);
}

static void
point_at (SwGraph *self, gint64 time_us)
{
  sw_time_range_show (self->range, time_us);
  sw_graph_cursor_set_time_us (self->cursor, MAX (time_us, 1));
}

/* The instant a sample, a bucket or a column away from TIME_US. */
static gint64
find_next_us (SwGraph *self, const SwGraphAxis *axis, gint64 time_us, int step)
{
  SwSeries *series = sw_source_get_series (self->source);
  const gint64 bucket_us = sw_series_get_resolution_us (series, time_us + MIN (step, 0));
  const guint n_rows = sw_series_get_n_rows (series);
  guint row;

  if (sw_graph_is_columnar (series, axis))
    return time_us + step * MAX ((gint64) sw_graph_axis_get_column_us (axis), bucket_us);
  if (!sw_series_find_row (series, time_us, G_MAXINT64, &row))
    return time_us;
  if (step < 0 && row == 0)
    return time_us - sw_series_get_resolution_us (series, time_us - 1);
  return sw_series_get_row_time_us (series, CLAMP ((gint64) row + step, 0, (gint64) n_rows - 1));
}

static void
step_cursor (SwGraph *self, int step)
{
  const gint64 time_us = sw_graph_cursor_get_time_us (self->cursor);
  SwGraphAxis axis;
  gint64 next_us;

  if (!sw_graph_get_axis (self, &axis))
    return;
  /* The first key shows where one stands: at the newest that is shown. */
  if (time_us < axis.newest_us - axis.span_us || time_us > axis.newest_us)
    next_us = find_next_us (self, &axis, axis.newest_us, 0);
  else
    next_us = find_next_us (self, &axis, time_us, step);
  point_at (self, CLAMP (next_us, sw_time_range_get_oldest_us (self->range),
                         sw_time_range_get_newest_us (self->range)));
}

static gboolean
navigate_by_page (SwGraph *self, guint keyval)
{
  if (!self->navigable)
    return GDK_EVENT_PROPAGATE;
  pan (self, keyval == GDK_KEY_Page_Up || keyval == GDK_KEY_KP_Page_Up ? -0.5 : 0.5);
  return GDK_EVENT_STOP;
}

static void
navigate_by_arrow (SwGraph *self, int later, GdkModifierType modifiers)
{
  if ((modifiers & GDK_SHIFT_MASK) != 0)
    pan (self, 0.25 * later);
  else
    step_cursor (self, later);
}

gboolean
sw_graph_navigate (SwGraph *self, guint keyval, GdkModifierType modifiers)
{
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      navigate_by_arrow (self, -get_later (self), modifiers);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      navigate_by_arrow (self, get_later (self), modifiers);
      break;
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      point_at (self, sw_time_range_get_oldest_us (self->range));
      break;
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      sw_time_range_follow (self->range);
      point_at (self, sw_time_range_get_newest_us (self->range));
      break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      zoom (self, 1 / KEY_FACTOR);
      break;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      zoom (self, KEY_FACTOR);
      break;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
    case GDK_KEY_l:
      sw_time_range_follow (self->range);
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return navigate_by_page (self, keyval);
    default:
      return GDK_EVENT_PROPAGATE;
    }
  sw_graph_speak (self, TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
is_navigable (SwGraph *self)
{
  return self->navigable && self->range != NULL;
}

/* The wheel zooms about the pointer; sideways, or with Shift held, it pans. */
static gboolean
on_scrolled_cb (GtkEventControllerScroll *scroll, double dx, double dy, SwGraph *self)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (scroll);
  const gboolean shift
      = (gtk_event_controller_get_current_event_state (controller) & GDK_SHIFT_MASK) != 0;
  const double notch
      = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_SURFACE ? NOTCH_PX : 1;

  if (!is_navigable (self))
    return GDK_EVENT_PROPAGATE;
  if (shift && dx == 0)
    dx = dy;
  if (shift || fabs (dx) > fabs (dy))
    pan (self, 0.1 * dx / notch * get_later (self));
  else if (dy != 0)
    sw_time_range_zoom (self->range, pow (WHEEL_FACTOR, dy / notch),
                        isnan (self->pointer_x) ? sw_time_range_get_end_us (self->range)
                                                : get_time_at (self, self->pointer_x));
  return GDK_EVENT_STOP;
}

static void
on_drag_begun_cb (SwGraph *self)
{
  if (self->range != NULL)
    self->grabbed_end_us = sw_time_range_get_end_us (self->range);
}

static void
on_drag_moved_cb (GtkGestureDrag *drag, double x, double y, SwGraph *self)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self));
  GtkGesture *gesture = GTK_GESTURE (drag);
  GdkEventSequence *sequence = gtk_gesture_get_last_updated_sequence (gesture);
  double span_us;

  if (!is_navigable (self) || width <= 0)
    return;
  if (gtk_gesture_get_sequence_state (gesture, sequence) != GTK_EVENT_SEQUENCE_CLAIMED)
    {
      if (fabs (x) < DRAG_PX || fabs (x) < fabs (y))
        return;
      gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
    }
  span_us = sw_time_range_get_span_us (self->range);
  sw_time_range_set_end_us (self->range, self->grabbed_end_us
                                             - (gint64) (x / width * span_us) * get_later (self));
}

static void
on_pinch_begun_cb (GtkGesture *pinch, G_GNUC_UNUSED GdkEventSequence *sequence, SwGraph *self)
{
  double x, y;

  if (!is_navigable (self) || !gtk_gesture_get_bounding_box_center (pinch, &x, &y))
    return;
  gtk_gesture_set_state (pinch, GTK_EVENT_SEQUENCE_CLAIMED);
  self->grabbed_span_us = sw_time_range_get_span_us (self->range);
  self->grabbed_time_us = get_time_at (self, x);
}

static void
on_pinched_cb (SwGraph *self, double scale)
{
  if (is_navigable (self) && scale > 0 && self->grabbed_span_us > 0)
    sw_time_range_zoom (self->range,
                        self->grabbed_span_us / scale / sw_time_range_get_span_us (self->range),
                        self->grabbed_time_us);
}

void
sw_graph_add_navigation (SwGraph *self)
{
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scrolled_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begun_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_moved_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begun_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinched_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}
