/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/cpu-source.h"
#include "tests/plugins/multiload/source-fixture.h"

/* In the order of the source's channels. */
enum
{
  USER,
  NICE,
  SYSTEM,
  IRQ,
  GUEST,
  STEAL,
  IOWAIT,
  N_CHANNELS,
};

static void
set_up (SourceFixture *fixture, gconstpointer data)
{
  source_fixture_set_up (fixture, data);
  sw_test_tree_write (fixture->tree, "/sys/devices/system/cpu/possible", "0-1\n");
  fixture->source = cpu_source_new (fixture->pool);
}

static gboolean
sample (SourceFixture *fixture, const SwTick *tick, const char *text)
{
  sw_test_tree_write (fixture->tree, "/proc/stat", text);
  return sw_source_sample (fixture->source, tick);
}

static gboolean
sample_nth (SourceFixture *fixture, guint64 serial, const char *text)
{
  return source_fixture_sample_text (fixture, serial, "/proc/stat", text);
}

static double
get_sum (SourceFixture *fixture)
{
  double sum = 0;

  for (guint i = 0; i < N_CHANNELS; i++)
    {
      g_assert_cmpfloat (source_fixture_get_nth (fixture, i), >=, 0);
      sum += source_fixture_get_nth (fixture, i);
    }
  return sum;
}

static double
get_headline (SourceFixture *fixture)
{
  SwSeries *series = sw_source_get_series (fixture->source);

  return sw_source_get_headline_value (fixture->source,
                                       sw_series_peek_row (series,
                                                           sw_series_get_n_rows (series) - 1));
}

/* Of 1000 ticks: user 300, of them 100 for guests; nice 100, of them 50 for niced guests; system 50; idle 350; iowait 100;
 * irq 20; softirq 30; steal 50. */
static void
test_classes_sum_to_the_whole (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const double expected[N_CHANNELS] = { 20, 5, 5, 5, 15, 5, 10 };

  g_assert_true (sample_nth (fixture, 1,
                             "cpu 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000\n"));
  g_assert_true (sample_nth (fixture, 2,
                             "cpu 1300 1100 1050 1350 1100 1020 1030 1050 1100 1050\n"));
  for (guint i = 0; i < N_CHANNELS; i++)
    g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, i), expected[i], 1e-9);
  g_assert_cmpfloat_with_epsilon (get_sum (fixture) + 35, 100, 1e-9);
}

static void
test_headline_leaves_waiting_out (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sample_nth (fixture, 1, "cpu 0 0 0 0 0 0 0 0 0 0\n");
  sample_nth (fixture, 2, "cpu 20 0 10 30 40 0 0 0 0 0\n");
  g_assert_cmpfloat_with_epsilon (get_headline (fixture), 30, 1e-5);
  /* What the legend hides is still done. */
  sw_channel_set_shown (sw_source_get_channel (fixture->source, SYSTEM), FALSE);
  g_assert_cmpfloat_with_epsilon (get_headline (fixture), 30, 1e-5);
}

/* MATE multiload divides 0 by 0 here and shares statics between its instances. */
static void
test_first_sample_of_two_instances (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwSource) other = cpu_source_new (fixture->pool);
  SwTick tick = sw_test_tick (1);

  g_assert_true (sample (fixture, &tick, "cpu 0 0 0 0 0 0 0 0 0 0\n"));
  g_assert_true (isnan (source_fixture_get_nth (fixture, USER)));
  tick = sw_test_tick (2);
  g_assert_true (sample (fixture, &tick, "cpu 50 0 0 50 0 0 0 0 0 0\n"));
  g_assert_true (sw_source_sample (other, &tick));
  g_assert_cmpfloat (source_fixture_get_nth (fixture, USER), ==, 50);
  g_assert_true (isnan (sw_source_get_value (other, USER)));
  tick = sw_test_tick (3);
  g_assert_true (sample (fixture, &tick, "cpu 60 0 0 140 0 0 0 0 0 0\n"));
  g_assert_true (sw_source_sample (other, &tick));
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, USER), 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (sw_source_get_value (other, USER), 10, 1e-9);
}

static void
test_late_tick_changes_no_share (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sample_nth (fixture, 1, "cpu 0 0 0 0 0 0 0 0 0 0\n");
  sample_nth (fixture, 2, "cpu 25 0 0 75 0 0 0 0 0 0\n");
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, USER), 25, 1e-9);
  sample_nth (fixture, 5, "cpu 100 0 0 300 0 0 0 0 0 0\n");
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, USER), 25, 1e-9);
}

static void
test_counters_that_go_back (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[] = {
    "cpu 1050 1000 1000 999 1000 1000 1000 1000 1000 1000\n", /* idle */
    "cpu 1100 1000 1000 1049 990 1000 1000 1000 1000 1000\n", /* iowait */
    "cpu 1100 1000 1000 1149 990 1000 1000 1000 1050 1000\n", /* guest before user */
    "cpu 4294967290 0 0 4294967290 0 0 0 0 0 0\n",
    "cpu 5 0 0 4294967390 0 0 0 0 0 0\n", /* 32 bits around */
    "cpu 18446744073709551615 0 0 18446744073709551615 0 0 0 0 0 0\n",
    "cpu 1 1 1 1 1 1 1 1 1 1\n", /* all: a container restored */
    "cpu 2 1 1 2 1 1 1 1 1 1\n",
    "cpu 3 1 1 3\n", /* fewer than before */
  };

  sample_nth (fixture, 1, "cpu 1000 1000 1000 1000 1000 1000 1000 1000 1000 1000\n");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (sample_nth (fixture, 2 + i, texts[i]));
      if (!isnan (source_fixture_get_nth (fixture, USER)))
        g_assert_cmpfloat (get_sum (fixture), <=, 100 + 1e-9);
    }
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, USER), 50, 1e-9);
}

static void
test_gap_and_haste_give_nothing (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwTick tick = sw_test_tick (2);

  sample_nth (fixture, 1, "cpu 0 0 0 0 0 0 0 0 0 0\n");
  tick.gap = TRUE;
  g_assert_true (sample (fixture, &tick, "cpu 90 0 0 10 0 0 0 0 0 0\n"));
  g_assert_true (isnan (source_fixture_get_nth (fixture, USER)));
  tick = sw_test_tick (3);
  tick.now_us = sw_test_tick (2).now_us + 1000;
  g_assert_true (sample (fixture, &tick, "cpu 91 0 0 10 0 0 0 0 0 0\n"));
  g_assert_true (isnan (source_fixture_get_nth (fixture, USER)));
  /* The hasty one was no new base: nothing is lost. */
  g_assert_true (sample_nth (fixture, 4, "cpu 130 0 0 70 0 0 0 0 0 0\n"));
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, USER), 40, 1e-9);
}

static void
test_says_what_is_wrong_and_recovers (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_assert_false (sample_nth (fixture, 1, "cpu one two\n"));
  g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_FAILED);
  g_assert_nonnull (sw_source_get_reason (fixture->source));
  g_assert_false (sample_nth (fixture, 2, ""));
  g_assert_true (sample_nth (fixture, 3, "cpu 0 0 0 0\n"));
  g_assert_true (sample_nth (fixture, 4, "cpu 1 0 0 1\n"));
  g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpfloat (source_fixture_get_nth (fixture, USER), ==, 50);
}

/* Waits, working, until the kernel has counted a few ticks. */
static void
test_live (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  SourceFixture fixture = { .pool = pool, .source = cpu_source_new (pool) };
  const gint64 until_us = g_get_monotonic_time () + 30 * SW_SECOND_US;
  guint64 serial = 0;

  do
    {
      const gint64 now_us = g_get_monotonic_time ();
      const SwTick tick = { .serial = ++serial, .now_us = now_us, .boottime_us = now_us };

      g_assert_true (sw_source_sample (fixture.source, &tick));
    }
  while (isnan (source_fixture_get_nth (&fixture, USER)) && g_get_monotonic_time () < until_us);
  g_assert_cmpfloat (get_sum (&fixture), >, 0);
  g_assert_cmpfloat (get_sum (&fixture), <=, 100 + 1e-9);
  g_object_unref (fixture.source);
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *path;
    void (*func) (SourceFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/cpu/classes-sum-to-the-whole", test_classes_sum_to_the_whole },
    { "/cpu/headline-leaves-waiting-out", test_headline_leaves_waiting_out },
    { "/cpu/two-instances", test_first_sample_of_two_instances },
    { "/cpu/late-tick", test_late_tick_changes_no_share },
    { "/cpu/counters-back", test_counters_that_go_back },
    { "/cpu/gap-and-haste", test_gap_and_haste_give_nothing },
    { "/cpu/garbled", test_says_what_is_wrong_and_recovers },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SourceFixture, NULL, set_up, tests[i].func,
                source_fixture_tear_down);
  g_test_add_func ("/cpu/live", test_live);
  return g_test_run ();
}
