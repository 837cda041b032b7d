/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugin/sw-context.h"

#include "plugins/packets/packets-feed.h"
#include "plugins/packets/packets-page-private.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

/* How often the list takes in what has come: often enough to look alive, and no more often than it may cost. On X each time is some
 * ten wakeups more, since GDK asks the server about the window in eight questions whenever it is laid out, and before. */
#define PACE_US (200 * G_TIME_SPAN_MILLISECOND)
#define PACE_ON_X_US (500 * G_TIME_SPAN_MILLISECOND)
#define SLOWEST_PACE_US SW_SECOND_US

/* Of the time, what taking in and drawing may take: 4 %. */
#define COSTS_PER_PACE 25

static gint64
get_pace (PacketsPage *self)
{
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_DISPLAY (gtk_widget_get_display (GTK_WIDGET (self))))
    return PACE_ON_X_US;
#endif
  return PACE_US;
}

/* In whole intervals of the feed, whose wakeups are then enough. */
gint64
packets_page_slow_down (gint64 pace_us, gint64 cost_us)
{
  const gint64 n_intervals
      = (cost_us * COSTS_PER_PACE + PACKETS_FEED_INTERVAL_US - 1) / PACKETS_FEED_INTERVAL_US;

  return CLAMP (n_intervals * PACKETS_FEED_INTERVAL_US, pace_us, SLOWEST_PACE_US);
}

static void
on_frame_painted_cb (PacketsPage *self, GdkFrameClock *clock)
{
  const gint64 cost_us = (sw_clock_get_busy_ns (self->clock) - self->begun_ns) / 1000;

  g_signal_handlers_disconnect_by_func (clock, on_frame_painted_cb, self);
  if (self->pacer != NULL)
    sw_job_set_interval_us (self->pacer, packets_page_slow_down (get_pace (self), cost_us));
}

static gboolean
on_frame_begun_cb (GtkWidget *widget, GdkFrameClock *clock, G_GNUC_UNUSED gpointer data)
{
  PacketsPage *self = PACKETS_PAGE (widget);

  self->tick_id = 0;
  if (!self->stale || !sw_visibility_get_visible (self->visibility))
    return G_SOURCE_REMOVE;
  self->begun_ns = sw_clock_get_busy_ns (self->clock);
  packets_page_update (self);
  g_signal_handlers_disconnect_by_func (clock, on_frame_painted_cb, self);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_frame_painted_cb), self,
                           G_CONNECT_SWAPPED);
  return G_SOURCE_REMOVE;
}

/* In the next frame: what changes between two of them is measured at once, and again in the frame. */
static void
update_soon (PacketsPage *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame_begun_cb, NULL, NULL);
}

/* Runs for as long as there is something new each time. */
static gboolean
on_paced_cb (SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  PacketsPage *self = user_data;

  if (self->stale)
    update_soon (self);
  else
    sw_job_set_paused (job, TRUE);
  return TRUE;
}

/* More packets have come: they are shown soon, after others a moment ago when it is time. */
void
packets_page_pace (PacketsPage *self)
{
  if (sw_job_get_paused (self->pacer))
    update_soon (self);
  sw_job_set_paused (self->pacer, FALSE);
}

void
packets_page_create_pacer (PacketsPage *self, SwContext *context)
{
  SwScheduler *scheduler = sw_context_get_scheduler (context);

  self->clock = sw_clock_new ();
  self->pacer = g_object_ref (sw_scheduler_add_job (scheduler, sw_context_get_plugin_id (context),
                                                    "packets shown", get_pace (self), on_paced_cb,
                                                    self, NULL));
  sw_job_set_flags (self->pacer, SW_JOB_VIEW);
  sw_job_set_paused (self->pacer, TRUE);
}

void
packets_page_remove_pacer (PacketsPage *self)
{
  if (self->pacer != NULL)
    sw_job_remove (self->pacer);
  g_clear_object (&self->pacer);
  g_clear_object (&self->clock);
}
