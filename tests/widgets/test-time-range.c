/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/sw-test.h"
#include "widgets/sw-time-range.h"

#define S SW_SECOND_US
#define MINUTE_US (60 * S)
#define HOUR_US (3600 * S)
#define NOW_US (100 * HOUR_US)

/* Live, five minutes of three hours. */
static SwTimeRange *
make_range (void)
{
  SwTimeRange *range = sw_time_range_new (5 * MINUTE_US);

  sw_time_range_cover (range, NOW_US - 3 * HOUR_US, NOW_US);
  return range;
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_live_moves_on (void)
{
  g_autoptr (SwTimeRange) range = make_range ();
  guint n = 0;

  g_signal_connect_swapped (range, "notify::end-us", G_CALLBACK (count), &n);
  g_assert_true (sw_time_range_get_live (range));
  g_assert_cmpint (sw_time_range_get_end_us (range), ==, NOW_US);
  g_assert_cmpint (sw_time_range_get_begin_us (range), ==, NOW_US - 5 * MINUTE_US);
  sw_time_range_cover (range, NOW_US - 3 * HOUR_US, NOW_US + S);
  g_assert_cmpint (sw_time_range_get_end_us (range), ==, NOW_US + S);
  /* Another source tells of the same moment, or of one before: nothing moves. */
  sw_time_range_cover (range, NOW_US - HOUR_US, NOW_US + S);
  sw_time_range_cover (range, NOW_US - HOUR_US, NOW_US - S);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (sw_time_range_get_oldest_us (range), ==, NOW_US - 3 * HOUR_US);
  sw_test_assert_last_unref (range);
}

static void
test_panned_stands_still (void)
{
  g_autoptr (SwTimeRange) range = make_range ();
  guint n = 0;

  sw_time_range_pan (range, -10 * MINUTE_US);
  g_assert_false (sw_time_range_get_live (range));
  g_assert_cmpint (sw_time_range_get_end_us (range), ==, NOW_US - 10 * MINUTE_US);
  g_signal_connect_swapped (range, "notify", G_CALLBACK (count), &n);
  sw_time_range_cover (range, NOW_US - 3 * HOUR_US, NOW_US + S);
  g_assert_cmpuint (n, ==, 0);
  sw_time_range_pan (range, 9 * MINUTE_US);
  g_assert_false (sw_time_range_get_live (range));
  sw_time_range_pan (range, 2 * MINUTE_US);
  g_assert_true (sw_time_range_get_live (range));
  g_assert_cmpint (sw_time_range_get_end_us (range), ==, NOW_US + S);
}

static void
test_stays_within_history (void)
{
  g_autoptr (SwTimeRange) range = make_range ();

  sw_time_range_pan (range, -20 * HOUR_US);
  g_assert_cmpint (sw_time_range_get_begin_us (range), ==, NOW_US - 3 * HOUR_US);
  sw_time_range_set_span_us (range, 48 * HOUR_US);
  g_assert_cmpint (sw_time_range_get_span_us (range), ==, 24 * HOUR_US);
  /* More than there is: it ends at the newest, and what was not measured is empty. */
  g_assert_true (sw_time_range_get_live (range));
  sw_time_range_set_span_us (range, 1);
  g_assert_cmpint (sw_time_range_get_span_us (range), ==, MINUTE_US);
  /* Days later nothing is left of then. */
  sw_time_range_cover (range, NOW_US, NOW_US + 72 * HOUR_US);
  g_assert_cmpint (sw_time_range_get_oldest_us (range), ==, NOW_US + 48 * HOUR_US);
}

static void
test_zooms_about_a_point (void)
{
  const double factors[] = { 1.25, 0.5, 3, 0.9, 0.1 };
  g_autoptr (SwTimeRange) range = make_range ();
  const gint64 about_us = NOW_US - HOUR_US;

  sw_time_range_set_span_us (range, 20 * MINUTE_US);
  sw_time_range_set_end_us (range, NOW_US - HOUR_US + 5 * MINUTE_US);
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      sw_time_range_zoom (range, factors[i], about_us);
      /* Three quarters of it lie before that point, as at first. */
      g_assert_cmpint (ABS ((sw_time_range_get_end_us (range) - about_us) * 4
                            - sw_time_range_get_span_us (range)),
                       <, 40);
    }
}

static void
test_shows_with_the_least_move (void)
{
  g_autoptr (SwTimeRange) range = make_range ();

  sw_time_range_show (range, NOW_US - HOUR_US);
  g_assert_cmpint (sw_time_range_get_begin_us (range), ==, NOW_US - HOUR_US);
  sw_time_range_show (range, NOW_US - HOUR_US + MINUTE_US);
  g_assert_cmpint (sw_time_range_get_begin_us (range), ==, NOW_US - HOUR_US);
  sw_time_range_show (range, NOW_US - 30 * MINUTE_US);
  g_assert_cmpint (sw_time_range_get_end_us (range), ==, NOW_US - 30 * MINUTE_US);
  sw_time_range_follow (range);
  g_assert_true (sw_time_range_get_live (range));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-range/live", test_live_moves_on);
  g_test_add_func ("/time-range/panned", test_panned_stands_still);
  g_test_add_func ("/time-range/bounds", test_stays_within_history);
  g_test_add_func ("/time-range/zoom", test_zooms_about_a_point);
  g_test_add_func ("/time-range/show", test_shows_with_the_least_move);
  return g_test_run ();
}
