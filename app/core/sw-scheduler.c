/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <poll.h>

#include <glib-unix.h>

#include "core/sw-clock.h"
#include "core/sw-probes.h"
#include "core/sw-scheduler-private.h"
#include "core/sw-tick.h"

/**
 * SwScheduler:
 *
 * The one timer of the program: a single GSource that wakes for the windows of all jobs and polls the descriptors of
 * all watches.
 *
 * A job may run anywhere in its window [due, due + slack]. The source waits for the earliest end of all windows, which
 * for fixed windows gives the fewest wakeups possible; within that it wakes at the last begin among the windows that
 * it serves, which serves the same ones as early as can be, so that jobs of whole seconds run with the session's
 * phase and not a slack behind it. With nothing to run no timer is armed.
 *
 * Jobs and watches are looked at one by one: at ten thousand that takes some ten microseconds a wakeup, at
 * the usual dozen nothing, and a sorted structure would have to be kept right under everything a callback may do.
 */
struct _SwScheduler
{
  GObject parent_instance;

  SwClock *clock;
  GSource *source;
  GPtrArray *jobs;    /* of SwJob; NULL where one left during a dispatch */
  GPtrArray *watches; /* of SwWatch; the same */
  SwAccount removed;  /* what the jobs that left had cost */
  gint64 phase_us;
  guint64 wakeups;
  guint stretch;
  guint views_stopped : 1;
  guint dispatching : 1;
  guint stale : 1; /* the source's ready time no longer fits the jobs */
};

typedef struct
{
  GSource parent;
  SwScheduler *scheduler; /* borrowed: the scheduler destroys its source */
} SchedulerSource;

G_DEFINE_FINAL_TYPE (SwScheduler, sw_scheduler, G_TYPE_OBJECT)

static void dispatch (SwScheduler *self, gboolean polled);

static gboolean
on_source_prepare (GSource *source, int *timeout_ms)
{
  SwScheduler *self = ((SchedulerSource *) source)->scheduler;

  *timeout_ms = -1;
  if (self->stale)
    {
      self->stale = FALSE;
      g_source_set_ready_time (source, sw_scheduler_get_next_wakeup_us (self));
    }
  return FALSE;
}

static gboolean
on_source_dispatch (GSource *source,
                    G_GNUC_UNUSED GSourceFunc func,
                    G_GNUC_UNUSED gpointer user_data)
{
  g_autoptr (SwScheduler) self = g_object_ref (((SchedulerSource *) source)->scheduler);

  dispatch (self, TRUE);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
  .prepare = on_source_prepare,
  .dispatch = on_source_dispatch,
};

static void
sw_scheduler_dispose (GObject *object)
{
  SwScheduler *self = SW_SCHEDULER (object);

  for (guint i = 0; i < self->jobs->len; i++)
    if (g_ptr_array_index (self->jobs, i) != NULL)
      sw_job_detach (g_ptr_array_index (self->jobs, i));
  g_ptr_array_set_size (self->jobs, 0);
  for (guint i = 0; i < self->watches->len; i++)
    if (g_ptr_array_index (self->watches, i) != NULL)
      sw_watch_detach (g_ptr_array_index (self->watches, i));
  g_ptr_array_set_size (self->watches, 0);
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (sw_scheduler_parent_class)->dispose (object);
}

static void
sw_scheduler_finalize (GObject *object)
{
  SwScheduler *self = SW_SCHEDULER (object);

  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->watches);
  G_OBJECT_CLASS (sw_scheduler_parent_class)->finalize (object);
}

static void
sw_scheduler_class_init (SwSchedulerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_scheduler_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_scheduler_finalize;
}

static void
sw_scheduler_init (SwScheduler *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->watches = g_ptr_array_new_with_free_func (g_object_unref);
  self->stretch = 1;
}

/* The sub-second phase at which every GLib program of the session has its second timers. Asked of GLib,
 * because its derivation differs between versions. */
static gint64
read_session_phase_us (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) seconds = g_timeout_source_new_seconds (1);
  gint64 ready_us;

  g_source_attach (seconds, context);
  ready_us = g_source_get_ready_time (seconds);
  g_source_destroy (seconds);
  return ready_us % SW_SECOND_US;
}

/**
 * sw_scheduler_new:
 * @clock: (nullable): where time comes from; %NULL for the system's clocks and the session's phase, with a
 *   clock of the caller's the phase is 0
 * @context: (nullable): the main context; %NULL for the default one
 *
 * Returns: (transfer full): a scheduler with nothing to do
 */
SwScheduler *
sw_scheduler_new (SwClock *clock, GMainContext *context)
{
  SwScheduler *self = g_object_new (SW_TYPE_SCHEDULER, NULL);

  self->clock = clock != NULL ? g_object_ref (clock) : sw_clock_new ();
  self->phase_us = clock != NULL ? 0 : read_session_phase_us ();
  self->source = g_source_new (&source_funcs, sizeof (SchedulerSource));
  ((SchedulerSource *) self->source)->scheduler = self;
  g_source_set_static_name (self->source, "SwScheduler");
  g_source_attach (self->source, context);
  return self;
}

gint64
sw_scheduler_now_us (SwScheduler *self)
{
  return sw_clock_get_monotonic_us (self->clock);
}

/* The first multiple of the interval, on the epoch, that is later than now. */
gint64
sw_scheduler_next_grid_us (SwScheduler *self, gint64 interval_us, gint64 now_us)
{
  gint64 since_us = now_us - self->phase_us;

  if (since_us < 0)
    since_us -= interval_us - 1;
  return self->phase_us + (since_us / interval_us + 1) * interval_us;
}

GSource *
sw_scheduler_get_source (SwScheduler *self)
{
  return self->source;
}

/* Something about the windows changed. The next wakeup is found once, when the main loop prepares to
 * sleep, however many jobs are added or changed before. */
void
sw_scheduler_touch (SwScheduler *self)
{
  self->stale = TRUE;
}

/**
 * sw_scheduler_add_job:
 * @self: a scheduler
 * @owner: whose it is; a plugin's module name, or `stillwatch`
 * @name: what it is called in the account
 * @interval_us: how often it runs
 * @func: (scope notified) (closure user_data) (destroy destroy): what runs
 * @user_data: passed to @func
 * @destroy: (nullable): frees @user_data when the job is removed
 *
 * The job first runs at the next multiple of its interval; see [method@Job.run_soon].
 *
 * Returns: (transfer none): the job, which the scheduler owns
 */
SwJob *
sw_scheduler_add_job (SwScheduler *self,
                      const char *owner,
                      const char *name,
                      gint64 interval_us,
                      SwJobFunc func,
                      gpointer user_data,
                      GDestroyNotify destroy)
{
  SwJob *job;

  g_return_val_if_fail (SW_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (owner != NULL && name != NULL && func != NULL, NULL);
  g_return_val_if_fail (interval_us > 0, NULL);

  job = sw_job_new (self, owner, name);
  job->interval_us = interval_us;
  job->func = func;
  job->user_data = user_data;
  job->destroy = destroy;
  g_ptr_array_add (self->jobs, job);
  sw_job_schedule (job, sw_scheduler_now_us (self));
  return job;
}

/**
 * sw_scheduler_add_watch:
 * @self: a scheduler
 * @owner: whose it is; a plugin's module name, or `stillwatch`
 * @name: what it is called in the account
 * @fd: the descriptor, which must stay open until the watch is removed
 * @condition: what to wait for
 * @interval_us: at most once in this time; [const@WATCH_EVERY_EVENT] for at once and always
 * @func: (scope notified) (closure user_data) (destroy destroy): what runs
 * @user_data: passed to @func
 * @destroy: (nullable): frees @user_data when the watch is removed
 *
 * Returns: (transfer none): the watch, which the scheduler owns
 */
SwWatch *
sw_scheduler_add_watch (SwScheduler *self,
                        const char *owner,
                        const char *name,
                        int fd,
                        GIOCondition condition,
                        gint64 interval_us,
                        SwWatchFunc func,
                        gpointer user_data,
                        GDestroyNotify destroy)
{
  SwWatch *watch;

  g_return_val_if_fail (SW_IS_SCHEDULER (self), NULL);
  g_return_val_if_fail (owner != NULL && name != NULL && func != NULL, NULL);
  g_return_val_if_fail (fd >= 0 && interval_us >= 0, NULL);

  watch = sw_watch_new (self, owner, name);
  watch->fd = fd;
  watch->condition = condition;
  watch->interval_us = interval_us;
  watch->func = func;
  watch->user_data = user_data;
  watch->destroy = destroy;
  g_ptr_array_add (self->watches, watch);
  sw_watch_arm (watch, self->source);
  return watch;
}

/* During a dispatch the arrays are being walked: the slot is emptied now and closed afterwards. */
static void
drop (SwScheduler *self, GPtrArray *array, gpointer object)
{
  guint index;

  if (!g_ptr_array_find (array, object, &index))
    return;
  if (!self->dispatching)
    {
      g_ptr_array_remove_index (array, index);
      return;
    }
  array->pdata[index] = NULL;
  g_object_unref (object);
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
  if (kept < array->len)
    {
      g_ptr_array_set_free_func (array, NULL);
      g_ptr_array_set_size (array, kept);
      g_ptr_array_set_free_func (array, g_object_unref);
    }
}

static void
add_account (SwAccount *sum, const SwAccount *part)
{
  sum->runs += part->runs;
  sum->missed += part->missed;
  sum->failures += part->failures;
  sum->overruns += part->overruns;
  sum->lateness_us += part->lateness_us;
  sum->lateness_max_us = MAX (sum->lateness_max_us, part->lateness_max_us);
  sum->busy_ns += part->busy_ns;
  sum->busy_max_ns = MAX (sum->busy_max_ns, part->busy_max_ns);
  sum->bytes_read += part->bytes_read;
  sum->reads += part->reads;
}

void
sw_scheduler_forget_job (SwScheduler *self, SwJob *job)
{
  add_account (&self->removed, &job->account);
  sw_job_detach (job);
  drop (self, self->jobs, job);
  sw_scheduler_touch (self);
}

void
sw_scheduler_forget_watch (SwScheduler *self, SwWatch *watch)
{
  sw_watch_detach (watch);
  drop (self, self->watches, watch);
  sw_scheduler_touch (self);
}

static void
reschedule_all (SwScheduler *self)
{
  const gint64 now_us = sw_scheduler_now_us (self);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      SwJob *job = g_ptr_array_index (self->jobs, i);

      if (job != NULL && !job->running)
        sw_job_schedule (job, now_us);
    }
}

/**
 * sw_scheduler_get_stretch:
 * @self: a scheduler
 *
 * Returns: by what all intervals are multiplied
 */
guint
sw_scheduler_get_stretch (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), 1);

  return self->stretch;
}

/**
 * sw_scheduler_set_stretch:
 * @self: a scheduler
 * @stretch: by what the intervals of all jobs but the fixed ones are multiplied, from 1; a whole number, so that the
 *   stretched grid is part of the plain one
 */
void
sw_scheduler_set_stretch (SwScheduler *self, guint stretch)
{
  g_return_if_fail (SW_IS_SCHEDULER (self));
  g_return_if_fail (stretch >= 1);

  if (self->stretch == stretch)
    return;
  self->stretch = stretch;
  reschedule_all (self);
}

/**
 * sw_scheduler_get_views_stopped:
 * @self: a scheduler
 *
 * Returns: whether the jobs that feed views stand still
 */
gboolean
sw_scheduler_get_views_stopped (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), FALSE);

  return self->views_stopped;
}

/**
 * sw_scheduler_set_views_stopped:
 * @self: a scheduler
 * @views_stopped: whether nobody can look, because the session is locked
 */
void
sw_scheduler_set_views_stopped (SwScheduler *self, gboolean views_stopped)
{
  g_return_if_fail (SW_IS_SCHEDULER (self));

  if (self->views_stopped == !!views_stopped)
    return;
  self->views_stopped = !!views_stopped;
  reschedule_all (self);
  for (guint i = 0; !views_stopped && i < self->jobs->len; i++)
    {
      SwJob *job = g_ptr_array_index (self->jobs, i);

      if (job == NULL || !(job->flags & SW_JOB_VIEW))
        continue;
      sw_job_begin_stretch (job);
      sw_job_run_soon (job);
    }
}

/**
 * sw_scheduler_get_phase_us:
 * @self: a scheduler
 *
 * Returns: where in the second its grid begins
 */
gint64
sw_scheduler_get_phase_us (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), 0);

  return self->phase_us;
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

static GIOCondition
poll_now (SwWatch *watch)
{
  struct pollfd entry = { .fd = watch->fd, .events = (short) watch->condition };

  return poll (&entry, 1, 0) > 0 ? (GIOCondition) entry.revents : 0;
}

/* POLLED says that the main loop has polled the armed ones just now. */
static void
dispatch_watch (SwScheduler *self, SwWatch *watch, gint64 now_us, gboolean polled)
{
  GIOCondition seen = 0;

  if (watch->tag == NULL && watch->rearm_us > now_us)
    return;
  if (watch->tag != NULL && polled)
    seen = g_source_query_unix_fd (self->source, watch->tag);
  else
    seen = poll_now (watch);
  if (seen != 0)
    sw_watch_fire (watch, seen, now_us);
  else if (watch->tag == NULL)
    sw_watch_arm (watch, self->source);
}

static void
dispatch (SwScheduler *self, gboolean polled)
{
  SwTick tick = { 0 };
  guint n_jobs, n_watches;
  gint64 wanted_us;

  g_return_if_fail (!self->dispatching);

  wanted_us = sw_scheduler_get_next_wakeup_us (self);
  tick.now_us = sw_scheduler_now_us (self);
  tick.boottime_us = sw_clock_get_boottime_us (self->clock);
  tick.serial = ++self->wakeups;
  self->dispatching = TRUE;
  SW_PROBE_WAKEUP (tick.serial, wanted_us < 0 ? 0 : MAX (tick.now_us - wanted_us, 0));
  /* What is added from now on waits for its own time. */
  n_watches = self->watches->len;
  n_jobs = self->jobs->len;
  for (guint i = 0; i < n_watches; i++)
    if (g_ptr_array_index (self->watches, i) != NULL)
      dispatch_watch (self, g_ptr_array_index (self->watches, i), tick.now_us, polled);
  for (guint i = 0; i < n_jobs; i++)
    {
      SwJob *job = g_ptr_array_index (self->jobs, i);

      if (job != NULL && job->due_us <= tick.now_us)
        sw_job_run (job, &tick);
    }
  self->dispatching = FALSE;
  compact (self->jobs);
  compact (self->watches);
  sw_scheduler_touch (self);
}

/**
 * sw_scheduler_dispatch:
 * @self: a scheduler
 *
 * Runs what is due now, as the main loop does by itself. For simulated clocks: turn the clock to
 * [method@Scheduler.get_next_wakeup_us] and call this.
 */
void
sw_scheduler_dispatch (SwScheduler *self)
{
  g_return_if_fail (SW_IS_SCHEDULER (self));

  dispatch (self, FALSE);
}

/**
 * sw_scheduler_get_wakeups:
 * @self: a scheduler
 *
 * Returns: how often it woke
 */
guint64
sw_scheduler_get_wakeups (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), 0);

  return self->wakeups;
}

/**
 * sw_scheduler_get_account:
 * @self: a scheduler
 *
 * Returns: (transfer full): what all jobs, the removed ones included, have cost so far
 */
SwAccount *
sw_scheduler_get_account (SwScheduler *self)
{
  SwAccount *sum;

  g_return_val_if_fail (SW_IS_SCHEDULER (self), NULL);

  sum = sw_account_copy (&self->removed);
  for (guint i = 0; i < self->jobs->len; i++)
    if (g_ptr_array_index (self->jobs, i) != NULL)
      add_account (sum, &((SwJob *) g_ptr_array_index (self->jobs, i))->account);
  return sum;
}

static GList *
list_present (GPtrArray *array)
{
  GList *list = NULL;

  for (guint i = array->len; i > 0; i--)
    if (g_ptr_array_index (array, i - 1) != NULL)
      list = g_list_prepend (list, g_ptr_array_index (array, i - 1));
  return list;
}

/**
 * sw_scheduler_list_jobs:
 * @self: a scheduler
 *
 * Returns: (transfer container) (element-type SwJob): its jobs in the order of their addition
 */
GList *
sw_scheduler_list_jobs (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), NULL);

  return list_present (self->jobs);
}

/**
 * sw_scheduler_list_watches:
 * @self: a scheduler
 *
 * Returns: (transfer container) (element-type SwWatch): its watches in the order of their addition
 */
GList *
sw_scheduler_list_watches (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), NULL);

  return list_present (self->watches);
}
