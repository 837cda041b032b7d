/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <unistd.h>

#include <glib-unix.h>

#include "tests/sw-test.h"

/* The scheduler in a main loop: what timer is armed, and how often the loop turns for it. */

/* What the loop would hand to poll(2), in milliseconds; -1 for no timer at all. */
static int
get_poll_timeout_ms (GMainContext *context)
{
  GPollFD entries[8];
  int priority, timeout_ms = 0, n_entries;

  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  n_entries
      = g_main_context_query (context, priority, &timeout_ms, entries, G_N_ELEMENTS (entries));
  g_main_context_check (context, priority, entries, MIN (n_entries, (int) G_N_ELEMENTS (entries)));
  g_main_context_release (context);
  return timeout_ms;
}

static void
test_no_timer_while_all_paused (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, context);
  SwTestRecord record = { 0 };
  SwJob *jobs[3];

  g_assert_cmpint (get_poll_timeout_ms (context), ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = sw_scheduler_add_job (scheduler, "test", "job", 3600 * SW_SECOND_US,
                                    sw_test_record_run, &record, NULL);
  g_assert_cmpint (get_poll_timeout_ms (context), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    sw_job_set_paused (jobs[i], TRUE);
  g_assert_cmpint (get_poll_timeout_ms (context), ==, -1);
  sw_job_set_paused (jobs[0], FALSE);
  sw_job_set_flags (jobs[0], SW_JOB_VIEW);
  g_assert_cmpint (get_poll_timeout_ms (context), >, 0);
  sw_scheduler_set_views_stopped (scheduler, TRUE);
  g_assert_cmpint (get_poll_timeout_ms (context), ==, -1);
  g_assert_cmpuint (record.n_runs, ==, 0);
}

static void
test_timeout_is_that_of_the_clock (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), context);
  SwTestRecord record = { 0 };
  int timeout_ms;

  sw_scheduler_add_job (scheduler, "test", "job", 500 * SW_SECOND_US, sw_test_record_run, &record,
                        NULL);
  timeout_ms = get_poll_timeout_ms (context);
  g_assert_cmpint (timeout_ms, <=, 500 * 1000);
  g_assert_cmpint (timeout_ms, >, 250 * 1000);
  g_assert_false (g_main_context_iteration (context, FALSE));
  sw_test_clock_advance (clock, 500 * SW_SECOND_US);
  g_assert_true (g_main_context_iteration (context, FALSE));
  g_assert_cmpuint (record.n_runs, ==, 1);
}

static void
test_runs_by_itself (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, context);
  SwTestRecord record = { 0 };
  gint64 first_us;

  sw_scheduler_add_job (scheduler, "test", "job", 20 * 1000, sw_test_record_run, &record, NULL);
  while (record.n_runs < 1)
    g_main_context_iteration (context, TRUE);
  first_us = record.last.now_us;
  while (record.n_runs < 3)
    g_main_context_iteration (context, TRUE);
  g_assert_cmpint (record.last.now_us, >=, record.last.due_us);
  g_assert_cmpint ((record.last.due_us - sw_scheduler_get_phase_us (scheduler)) % (20 * 1000), ==,
                   0);
  g_assert_cmpint (record.last.now_us - first_us, >, 20 * 1000);
}

static void
on_readable_cb (G_GNUC_UNUSED SwWatch *watch,
                G_GNUC_UNUSED GIOCondition condition,
                gpointer user_data)
{
  ++*(guint *) user_data;
}

/* GLib wakes its own poll for most of what one may change about a source: three system calls for nothing. */
static void
test_loop_turns_once_a_wakeup (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, context);
  SwTestRecord record = { 0 };
  guint n_fired = 0;
  int pipe_fds[2];

  g_assert_true (g_unix_open_pipe (pipe_fds, O_CLOEXEC, NULL));
  sw_scheduler_add_watch (scheduler, "test", "quiet", pipe_fds[0], G_IO_IN, SW_WATCH_EVERY_EVENT,
                          on_readable_cb, &n_fired, NULL);
  sw_scheduler_add_job (scheduler, "test", "job", 20 * 1000, sw_test_record_run, &record, NULL);
  while (record.n_runs < 1)
    g_main_context_iteration (context, TRUE);
  for (guint i = 2; i < 8; i++)
    {
      g_main_context_iteration (context, TRUE);
      g_assert_cmpuint (record.n_runs, ==, i);
    }
  g_assert_cmpuint (n_fired, ==, 0);
  g_clear_object (&scheduler);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
}

typedef struct
{
  SwScheduler *scheduler;
  guint n_runs;
  guint n_freed;
} Owner;

static gboolean
let_go (G_GNUC_UNUSED SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  Owner *owner = user_data;

  owner->n_runs++;
  g_clear_object (&owner->scheduler);
  return TRUE;
}

static void
on_owner_freed_cb (gpointer user_data)
{
  ((Owner *) user_data)->n_freed++;
}

static void
test_finalised_inside_dispatch (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Owner owner = { .scheduler = sw_scheduler_new (NULL, context) };

  for (guint i = 0; i < 3; i++)
    sw_job_run_soon (sw_scheduler_add_job (owner.scheduler, "test", "job", SW_SECOND_US, let_go,
                                           &owner, on_owner_freed_cb));
  g_object_add_weak_pointer (G_OBJECT (owner.scheduler), (gpointer *) &owner.scheduler);
  while (owner.n_runs == 0)
    g_main_context_iteration (context, TRUE);
  g_assert_null (owner.scheduler);
  g_assert_cmpuint (owner.n_freed, ==, 3);
  g_assert_cmpint (get_poll_timeout_ms (context), ==, -1);
}

static void
test_finalised_outside_dispatch (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, context);
  Owner owner = { 0 };
  int pipe_fds[2];

  g_assert_true (g_unix_open_pipe (pipe_fds, O_CLOEXEC, NULL));
  sw_scheduler_add_job (scheduler, "test", "job", SW_SECOND_US, let_go, &owner, on_owner_freed_cb);
  sw_scheduler_add_watch (scheduler, "test", "watch", pipe_fds[0], G_IO_IN, SW_SECOND_US,
                          on_readable_cb, &owner, on_owner_freed_cb);
  g_assert_cmpint (get_poll_timeout_ms (context), >=, 0);
  sw_test_assert_last_unref (scheduler);
  g_assert_cmpuint (owner.n_freed, ==, 2);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
  g_assert_cmpint (get_poll_timeout_ms (context), ==, -1);
  g_assert_false (g_main_context_iteration (context, FALSE));
}

static void
test_outlives_its_context (void)
{
  GMainContext *context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, context);
  SwTestRecord record = { 0 };

  g_main_context_unref (context);
  sw_scheduler_add_job (scheduler, "test", "job", SW_SECOND_US, sw_test_record_run, &record, NULL);
  sw_test_assert_last_unref (scheduler);
}

static gboolean
on_elsewhere_dispatched_cb (gpointer user_data)
{
  sw_job_run_soon (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_soon_from_elsewhere (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), context);
  g_autoptr (GSource) elsewhere = g_idle_source_new ();
  SwTestRecord record = { 0 };
  SwJob *job = sw_scheduler_add_job (scheduler, "test", "job", 3600 * SW_SECOND_US,
                                     sw_test_record_run, &record, NULL);

  g_source_set_callback (elsewhere, on_elsewhere_dispatched_cb, job, NULL);
  g_source_attach (elsewhere, context);
  g_main_context_iteration (context, FALSE);
  g_assert_cmpuint (record.n_runs, ==, 0);
  g_main_context_iteration (context, FALSE);
  g_assert_cmpuint (record.n_runs, ==, 1);
  g_assert_false (g_main_context_iteration (context, FALSE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scheduler/loop/no-timer-while-all-paused", test_no_timer_while_all_paused);
  g_test_add_func ("/scheduler/loop/timeout-is-that-of-the-clock",
                   test_timeout_is_that_of_the_clock);
  g_test_add_func ("/scheduler/loop/runs-by-itself", test_runs_by_itself);
  g_test_add_func ("/scheduler/loop/turns-once-a-wakeup", test_loop_turns_once_a_wakeup);
  g_test_add_func ("/scheduler/loop/soon-from-elsewhere", test_soon_from_elsewhere);
  g_test_add_func ("/scheduler/finalised/inside-dispatch", test_finalised_inside_dispatch);
  g_test_add_func ("/scheduler/finalised/outside-dispatch", test_finalised_outside_dispatch);
  g_test_add_func ("/scheduler/finalised/after-its-context", test_outlives_its_context);
  return g_test_run ();
}
