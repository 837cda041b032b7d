/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/sw-test.h"

/* When a job does not run on its interval: pauses, suspends, stretches, slow and failing ones. */

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwJob *job; /* borrowed; once a second */
  SwTestRecord record;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->record.clock = fixture->clock;
  fixture->job = sw_scheduler_add_job (fixture->scheduler, "owner", "name", SW_SECOND_US,
                                       sw_test_record_run, &fixture->record, NULL);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (fixture->scheduler);
  sw_test_assert_last_unref (fixture->clock);
}

static void
run_seconds (Fixture *fixture, guint seconds)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
}

static void
test_tells_the_time (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_cmpstr (sw_job_get_owner (fixture->job), ==, "owner");
  g_assert_cmpstr (sw_job_get_name (fixture->job), ==, "name");
  run_seconds (fixture, 1);
  g_assert_cmpint (fixture->record.last.elapsed_us, ==, 0);
  g_assert_false (fixture->record.last.gap);
  run_seconds (fixture, 1);
  g_assert_cmpint (fixture->record.last.elapsed_us, ==, SW_SECOND_US);
  g_assert_cmpint (fixture->record.last.due_us, ==, 1002 * SW_SECOND_US);
  g_assert_cmpint (fixture->record.last.now_us, ==, 1002 * SW_SECOND_US);
  g_assert_cmpuint (fixture->record.last.serial, ==, 2);
}

static void
test_late_periods_collapse (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  run_seconds (fixture, 1);
  sw_test_clock_advance (fixture->clock, 7300 * 1000);
  run_seconds (fixture, 0);
  g_assert_cmpuint (fixture->record.n_runs, ==, 2);
  g_assert_cmpuint (fixture->record.last.missed, ==, 6);
  g_assert_cmpint (fixture->record.last.elapsed_us, ==, 7300 * 1000);
  run_seconds (fixture, 1);
  g_assert_cmpint (fixture->record.last.due_us, ==, 1009 * SW_SECOND_US);
  g_assert_cmpuint (fixture->record.last.missed, ==, 0);
}

/* The wish is an extra run, it does not stand for the periods before it. */
static void
test_soon_hides_no_missed_periods (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  run_seconds (fixture, 1);
  sw_test_clock_advance (fixture->clock, 3500 * 1000);
  sw_job_run_soon (fixture->job);
  run_seconds (fixture, 0);
  g_assert_cmpuint (fixture->record.last.missed, ==, 2);
  run_seconds (fixture, 1);
  g_assert_cmpuint (fixture->record.n_runs, ==, 3);
  g_assert_cmpuint (fixture->record.last.missed, ==, 0);
  g_assert_cmpint (fixture->record.last.elapsed_us, ==, SW_SECOND_US / 2);
}

static void
test_suspend_is_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  run_seconds (fixture, 3);
  sw_test_clock_suspend (fixture->clock, 8 * 3600 * SW_SECOND_US);
  run_seconds (fixture, 1);
  g_assert_cmpuint (fixture->record.n_runs, ==, 4);
  g_assert_true (fixture->record.last.gap);
  g_assert_cmpint (fixture->record.last.elapsed_us, ==, 0);
  g_assert_cmpuint (fixture->record.last.missed, ==, 0);
  g_assert_cmpint (fixture->record.last.boottime_us - fixture->record.last.now_us, ==,
                   8 * 3600 * SW_SECOND_US);
  run_seconds (fixture, 1);
  g_assert_false (fixture->record.last.gap);
  g_assert_cmpint (fixture->record.last.elapsed_us, ==, SW_SECOND_US);
}

static void
test_pause_is_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  run_seconds (fixture, 2);
  sw_job_set_paused (fixture->job, TRUE);
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_PAUSED);
  sw_job_run_soon (fixture->job);
  run_seconds (fixture, 100);
  g_assert_cmpuint (fixture->record.n_runs, ==, 2);
  sw_job_set_paused (fixture->job, FALSE);
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_RUNNING);
  run_seconds (fixture, 1);
  g_assert_cmpuint (fixture->record.n_runs, ==, 3);
  g_assert_true (fixture->record.last.gap);
  g_assert_cmpuint (fixture->record.last.missed, ==, 0);
}

static void
test_stretch (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwTestRecord fixed = { 0 };
  SwJob *job = sw_scheduler_add_job (fixture->scheduler, "owner", "fixed", SW_SECOND_US,
                                     sw_test_record_run, &fixed, NULL);

  sw_job_set_flags (job, SW_JOB_FIXED);
  sw_scheduler_set_stretch (fixture->scheduler, 4);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 4 * SW_SECOND_US);
  g_assert_cmpint (sw_job_get_interval_us (fixture->job), ==, SW_SECOND_US);
  run_seconds (fixture, 40);
  g_assert_cmpuint (fixture->record.n_runs, ==, 10);
  g_assert_cmpuint (fixed.n_runs, ==, 40);
  g_assert_false (fixture->record.last.gap);
  sw_scheduler_set_stretch (fixture->scheduler, 1);
  run_seconds (fixture, 10);
  g_assert_cmpuint (fixture->record.n_runs, ==, 20);
}

static void
test_views_stop_and_go_on (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwTestRecord history = { 0 };

  sw_scheduler_add_job (fixture->scheduler, "owner", "history", SW_SECOND_US, sw_test_record_run,
                        &history, NULL);
  sw_job_set_flags (fixture->job, SW_JOB_VIEW);
  run_seconds (fixture, 2);
  sw_scheduler_set_views_stopped (fixture->scheduler, TRUE);
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_PAUSED);
  run_seconds (fixture, 10);
  g_assert_cmpuint (fixture->record.n_runs, ==, 2);
  g_assert_cmpuint (history.n_runs, ==, 12);
  sw_test_clock_advance (fixture->clock, SW_SECOND_US / 4);
  sw_scheduler_set_views_stopped (fixture->scheduler, FALSE);
  run_seconds (fixture, 0);
  /* At once: somebody looks. */
  g_assert_cmpuint (fixture->record.n_runs, ==, 3);
  g_assert_true (fixture->record.last.gap);
  g_assert_cmpuint (history.n_runs, ==, 12);
}

static void
test_no_view_any_more_is_a_gap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  run_seconds (fixture, 1);
  sw_job_set_flags (fixture->job, SW_JOB_VIEW);
  sw_scheduler_set_views_stopped (fixture->scheduler, TRUE);
  run_seconds (fixture, 10);
  sw_job_set_flags (fixture->job, SW_JOB_NONE);
  run_seconds (fixture, 1);
  g_assert_cmpuint (fixture->record.n_runs, ==, 2);
  g_assert_true (fixture->record.last.gap);
}

static void
test_slow_job_runs_less_often (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->record.work_us = SW_JOB_BUDGET_US * 3 / 2;
  run_seconds (fixture, 3);
  g_assert_cmpuint (sw_job_get_account (fixture->job)->overruns, ==, 3);
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_SLOW);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 2 * SW_SECOND_US);
  /* Its share is now within the budget: it stays in this class. */
  run_seconds (fixture, 200);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 2 * SW_SECOND_US);
  fixture->record.work_us = SW_JOB_BUDGET_US / 2;
  run_seconds (fixture, 40);
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_RUNNING);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, SW_SECOND_US);
}

static void
test_a_single_slow_run_is_forgiven (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 50; i++)
    {
      fixture->record.work_us = i % 3 == 0 ? 0 : 50 * 1000;
      run_seconds (fixture, 1);
    }
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_RUNNING);
}

static void
test_very_slow_job_has_a_cap (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->record.work_us = 10 * SW_SECOND_US;
  run_seconds (fixture, 4 * 3600);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 64 * SW_SECOND_US);
  /* Only whole multiples below five minutes, so that the slow grid is part of the plain one. */
  sw_job_set_interval_us (fixture->job, 7 * SW_SECOND_US);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 7 * 32 * SW_SECOND_US);
  sw_job_set_interval_us (fixture->job, 600 * SW_SECOND_US);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 600 * SW_SECOND_US);
}

static void
test_failing_job_backs_off (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const guint expected_s[] = { 2, 4, 8, 16, 32, 64, 64 };

  fixture->record.fails = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (expected_s); i++)
    {
      const guint n_before = fixture->record.n_runs;

      while (fixture->record.n_runs == n_before)
        run_seconds (fixture, 1);
      g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==,
                       expected_s[i] * SW_SECOND_US);
      g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_FAILING);
    }
  g_assert_cmpuint (sw_job_get_account (fixture->job)->failures, ==, G_N_ELEMENTS (expected_s));
  fixture->record.fails = FALSE;
  run_seconds (fixture, 64);
  g_assert_cmpint (sw_job_get_state (fixture->job), ==, SW_JOB_RUNNING);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, SW_SECOND_US);
  g_assert_cmpuint (fixture->record.last.missed, ==, 0);
}

static void
test_failing_slow_job_is_not_squared (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->record.fails = TRUE;
  fixture->record.work_us = SW_SECOND_US;
  run_seconds (fixture, 4 * 3600);
  g_assert_cmpint (sw_job_get_effective_interval_us (fixture->job), ==, 64 * SW_SECOND_US);
}

static void
test_retiming_does_not_starve (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  /* A user drags a slider: the grid changes ten times a second. */
  for (guint i = 0; i < 100; i++)
    {
      sw_job_set_interval_us (fixture->job, (1000 + i % 2) * 1000);
      sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US / 10);
    }
  g_assert_cmpuint (fixture->record.n_runs, >=, 8);
}

#define ADD(path, function) g_test_add ("/job/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("tick/tells-the-time", test_tells_the_time);
  ADD ("tick/late-periods-collapse", test_late_periods_collapse);
  ADD ("tick/soon-hides-no-missed-periods", test_soon_hides_no_missed_periods);
  ADD ("gap/suspend", test_suspend_is_a_gap);
  ADD ("gap/pause", test_pause_is_a_gap);
  ADD ("gap/no-view-any-more", test_no_view_any_more_is_a_gap);
  ADD ("stretch/all-but-fixed", test_stretch);
  ADD ("views/stop-and-go-on", test_views_stop_and_go_on);
  ADD ("slow/runs-less-often", test_slow_job_runs_less_often);
  ADD ("slow/single-run-is-forgiven", test_a_single_slow_run_is_forgiven);
  ADD ("slow/has-a-cap", test_very_slow_job_has_a_cap);
  ADD ("failing/backs-off-and-recovers", test_failing_job_backs_off);
  ADD ("failing/slow-too", test_failing_slow_job_is_not_squared);
  ADD ("retimed/does-not-starve", test_retiming_does_not_starve);
  return g_test_run ();
}
