/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <time.h>

#include "core/sw-probes.h"
#include "core/sw-scheduler-private.h"
#include "core/sw-tick.h"

/**
 * SwJob:
 *
 * Something that is done once per interval: a name, an owner, an interval, a slack and a callback. Made by
 * [method@Scheduler.add_job], owned by the scheduler until [method@Job.remove].
 *
 * A job is anchored to the multiples of its interval on the scheduler's epoch, so jobs of harmonic intervals meet
 * and none drifts. The slack says how much later than due it may run.
 */

/* A run now and then over the budget is the machine's fault, not the job's. */
#define OVERRUNS_UNTIL_SLOW 3
#define QUICK_RUNS_UNTIL_FASTER 16
#define MAX_SHIFT 6
#define MAX_STRETCHED_INTERVAL_US (300 * SW_SECOND_US)

/* CLOCK_MONOTONIC runs ahead of CLOCK_BOOTTIME by less than this between their two readings. */
#define SUSPEND_MIN_US (SW_SECOND_US / 2)

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

/* The next grid point, or none. */
void
sw_job_schedule (SwJob *self, gint64 now_us)
{
  self->soon = FALSE;
  if (sw_job_is_scheduled (self))
    self->due_us = sw_scheduler_next_grid_us (self->scheduler,
                                              sw_job_get_effective_interval_us (self), now_us);
  else
    self->due_us = SW_NEVER_US;
  if (self->scheduler != NULL)
    sw_scheduler_touch (self->scheduler);
}

static void
reschedule (SwJob *self)
{
  if (self->scheduler != NULL && !self->running)
    sw_job_schedule (self, sw_scheduler_now_us (self->scheduler));
}

/* After time in which it did not run: the next run speaks of no stretch before it. */
void
sw_job_begin_stretch (SwJob *self)
{
  self->gap = TRUE;
  self->backoff_shift = 0;
}

static gint64
read_clock_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
note_speed (SwJob *self, gint64 busy_ns)
{
  const gboolean overrun = busy_ns > SW_JOB_BUDGET_US * 1000;

  self->account.overruns += overrun;
  self->overruns_in_row = overrun ? self->overruns_in_row + 1 : 0;
  self->quick_runs_in_row = overrun ? 0 : self->quick_runs_in_row + 1;
  if (self->overruns_in_row >= OVERRUNS_UNTIL_SLOW && self->slow_shift < MAX_SHIFT)
    {
      self->slow_shift++;
      self->overruns_in_row = 0;
      g_debug ("Job %s of %s took %" G_GINT64_FORMAT " us and now runs every %" G_GINT64_FORMAT
               " ms",
               self->name, self->owner, busy_ns / 1000,
               sw_job_get_effective_interval_us (self) / 1000);
    }
  else if (self->quick_runs_in_row >= QUICK_RUNS_UNTIL_FASTER && self->slow_shift > 0)
    {
      self->slow_shift--;
      self->quick_runs_in_row = 0;
    }
}

static void
note_outcome (SwJob *self, gboolean succeeded)
{
  if (succeeded)
    {
      self->backoff_shift = 0;
      return;
    }
  self->account.failures++;
  if (self->backoff_shift < MAX_SHIFT)
    self->backoff_shift++;
}

static void
note_start (SwJob *self, SwTick *tick)
{
  const gint64 slept_us = tick->boottime_us - tick->now_us;
  const guint64 late_us = MAX (tick->now_us - self->due_us, 0);

  tick->due_us = self->due_us;
  tick->missed = self->soon ? 0 : late_us / sw_job_get_effective_interval_us (self);
  tick->gap = self->last_run_us != 0 && (self->gap || slept_us - self->slept_us > SUSPEND_MIN_US);
  tick->elapsed_us = self->last_run_us == 0 || tick->gap ? 0 : tick->now_us - self->last_run_us;
  tick->account = &self->account;
  self->gap = FALSE;
  self->last_run_us = tick->now_us;
  self->slept_us = slept_us;
  self->account.runs++;
  self->account.missed += tick->missed;
  self->account.lateness_us += late_us;
  self->account.lateness_max_us = MAX (self->account.lateness_max_us, late_us);
}

/* Runs the callback, which may do anything, this job's removal included. */
void
sw_job_run (SwJob *self, SwTick *tick)
{
  g_autoptr (SwJob) kept = g_object_ref (self);
  gint64 begin_ns, busy_ns;
  gboolean succeeded;

  note_start (self, tick);
  self->running = TRUE;
  SW_PROBE_JOB_BEGIN (self->owner, self->name);
  begin_ns = read_clock_ns ();
  succeeded = self->func (self, tick, self->user_data);
  busy_ns = read_clock_ns () - begin_ns;
  SW_PROBE_JOB_END (self->owner, self->name, busy_ns);
  self->running = FALSE;
  self->account.busy_ns += busy_ns;
  self->account.busy_max_ns = MAX (self->account.busy_max_ns, (guint64) busy_ns);
  if (self->scheduler == NULL)
    {
      sw_job_detach (self);
      return;
    }
  note_speed (self, busy_ns);
  note_outcome (self, succeeded);
  /* From the time after the run: one longer than its interval misses periods, it does not catch up. */
  sw_job_schedule (self, sw_scheduler_now_us (self->scheduler));
}

/* Lets go of the user data, but not while the callback still uses it. */
void
sw_job_detach (SwJob *self)
{
  GDestroyNotify destroy;

  self->scheduler = NULL;
  self->due_us = SW_NEVER_US;
  if (self->running)
    return;
  destroy = g_steal_pointer (&self->destroy);
  if (destroy != NULL)
    destroy (g_steal_pointer (&self->user_data));
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
 * @interval_us: how often it shall run
 *
 * Takes effect at the next point of the new grid.
 */
void
sw_job_set_interval_us (SwJob *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_JOB (self));
  g_return_if_fail (interval_us > 0);

  if (self->interval_us == interval_us)
    return;
  self->interval_us = interval_us;
  reschedule (self);
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
  gint64 stretched_us, slowed_us;

  g_return_val_if_fail (SW_IS_JOB (self), 0);

  stretched_us = self->interval_us;
  if (self->scheduler != NULL && !(self->flags & SW_JOB_FIXED))
    stretched_us *= sw_scheduler_get_stretch (self->scheduler);
  slowed_us = stretched_us << MIN (self->backoff_shift + self->slow_shift, MAX_SHIFT);
  return CLAMP (slowed_us, stretched_us, MAX (stretched_us, MAX_STRETCHED_INTERVAL_US));
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
  g_return_if_fail (SW_IS_JOB (self));

  self->flags = flags;
  reschedule (self);
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
  reschedule (self);
}

/**
 * sw_job_run_soon:
 * @self: a job
 *
 * Runs it once as soon as the main loop is free, besides its interval. Jobs that ask in the same moment run in the
 * same wakeup. Nothing happens while it is paused, or from within its own callback.
 */
void
sw_job_run_soon (SwJob *self)
{
  g_return_if_fail (SW_IS_JOB (self));

  if (self->running || !sw_job_is_scheduled (self))
    return;
  self->due_us = MIN (self->due_us, sw_scheduler_now_us (self->scheduler));
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
