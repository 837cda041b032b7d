/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "tests/widgets/sw-fake-source.h"
#include "widgets/sw-graph-math.h"

#define NOW_US (5000 * SW_SECOND_US)

static SwGraphAxis
make_axis (gboolean mirrored)
{
  return (SwGraphAxis) {
    .newest_us = NOW_US,
    .span_us = 50 * SW_SECOND_US,
    .width = 200,
    .scale = 1,
    .mirrored = mirrored,
  };
}

static void
test_newest_is_at_the_end (void)
{
  const SwGraphAxis plain = make_axis (FALSE), mirrored = make_axis (TRUE);

  g_assert_cmpfloat (sw_graph_axis_get_x (&plain, NOW_US), ==, 200);
  g_assert_cmpfloat (sw_graph_axis_get_x (&plain, NOW_US - SW_SECOND_US), ==, 196);
  g_assert_cmpfloat (sw_graph_axis_get_x (&plain, NOW_US - 50 * SW_SECOND_US), ==, 0);
  g_assert_cmpfloat (sw_graph_axis_get_x (&mirrored, NOW_US), ==, 0);
  g_assert_cmpfloat (sw_graph_axis_get_x (&mirrored, NOW_US - SW_SECOND_US), ==, 4);
}

static void
test_x_and_time_agree (void)
{
  for (int mirrored = FALSE; mirrored <= TRUE; mirrored++)
    {
      const SwGraphAxis axis = make_axis (mirrored);

      for (double x = 0; x <= 200; x += 4)
        g_assert_cmpfloat_with_epsilon (sw_graph_axis_get_x (&axis,
                                                             sw_graph_axis_get_time_us (&axis, x)),
                                        x, 1.001);
    }
}

/* However late each sample is, two of them keep their distance in pixels as newer ones come. */
static void
test_samples_keep_their_distance (void)
{
  SwGraphAxis axis = make_axis (FALSE);
  const gint64 a = NOW_US - 7 * SW_SECOND_US + 93123, b = NOW_US - 3 * SW_SECOND_US + 411;
  const double distance = sw_graph_axis_get_x (&axis, b) - sw_graph_axis_get_x (&axis, a);

  for (guint i = 0; i < 1000; i++)
    {
      axis.newest_us += 37003 + i * 17;
      g_assert_cmpfloat (sw_graph_axis_get_x (&axis, b) - sw_graph_axis_get_x (&axis, a), ==,
                         distance);
      g_assert_cmpfloat (fmod (sw_graph_axis_get_x (&axis, b), 1), ==, 0);
    }
}

static void
test_span_follows_width_and_interval (void)
{
  const struct
  {
    double width;
    gint64 interval_us;
    gint64 span_us;
  } cases[] = {
    { 240, SW_SECOND_US, 60 * SW_SECOND_US },
    { 240, SW_SECOND_US / 4, 15 * SW_SECOND_US },
    { 240, 2 * SW_SECOND_US, 60 * SW_SECOND_US }, /* the same time as its neighbours */
    { 240, 60 * SW_SECOND_US, 20 * 60 * SW_SECOND_US },
    { 1, SW_SECOND_US, 20 * SW_SECOND_US },
    { 0, SW_SECOND_US, 20 * SW_SECOND_US },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sw_graph_get_auto_span_us (cases[i].width, cases[i].interval_us), ==,
                     cases[i].span_us);
}

static void
test_y_stays_inside (void)
{
  g_assert_cmpfloat (sw_graph_get_y (0, 100, 80), ==, 80);
  g_assert_cmpfloat (sw_graph_get_y (50, 100, 80), ==, 40);
  g_assert_cmpfloat (sw_graph_get_y (100, 100, 80), ==, 0);
  g_assert_cmpfloat (sw_graph_get_y (1e30, 100, 80), ==, 0);
  g_assert_cmpfloat (sw_graph_get_y (-5, 100, 80), ==, 80);
}

/* A peak that wavers about a step of the scale moves it once, not each second. */
static void
test_scale_does_not_jump (void)
{
  double top = 0;
  guint n_changes = 0;

  for (guint i = 0; i < 100; i++)
    {
      const double peak = 20e6 + (i % 2 == 0 ? 0.3e6 : -0.3e6);
      const double next = sw_graph_get_auto_top (SW_UNIT_BYTES_PER_SECOND, top, peak);

      n_changes += next != top;
      top = next;
      g_assert_cmpfloat (top, >=, peak);
    }
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpfloat (top, ==, 50e6);
}

static void
test_scale_grows_and_shrinks (void)
{
  const struct
  {
    double peak;
    double top;
  } series[] = {
    { NAN, 10e3 },  { 0, 10e3 },    { 9e3, 10e3 },  { 11e3, 20e3 }, { 1.9e6, 2e6 },
    { 1.1e6, 2e6 }, { 0.9e6, 2e6 }, { 0.7e6, 1e6 }, { 500, 10e3 },  { NAN, 10e3 },
  };
  double top = 0;

  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      top = sw_graph_get_auto_top (SW_UNIT_BYTES_PER_SECOND, top, series[i].peak);
      g_assert_cmpfloat (top, ==, series[i].top);
    }
}

static void
test_fixed_and_natural_scales (void)
{
  g_autoptr (SwSource) source = sw_fake_source_new ("a", "A", SW_UNIT_PERCENT, SW_STYLE_STACKED);

  g_assert_cmpfloat (sw_graph_get_top (source, 0, 3), ==, 5);
  sw_source_set_natural_max (source, 100);
  g_assert_cmpfloat (sw_graph_get_top (source, 0, 3), ==, 100);
  g_assert_cmpfloat (sw_graph_get_top (source, 0, NAN), ==, 100);
  g_assert_cmpfloat (sw_graph_get_top (source, 100, 100.00001), ==, 100);
  g_assert_cmpfloat (sw_graph_get_top (source, 100, 150), ==, 200);
  sw_source_set_scale_max (source, 40);
  g_assert_cmpfloat (sw_graph_get_top (source, 100, 150), ==, 40);
}

static void
test_stacking_passes_over_what_is_missing (void)
{
  const SwCurve curves[] = { SW_CURVE_PLAIN, SW_CURVE_PLAIN, SW_CURVE_HIDDEN, SW_CURVE_LIMIT };
  const double rows[][4]
      = { { 1, 2, 9, 50 }, { NAN, 2, 9, 50 }, { 3, NAN, 9, NAN }, { -4, 5, 9, 50 } };
  const float stacked[][4]
      = { { 1, 3, NAN, 50 }, { NAN, 2, NAN, 50 }, { 3, NAN, NAN, NAN }, { 0, 5, NAN, 50 } };
  const SwGraphAxis axis = make_axis (FALSE);
  g_autoptr (SwSeries) series = sw_series_new (4);
  SwGraphTrace trace = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    sw_series_push (series, NOW_US - (3 - i) * SW_SECOND_US, rows[i]);
  sw_graph_trace_fill (&trace, series, &axis, curves, TRUE);
  g_assert_cmpuint (trace.n_points, ==, 4);
  for (guint i = 0; i < 4; i++)
    for (guint curve = 0; curve < 4; curve++)
      {
        const float value = sw_graph_trace_get_curve (&trace, curve)[i];

        if (isnan (stacked[i][curve]))
          g_assert_true (isnan (value));
        else
          g_assert_cmpfloat (value, ==, stacked[i][curve]);
      }
  g_assert_cmpfloat (trace.peak, ==, 50);
  sw_graph_trace_fill (&trace, series, &axis, curves, FALSE);
  g_assert_cmpfloat (sw_graph_trace_get_curve (&trace, 1)[0], ==, 2);
  sw_graph_trace_clear (&trace);
}

static void
test_bins_show_the_busiest (void)
{
  float row[384], bins[40];
  SwCurve curves[384];

  for (guint i = 0; i < 384; i++)
    {
      row[i] = i == 200 ? 100 : 1;
      curves[i] = i == 0 ? SW_CURVE_HIDDEN : SW_CURVE_PLAIN;
    }
  row[1] = NAN;
  g_assert_cmpuint (sw_graph_get_n_bins (384, 80), ==, 40);
  g_assert_cmpuint (sw_graph_get_n_bins (8, 80), ==, 8);
  g_assert_cmpuint (sw_graph_get_n_bins (384, 0), ==, 1);
  sw_graph_bin_max (row, curves, 384, bins, 40);
  for (guint i = 0; i < 40; i++)
    g_assert_cmpfloat (bins[i], ==, i == 200 * 40 / 384 ? 100 : 1);
  sw_graph_bin_max (row, curves, 2, bins, 2);
  g_assert_true (isnan (bins[0]) && isnan (bins[1]));
}

static void
test_steps_stay_in_sight (void)
{
  const double value = 1;
  const SwGraphAxis axis = make_axis (FALSE);
  g_autoptr (SwSeries) series = sw_series_new (1);
  guint row;

  g_assert_false (sw_graph_step_row (series, &axis, 0, 0, &row));
  for (int age = 99; age >= 0; age--)
    sw_series_push (series, NOW_US - age * SW_SECOND_US, &value);
  const struct
  {
    gint64 time_us;
    int step;
    guint row;
  } cases[] = {
    { 0, 0, 99 },
    { 0, -1, 98 },
    { 0, 1, 99 },
    { NOW_US - 10 * SW_SECOND_US, -1, 88 },
    { NOW_US - 10 * SW_SECOND_US, 1, 90 },
    { NOW_US - 10 * SW_SECOND_US, -G_MAXINT, 49 },
    { NOW_US - 10 * SW_SECOND_US, G_MAXINT, 99 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (sw_graph_step_row (series, &axis, cases[i].time_us, cases[i].step, &row));
      g_assert_cmpuint (row, ==, cases[i].row);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-math/axis/newest-at-end", test_newest_is_at_the_end);
  g_test_add_func ("/graph-math/axis/inverse", test_x_and_time_agree);
  g_test_add_func ("/graph-math/axis/distance-kept", test_samples_keep_their_distance);
  g_test_add_func ("/graph-math/axis/span", test_span_follows_width_and_interval);
  g_test_add_func ("/graph-math/y/inside", test_y_stays_inside);
  g_test_add_func ("/graph-math/scale/steady", test_scale_does_not_jump);
  g_test_add_func ("/graph-math/scale/series", test_scale_grows_and_shrinks);
  g_test_add_func ("/graph-math/scale/fixed-and-natural", test_fixed_and_natural_scales);
  g_test_add_func ("/graph-math/stack/missing", test_stacking_passes_over_what_is_missing);
  g_test_add_func ("/graph-math/heat/bins", test_bins_show_the_busiest);
  g_test_add_func ("/graph-math/cursor/steps", test_steps_stay_in_sight);
  return g_test_run ();
}
