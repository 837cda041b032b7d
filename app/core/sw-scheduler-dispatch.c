/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-clock.h"
#include "core/sw-probes.h"
#include "core/sw-scheduler-private.h"
#include "core/sw-tick.h"

/* The scheduler's GSource: when it wakes, and what runs then.
 *
 * Two things keep it at one poll a wakeup, since GLib signals its own poll for each change of a source that is not being
 * dispatched. The ready time of the next wakeup is set at the end of the dispatch. And the watches' descriptors are
 * registered with the context, not with the source: the source's own are taken out and put back around every
 * dispatch. */

typedef struct
{
  GSource parent;
  SwScheduler *scheduler; /* borrowed: the scheduler destroys its source */
} SchedulerSource;

/* The sub-second phase at which every GLib program of the session has its second timers. Asked of GLib,
 * because its derivation differs between versions. */
gint64
sw_scheduler_read_session_phase_us (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) seconds = g_timeout_source_new_seconds (1);
  gint64 ready_us;

  g_source_attach (seconds, context);
  ready_us = g_source_get_ready_time (seconds);
  g_source_destroy (seconds);
  return ready_us % SW_SECOND_US;
}

static gint64
find_earliest_end_us (SwScheduler *self)
{
  gint64 end_us = SW_NEVER_US;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      SwJob *job = g_ptr_array_index (self->jobs, i);

      if (job != NULL && job->due_us < end_us)
        end_us = MIN (end_us, sw_job_get_window_end_us (job));
    }
  for (guint i = 0; i < self->watches->len; i++)
    {
      SwWatch *watch = g_ptr_array_index (self->watches, i);

      if (watch != NULL)
        end_us = MIN (end_us, sw_watch_get_window_end_us (watch));
    }
  return end_us;
}

/**
 * sw_scheduler_get_next_wakeup_us:
 * @self: a scheduler
 *
 * Returns: CLOCK_MONOTONIC of the next wakeup in microseconds; -1 if there is none
 */
gint64
sw_scheduler_get_next_wakeup_us (SwScheduler *self)
{
  gint64 end_us, begin_us = -1;

  g_return_val_if_fail (SW_IS_SCHEDULER (self), -1);

  end_us = find_earliest_end_us (self);
  if (end_us == SW_NEVER_US)
    return -1;
  for (guint i = 0; i < self->jobs->len; i++)
    {
      SwJob *job = g_ptr_array_index (self->jobs, i);

      if (job != NULL && job->due_us <= end_us)
        begin_us = MAX (begin_us, job->due_us);
    }
  for (guint i = 0; i < self->watches->len; i++)
    {
      SwWatch *watch = g_ptr_array_index (self->watches, i);

      if (watch != NULL && watch->rearm_us <= end_us)
        begin_us = MAX (begin_us, watch->rearm_us);
    }
  return MAX (begin_us, 0);
}

/* In GLib's time, which is the clock's own unless that is a simulated one. */
static void
set_timer (SwScheduler *self)
{
  gint64 left_us;

  self->stale = FALSE;
  self->next_wakeup_us = sw_scheduler_get_next_wakeup_us (self);
  if (self->next_wakeup_us < 0)
    {
      g_source_set_ready_time (self->source, -1);
      return;
    }
  left_us = MAX (self->next_wakeup_us - sw_scheduler_now_us (self), 0);
  g_source_set_ready_time (self->source, g_get_monotonic_time () + left_us);
}

static gboolean
is_time (SwScheduler *self)
{
  return self->next_wakeup_us >= 0 && self->next_wakeup_us <= sw_scheduler_now_us (self);
}

static gboolean
on_source_prepare (GSource *source, int *timeout_ms)
{
  SwScheduler *self = ((SchedulerSource *) source)->scheduler;

  *timeout_ms = -1;
  if (self->dispatching)
    return FALSE;
  if (self->stale)
    set_timer (self);
  return is_time (self);
}

/* GLib compares the ready time by itself. */
static gboolean
on_source_check (GSource *source)
{
  SwScheduler *self = ((SchedulerSource *) source)->scheduler;

  for (guint i = 0; !self->dispatching && i < self->watches->len; i++)
    {
      SwWatch *watch = g_ptr_array_index (self->watches, i);

      if (watch->armed && watch->poll.revents != 0)
        return TRUE;
    }
  return !self->dispatching && is_time (self);
}

static void
compact (GPtrArray *array)
{
  guint kept = 0;

  for (guint i = 0; i < array->len; i++)
    if (array->pdata[i] != NULL)
      array->pdata[kept++] = array->pdata[i];
  for (guint i = kept; i < array->len; i++)
    array->pdata[i] = NULL;
  g_ptr_array_set_size (array, kept);
}

/* A job that asks for another to run soon has it run in the same wakeup, though its turn be over. */
static void
run_jobs (SwScheduler *self, SwTick *tick, guint n_jobs)
{
  do
    {
      self->again = FALSE;
      for (guint i = 0; i < MIN (n_jobs, self->jobs->len); i++)
        {
          SwJob *job = g_ptr_array_index (self->jobs, i);

          if (job != NULL && job->due_us <= tick->now_us && job->last_serial != tick->serial)
            sw_job_run (job, tick);
        }
    }
  while (self->again);
}

/* POLLED says that the main loop has polled the armed descriptors just now. */
static void
dispatch (SwScheduler *self, gboolean polled)
{
  g_autoptr (SwScheduler) kept = g_object_ref (self);
  SwTick tick = { 0 };
  guint n_jobs = self->jobs->len;
  guint n_watches = self->watches->len;

  tick.now_us = sw_scheduler_now_us (self);
  tick.boottime_us = sw_clock_get_boottime_us (self->clock);
  tick.serial = ++self->wakeups;
  self->dispatch_us = tick.now_us;
  self->dispatching = TRUE;
  SW_PROBE_WAKEUP (tick.serial, self->next_wakeup_us < 0 ? 0 : MAX (tick.now_us - self->next_wakeup_us, 0));
  /* What is added from now on waits for its own time, and disposal empties the arrays. */
  for (guint i = 0; i < MIN (n_watches, self->watches->len); i++)
    if (g_ptr_array_index (self->watches, i) != NULL)
      sw_watch_dispatch (g_ptr_array_index (self->watches, i), tick.now_us, polled);
  run_jobs (self, &tick, n_jobs);
  self->dispatching = FALSE;
  compact (self->jobs);
  compact (self->watches);
  if (self->source != NULL)
    set_timer (self);
}

static gboolean
on_source_dispatch (GSource *source,
                    G_GNUC_UNUSED GSourceFunc func,
                    G_GNUC_UNUSED gpointer user_data)
{
  SwScheduler *self = ((SchedulerSource *) source)->scheduler;

  /* A callback under sw_scheduler_dispatch() may iterate the main context. */
  if (!self->dispatching)
    dispatch (self, TRUE);
  return G_SOURCE_CONTINUE;
}

GSource *
sw_scheduler_create_source (SwScheduler *self)
{
  static GSourceFuncs funcs = {
    .prepare = on_source_prepare,
    .check = on_source_check,
    .dispatch = on_source_dispatch,
  };
  GSource *source = g_source_new (&funcs, sizeof (SchedulerSource));

  ((SchedulerSource *) source)->scheduler = self;
  g_source_set_static_name (source, "SwScheduler");
  return source;
}

/**
 * sw_scheduler_dispatch:
 * @self: a scheduler
 *
 * Runs what is due now, as the main loop does by itself. For simulated clocks: turn the clock to
 * [method@Scheduler.get_next_wakeup_us] and call this. Not to be called from a job or a watch.
 */
void
sw_scheduler_dispatch (SwScheduler *self)
{
  g_return_if_fail (SW_IS_SCHEDULER (self));
  g_return_if_fail (!self->dispatching);

  dispatch (self, FALSE);
}
