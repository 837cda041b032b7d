/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-account.h"
#include "core/sw-scheduler.h"

G_BEGIN_DECLS

/* A time that never comes. */
#define SW_NEVER_US G_MAXINT64

/* Beyond a year nothing is periodic; the product with every stretch still fits in 64 bits. */
#define SW_MIN_INTERVAL_US G_GINT64_CONSTANT (1000)
#define SW_MAX_INTERVAL_US (366 * 24 * 3600 * SW_SECOND_US)

struct _SwScheduler
{
  GObject parent_instance;

  SwClock *clock;
  GMainContext *context;
  GSource *source;    /* (nullable) NULL once disposed */
  GPtrArray *jobs;    /* of SwJob; NULL where one left during a dispatch */
  GPtrArray *watches; /* of SwWatch; the same */
  SwAccount removed;  /* what the jobs that left had cost */
  guint64 wakeups;
  gint64 phase_us;
  gint64 begin_us;       /* CLOCK_MONOTONIC when it was made */
  gint64 next_wakeup_us; /* -1: none; out of date while stale */
  gint64 dispatch_us;    /* when the present dispatch began */
  guint stretch;
  guint views_stopped : 1;
  guint dispatching : 1;
  guint stale : 1; /* the source's ready time no longer fits the jobs */
  guint again : 1; /* a job of this dispatch asked for others to run soon */
};

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
  gint64 interval_us;    /* as asked for */
  gint64 told_us;        /* the effective interval after its last run; 0: none yet */
  gint64 slack_us;       /* -1: a tenth of the effective interval */
  gint64 due_us;         /* begin of the next window; SW_NEVER_US while not scheduled */
  gint64 last_run_us;    /* CLOCK_MONOTONIC; 0: never ran */
  gint64 counted_us;     /* until when its periods are answered or written off */
  gint64 slept_us;       /* time spent in suspend since boot, at the last run */
  guint64 last_serial;   /* of the wakeup of its last run; it runs once in each */
  guint backoff_shift;   /* the interval is doubled so often because it failed */
  guint slow_shift;      /* the same because it was slow */
  guint heavy_in_row;    /* runs too long for its class */
  guint light_in_row;    /* runs short enough for the next faster class */
  SwJobState told_state; /* the same of its state */
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
  gint64 rearm_us;    /* when it is looked at again; SW_NEVER_US while it is polled, or dead */
  GPollFD poll;       /* the descriptor is borrowed */
  guint n_errors;     /* fires in a row that left an error standing */
  GIOCondition left;  /* what was seen after the callback, and is to be told */
  guint armed : 1;    /* poll is registered with the main context */
  guint running : 1;
};

SwJob *sw_job_new (SwScheduler *scheduler, const char *owner, const char *name);
gboolean sw_job_is_scheduled (SwJob *self);
gint64 sw_job_get_window_end_us (SwJob *self);
gint64 sw_job_get_wanted_interval_us (SwJob *self);
void sw_job_schedule_next (SwJob *self);
void sw_job_reschedule (SwJob *self);
void sw_job_begin_stretch (SwJob *self);
void sw_job_tell_pace (SwJob *self);
void sw_job_run (SwJob *self, SwTick *tick);
void sw_job_detach (SwJob *self);

SwWatch *sw_watch_new (SwScheduler *scheduler, const char *owner, const char *name);
gint64 sw_watch_get_window_end_us (SwWatch *self);
void sw_watch_arm (SwWatch *self);
void sw_watch_dispatch (SwWatch *self, gint64 now_us, gboolean polled);
void sw_watch_detach (SwWatch *self);

GSource *sw_scheduler_create_source (SwScheduler *self);
gint64 sw_scheduler_read_session_phase_us (void);
gint64 sw_scheduler_now_us (SwScheduler *self);
gint64 sw_scheduler_soon_us (SwScheduler *self);
gint64 sw_scheduler_grid_index (SwScheduler *self, gint64 interval_us, gint64 time_us);
gint64 sw_scheduler_next_grid_us (SwScheduler *self, gint64 interval_us, gint64 now_us);
void sw_scheduler_touch (SwScheduler *self);
void sw_scheduler_book (SwScheduler *self, const SwAccount *account);
void sw_scheduler_forget_job (SwScheduler *self, SwJob *job);
void sw_scheduler_forget_watch (SwScheduler *self, SwWatch *watch);

G_END_DECLS
