/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the preferences say that Stillwatch costs is what the scheduler has counted. */

#include "config.h"

#include <math.h>

#include "core/sw-sample-file.h"
#include "core/sw-source-registry.h"
#include "services/sw-session.h"
#include "shell/sw-cost-text.h"
#include "tests/sw-test.h"

typedef struct
{
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwTestTree *tree;
  SwSamplePool *pool;
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->clock = sw_test_clock_new ();
  self->scheduler = sw_scheduler_new (SW_CLOCK (self->clock), NULL);
  self->tree = sw_test_tree_new ();
  self->pool = sw_sample_pool_new (sw_test_tree_get_root (self->tree));
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (self->scheduler);
  g_clear_object (&self->clock);
  g_clear_object (&self->pool);
  sw_test_tree_free (self->tree);
}

static const SwCostRow *
find (const SwCost *cost, const char *name)
{
  for (guint i = 0; i < cost->rows->len; i++)
    if (g_str_equal (((SwCostRow *) g_ptr_array_index (cost->rows, i))->name, name))
      return g_ptr_array_index (cost->rows, i);
  return NULL;
}

static gboolean
read_file (G_GNUC_UNUSED SwJob *job, const SwTick *tick, gpointer file)
{
  return sw_sample_file_read (file, tick, NULL, NULL) != NULL;
}

static void
test_numbers_are_the_account (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwTestRecord quick = { .clock = self->clock, .work_us = 40 };
  SwTestRecord slow = { .clock = self->clock, .work_us = 5000 };
  g_autoptr (SwSampleFile) file = NULL;
  g_autoptr (SwCost) cost = NULL;
  g_autoptr (SwAccount) account = NULL;
  SwJob *gone;
  const SwCostRow *row;

  sw_test_tree_write (self->tree, "/proc/x", "0123456789");
  file = sw_sample_pool_get (self->pool, "/proc/x");
  sw_scheduler_add_job (self->scheduler, "test", "quick", SW_SECOND_US, sw_test_record_run, &quick,
                        NULL);
  sw_scheduler_add_job (self->scheduler, "test", "reader", SW_SECOND_US, read_file, file, NULL);
  sw_scheduler_add_job (self->scheduler, "test", "slow", SW_SECOND_US, sw_test_record_run, &slow,
                        NULL);
  gone = sw_scheduler_add_job (self->scheduler, "test", "gone", SW_SECOND_US, sw_test_record_run,
                               &quick, NULL);
  sw_job_set_paused (sw_scheduler_add_job (self->scheduler, "test", "never", SW_SECOND_US,
                                           sw_test_record_run, &quick, NULL),
                     TRUE);
  sw_test_clock_run (self->clock, self->scheduler, 100 * SW_SECOND_US);
  sw_job_remove (gone);

  cost = sw_cost_new (self->scheduler);
  account = sw_scheduler_get_account (self->scheduler);
  g_assert_cmpuint (cost->rows->len, ==, 3);
  g_assert_null (find (cost, "never"));
  g_assert_null (find (cost, "gone"));
  row = g_ptr_array_index (cost->rows, 0);
  g_assert_cmpstr (row->name, ==, "slow");
  g_assert_true (sw_cost_row_is_slow (row));
  g_assert_cmpint (row->state, ==, SW_JOB_SLOW);
  g_assert_cmpfloat_with_epsilon (sw_cost_get_mean_us (&row->account), 5000, 1);
  row = find (cost, "quick");
  g_assert_false (sw_cost_row_is_slow (row));
  g_assert_cmpuint (row->account.runs, ==, 100);
  g_assert_cmpfloat_with_epsilon (sw_cost_get_mean_us (&row->account), 40, 1);
  row = find (cost, "reader");
  g_assert_cmpfloat_with_epsilon (sw_cost_get_bytes_per_run (&row->account), 10, 0.001);
  g_assert_cmpuint (row->account.reads, >=, 100);
  g_assert_cmpuint (cost->total.runs, ==, account->runs);
  g_assert_cmpuint (cost->total.busy_ns, ==, account->busy_ns);
  g_assert_cmpuint (cost->total.reads, ==, account->reads);
  g_assert_cmpuint (cost->total.bytes_read, ==, account->bytes_read);
  g_assert_cmpuint (cost->wakeups, ==, sw_scheduler_get_wakeups (self->scheduler));
  g_assert_cmpint (cost->age_us, ==, sw_scheduler_get_age_us (self->scheduler));
  g_assert_cmpint (cost->age_us, >=, 100 * SW_SECOND_US);
}

/* The words hold the numbers. */
static void
test_words (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwTestRecord quick = { .clock = self->clock, .work_us = 40 };
  g_autoptr (SwSourceRegistry) registry = sw_source_registry_new (self->scheduler);
  g_autoptr (SwSession) session = sw_session_new_for_bus (NULL);
  g_autoptr (SwPluginHost) host
      = sw_plugin_host_new (NULL, self->scheduler, registry, self->pool, session);
  const SwCostNames names = { registry, host };
  g_autoptr (SwCost) cost = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *wakeups = NULL;
  g_autofree char *table = NULL;

  sw_scheduler_add_job (self->scheduler, "stillwatch", "quick", SW_SECOND_US, sw_test_record_run,
                        &quick, NULL);
  sw_test_clock_run (self->clock, self->scheduler, 10 * SW_SECOND_US);
  cost = sw_cost_new (self->scheduler);
  title = sw_cost_text_title (&names, g_ptr_array_index (cost->rows, 0));
  g_assert_cmpstr (title, ==, "Stillwatch: quick");
  text = sw_cost_text_row (g_ptr_array_index (cost->rows, 0));
  g_assert_cmpstr (text, ==, "10 runs, every 1 s\n40 µs on average, 40 µs at most");
  wakeups = sw_cost_text_wakeups (cost, 6, 3 * SW_SECOND_US);
  g_assert_cmpstr (wakeups, ==,
                   "2.00 a second while this page is shown, 1.00 a second since the start");
  table = sw_cost_text_table (&names, cost, 6, 3 * SW_SECOND_US);
  g_assert_nonnull (strstr (table, "Stillwatch: quick\t10\t40.0\t40.0\t0.00\t0\t0\n"));
}

static void
on_watch_fired (SwWatch *watch, G_GNUC_UNUSED GIOCondition seen, gpointer user_data)
{
  char byte;

  sw_watch_book_read (watch, (gsize) read (sw_watch_get_fd (watch), &byte, 1));
  sw_test_clock_advance (user_data, 3000);
}

/* What a watch reads and takes counts, also when it is gone, and one that takes long is named. */
static void
test_watches_are_in_it (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwCost) cost = NULL;
  g_autoptr (SwCost) later = NULL;
  const SwCostRow *row;
  SwWatch *watch;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  watch = sw_scheduler_add_watch (self->scheduler, "test", "pipe", fds[0], G_IO_IN,
                                  SW_WATCH_EVERY_EVENT, on_watch_fired, self->clock, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
      sw_scheduler_dispatch (self->scheduler);
    }
  cost = sw_cost_new (self->scheduler);
  row = find (cost, "pipe");
  g_assert_nonnull (row);
  g_assert_true (row->is_watch);
  g_assert_true (sw_cost_row_is_slow (row));
  g_assert_cmpuint (row->account.runs, ==, 3);
  g_assert_cmpuint (row->account.reads, ==, 3);
  g_assert_cmpuint (cost->total.runs, ==, 3);
  g_assert_cmpuint (cost->total.reads, ==, 3);
  g_assert_cmpuint (cost->total.bytes_read, ==, 3);
  sw_watch_remove (watch);
  later = sw_cost_new (self->scheduler);
  g_assert_cmpuint (later->rows->len, ==, 0);
  g_assert_cmpuint (later->total.runs, ==, 3);
  g_assert_cmpuint (later->total.reads, ==, 3);
  g_assert_cmpuint (later->total.busy_ns, ==, cost->total.busy_ns);
  close (fds[0]);
  close (fds[1]);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/cost/numbers", test_numbers_are_the_account);
  ADD ("/cost/words", test_words);
  ADD ("/cost/watches", test_watches_are_in_it);
  return g_test_run ();
}
