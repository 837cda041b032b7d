/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-series.h"
#include "tests/sw-test.h"

#define S SW_SECOND_US

/* The Ith second has the value I, but for a minute unknown at 100 s. Sixty rows are kept, and buckets of 10 s. */
static SwSeries *
make_series (guint n_seconds)
{
  SwSeries *series = sw_series_new_sized (2, 60, 10 * S, 100);

  for (gint64 second = 0; second < n_seconds; second++)
    {
      const double values[] = { second, second == 42 ? 1000 : 1 };

      if (second >= 100 && second < 160)
        sw_series_push_gap (series, second * S);
      else
        sw_series_push (series, second * S, values);
    }
  return series;
}

static void
test_samples (void)
{
  g_autoptr (SwSeries) series = make_series (60);
  SwStatistics statistics;

  sw_series_get_statistics (series, 0, 10 * S, 21 * S, &statistics);
  g_assert_cmpfloat (statistics.min, ==, 10);
  g_assert_cmpfloat (statistics.max, ==, 20);
  g_assert_cmpfloat (statistics.mean, ==, 15);
  g_assert_cmpint (statistics.max_us, ==, 20 * S);
  g_assert_cmpint (statistics.known_us, ==, 11 * S);
  sw_series_get_statistics (series, 1, 0, 60 * S, &statistics);
  g_assert_cmpfloat (statistics.max, ==, 1000);
  g_assert_cmpint (statistics.max_us, ==, 42 * S);
}

/* The first of several equal peaks is told. */
static void
test_first_peak (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 60, 10 * S, 10);
  SwStatistics statistics;

  for (gint64 second = 1; second < 50; second++)
    sw_series_push (series, second * S, &(double) { second % 10 == 5 ? 9 : 1 });
  sw_series_get_statistics (series, 0, 0, 50 * S, &statistics);
  g_assert_cmpint (statistics.max_us, ==, 5 * S);
}

/* However many samples a bucket stands for, time weighs alike in both tiers. */
static void
test_tiers_weigh_alike (void)
{
  g_autoptr (SwSeries) series = make_series (400);
  SwStatistics statistics;

  /* Seconds 200 to 399, of which the last 60 are samples. */
  sw_series_get_statistics (series, 0, 200 * S, 400 * S, &statistics);
  g_assert_cmpfloat (statistics.min, ==, 200);
  g_assert_cmpfloat (statistics.max, ==, 399);
  g_assert_cmpfloat_with_epsilon (statistics.mean, 299.5, 0.1);
  /* In the older tier a peak is known to the bucket. */
  sw_series_get_statistics (series, 1, 0, 400 * S, &statistics);
  g_assert_cmpfloat (statistics.max, ==, 1000);
  g_assert_cmpint (statistics.max_us, ==, 45 * S);
  /* Of 400 s a minute is unknown. */
  g_assert_cmpint (statistics.known_us, ==, 340 * S);
}

static void
test_nothing_known (void)
{
  g_autoptr (SwSeries) empty = sw_series_new (1);
  g_autoptr (SwSeries) series = make_series (400);
  SwStatistics statistics;

  sw_series_get_statistics (empty, 0, 0, S, &statistics);
  g_assert_true (isnan (statistics.max) && isnan (statistics.mean) && isnan (statistics.min));
  sw_series_get_statistics (series, 0, 110 * S, 150 * S, &statistics);
  g_assert_true (isnan (statistics.mean));
  g_assert_cmpint (statistics.known_us, ==, 0);
  sw_series_get_statistics (series, 0, 500 * S, 600 * S, &statistics);
  g_assert_true (isnan (statistics.max));
}

static void
test_resolution (void)
{
  g_autoptr (SwSeries) fresh = make_series (50);
  g_autoptr (SwSeries) series = make_series (400);

  g_assert_cmpint (sw_series_get_resolution_us (fresh, 0), ==, 0);
  g_assert_cmpint (sw_series_get_resolution_us (series, 399 * S), ==, 0);
  g_assert_cmpint (sw_series_get_resolution_us (series, 340 * S), ==, 0);
  g_assert_cmpint (sw_series_get_resolution_us (series, 339 * S), ==, 10 * S);
}

/* One walk for all channels says what one walk for each says. */
static void
test_all_at_once (void)
{
  g_autoptr (SwSeries) series = make_series (400);
  const struct
  {
    gint64 from_us;
    gint64 to_us;
    guint n;
  } cases[] = {
    { 0, 400 * S, 40 },      { -50 * S, 450 * S, 1000 }, { 333 * S, 391 * S, 7 },
    { 95 * S, 165 * S, 70 }, { 0, 400 * S, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint n = cases[i].n;
      g_autofree SwBucket *all = g_new (SwBucket, 2 * n);
      g_autofree SwBucket *one = g_new (SwBucket, n);

      sw_series_summarise_all (series, cases[i].from_us, cases[i].to_us, all, n);
      for (guint channel = 0; channel < 2; channel++)
        {
          sw_series_summarise (series, channel, cases[i].from_us, cases[i].to_us, one, n);
          g_assert_cmpmem (one, n * sizeof *one, &all[channel * n], n * sizeof *one);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series-statistics/samples", test_samples);
  g_test_add_func ("/series-statistics/first-peak", test_first_peak);
  g_test_add_func ("/series-statistics/tiers", test_tiers_weigh_alike);
  g_test_add_func ("/series-statistics/unknown", test_nothing_known);
  g_test_add_func ("/series-statistics/resolution", test_resolution);
  g_test_add_func ("/series-statistics/all-at-once", test_all_at_once);
  return g_test_run ();
}
