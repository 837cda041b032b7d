/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-scheduler-private.h"

/**
 * SwJob:
 *
 * Something that is done once per interval: a name, an owner, an interval, a slack and a callback. Made by
 * [method@Scheduler.add_job], owned by the scheduler until [method@Job.remove].
 *
 * A job is anchored to the multiples of its interval on the scheduler's epoch, so jobs of harmonic intervals meet
 * and none drifts. The slack says how much later than due it may run.
 */

/* How often an interval is doubled at most, and up to what: a job that recovers shall be seen to. */
#define MAX_SHIFT 6
#define MAX_DOUBLED_INTERVAL_US (300 * SW_SECOND_US)

typedef enum
{
  SIGNAL_PACE_CHANGED,
} SwJobSignal;

static guint signals[SIGNAL_PACE_CHANGED + 1];

G_DEFINE_FINAL_TYPE (SwJob, sw_job, G_TYPE_OBJECT)

static void
sw_job_finalize (GObject *object)
{
  SwJob *self = SW_JOB (object);

  g_free (self->owner);
  g_free (self->name);
  G_OBJECT_CLASS (sw_job_parent_class)->finalize (object);
}

static void
sw_job_class_init (SwJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_job_finalize;

  /**
   * SwJob::pace-changed:
   * @self: the job
   *
   * After a run: its state or its effective interval is not what it was after the run before.
   */
  signals[SIGNAL_PACE_CHANGED] = g_signal_new ("pace-changed", SW_TYPE_JOB, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sw_job_init (SwJob *self)
{
  self->slack_us = -1;
  self->due_us = SW_NEVER_US;
}

SwJob *
sw_job_new (SwScheduler *scheduler, const char *owner, const char *name)
{
  SwJob *self = g_object_new (SW_TYPE_JOB, NULL);

  self->scheduler = scheduler;
  self->owner = g_strdup (owner);
  self->name = g_strdup (name);
  return self;
}

gboolean
sw_job_is_scheduled (SwJob *self)
{
  if (self->scheduler == NULL || self->paused)
    return FALSE;
  return !(self->flags & SW_JOB_VIEW) || !sw_scheduler_get_views_stopped (self->scheduler);
}

gint64
sw_job_get_window_end_us (SwJob *self)
{
  if (self->soon)
    return self->due_us;
  return self->due_us + sw_job_get_slack_us (self);
}

/* After a run. Counted from its end: a run longer than its interval misses periods, it does not catch up. */
void
sw_job_schedule_next (SwJob *self)
{
  const gint64 now_us = sw_scheduler_now_us (self->scheduler);
  const gint64 interval_us = sw_job_get_effective_interval_us (self);

  self->soon = FALSE;
  self->due_us = sw_job_is_scheduled (self)
                     ? sw_scheduler_next_grid_us (self->scheduler, interval_us, now_us)
                     : SW_NEVER_US;
  sw_scheduler_touch (self->scheduler);
}

/* A changed grid counts from the last run, not from now: one that is changed again and again would else have its next
 * point ever ahead. */
static void
move_to_grid (SwJob *self, gint64 now_us)
{
  const gint64 interval_us = sw_job_get_effective_interval_us (self);

  self->due_us = sw_scheduler_next_grid_us (self->scheduler, interval_us, self->counted_us);
  if (self->due_us > now_us)
    return;
  self->due_us = sw_scheduler_next_grid_us (self->scheduler, interval_us, now_us) - interval_us;
  self->counted_us = self->due_us - 1;
}

/* After a change. A window that has begun and a wish to run soon stand; while it runs there is nothing to do,
 * since the end of the run schedules it anyway. */
void
sw_job_reschedule (SwJob *self)
{
  gint64 now_us;

  if (self->scheduler == NULL || self->running)
    return;
  now_us = sw_scheduler_now_us (self->scheduler);
  sw_scheduler_touch (self->scheduler);
  if (!sw_job_is_scheduled (self) || self->due_us == SW_NEVER_US)
    {
      self->counted_us = now_us;
      sw_job_schedule_next (self);
    }
  else if (self->due_us > now_us)
    move_to_grid (self, now_us);
}

/* At which it would run if it were neither slow nor failed. */
gint64
sw_job_get_wanted_interval_us (SwJob *self)
{
  if (self->scheduler == NULL || self->flags & SW_JOB_FIXED)
    return self->interval_us;
  return self->interval_us * sw_scheduler_get_stretch (self->scheduler);
}

/* After a run. Who listens may do anything. */
void
sw_job_tell_pace (SwJob *self)
{
  const gint64 interval_us = sw_job_get_effective_interval_us (self);
  const SwJobState state = sw_job_get_state (self);

  if (self->told_us == interval_us && self->told_state == state)
    return;
  self->told_us = interval_us;
  self->told_state = state;
  g_signal_emit (self, signals[SIGNAL_PACE_CHANGED], 0);
}

/* After time in which it did not run: the next run speaks of no stretch before it. */
void
sw_job_begin_stretch (SwJob *self)
{
  self->gap = TRUE;
  self->backoff_shift = 0;
}

/**
 * sw_job_get_owner:
 * @self: a job
 *
 * Returns: whose it is; a plugin's module name, or `stillwatch`
 */
const char *
sw_job_get_owner (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), NULL);

  return self->owner;
}

/**
 * sw_job_get_name:
 * @self: a job
 *
 * Returns: its name
 */
const char *
sw_job_get_name (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), NULL);

  return self->name;
}

/**
 * sw_job_get_interval_us:
 * @self: a job
 *
 * Returns: the interval that was asked for
 */
gint64
sw_job_get_interval_us (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), 0);

  return self->interval_us;
}

/**
 * sw_job_set_interval_us:
 * @self: a job
 * @interval_us: how often it shall run; brought into 1 ms to one year
 *
 * Takes effect at once: the next run is at the first point of the new grid since the last run, which may be now.
 */
void
sw_job_set_interval_us (SwJob *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_JOB (self));
  g_return_if_fail (interval_us > 0);

  interval_us = CLAMP (interval_us, SW_MIN_INTERVAL_US, SW_MAX_INTERVAL_US);
  if (self->interval_us == interval_us)
    return;
  self->interval_us = interval_us;
  sw_job_reschedule (self);
}

/**
 * sw_job_get_effective_interval_us:
 * @self: a job
 *
 * Returns: the interval it runs at: the one asked for, stretched on battery, doubled while it is slow or fails
 */
gint64
sw_job_get_effective_interval_us (SwJob *self)
{
  gint64 interval_us;

  g_return_val_if_fail (SW_IS_JOB (self), 0);

  interval_us = sw_job_get_wanted_interval_us (self);
  /* Doubled only whole, so that the slower grid stays part of the faster one. */
  for (guint i = MIN (self->backoff_shift + self->slow_shift, MAX_SHIFT); i > 0; i--)
    if (interval_us <= MAX_DOUBLED_INTERVAL_US / 2)
      interval_us *= 2;
  return interval_us;
}

/**
 * sw_job_get_slack_us:
 * @self: a job
 *
 * Returns: how much later than due it may run
 */
gint64
sw_job_get_slack_us (SwJob *self)
{
  gint64 interval_us;

  g_return_val_if_fail (SW_IS_JOB (self), 0);

  interval_us = sw_job_get_effective_interval_us (self);
  if (self->slack_us < 0)
    return interval_us / 10;
  return MIN (self->slack_us, interval_us - 1);
}

/**
 * sw_job_set_slack_us:
 * @self: a job
 * @slack_us: how much later than due it may run, less than its interval; -1 for a tenth of it
 */
void
sw_job_set_slack_us (SwJob *self, gint64 slack_us)
{
  g_return_if_fail (SW_IS_JOB (self));
  g_return_if_fail (slack_us >= -1);

  self->slack_us = slack_us;
  if (self->scheduler != NULL)
    sw_scheduler_touch (self->scheduler);
}

/**
 * sw_job_get_flags:
 * @self: a job
 *
 * Returns: its flags
 */
SwJobFlags
sw_job_get_flags (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), SW_JOB_NONE);

  return self->flags;
}

/**
 * sw_job_set_flags:
 * @self: a job
 * @flags: when it stops and stretches
 */
void
sw_job_set_flags (SwJob *self, SwJobFlags flags)
{
  gboolean was_scheduled;

  g_return_if_fail (SW_IS_JOB (self));

  if (self->flags == flags)
    return;
  was_scheduled = sw_job_is_scheduled (self);
  self->flags = flags;
  if (!was_scheduled && sw_job_is_scheduled (self))
    sw_job_begin_stretch (self);
  sw_job_reschedule (self);
}

/**
 * sw_job_get_paused:
 * @self: a job
 *
 * Returns: whether its owner paused it
 */
gboolean
sw_job_get_paused (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), FALSE);

  return self->paused;
}

/**
 * sw_job_set_paused:
 * @self: a job
 * @paused: whether it stands still
 *
 * A paused job costs nothing. Its first run afterwards is told of a gap.
 */
void
sw_job_set_paused (SwJob *self, gboolean paused)
{
  g_return_if_fail (SW_IS_JOB (self));

  if (self->paused == !!paused)
    return;
  self->paused = !!paused;
  if (!paused)
    sw_job_begin_stretch (self);
  sw_job_reschedule (self);
}

/**
 * sw_job_run_soon:
 * @self: a job
 *
 * Runs it once as soon as the main loop is free, besides its interval. Jobs that ask in the same moment run in the
 * same wakeup; what another job's callback asks for runs in the wakeup of that job, unless it already did. Nothing
 * happens while it is paused, or from within its own callback.
 */
void
sw_job_run_soon (SwJob *self)
{
  g_return_if_fail (SW_IS_JOB (self));

  if (self->running || !sw_job_is_scheduled (self))
    return;
  self->due_us = MIN (self->due_us, sw_scheduler_soon_us (self->scheduler));
  self->soon = TRUE;
  sw_scheduler_touch (self->scheduler);
}

/**
 * sw_job_get_state:
 * @self: a job
 *
 * Returns: whether it runs as it should
 */
SwJobState
sw_job_get_state (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), SW_JOB_PAUSED);

  if (!sw_job_is_scheduled (self))
    return SW_JOB_PAUSED;
  if (self->backoff_shift > 0)
    return SW_JOB_FAILING;
  return self->slow_shift > 0 ? SW_JOB_SLOW : SW_JOB_RUNNING;
}

/**
 * sw_job_get_account:
 * @self: a job
 *
 * Returns: (transfer none): what it has cost so far
 */
const SwAccount *
sw_job_get_account (SwJob *self)
{
  g_return_val_if_fail (SW_IS_JOB (self), NULL);

  return &self->account;
}

/**
 * sw_job_remove:
 * @self: a job
 *
 * Takes it off the scheduler, from anywhere, its own callback included. The pointer is not valid afterwards unless
 * the caller holds a reference.
 */
void
sw_job_remove (SwJob *self)
{
  g_return_if_fail (SW_IS_JOB (self));

  if (self->scheduler != NULL)
    sw_scheduler_forget_job (self->scheduler, self);
}
