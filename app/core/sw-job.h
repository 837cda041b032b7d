/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_JOB (sw_job_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwJob, sw_job, SW, JOB, GObject)

/**
 * SwJobFunc:
 * @job: the job that runs
 * @tick: (transfer none): when and after how long; valid during the call
 * @user_data: as given to [method@Scheduler.add_job]
 *
 * May remove, pause and retime this and any other job. Must not block.
 *
 * Returns: %FALSE when it failed; the job then backs off by doubling until it succeeds
 */
typedef gboolean (*SwJobFunc) (SwJob *job, const SwTick *tick, gpointer user_data);

/**
 * SwJobFlags:
 * @SW_JOB_NONE: neither
 * @SW_JOB_VIEW: feeds something looked at: stops while the session is locked
 * @SW_JOB_FIXED: keeps its interval on battery
 */
typedef enum
{
  SW_JOB_NONE = 0,
  SW_JOB_VIEW = 1 << 0,
  SW_JOB_FIXED = 1 << 1,
} SwJobFlags;

/**
 * SwJobState:
 * @SW_JOB_RUNNING: on its interval
 * @SW_JOB_PAUSED: not scheduled
 * @SW_JOB_SLOW: longer than its budget, so run less often
 * @SW_JOB_FAILING: failed and backs off
 */
typedef enum
{
  SW_JOB_RUNNING,
  SW_JOB_PAUSED,
  SW_JOB_SLOW,
  SW_JOB_FAILING,
} SwJobState;

SW_PUBLIC const char *sw_job_get_owner (SwJob *self);
SW_PUBLIC const char *sw_job_get_name (SwJob *self);
SW_PUBLIC gint64 sw_job_get_interval_us (SwJob *self);
SW_PUBLIC void sw_job_set_interval_us (SwJob *self, gint64 interval_us);
SW_PUBLIC gint64 sw_job_get_effective_interval_us (SwJob *self);
SW_PUBLIC gint64 sw_job_get_slack_us (SwJob *self);
SW_PUBLIC void sw_job_set_slack_us (SwJob *self, gint64 slack_us);
SW_PUBLIC SwJobFlags sw_job_get_flags (SwJob *self);
SW_PUBLIC void sw_job_set_flags (SwJob *self, SwJobFlags flags);
SW_PUBLIC gboolean sw_job_get_paused (SwJob *self);
SW_PUBLIC void sw_job_set_paused (SwJob *self, gboolean paused);
SW_PUBLIC void sw_job_run_soon (SwJob *self);
SW_PUBLIC SwJobState sw_job_get_state (SwJob *self);
SW_PUBLIC const SwAccount *sw_job_get_account (SwJob *self);
SW_PUBLIC void sw_job_remove (SwJob *self);

G_END_DECLS
