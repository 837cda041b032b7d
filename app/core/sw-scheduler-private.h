/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-account.h"
#include "core/sw-scheduler.h"

G_BEGIN_DECLS

/* A time that never comes. */
#define SW_NEVER_US G_MAXINT64

struct _SwJob
{
  GObject parent_instance;

  SwScheduler *scheduler; /* (nullable) borrowed; NULL once removed */
  char *owner;
  char *name;
  SwJobFunc func;
  gpointer user_data;
  GDestroyNotify destroy; /* (nullable) */

  SwAccount account;
  gint64 interval_us;  /* as asked for */
  gint64 slack_us;     /* -1: a tenth of the effective interval */
  gint64 due_us;       /* begin of the next window; SW_NEVER_US while not scheduled */
  gint64 last_run_us;  /* CLOCK_MONOTONIC; 0: never ran */
  gint64 slept_us;     /* time spent in suspend since boot, at the last run */
  guint backoff_shift; /* the interval is doubled so often because it failed */
  guint slow_shift;    /* the same because it was slow */
  guint overruns_in_row;
  guint quick_runs_in_row;
  SwJobFlags flags;
  guint paused : 1;
  guint gap : 1;  /* the next run begins a new stretch */
  guint soon : 1; /* due_us is a wish, not a grid point */
  guint running : 1;
};

struct _SwWatch
{
  GObject parent_instance;

  SwScheduler *scheduler; /* (nullable) borrowed; NULL once removed */
  char *owner;
  char *name;
  SwWatchFunc func;
  gpointer user_data;
  GDestroyNotify destroy; /* (nullable) */

  SwAccount account;
  gint64 interval_us; /* SW_WATCH_EVERY_EVENT: as often as it fires */
  gint64 rearm_us;    /* when it is looked at again; SW_NEVER_US while it is polled */
  gpointer tag;       /* (nullable) of the descriptor in the GSource; NULL while it is not polled */
  GIOCondition condition;
  int fd; /* borrowed */
};

SwJob *sw_job_new (SwScheduler *scheduler, const char *owner, const char *name);
gboolean sw_job_is_scheduled (SwJob *self);
gint64 sw_job_get_window_end_us (SwJob *self);
void sw_job_schedule (SwJob *self, gint64 now_us);
void sw_job_begin_stretch (SwJob *self);
void sw_job_run (SwJob *self, SwTick *tick);
void sw_job_detach (SwJob *self);

SwWatch *sw_watch_new (SwScheduler *scheduler, const char *owner, const char *name);
gint64 sw_watch_get_window_end_us (SwWatch *self);
void sw_watch_arm (SwWatch *self, GSource *source);
void sw_watch_fire (SwWatch *self, GIOCondition seen, gint64 now_us);
void sw_watch_detach (SwWatch *self);

gint64 sw_scheduler_now_us (SwScheduler *self);
gint64 sw_scheduler_next_grid_us (SwScheduler *self, gint64 interval_us, gint64 now_us);
GSource *sw_scheduler_get_source (SwScheduler *self);
void sw_scheduler_touch (SwScheduler *self);
void sw_scheduler_forget_job (SwScheduler *self, SwJob *job);
void sw_scheduler_forget_watch (SwScheduler *self, SwWatch *watch);

G_END_DECLS
