/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-account.h"
#include "core/sw-job.h"

G_BEGIN_DECLS

/*
 * SwCostRow:
 * @owner: whose it is
 * @name: what it is called
 * @account: what it has cost since it was added
 * @interval_us: at which it runs; 0 for a watch, which runs when something happens
 * @state: whether it is slow, fails or rests; a watch is always running
 * @is_watch: whether it is a watch
 *
 * What one job or watch of the scheduler has cost.
 */
typedef struct
{
  char *owner;
  char *name;
  SwAccount account;
  gint64 interval_us;
  SwJobState state;
  gboolean is_watch;
} SwCostRow;

/*
 * SwCost:
 * @rows: (element-type SwCostRow): those that are slow first, then by the time that they took
 * @total: of all jobs and watches, those that are gone included
 * @wakeups: of the scheduler
 * @age_us: over which that was
 *
 * The scheduler's account at one moment.
 */
typedef struct
{
  GPtrArray *rows;
  SwAccount total;
  guint64 wakeups;
  gint64 age_us;
} SwCost;

SwCost *sw_cost_new (SwScheduler *scheduler);
void sw_cost_free (SwCost *self);
gboolean sw_cost_row_is_slow (const SwCostRow *row);
double sw_cost_get_mean_us (const SwAccount *account);
double sw_cost_get_reads_per_run (const SwAccount *account);
double sw_cost_get_bytes_per_run (const SwAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SwCost, sw_cost_free)

G_END_DECLS
