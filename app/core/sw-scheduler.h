/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-job.h"
#include "core/sw-watch.h"

G_BEGIN_DECLS

#define SW_TYPE_SCHEDULER (sw_scheduler_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwScheduler, sw_scheduler, SW, SCHEDULER, GObject)

/**
 * SW_JOB_BUDGET_US:
 *
 * How long one run may take before the job counts as slow.
 */
#define SW_JOB_BUDGET_US G_GINT64_CONSTANT (2000)

SW_PUBLIC SwScheduler *sw_scheduler_new (SwClock *clock, GMainContext *context);

SW_PUBLIC SwJob *sw_scheduler_add_job (SwScheduler *self,
                                       const char *owner,
                                       const char *name,
                                       gint64 interval_us,
                                       SwJobFunc func,
                                       gpointer user_data,
                                       GDestroyNotify destroy);
SW_PUBLIC SwWatch *sw_scheduler_add_watch (SwScheduler *self,
                                           const char *owner,
                                           const char *name,
                                           int fd,
                                           GIOCondition condition,
                                           gint64 interval_us,
                                           SwWatchFunc func,
                                           gpointer user_data,
                                           GDestroyNotify destroy);

SW_PUBLIC guint sw_scheduler_get_stretch (SwScheduler *self);
SW_PUBLIC void sw_scheduler_set_stretch (SwScheduler *self, guint stretch);
SW_PUBLIC gboolean sw_scheduler_get_views_stopped (SwScheduler *self);
SW_PUBLIC void sw_scheduler_set_views_stopped (SwScheduler *self, gboolean views_stopped);

SW_PUBLIC gint64 sw_scheduler_get_phase_us (SwScheduler *self);
SW_PUBLIC gint64 sw_scheduler_get_next_wakeup_us (SwScheduler *self);
SW_PUBLIC void sw_scheduler_dispatch (SwScheduler *self);

SW_PUBLIC gint64 sw_scheduler_get_age_us (SwScheduler *self);
SW_PUBLIC guint64 sw_scheduler_get_wakeups (SwScheduler *self);
SW_PUBLIC SwAccount *sw_scheduler_get_account (SwScheduler *self);
SW_PUBLIC GList *sw_scheduler_list_jobs (SwScheduler *self);
SW_PUBLIC GList *sw_scheduler_list_watches (SwScheduler *self);

G_END_DECLS
