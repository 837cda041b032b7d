/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-clock.h"
#include "core/sw-probes.h"
#include "core/sw-scheduler-private.h"
#include "core/sw-tick.h"

/* One run of a job: what it is told, how long it takes, what follows from that. */

/* A run now and then over the budget is the machine's fault, not the job's. */
#define HEAVY_RUNS_UNTIL_SLOWER 3
#define LIGHT_RUNS_UNTIL_FASTER 16
#define MAX_SHIFT 6

/* CLOCK_MONOTONIC and CLOCK_BOOTTIME are read one after the other, and a machine may stop in between. */
#define SUSPEND_MIN_US (SW_SECOND_US / 2)

/* A class has twice the interval of the one before, and so twice the budget: a job slows down until its share of the
 * time is what a job of its interval may have, and no further. */
static void
note_speed (SwJob *self, gint64 busy_ns)
{
  const gint64 budget_ns = SW_JOB_BUDGET_US * 1000;
  const gboolean heavy = busy_ns > budget_ns << self->slow_shift;
  const gboolean light = self->slow_shift > 0 && busy_ns <= budget_ns << (self->slow_shift - 1);

  self->account.busy_ns += busy_ns;
  self->account.busy_max_ns = MAX (self->account.busy_max_ns, (guint64) busy_ns);
  self->account.overruns += busy_ns > budget_ns;
  self->heavy_in_row = heavy ? self->heavy_in_row + 1 : 0;
  self->light_in_row = light ? self->light_in_row + 1 : 0;
  if (self->heavy_in_row >= HEAVY_RUNS_UNTIL_SLOWER && self->slow_shift < MAX_SHIFT)
    {
      self->slow_shift++;
      self->heavy_in_row = 0;
      g_debug ("Job %s of %s took %" G_GINT64_FORMAT " us and now runs every %" G_GINT64_FORMAT
               " ms",
               self->name, self->owner, busy_ns / 1000,
               sw_job_get_effective_interval_us (self) / 1000);
    }
  else if (self->light_in_row >= LIGHT_RUNS_UNTIL_FASTER)
    {
      self->slow_shift--;
      self->light_in_row = 0;
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

/* Periods of its grid that began since the last run, but for the one that this run answers. */
static guint64
count_missed (SwJob *self, gint64 now_us)
{
  const gint64 interval_us = sw_job_get_effective_interval_us (self);
  const gint64 n_begun = sw_scheduler_grid_index (self->scheduler, interval_us, now_us)
                         - sw_scheduler_grid_index (self->scheduler, interval_us, self->counted_us);

  return MAX (n_begun - 1, 0);
}

static void
note_start (SwJob *self, SwTick *tick)
{
  const gint64 slept_us = tick->boottime_us - tick->now_us;
  const guint64 late_us = MAX (tick->now_us - self->due_us, 0);
  const gboolean first = self->account.runs == 0;

  tick->due_us = self->due_us;
  tick->missed = count_missed (self, tick->now_us);
  tick->gap = !first && (self->gap || slept_us - self->slept_us > SUSPEND_MIN_US);
  tick->elapsed_us = first || tick->gap ? 0 : tick->now_us - self->last_run_us;
  tick->account = &self->account;
  self->gap = FALSE;
  self->last_run_us = tick->now_us;
  self->counted_us = tick->now_us;
  self->last_serial = tick->serial;
  self->slept_us = slept_us;
  self->account.runs++;
  self->account.missed += tick->missed;
  self->account.lateness_us += late_us;
  self->account.lateness_max_us = MAX (self->account.lateness_max_us, late_us);
}

/* Runs the callback, which may do anything, this job's removal included. Whoever calls holds the scheduler. */
void
sw_job_run (SwJob *self, SwTick *tick)
{
  g_autoptr (SwJob) kept = g_object_ref (self);
  SwScheduler *scheduler = self->scheduler;
  gint64 begin_ns, busy_ns;
  gboolean succeeded;

  note_start (self, tick);
  self->running = TRUE;
  SW_PROBE_JOB_BEGIN (self->owner, self->name);
  begin_ns = sw_clock_get_busy_ns (scheduler->clock);
  succeeded = self->func (self, tick, self->user_data);
  busy_ns = sw_clock_get_busy_ns (scheduler->clock) - begin_ns;
  SW_PROBE_JOB_END (self->owner, self->name, busy_ns);
  self->running = FALSE;
  note_speed (self, busy_ns);
  note_outcome (self, succeeded);
  if (self->scheduler != NULL)
    {
      sw_job_schedule_next (self);
      sw_job_tell_pace (self);
      return;
    }
  sw_scheduler_book (scheduler, &self->account);
  sw_job_detach (self);
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
