/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tests/widgets/history-fixture.h"
#include "widgets/sw-time-text.h"

#define HOUR_US (3600 * SW_SECOND_US)
#define NOW_US (200 * HOUR_US)

/* A day in steps of ten seconds, the last hour in seconds; two hours of it unknown, and one peak of a second. */
static void
push_day (SwSource *source, gint64 now_us)
{
  double values[8];

  for (gint64 age = 24 * 3600; age >= 0; age -= age > 3600 ? 10 : 1)
    {
      const gint64 time_us = now_us - age * SW_SECOND_US;

      if (age > 8 * 3600 && age < 10 * 3600)
        {
          if (sw_source_get_series (source) != NULL)
            sw_series_push_gap (sw_source_get_series (source), time_us);
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        values[i] = age == 12 * 3600 ? 90 : 20 + age % 7;
      sw_fake_source_push (source, time_us, values);
    }
}

/* Enter on a graph opens its history, Escape goes back; the sources are wanted all the while, so that none has a gap. */
static void
test_opens_and_goes_back (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwSource *source = sw_source_registry_lookup (fixture.registry, "source-0");
  guint n_rows;

  g_assert_true (sw_history_view_get_source (view) == source);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("source-%u", i);

      g_assert_cmpuint (sw_source_get_demand (sw_source_registry_lookup (fixture.registry, id)), >=,
                        1);
    }
  settle (fixture.board);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 1);
  n_rows = sw_series_get_n_rows (sw_source_get_series (source));
  run_seconds (&fixture, 2);
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (source)), ==, n_rows + 2);
  gtk_widget_activate_action (GTK_WIDGET (view), "navigation.pop", NULL);
  settle (fixture.board);
  g_assert_null (sw_widget_test_find (fixture.board, SW_TYPE_HISTORY_VIEW));
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 3);
  run_seconds (&fixture, 2);
  g_assert_cmpuint (sw_series_get_n_rows (sw_source_get_series (source)), ==, n_rows + 4);
  fixture_clear (&fixture);
}

static void
test_one_range_and_cursor (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  g_autoptr (GPtrArray) graphs = g_ptr_array_new ();
  SwTimeRange *range = sw_history_view_get_range (view);

  settle (fixture.board);
  find_all (GTK_WIDGET (view), SW_TYPE_GRAPH, graphs);
  g_assert_cmpuint (graphs->len, ==, 3);
  for (guint i = 0; i < graphs->len; i++)
    {
      g_assert_true (sw_graph_get_range (graphs->pdata[i]) == range);
      g_assert_true (sw_graph_get_cursor (graphs->pdata[i])
                     == sw_graph_get_cursor (graphs->pdata[0]));
      g_assert_cmpint (sw_graph_get_navigable (graphs->pdata[i]), ==, i == 0);
    }
  fixture_clear (&fixture);
}

static void
test_keys (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwTimeRange *range = sw_history_view_get_range (view);
  GtkWidget *graph = GTK_WIDGET (get_graph (view));
  SwGraphCursor *cursor = sw_graph_get_cursor (SW_GRAPH (graph));
  gint64 newest_us;

  settle (fixture.board);
  newest_us = sw_time_range_get_newest_us (range);
  sw_widget_test_press (graph, GDK_KEY_plus);
  sw_widget_test_press (graph, GDK_KEY_plus);
  g_assert_cmpint (sw_time_range_get_span_us (range), ==, 75 * SW_SECOND_US);
  g_assert_true (sw_time_range_get_live (range));
  sw_widget_test_press (graph, GDK_KEY_Page_Up);
  g_assert_cmpint (sw_time_range_get_end_us (range), ==, newest_us - 75 * SW_SECOND_US / 2);
  sw_widget_test_press (graph, GDK_KEY_l);
  g_assert_true (sw_time_range_get_live (range));
  sw_widget_test_press (graph, GDK_KEY_Left);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, newest_us);
  sw_widget_test_press (graph, GDK_KEY_Left);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, newest_us - SW_SECOND_US);
  /* To the oldest, and the range goes along. */
  sw_widget_test_press (graph, GDK_KEY_Home);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, sw_time_range_get_oldest_us (range));
  g_assert_cmpint (sw_time_range_get_begin_us (range), ==, sw_time_range_get_oldest_us (range));
  sw_widget_test_press (graph, GDK_KEY_End);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, newest_us);
  g_assert_true (sw_time_range_get_live (range));
  sw_widget_test_press (graph, GDK_KEY_Escape);
  sw_widget_test_press (graph, GDK_KEY_minus);
  g_assert_cmpint (sw_time_range_get_span_us (range), ==, 150 * SW_SECOND_US);
  fixture_clear (&fixture);
}

/* What lies under the pointer stays there. */
static void
test_wheel_zooms_about_the_pointer (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwTimeRange *range = sw_history_view_get_range (view);
  GtkWidget *graph = GTK_WIDGET (get_graph (view));
  SwGraphAxis axis;
  gboolean used = FALSE;
  gint64 before_us;

  settle (fixture.board);
  g_signal_emit_by_name (get_controller (graph, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", 300.0,
                         50.0);
  g_assert_true (sw_graph_get_axis (SW_GRAPH (graph), &axis));
  before_us = sw_graph_axis_get_time_us (&axis, 300);
  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (get_controller (graph, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0,
                           -1.0, &used);
  g_assert_true (used);
  g_assert_cmpint (sw_time_range_get_span_us (range), <, 160 * SW_SECOND_US);
  g_assert_true (sw_graph_get_axis (SW_GRAPH (graph), &axis));
  g_assert_cmpint (ABS (sw_graph_axis_get_time_us (&axis, 300) - before_us), <, SW_SECOND_US);
  /* Sideways it pans; a list of graphs below scrolls. */
  g_signal_emit_by_name (get_controller (graph, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", -2.0,
                         0.0, &used);
  g_assert_cmpint (sw_time_range_get_end_us (range), <, axis.newest_us);
  fixture_clear (&fixture);
}

static void
test_spans_follow_and_lead (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwTimeRange *range = sw_history_view_get_range (view);
  AdwToggleGroup *spans = sw_widget_test_find (GTK_WIDGET (view), ADW_TYPE_TOGGLE_GROUP);

  g_assert_cmpuint (adw_toggle_group_get_active (spans), ==, 1);
  adw_toggle_group_set_active (spans, 3);
  g_assert_cmpint (sw_time_range_get_span_us (range), ==, HOUR_US);
  sw_time_range_set_span_us (range, 2 * HOUR_US);
  g_assert_cmpuint (adw_toggle_group_get_active (spans), ==, GTK_INVALID_LIST_POSITION);
  sw_time_range_set_span_us (range, 24 * HOUR_US);
  g_assert_cmpuint (adw_toggle_group_get_active (spans), ==, 5);
  fixture_clear (&fixture);
}

static SwSource *
make_day (SwStyle style, guint n_channels)
{
  SwSource *source = sw_fake_source_new ("day", "Day", SW_UNIT_PERCENT, style);

  for (guint i = 0; i < n_channels; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      sw_source_add_channel (source, sw_channel_new (id, id, SW_ROLE_1));
    }
  sw_source_set_natural_max (source, 100);
  push_day (source, NOW_US);
  return source;
}

static SwGraphAxis
make_axis (gint64 span_us, gint64 newest_us)
{
  return (SwGraphAxis) { .newest_us = newest_us, .span_us = span_us, .width = 600, .scale = 1 };
}

static void
test_a_day_keeps_gaps_and_peaks (void)
{
  g_autoptr (SwSource) source = make_day (SW_STYLE_LINES, 2);
  const SwCurve curves[] = { SW_CURVE_PLAIN, SW_CURVE_PLAIN };
  const SwGraphAxis axis = make_axis (24 * HOUR_US, NOW_US);
  SwGraphTrace trace = { 0 };
  guint n_gaps = 0;
  float peak = 0;

  sw_graph_trace_fill (&trace, sw_source_get_series (source), &axis, curves, FALSE);
  g_assert_true (trace.columnar);
  g_assert_cmpuint (trace.n_points, ==, 602);
  for (guint i = 2; i < trace.n_points; i++)
    {
      const SwBucket *column = &sw_graph_trace_get_columns (&trace, 1)[i];

      n_gaps += isnan (column->mean);
      peak = fmaxf (peak, column->max);
    }
  /* Two hours of 24 on 600 pixels. */
  g_assert_cmpuint (n_gaps, >=, 48);
  g_assert_cmpuint (n_gaps, <=, 51);
  g_assert_cmpfloat (peak, ==, 90);
  g_assert_cmpfloat (trace.peak, ==, 90);
  sw_graph_trace_clear (&trace);
}

/* What is summed up sample by sample is what is summed up at once. */
static void
test_live_columns_equal_whole_ones (void)
{
  g_autoptr (SwSource) source = make_day (SW_STYLE_LINES, 2);
  SwSeries *series = sw_source_get_series (source);
  const SwCurve curves[] = { SW_CURVE_PLAIN, SW_CURVE_PLAIN };
  SwGraphTrace live = { 0 };

  for (gint64 second = 1; second < 500; second++)
    {
      const double values[] = { second % 31, second % 17 };
      /* Of which all samples are kept: from then on the oldest columns know more than a new walk. */
      const SwGraphAxis axis = make_axis (HOUR_US * 3 / 4, NOW_US + second * SW_SECOND_US);
      SwGraphTrace whole = { 0 };

      sw_series_push (series, NOW_US + second * SW_SECOND_US, values);
      if (second % 3 == 0)
        continue;
      sw_graph_trace_fill (&live, series, &axis, curves, FALSE);
      sw_graph_trace_fill (&whole, series, &axis, curves, FALSE);
      g_assert_true (live.columnar);
      for (guint i = 0; i < 2 * whole.n_points; i++)
        {
          g_assert_cmpfloat (live.columns[i].min, ==, whole.columns[i].min);
          g_assert_cmpfloat (live.columns[i].max, ==, whole.columns[i].max);
          g_assert_cmpfloat_with_epsilon (live.columns[i].mean, whole.columns[i].mean, 1e-4);
        }
      sw_graph_trace_clear (&whole);
    }
  sw_graph_trace_clear (&live);
}

static void
test_tier_that_fits (void)
{
  g_autoptr (SwSource) source = make_day (SW_STYLE_LINES, 1);
  const struct
  {
    gint64 span_us;
    gint64 age_us;
    gboolean columnar;
  } cases[] = {
    { 60 * SW_SECOND_US, 0, FALSE },          { 600 * SW_SECOND_US, 0, FALSE },
    { 700 * SW_SECOND_US, 0, TRUE },          { HOUR_US / 2, 0, TRUE },
    { 60 * SW_SECOND_US, 2 * HOUR_US, TRUE }, { 24 * HOUR_US, 0, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SwGraphAxis axis = make_axis (cases[i].span_us, NOW_US - cases[i].age_us);

      g_assert_cmpint (sw_graph_is_columnar (sw_source_get_series (source), &axis), ==,
                       cases[i].columnar);
    }
}

/* At whatever width and span: no time stands beside itself, and none runs into another. */
static void
test_neighbouring_times_differ (void)
{
  g_autoptr (SwSource) source = make_day (SW_STYLE_LINES, 1);
  g_autoptr (SwTimeRange) range = sw_time_range_new (24 * HOUR_US);
  GtkWidget *graph = sw_graph_new (source, NULL);
  GtkWindow *window;

  sw_graph_set_range (SW_GRAPH (graph), range);
  sw_graph_set_navigable (SW_GRAPH (graph), TRUE);
  window = sw_widget_test_show (graph, 600, 300);
  for (gint64 span_us = 60 * SW_SECOND_US; span_us <= 24 * HOUR_US; span_us += span_us / 7)
    for (double width = 120; width < 4000; width *= 1.3)
      {
        const SwGraphAxis axis
            = { .newest_us = NOW_US, .span_us = span_us, .width = width, .scale = 1 };
        const SwGraphTimes times = sw_graph_choose_times (SW_GRAPH (graph), &axis);
        char before[SW_TIME_TEXT_BYTES] = "", text[SW_TIME_TEXT_BYTES];

        g_assert_cmpfloat (times.step_us / (double) span_us * width, >=,
                           MIN (times.least_px, width / 2));
        for (gint64 time_us = sw_time_text_find_next_us (NOW_US - span_us, times.step_us);
             time_us <= NOW_US; time_us = sw_time_text_find_next_us (time_us + 1, times.step_us))
          {
            sw_time_text_format (time_us, times.style, text, sizeof text);
            g_assert_cmpstr (text, !=, before);
            memcpy (before, text, sizeof text);
          }
      }
  sw_widget_test_close (window);
}

static void
test_draws_a_day_in_every_style (void)
{
  for (guint style = SW_STYLE_STACKED; style <= SW_STYLE_HEAT; style++)
    {
      g_autoptr (SwSource) source = make_day (style, 8);
      g_autoptr (SwTimeRange) range = sw_time_range_new (24 * HOUR_US);
      GtkWidget *graph = sw_graph_new (source, NULL);
      GtkWindow *window;
      cairo_surface_t *surface;
      const guint32 *pixels;
      guint n_drawn = 0;

      gtk_widget_set_can_target (graph, FALSE);
      sw_graph_set_range (SW_GRAPH (graph), range);
      sw_graph_set_navigable (SW_GRAPH (graph), TRUE);
      window = sw_widget_test_show (graph, 600, 300);
      surface = sw_widget_test_render (graph);
      pixels = (gpointer) cairo_image_surface_get_data (surface);
      /* A line of the lower part: drawn but for the gap, which is a twelfth, and grid lines. */
      pixels += 250 * cairo_image_surface_get_stride (surface) / 4;
      for (guint x = 0; x < 600; x++)
        n_drawn += pixels[x] >> 24 > 40;
      g_test_message ("style %u: %u of 600", style, n_drawn);
      g_assert_cmpuint (n_drawn, >, 530);
      g_assert_cmpuint (n_drawn, <, 565);
      cairo_surface_destroy (surface);
      sw_widget_test_close (window);
    }
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/history/opens", test_opens_and_goes_back);
  g_test_add_func ("/history/one-range", test_one_range_and_cursor);
  g_test_add_func ("/history/keys", test_keys);
  g_test_add_func ("/history/wheel", test_wheel_zooms_about_the_pointer);
  g_test_add_func ("/history/spans", test_spans_follow_and_lead);
  g_test_add_func ("/history/day/gaps", test_a_day_keeps_gaps_and_peaks);
  g_test_add_func ("/history/day/live", test_live_columns_equal_whole_ones);
  g_test_add_func ("/history/day/tier", test_tier_that_fits);
  g_test_add_func ("/history/times", test_neighbouring_times_differ);
  g_test_add_func ("/history/day/styles", test_draws_a_day_in_every_style);
  return g_test_run ();
}
