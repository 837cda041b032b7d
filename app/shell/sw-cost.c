/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What Stillwatch itself costs, from the scheduler's account. */

#include "config.h"

#include "core/sw-scheduler.h"
#include "shell/sw-cost.h"

static void
row_free (SwCostRow *row)
{
  g_free (row->owner);
  g_free (row->name);
  g_free (row);
}

/* A run over the budget now and then is the machine's fault. */
#define MIN_OVERRUNS 3
#define OVERRUN_SHARE 8 /* one in so many */

/* Whether it runs less often than it should because it takes too long, or takes longer than a job may again and again. */
gboolean
sw_cost_row_is_slow (const SwCostRow *row)
{
  return row->state == SW_JOB_SLOW
         || (row->account.overruns >= MIN_OVERRUNS
             && row->account.overruns * OVERRUN_SHARE >= row->account.runs);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const SwCostRow *first = *(const SwCostRow *const *) a;
  const SwCostRow *second = *(const SwCostRow *const *) b;
  const gboolean slow = sw_cost_row_is_slow (first);

  if (slow != sw_cost_row_is_slow (second))
    return slow ? -1 : 1;
  if (first->account.busy_ns != second->account.busy_ns)
    return first->account.busy_ns > second->account.busy_ns ? -1 : 1;
  return g_strcmp0 (first->name, second->name);
}

static void
add_job (SwCost *self, SwJob *job)
{
  SwCostRow *row = g_new0 (SwCostRow, 1);

  row->owner = g_strdup (sw_job_get_owner (job));
  row->name = g_strdup (sw_job_get_name (job));
  row->account = *sw_job_get_account (job);
  row->interval_us = sw_job_get_effective_interval_us (job);
  row->state = sw_job_get_state (job);
  g_ptr_array_add (self->rows, row);
}

static void
add_watch (SwCost *self, SwWatch *watch)
{
  SwCostRow *row = g_new0 (SwCostRow, 1);

  row->owner = g_strdup (sw_watch_get_owner (watch));
  row->name = g_strdup (sw_watch_get_name (watch));
  row->account = *sw_watch_get_account (watch);
  row->is_watch = TRUE;
  g_ptr_array_add (self->rows, row);
}

/*
 * sw_cost_new:
 * @scheduler: whose account it is
 *
 * Returns: (transfer full): its account now; what never ran is left out
 */
SwCost *
sw_cost_new (SwScheduler *scheduler)
{
  SwCost *self = g_new0 (SwCost, 1);
  g_autoptr (SwAccount) account = sw_scheduler_get_account (scheduler);
  g_autoptr (GList) jobs = sw_scheduler_list_jobs (scheduler);
  g_autoptr (GList) watches = sw_scheduler_list_watches (scheduler);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  self->total = *account;
  self->wakeups = sw_scheduler_get_wakeups (scheduler);
  self->age_us = sw_scheduler_get_age_us (scheduler);
  for (GList *link = jobs; link != NULL; link = link->next)
    if (sw_job_get_account (link->data)->runs > 0)
      add_job (self, link->data);
  for (GList *link = watches; link != NULL; link = link->next)
    if (sw_watch_get_account (link->data)->runs > 0)
      add_watch (self, link->data);
  g_ptr_array_sort (self->rows, compare_rows);
  return self;
}

void
sw_cost_free (SwCost *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static double
divide (guint64 sum, guint64 n)
{
  return n > 0 ? (double) sum / (double) n : 0;
}

/* Microseconds of a run. */
double
sw_cost_get_mean_us (const SwAccount *account)
{
  return divide (account->busy_ns, account->runs) / 1000;
}

double
sw_cost_get_reads_per_run (const SwAccount *account)
{
  return divide (account->reads, account->runs);
}

double
sw_cost_get_bytes_per_run (const SwAccount *account)
{
  return divide (account->bytes_read, account->runs);
}
