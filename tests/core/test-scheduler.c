/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/sw-test.h"

/* When the scheduler wakes: as seldom as can be, always on the grid, for any number of jobs. */

static SwJob *
add_job (SwScheduler *scheduler, gint64 interval_us, SwTestRecord *record)
{
  return sw_scheduler_add_job (scheduler, "test", "job", interval_us, sw_test_record_run, record,
                               NULL);
}

#define MAX_JOBS 8
#define HORIZON_US (30 * SW_SECOND_US)

/* A job of the brute force: every one of its windows must see exactly one run. */
typedef struct
{
  gint64 interval_us;
  gint64 slack_us;
  gint64 end_us;   /* of the horizon */
  guint *n_needed; /* wakeups that served a window which ends within the horizon */
  guint64 *last_needed;
  gint64 next_due_us;
} Window;

static gboolean
check_window (G_GNUC_UNUSED SwJob *job, const SwTick *tick, gpointer user_data)
{
  Window *window = user_data;

  g_assert_cmpint (tick->due_us, ==, window->next_due_us);
  g_assert_cmpint (tick->now_us, >=, tick->due_us);
  g_assert_cmpint (tick->now_us, <=, tick->due_us + window->slack_us);
  g_assert_cmpuint (tick->missed, ==, 0);
  window->next_due_us += window->interval_us;
  if (tick->due_us + window->slack_us <= window->end_us && *window->last_needed != tick->serial)
    {
      *window->last_needed = tick->serial;
      ++*window->n_needed;
    }
  return TRUE;
}

/* Picks pairwise disjoint windows, each time the one that ends first: each needs a wakeup of its own, so no
 * schedule whatever can do with fewer wakeups than these. */
static guint
count_disjoint_windows (const Window *windows, guint n_windows, gint64 begin_us, gint64 end_us)
{
  gint64 served_us = begin_us;
  guint n_disjoint = 0;

  for (;;)
    {
      gint64 earliest_us = G_MAXINT64;

      for (guint i = 0; i < n_windows; i++)
        {
          const gint64 due_us = (served_us / windows[i].interval_us + 1) * windows[i].interval_us;

          earliest_us = MIN (earliest_us, due_us + windows[i].slack_us);
        }
      if (earliest_us > end_us)
        return n_disjoint;
      n_disjoint++;
      served_us = earliest_us;
    }
}

static void
try_random_windows (GRand *random)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  const gint64 begin_us = sw_clock_get_monotonic_us (SW_CLOCK (clock));
  const guint n_jobs = g_rand_int_range (random, 1, MAX_JOBS + 1);
  Window windows[MAX_JOBS];
  guint n_needed = 0;
  guint64 last_needed = 0;

  for (guint i = 0; i < n_jobs; i++)
    {
      Window *window = &windows[i];
      SwJob *job;

      window->interval_us = g_rand_int_range (random, 100, 10000) * 1000;
      job = sw_scheduler_add_job (scheduler, "test", "job", window->interval_us, check_window,
                                  window, NULL);
      if (g_rand_boolean (random))
        sw_job_set_slack_us (job, g_rand_int_range (random, 0, window->interval_us));
      window->slack_us = sw_job_get_slack_us (job);
      window->end_us = begin_us + HORIZON_US;
      window->n_needed = &n_needed;
      window->last_needed = &last_needed;
      window->next_due_us = (begin_us / window->interval_us + 1) * window->interval_us;
    }
  sw_test_clock_run (clock, scheduler, HORIZON_US);
  g_assert_cmpuint (n_needed, ==,
                    count_disjoint_windows (windows, n_jobs, begin_us, begin_us + HORIZON_US));
  /* Beyond those it may already have served windows that end after the horizon, by one wakeup for each job. */
  g_assert_cmpuint (sw_scheduler_get_wakeups (scheduler), <=, n_needed + n_jobs);
}

static void
test_fewest_wakeups (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261121);

  for (guint i = 0; i < 1000; i++)
    try_random_windows (random);
}

static void
test_no_drift_in_a_week (void)
{
  const gint64 intervals_us[] = { SW_SECOND_US, 7 * SW_SECOND_US, 60 * SW_SECOND_US };
  const gint64 week_us = 7 * 24 * 3600 * SW_SECOND_US;
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  const gint64 begin_us = sw_clock_get_monotonic_us (SW_CLOCK (clock));
  SwTestRecord records[G_N_ELEMENTS (intervals_us)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      /* A run that takes its time must not push the next one. */
      records[i].clock = clock;
      records[i].work_us = 137 + 11 * i;
      add_job (scheduler, intervals_us[i], &records[i]);
    }
  sw_test_clock_run (clock, scheduler, week_us);
  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      g_assert_cmpuint (records[i].n_runs, ==,
                        (begin_us + week_us) / intervals_us[i] - begin_us / intervals_us[i]);
      g_assert_cmpint (records[i].last.due_us % intervals_us[i], ==, 0);
    }
  g_assert_cmpuint (sw_scheduler_get_wakeups (scheduler), ==, records[0].n_runs);
}

static void
test_harmonic_jobs_cost_the_fastest (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  SwTestRecord records[200] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      SwJob *job = add_job (scheduler, SW_SECOND_US << (i % 7), &records[i]);

      if (i % 3 == 0)
        sw_job_set_slack_us (job, 0);
    }
  sw_test_clock_run (clock, scheduler, 3600 * SW_SECOND_US);
  g_assert_cmpuint (sw_scheduler_get_wakeups (scheduler), ==, 3600);
  g_assert_cmpuint (records[0].n_runs, ==, 3600);
}

static void
test_wakes_on_the_phase (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (SwAccount) account = NULL;
  SwTestRecord second = { 0 }, five = { 0 };

  add_job (scheduler, SW_SECOND_US, &second);
  add_job (scheduler, 5 * SW_SECOND_US, &five);
  sw_test_clock_run (clock, scheduler, 20 * SW_SECOND_US);
  /* Not at the end of the window, and so with every other program's second timers. */
  g_assert_cmpint (second.last.now_us % SW_SECOND_US, ==, 0);
  g_assert_cmpint (five.last.now_us % (5 * SW_SECOND_US), ==, 0);
  account = sw_scheduler_get_account (scheduler);
  g_assert_cmpuint (account->lateness_max_us, ==, 0);
}

static void
test_phase_is_the_sessions (void)
{
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, NULL);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) seconds = g_timeout_source_new_seconds (1);

  g_source_attach (seconds, context);
  g_assert_cmpint (sw_scheduler_get_phase_us (scheduler), ==,
                   g_source_get_ready_time (seconds) % SW_SECOND_US);
  g_source_destroy (seconds);
}

static void
test_ten_thousand_jobs (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autofree SwTestRecord *records = g_new0 (SwTestRecord, 10000);
  g_autoptr (SwAccount) account = NULL;
  guint64 n_runs = 0;

  for (guint i = 0; i < 10000; i++)
    add_job (scheduler, (1 + i % 60) * SW_SECOND_US, &records[i]);
  sw_test_clock_run (clock, scheduler, 120 * SW_SECOND_US);
  for (guint i = 0; i < 10000; i++)
    {
      const guint n_expected = 1120 / (1 + i % 60) - 1000 / (1 + i % 60);

      /* The last window may still be open. */
      g_assert_cmpuint (records[i].n_runs, <=, n_expected);
      g_assert_cmpuint (records[i].n_runs + 1, >=, n_expected);
      n_runs += records[i].n_runs;
    }
  account = sw_scheduler_get_account (scheduler);
  g_assert_cmpuint (account->runs, ==, n_runs);
  g_assert_cmpuint (sw_scheduler_get_wakeups (scheduler), ==, 120);
}

static void
test_nothing_to_do (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  SwTestRecord record = { 0 };
  SwJob *job;

  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), ==, -1);
  job = add_job (scheduler, SW_SECOND_US, &record);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), ==, 1001 * SW_SECOND_US);
  sw_job_set_paused (job, TRUE);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), ==, -1);
  sw_job_set_paused (job, FALSE);
  sw_job_remove (job);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), ==, -1);
}

static void
test_extreme_intervals (void)
{
  const gint64 intervals_us[] = { 1, G_MAXINT64, G_MAXINT64 - 1, SW_SECOND_US };
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  SwTestRecord record = { 0 };

  sw_scheduler_set_stretch (scheduler, G_MAXUINT);
  for (guint i = 0; i < G_N_ELEMENTS (intervals_us); i++)
    {
      SwJob *job = add_job (scheduler, intervals_us[i], &record);

      sw_job_set_slack_us (job, G_MAXINT64);
      g_assert_cmpint (sw_job_get_interval_us (job), >=, 1000);
      g_assert_cmpint (sw_job_get_effective_interval_us (job), >=, sw_job_get_interval_us (job));
      g_assert_cmpint (sw_job_get_slack_us (job), <, sw_job_get_effective_interval_us (job));
    }
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (scheduler), >, 1000 * SW_SECOND_US);
  sw_test_clock_run (clock, scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (record.n_runs, >, 0);
}

static void
test_account_adds_up (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (SwAccount) account = NULL;
  SwTestRecord slow = { .clock = clock, .work_us = 1500 };
  SwTestRecord failing = { .fails = TRUE };
  SwJob *job = add_job (scheduler, SW_SECOND_US, &slow);
  SwJob *other = add_job (scheduler, SW_SECOND_US, &failing);

  sw_test_clock_advance (clock, 1250 * 1000);
  sw_scheduler_dispatch (scheduler);
  g_assert_cmpuint (sw_job_get_account (job)->runs, ==, 1);
  g_assert_cmpuint (sw_job_get_account (job)->lateness_us, ==, 250 * 1000);
  g_assert_cmpuint (sw_job_get_account (job)->lateness_max_us, ==, 250 * 1000);
  g_assert_cmpuint (sw_job_get_account (job)->busy_ns, ==, 1500 * 1000);
  g_assert_cmpuint (sw_job_get_account (other)->failures, ==, 1);
  sw_test_clock_advance (clock, 4 * SW_SECOND_US);
  sw_scheduler_dispatch (scheduler);
  g_assert_cmpuint (sw_job_get_account (job)->missed, ==, 3);
  sw_job_remove (job);
  account = sw_scheduler_get_account (scheduler);
  g_assert_cmpuint (account->runs, ==, 4);
  g_assert_cmpuint (account->failures, ==, 2);
  g_assert_cmpuint (account->busy_ns, ==, 3000 * 1000);
  g_assert_cmpuint (account->busy_max_ns, ==, 1500 * 1000);
  g_assert_cmpuint (account->missed, >=, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scheduler/wakeups/fewest-possible", test_fewest_wakeups);
  g_test_add_func ("/scheduler/wakeups/no-drift-in-a-week", test_no_drift_in_a_week);
  g_test_add_func ("/scheduler/wakeups/harmonic-cost-the-fastest",
                   test_harmonic_jobs_cost_the_fastest);
  g_test_add_func ("/scheduler/wakeups/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/scheduler/wakeups/ten-thousand-jobs", test_ten_thousand_jobs);
  g_test_add_func ("/scheduler/wakeups/extreme-intervals", test_extreme_intervals);
  g_test_add_func ("/scheduler/phase/wakes-at-the-grid-point", test_wakes_on_the_phase);
  g_test_add_func ("/scheduler/phase/is-the-sessions", test_phase_is_the_sessions);
  g_test_add_func ("/scheduler/account/adds-up", test_account_adds_up);
  return g_test_run ();
}
