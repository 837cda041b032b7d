/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/sw-test.h"

/* What a callback may do to itself, to others and to the scheduler while the jobs are being walked. */

typedef struct _Fixture Fixture;

typedef struct
{
  Fixture *fixture;
  void (*act) (Fixture *fixture, SwJob *self);
  SwTestRecord record;
  guint n_destroyed;
} Actor;

struct _Fixture
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwJob *jobs[3]; /* borrowed */
  Actor actors[3];
  SwTestRecord added;
};

static gboolean
run_actor (SwJob *job, const SwTick *tick, gpointer user_data)
{
  Actor *actor = user_data;

  sw_test_record_run (job, tick, &actor->record);
  if (actor->act != NULL)
    actor->act (actor->fixture, job);
  /* Its data are there until it returns, whatever it did. */
  g_assert_cmpuint (actor->n_destroyed, ==, 0);
  return TRUE;
}

static void
on_actor_destroyed_cb (gpointer user_data)
{
  ((Actor *) user_data)->n_destroyed++;
}

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    {
      fixture->actors[i].fixture = fixture;
      fixture->jobs[i]
          = sw_scheduler_add_job (fixture->scheduler, "test", "job", SW_SECOND_US, run_actor,
                                  &fixture->actors[i], on_actor_destroyed_cb);
    }
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_object (&fixture->scheduler);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->actors); i++)
    g_assert_cmpuint (fixture->actors[i].n_destroyed, ==, 1);
  sw_test_assert_last_unref (fixture->clock);
}

static void
assert_runs (Fixture *fixture, guint first, guint second, guint third)
{
  g_assert_cmpuint (fixture->actors[0].record.n_runs, ==, first);
  g_assert_cmpuint (fixture->actors[1].record.n_runs, ==, second);
  g_assert_cmpuint (fixture->actors[2].record.n_runs, ==, third);
}

static void
run_seconds (Fixture *fixture, guint seconds)
{
  sw_test_clock_run (fixture->clock, fixture->scheduler, seconds * SW_SECOND_US);
}

static void
remove_self (Fixture *fixture, SwJob *self)
{
  sw_job_remove (self);
  fixture->actors[1].act = NULL;
}

static void
test_removes_itself (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwAccount) account = NULL;

  fixture->actors[1].act = remove_self;
  fixture->actors[1].record.clock = fixture->clock;
  fixture->actors[1].record.work_us = 300;
  run_seconds (fixture, 3);
  assert_runs (fixture, 3, 1, 3);
  g_assert_cmpuint (fixture->actors[1].n_destroyed, ==, 1);
  /* Its last run is in the account, with all that it cost. */
  account = sw_scheduler_get_account (fixture->scheduler);
  g_assert_cmpuint (account->runs, ==, 7);
  g_assert_cmpuint (account->busy_ns, ==, 300 * 1000);
}

static void
remove_all (Fixture *fixture, G_GNUC_UNUSED SwJob *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    sw_job_remove (fixture->jobs[i]);
}

static void
test_removes_all (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[1].act = remove_all;
  run_seconds (fixture, 3);
  assert_runs (fixture, 1, 1, 0);
  g_assert_null (sw_scheduler_list_jobs (fixture->scheduler));
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture->scheduler), ==, -1);
}

static void
add_another (Fixture *fixture, G_GNUC_UNUSED SwJob *self)
{
  SwJob *job = sw_scheduler_add_job (fixture->scheduler, "test", "added", SW_SECOND_US,
                                     sw_test_record_run, &fixture->added, NULL);

  sw_job_run_soon (job);
  fixture->actors[0].act = NULL;
}

static void
test_adds_another (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[0].act = add_another;
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  sw_scheduler_dispatch (fixture->scheduler);
  g_assert_cmpuint (fixture->added.n_runs, ==, 0);
  run_seconds (fixture, 0);
  g_assert_cmpuint (fixture->added.n_runs, ==, 1);
  run_seconds (fixture, 2);
  g_assert_cmpuint (fixture->added.n_runs, ==, 3);
}

static void
replace_next (Fixture *fixture, SwJob *self)
{
  sw_job_remove (fixture->jobs[1]);
  add_another (fixture, self);
}

static void
test_replaces_another (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[0].act = replace_next;
  run_seconds (fixture, 2);
  assert_runs (fixture, 2, 0, 2);
  g_assert_cmpuint (fixture->added.n_runs, ==, 2);
}

static void
pause_self_and_next (Fixture *fixture, SwJob *self)
{
  sw_job_set_paused (self, TRUE);
  sw_job_set_paused (fixture->jobs[2], TRUE);
}

static void
test_pauses (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[1].act = pause_self_and_next;
  run_seconds (fixture, 3);
  assert_runs (fixture, 3, 1, 0);
  sw_job_set_paused (fixture->jobs[1], FALSE);
  run_seconds (fixture, 1);
  assert_runs (fixture, 4, 2, 0);
  g_assert_true (fixture->actors[1].record.last.gap);
}

static void
retime_all (Fixture *fixture, G_GNUC_UNUSED SwJob *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    sw_job_set_interval_us (fixture->jobs[i], 5 * SW_SECOND_US);
}

static void
test_retimes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[0].act = retime_all;
  run_seconds (fixture, 1);
  /* A window that had begun is not lost. */
  assert_runs (fixture, 1, 1, 1);
  run_seconds (fixture, 9);
  assert_runs (fixture, 3, 3, 3);
  g_assert_cmpint (fixture->actors[1].record.last.due_us, ==, 1010 * SW_SECOND_US);
}

static void
test_takes_longer_than_its_interval (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwTestRecord *record = &fixture->actors[0].record;

  record->clock = fixture->clock;
  record->work_us = 3500 * 1000;
  run_seconds (fixture, 1);
  g_assert_cmpuint (record->n_runs, ==, 1);
  record->work_us = 0;
  run_seconds (fixture, 1);
  /* 1002, 1003 and 1004 passed; 1005 answers for all of them. */
  g_assert_cmpuint (record->n_runs, ==, 2);
  g_assert_cmpint (record->last.due_us, ==, 1005 * SW_SECOND_US);
  g_assert_cmpint (record->last.elapsed_us, ==, 4 * SW_SECOND_US);
  g_assert_cmpuint (record->last.missed, ==, 3);
  g_assert_false (record->last.gap);
  run_seconds (fixture, 1);
  g_assert_cmpuint (record->last.missed, ==, 0);
}

static void
wish_for_others (Fixture *fixture, SwJob *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    if (fixture->jobs[i] != self)
      sw_job_run_soon (fixture->jobs[i]);
}

static void
test_asks_for_others_soon (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    sw_job_set_interval_us (fixture->jobs[i], i == 1 ? SW_SECOND_US : 60 * SW_SECOND_US);
  fixture->actors[1].act = wish_for_others;
  run_seconds (fixture, 1);
  /* Before and behind it in the order, and in its own wakeup. */
  assert_runs (fixture, 1, 1, 1);
  g_assert_cmpuint (sw_scheduler_get_wakeups (fixture->scheduler), ==, 1);
  g_assert_cmpuint (fixture->actors[0].record.last.serial, ==, 1);
}

static void
test_all_ask_for_each_other (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    fixture->actors[i].act = wish_for_others;
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  sw_scheduler_dispatch (fixture->scheduler);
  /* Once in a wakeup at most, however often they are asked. */
  assert_runs (fixture, 1, 1, 1);
}

static void
test_many_soon_are_one_wakeup (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->jobs); i++)
    {
      sw_test_clock_advance (fixture->clock, 100);
      sw_job_run_soon (fixture->jobs[i]);
    }
  run_seconds (fixture, 0);
  assert_runs (fixture, 1, 1, 1);
  g_assert_cmpuint (sw_scheduler_get_wakeups (fixture->scheduler), ==, 1);
  run_seconds (fixture, 1);
  assert_runs (fixture, 2, 2, 2);
  g_assert_cmpint (fixture->actors[0].record.last.due_us, ==, 1001 * SW_SECOND_US);
}

/* What changes beside it must not make the wish be forgotten. */
static void
test_soon_survives_changes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_job_run_soon (fixture->jobs[0]);
  sw_job_set_interval_us (fixture->jobs[0], 10 * SW_SECOND_US);
  sw_scheduler_set_stretch (fixture->scheduler, 4);
  sw_job_set_flags (fixture->jobs[0], SW_JOB_VIEW);
  run_seconds (fixture, 0);
  assert_runs (fixture, 1, 0, 0);
}

static void
remove_others_on_destroy (gpointer user_data)
{
  Actor *actor = user_data;

  actor->n_destroyed++;
  for (guint i = 0; i < G_N_ELEMENTS (actor->fixture->jobs); i++)
    if (&actor->fixture->actors[i] != actor)
      sw_job_remove (actor->fixture->jobs[i]);
}

static void
test_freed_data_remove_others (void)
{
  Fixture fixture = { .clock = sw_test_clock_new () };

  fixture.scheduler = sw_scheduler_new (SW_CLOCK (fixture.clock), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fixture.jobs); i++)
    {
      fixture.actors[i].fixture = &fixture;
      fixture.jobs[i]
          = sw_scheduler_add_job (fixture.scheduler, "test", "job", SW_SECOND_US, run_actor,
                                  &fixture.actors[i], remove_others_on_destroy);
      g_object_ref (fixture.jobs[i]);
    }
  g_clear_object (&fixture.scheduler);
  for (guint i = 0; i < G_N_ELEMENTS (fixture.jobs); i++)
    {
      g_assert_cmpuint (fixture.actors[i].n_destroyed, ==, 1);
      /* Of a scheduler that is gone, a job is harmless. */
      sw_job_run_soon (fixture.jobs[i]);
      sw_job_set_paused (fixture.jobs[i], FALSE);
      sw_job_remove (fixture.jobs[i]);
      g_assert_cmpint (sw_job_get_state (fixture.jobs[i]), ==, SW_JOB_PAUSED);
      sw_test_assert_last_unref (fixture.jobs[i]);
    }
  sw_test_assert_last_unref (fixture.clock);
}

static void
unref_scheduler (Fixture *fixture, G_GNUC_UNUSED SwJob *self)
{
  g_clear_object (&fixture->scheduler);
}

static void
test_lets_go_of_the_scheduler (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  gpointer scheduler = fixture->scheduler;

  g_object_add_weak_pointer (scheduler, &scheduler);
  fixture->actors[0].act = unref_scheduler;
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  sw_scheduler_dispatch (fixture->scheduler);
  g_assert_null (scheduler);
}

static void
dispose_scheduler (Fixture *fixture, G_GNUC_UNUSED SwJob *self)
{
  g_object_run_dispose (G_OBJECT (fixture->scheduler));
}

static void
test_disposes_the_scheduler (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[1].act = dispose_scheduler;
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  sw_scheduler_dispatch (fixture->scheduler);
  assert_runs (fixture, 1, 1, 0);
}

static void
iterate_main_context (G_GNUC_UNUSED Fixture *fixture, G_GNUC_UNUSED SwJob *self)
{
  for (guint i = 0; i < 3; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_iterates_the_main_context (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->actors[0].act = iterate_main_context;
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  /* By the caller, then by the main loop itself. */
  sw_scheduler_dispatch (fixture->scheduler);
  assert_runs (fixture, 1, 1, 1);
  sw_test_clock_advance (fixture->clock, SW_SECOND_US);
  g_main_context_iteration (NULL, FALSE);
  assert_runs (fixture, 2, 2, 2);
}

#define ADD(path, function) \
  g_test_add ("/scheduler/mutation/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("removes-itself", test_removes_itself);
  ADD ("removes-all", test_removes_all);
  ADD ("adds-another", test_adds_another);
  ADD ("replaces-another", test_replaces_another);
  ADD ("pauses", test_pauses);
  ADD ("retimes", test_retimes);
  ADD ("takes-longer-than-its-interval", test_takes_longer_than_its_interval);
  ADD ("asks-for-others-soon", test_asks_for_others_soon);
  ADD ("all-ask-for-each-other", test_all_ask_for_each_other);
  ADD ("many-soon-are-one-wakeup", test_many_soon_are_one_wakeup);
  ADD ("soon-survives-changes", test_soon_survives_changes);
  g_test_add_func ("/scheduler/mutation/freed-data-remove-others", test_freed_data_remove_others);
  ADD ("lets-go-of-the-scheduler", test_lets_go_of_the_scheduler);
  ADD ("disposes-the-scheduler", test_disposes_the_scheduler);
  ADD ("iterates-the-main-context", test_iterates_the_main_context);
  return g_test_run ();
}
