/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include "core/sw-series.h"
#include "tests/sw-test.h"

static void
push (SwSeries *series, double time_s, double value)
{
  sw_series_push (series, time_s * SW_SECOND_US, &value);
}

/* Rows */

static void
test_keeps_the_newest_rows (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 4, SW_SECOND_US, 2);

  g_assert_cmpuint (sw_series_get_capacity (series), ==, 4);
  g_assert_cmpuint (sw_series_get_n_channels (series), ==, 1);
  for (int i = 1; i <= 6; i++)
    push (series, i, i);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 4);
  g_assert_cmpint (sw_series_get_row_time_us (series, 0), ==, 3 * SW_SECOND_US);
  g_assert_cmpfloat (sw_series_peek_row (series, 3)[0], ==, 6);
}

static void
test_time_does_not_go_back (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 4, SW_SECOND_US, 2);

  push (series, 5, 1);
  push (series, 5, 2);
  push (series, 4, 3);
  sw_series_push_gap (series, 4 * SW_SECOND_US);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 1);
  g_assert_cmpfloat (sw_series_peek_row (series, 0)[0], ==, 1);
}

static void
test_what_is_no_number_is_no_value (void)
{
  const double values[] = { NAN, INFINITY, -INFINITY, 1e39, -G_MAXDOUBLE };
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 8, 100 * SW_SECOND_US, 2);
  SwBucket bucket;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    push (series, 1 + i, values[i]);
  push (series, 10, 3);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (isnan (sw_series_peek_row (series, i)[0]));
  sw_series_summarise (series, 0, 0, 20 * SW_SECOND_US, &bucket, 1);
  g_assert_cmpfloat (bucket.min, ==, 3);
  g_assert_cmpfloat (bucket.mean, ==, 3);
  g_assert_cmpfloat (bucket.max, ==, 3);
}

static void
test_gaps (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 8, SW_SECOND_US, 2);

  /* Before there is anything, nothing can end. */
  sw_series_push_gap (series, 1);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 0);
  push (series, 1, 1);
  for (guint i = 0; i < 100; i++)
    sw_series_push_gap (series, (2 + i) * SW_SECOND_US);
  /* A device that is away for long takes nothing of what was before. */
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 2);
  g_assert_true (isnan (sw_series_peek_row (series, 1)[0]));
  g_assert_cmpint (sw_series_get_row_time_us (series, 1), ==, 2 * SW_SECOND_US);
  push (series, 200, 2);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 3);
}

static void
test_find_row (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 4, SW_SECOND_US, 2);
  guint row = 99;

  g_assert_false (sw_series_find_row (series, 0, G_MAXINT64, &row));
  g_assert_cmpuint (sw_series_find_first_row (series, 0), ==, 0);
  for (int i = 1; i <= 6; i++)
    push (series, 10 * i, i);
  g_assert_true (sw_series_find_row (series, 44 * SW_SECOND_US, 4 * SW_SECOND_US, &row));
  g_assert_cmpuint (row, ==, 1);
  g_assert_false (sw_series_find_row (series, 44 * SW_SECOND_US, 4 * SW_SECOND_US - 1, &row));
  g_assert_true (sw_series_find_row (series, 46 * SW_SECOND_US, 4 * SW_SECOND_US, &row));
  g_assert_cmpuint (row, ==, 2);
  g_assert_true (sw_series_find_row (series, 60 * SW_SECOND_US, 0, &row));
  g_assert_cmpuint (row, ==, 3);
  g_assert_false (sw_series_find_row (series, 61 * SW_SECOND_US, 0, &row));
  g_assert_false (sw_series_find_row (series, 29 * SW_SECOND_US, 0, &row));
  g_assert_cmpuint (sw_series_find_first_row (series, 31 * SW_SECOND_US), ==, 1);
  g_assert_cmpuint (sw_series_find_first_row (series, 61 * SW_SECOND_US), ==, 4);
}

static void
test_no_channels (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (0, 4, SW_SECOND_US, 2);

  for (int i = 1; i <= 6; i++)
    sw_series_push (series, i * SW_SECOND_US, NULL);
  sw_series_push_gap (series, 7 * SW_SECOND_US);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, 4);
}

static void
test_many_channels (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (384, 10, SW_SECOND_US, 10);
  double values[384];

  for (int i = 1; i <= 25; i++)
    {
      for (guint c = 0; c < G_N_ELEMENTS (values); c++)
        values[c] = i * 1000 + c;
      sw_series_push (series, i * SW_SECOND_US, values);
    }
  for (guint c = 0; c < G_N_ELEMENTS (values); c++)
    {
      SwBucket bucket;

      g_assert_cmpfloat (sw_series_peek_row (series, 9)[c], ==, 25000 + c);
      sw_series_summarise (series, c, 16 * SW_SECOND_US, 26 * SW_SECOND_US, &bucket, 1);
      g_assert_cmpfloat (bucket.min, ==, 16000 + c);
      g_assert_cmpfloat (bucket.max, ==, 25000 + c);
    }
}

/* Summaries */

static void
assert_bucket (const SwBucket *bucket, float min, float mean, float max)
{
  g_assert_cmpfloat_with_epsilon (bucket->min, min, 1e-4);
  g_assert_cmpfloat_with_epsilon (bucket->mean, mean, 1e-4);
  g_assert_cmpfloat_with_epsilon (bucket->max, max, 1e-4);
}

static void
test_samples_in_columns (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 100, 10 * SW_SECOND_US, 10);
  SwBucket columns[3];

  for (int i = 0; i < 30; i++)
    push (series, 100 + i, i);
  sw_series_summarise (series, 0, 100 * SW_SECOND_US, 130 * SW_SECOND_US, columns, 3);
  for (guint i = 0; i < 3; i++)
    assert_bucket (&columns[i], 10 * i, 10 * i + 4.5, 10 * i + 9);
  /* The end is exclusive, and outside there is nothing. */
  sw_series_summarise (series, 0, 90 * SW_SECOND_US, 105 * SW_SECOND_US, columns, 3);
  g_assert_true (isnan (columns[0].mean) && isnan (columns[1].mean));
  assert_bucket (&columns[2], 0, 2, 4);
  sw_series_summarise (series, 0, 130 * SW_SECOND_US, 160 * SW_SECOND_US, columns, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (isnan (columns[i].min) && isnan (columns[i].mean) && isnan (columns[i].max));
}

/* The rows hold the last 20 s, the buckets the rest, and the border between them is nowhere a hole. */
static void
test_across_both_tiers (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 25, 10 * SW_SECOND_US, 20);
  SwBucket columns[200];

  for (int i = 0; i < 200; i++)
    push (series, i, i);
  g_assert_cmpint (sw_series_get_begin_us (series), ==, 0);
  sw_series_summarise (series, 0, 0, 200 * SW_SECOND_US, columns, 20);
  for (guint i = 0; i < 20; i++)
    assert_bucket (&columns[i], 10 * i, columns[i].mean, 10 * i + 9);
  assert_bucket (&columns[0], 0, 4.5, 9);
  assert_bucket (&columns[19], 190, 194.5, 199);
  /* Columns finer than the buckets are all within their bucket. */
  sw_series_summarise (series, 0, 0, 200 * SW_SECOND_US, columns, 200);
  for (guint i = 0; i < 200; i++)
    {
      g_assert_cmpfloat (columns[i].min, <=, i);
      g_assert_cmpfloat (columns[i].max, >=, i);
      g_assert_cmpfloat (columns[i].max - columns[i].min, <=, 9);
    }
}

/* A bucket stands for ten seconds, a sample for one: the mean of a column is that of its time. */
static void
test_mean_is_over_time (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (2, 30, 10 * SW_SECOND_US, 50);
  SwStatistics statistics;
  SwBucket columns[2];

  for (int i = 0; i < 200; i++)
    sw_series_push (series, i * SW_SECOND_US, (double[]) { i, i < 140 ? 100 : 0 });
  /* Seconds 0 to 169 are known by buckets. */
  sw_series_summarise (series, 0, 0, 200 * SW_SECOND_US, columns, 1);
  assert_bucket (&columns[0], 0, 99.5, 199);
  sw_series_summarise (series, 1, 0, 200 * SW_SECOND_US, columns, 1);
  assert_bucket (&columns[0], 0, 70, 100);
  sw_series_get_statistics (series, 1, 0, 200 * SW_SECOND_US, &statistics);
  g_assert_cmpfloat_with_epsilon (statistics.mean, columns[0].mean, 0.5);
  /* Of a bucket over two columns, each has its part: 130 to 135 and on to 140. */
  sw_series_summarise (series, 1, 105 * SW_SECOND_US, 165 * SW_SECOND_US, columns, 2);
  assert_bucket (&columns[0], 100, 100, 100);
  assert_bucket (&columns[1], 0, 100 * 5.0 / 30, 100);
}

/* Where the interval changed (on battery, say), each sample counts for as long as it stands. */
static void
test_mean_is_over_time_at_any_interval (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 100, 100 * SW_SECOND_US, 10);
  SwBucket column;

  for (int i = 0; i <= 50; i++)
    push (series, i, 10);
  for (int i = 55; i <= 100; i += 5)
    push (series, i, 70);
  sw_series_summarise (series, 0, 1, 101 * SW_SECOND_US, &column, 1);
  assert_bucket (&column, 10, 40, 70);
  /* After a gap a sample stands for the time to the next. */
  sw_series_push_gap (series, 101 * SW_SECOND_US);
  push (series, 200, 0);
  push (series, 205, 10);
  sw_series_summarise (series, 0, 150 * SW_SECOND_US, 210 * SW_SECOND_US, &column, 1);
  assert_bucket (&column, 0, 5, 10);
}

static void
test_sparse_samples_are_a_line (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 4, 10 * SW_SECOND_US, 100);
  SwBucket columns[60];

  /* Once a minute, of which the rows keep the last four. */
  for (int i = 0; i < 10; i++)
    push (series, 60 * i, 60 * i);
  sw_series_summarise (series, 0, 420 * SW_SECOND_US, 480 * SW_SECOND_US, columns, 60);
  for (guint i = 0; i < 60; i++)
    g_assert_cmpfloat_with_epsilon (columns[i].mean, 420 + i, 0.51);
  sw_series_summarise (series, 0, 60 * SW_SECOND_US, 120 * SW_SECOND_US, columns, 60);
  for (guint i = 0; i < 60; i++)
    {
      g_assert_cmpfloat (columns[i].mean, >=, 60);
      g_assert_cmpfloat (columns[i].mean, <, 120);
      if (i > 0)
        g_assert_cmpfloat (columns[i].mean, >=, columns[i - 1].mean);
    }
}

static void
assert_gap_between (SwSeries *series, gint64 from_s, gint64 to_s)
{
  SwBucket columns[500];

  sw_series_summarise (series, 0, 0, 500 * SW_SECOND_US, columns, 500);
  for (gint64 i = 0; i < 500; i++)
    g_assert_true (isnan (columns[i].mean) == (i >= from_s && i < to_s));
}

static void
test_gap_stays_empty_in_both_tiers (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 300, 10 * SW_SECOND_US, 100);

  for (int i = 0; i < 250; i++)
    {
      if (i == 100)
        sw_series_push_gap (series, i * SW_SECOND_US);
      else if (i < 100 || i >= 200)
        push (series, i, 1);
    }
  for (int i = 250; i < 500; i++)
    push (series, i, 1);
  /* Seconds 100 to 199 have left the rows for the buckets by now. */
  g_assert_cmpint (sw_series_get_row_time_us (series, 0), >, 200 * SW_SECOND_US - 1);
  assert_gap_between (series, 100, 200);
}

static void
test_suspend_stays_empty (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 1000, 10 * SW_SECOND_US, 100);

  for (int i = 0; i < 100; i++)
    push (series, i, 1);
  sw_series_push_gap (series, 300 * SW_SECOND_US - 1);
  for (int i = 300; i < 500; i++)
    push (series, i, 1);
  assert_gap_between (series, 100, 300);
}

static void
test_buckets_are_forgotten_in_turn (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 5, 10 * SW_SECOND_US, 4);
  SwBucket bucket;

  for (int i = 0; i < 1000; i++)
    push (series, i, i);
  g_assert_cmpint (sw_series_get_begin_us (series), ==, 960 * SW_SECOND_US);
  sw_series_summarise (series, 0, 0, 1000 * SW_SECOND_US, &bucket, 1);
  g_assert_cmpfloat (bucket.min, ==, 960);
  g_assert_cmpfloat (bucket.max, ==, 999);
}

/* A sum of floats would have stopped growing long before. */
static void
test_mean_of_many_is_exact (void)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (1, 1, 3600 * SW_SECOND_US, 2);
  SwBucket bucket;

  for (int i = 0; i < 2000000; i++)
    sw_series_push (series, i * 1000, (double[]) { 16000000 + i % 2 });
  sw_series_summarise (series, 0, 0, 1999999 * 1000, &bucket, 1);
  g_assert_cmpfloat (bucket.min, ==, 16000000);
  g_assert_cmpfloat (bucket.max, ==, 16000001);
  g_assert_cmpfloat (bucket.mean, >=, 16000000);
  g_assert_cmpfloat (bucket.mean, <=, 16000001);
}

static void
test_a_million_pushes_grow_nothing (void)
{
  g_autoptr (SwSeries) series = sw_series_new (4);
  const double values[] = { 1, 2, 3, NAN };
  gsize before = 0;

  for (int i = 0; i < 1000000; i++)
    {
      if (i == 1000)
        before = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
      if (i % 100 == 99)
        sw_series_push_gap (series, (gint64) i * SW_SECOND_US);
      else
        sw_series_push (series, (gint64) i * SW_SECOND_US, values);
    }
  g_assert_cmpuint (mallinfo2 ().uordblks + mallinfo2 ().hblkhd, ==, before);
  g_assert_cmpuint (sw_series_get_n_rows (series), ==, sw_series_get_capacity (series));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/rows/keeps-the-newest", test_keeps_the_newest_rows);
  g_test_add_func ("/series/rows/time-does-not-go-back", test_time_does_not_go_back);
  g_test_add_func ("/series/rows/no-number-no-value", test_what_is_no_number_is_no_value);
  g_test_add_func ("/series/rows/gaps", test_gaps);
  g_test_add_func ("/series/rows/find", test_find_row);
  g_test_add_func ("/series/rows/no-channels", test_no_channels);
  g_test_add_func ("/series/rows/many-channels", test_many_channels);
  g_test_add_func ("/series/summary/samples-in-columns", test_samples_in_columns);
  g_test_add_func ("/series/summary/across-both-tiers", test_across_both_tiers);
  g_test_add_func ("/series/summary/mean-over-time", test_mean_is_over_time);
  g_test_add_func ("/series/summary/mean-at-any-interval", test_mean_is_over_time_at_any_interval);
  g_test_add_func ("/series/summary/sparse-samples-are-a-line", test_sparse_samples_are_a_line);
  g_test_add_func ("/series/summary/gap-stays-empty", test_gap_stays_empty_in_both_tiers);
  g_test_add_func ("/series/summary/suspend-stays-empty", test_suspend_stays_empty);
  g_test_add_func ("/series/buckets/forgotten-in-turn", test_buckets_are_forgotten_in_turn);
  g_test_add_func ("/series/buckets/mean-of-many-is-exact", test_mean_of_many_is_exact);
  g_test_add_func ("/series/memory/a-million-pushes", test_a_million_pushes_grow_nothing);
  return g_test_run ();
}
