/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-clock.h"
#include "core/sw-scheduler-private.h"

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
/* Times the longest interval it still fits in 64 bits. */
#define MAX_STRETCH 1000

G_DEFINE_FINAL_TYPE (SwScheduler, sw_scheduler, G_TYPE_OBJECT)

static void
detach_job (gpointer job)
{
  sw_job_detach (job);
}

static void
detach_watch (gpointer watch)
{
  sw_watch_detach (watch);
}

static void
unref_present (gpointer object)
{
  if (object != NULL)
    g_object_unref (object);
}

/* The array is taken away first: freeing somebody's data may remove other jobs and watches. */
static void
detach_all (GPtrArray **array, void (*detach) (gpointer object))
{
  g_autoptr (GPtrArray) objects = g_steal_pointer (array);

  *array = g_ptr_array_new_with_free_func (unref_present);
  for (guint i = 0; i < objects->len; i++)
    if (g_ptr_array_index (objects, i) != NULL)
      detach (g_ptr_array_index (objects, i));
}

static void
sw_scheduler_dispose (GObject *object)
{
  SwScheduler *self = SW_SCHEDULER (object);
  g_autoptr (GSource) source = g_steal_pointer (&self->source);

  detach_all (&self->jobs, detach_job);
  detach_all (&self->watches, detach_watch);
  if (source != NULL)
    g_source_destroy (source);
  G_OBJECT_CLASS (sw_scheduler_parent_class)->dispose (object);
}

static void
sw_scheduler_finalize (GObject *object)
{
  SwScheduler *self = SW_SCHEDULER (object);

  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->watches);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->clock);
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
  self->jobs = g_ptr_array_new_with_free_func (unref_present);
  self->watches = g_ptr_array_new_with_free_func (unref_present);
  self->next_wakeup_us = -1;
  self->stretch = 1;
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
  self->begin_us = sw_scheduler_now_us (self);
  self->phase_us = clock != NULL ? 0 : sw_scheduler_read_session_phase_us ();
  self->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  self->source = sw_scheduler_create_source (self);
  g_source_attach (self->source, self->context);
  return self;
}

gint64
sw_scheduler_now_us (SwScheduler *self)
{
  return sw_clock_get_monotonic_us (self->clock);
}

/* For what shall run as soon as it can: within the present dispatch, if there is one. */
gint64
sw_scheduler_soon_us (SwScheduler *self)
{
  if (!self->dispatching)
    return sw_scheduler_now_us (self);
  self->again = TRUE;
  return self->dispatch_us;
}

/* Which period of the epoch the time lies in. */
gint64
sw_scheduler_grid_index (SwScheduler *self, gint64 interval_us, gint64 time_us)
{
  gint64 since_us = time_us - self->phase_us;

  if (since_us < 0)
    since_us -= interval_us - 1;
  return since_us / interval_us;
}

/* The first multiple of the interval, on the epoch, that is later than now. */
gint64
sw_scheduler_next_grid_us (SwScheduler *self, gint64 interval_us, gint64 now_us)
{
  return self->phase_us + (sw_scheduler_grid_index (self, interval_us, now_us) + 1) * interval_us;
}

/* Something about the windows changed. The next wakeup is found once, when the main loop prepares to sleep, however
 * many jobs are added or changed before. */
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
 * @interval_us: how often it runs; brought into 1 ms to one year
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
  g_return_val_if_fail (self->source != NULL, NULL);

  job = sw_job_new (self, owner, name);
  job->func = func;
  job->user_data = user_data;
  job->destroy = destroy;
  g_ptr_array_add (self->jobs, job);
  sw_job_set_interval_us (job, interval_us);
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
 * A descriptor that has nothing to tell but an error or a hang-up (its other end is gone, or it was closed) is reported
 * once and then left alone: it would be ready for ever. An error beside what was asked for is how kernel files announce
 * a change, which the callback answers (a sysfs attribute by reading it again); one that stands after eight callbacks
 * in a row, as that of a PSI trigger which was refused, is left alone too.
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
  g_return_val_if_fail (self->source != NULL, NULL);

  watch = sw_watch_new (self, owner, name);
  watch->poll.fd = fd;
  watch->poll.events = condition;
  watch->interval_us = MIN (interval_us, SW_MAX_INTERVAL_US);
  watch->func = func;
  watch->user_data = user_data;
  watch->destroy = destroy;
  g_ptr_array_add (self->watches, watch);
  sw_watch_arm (watch);
  return watch;
}

/* Takes the array's reference out. During a dispatch the arrays are being walked: the slot is emptied now and
 * closed afterwards. */
static void
drop (SwScheduler *self, GPtrArray *array, gpointer object)
{
  guint index;

  if (!g_ptr_array_find (array, object, &index))
    return;
  if (self->dispatching)
    array->pdata[index] = NULL;
  else
    g_ptr_array_steal_index (array, index);
  g_object_unref (object);
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
sw_scheduler_book (SwScheduler *self, const SwAccount *account)
{
  add_account (&self->removed, account);
}

/* The job leaves first: what frees its data may do anything. One that runs is booked when the run is over. */
void
sw_scheduler_forget_job (SwScheduler *self, SwJob *job)
{
  g_autoptr (SwJob) kept = g_object_ref (job);

  drop (self, self->jobs, job);
  if (!job->running)
    sw_scheduler_book (self, &job->account);
  sw_scheduler_touch (self);
  sw_job_detach (job);
}

void
sw_scheduler_forget_watch (SwScheduler *self, SwWatch *watch)
{
  g_autoptr (SwWatch) kept = g_object_ref (watch);

  drop (self, self->watches, watch);
  if (!watch->running)
    sw_scheduler_book (self, &watch->account);
  sw_scheduler_touch (self);
  sw_watch_detach (watch);
}

static void
reschedule_all (SwScheduler *self)
{
  for (guint i = 0; i < self->jobs->len; i++)
    if (g_ptr_array_index (self->jobs, i) != NULL)
      sw_job_reschedule (g_ptr_array_index (self->jobs, i));
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
 * @stretch: by what the intervals of all jobs but the fixed ones are multiplied, from 1 to 1000; a whole number, so that
 *   the stretched grid is part of the plain one
 */
void
sw_scheduler_set_stretch (SwScheduler *self, guint stretch)
{
  g_return_if_fail (SW_IS_SCHEDULER (self));
  g_return_if_fail (stretch >= 1);

  stretch = MIN (stretch, MAX_STRETCH);
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

/**
 * sw_scheduler_get_age_us:
 * @self: a scheduler
 *
 * Returns: for how long it has been there, the machine's sleep left out: what its account is divided by
 */
gint64
sw_scheduler_get_age_us (SwScheduler *self)
{
  g_return_val_if_fail (SW_IS_SCHEDULER (self), 0);

  return sw_scheduler_now_us (self) - self->begin_us;
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
 * Returns: (transfer full): what all jobs and watches, the removed ones included, have cost so far
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
  for (guint i = 0; i < self->watches->len; i++)
    if (g_ptr_array_index (self->watches, i) != NULL)
      add_account (sum, &((SwWatch *) g_ptr_array_index (self->watches, i))->account);
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
