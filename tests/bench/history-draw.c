/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a day costs to draw: a source of 3600 samples and 8640 buckets in a graph of 1000 x 300, by the widget's own path,
 * all of it anew and then a new sample at a time; beside it the floor, which is cairo drawing paths of as many points. Prints
 * the medians of processor time. */

#include "config.h"

#include <math.h>
#include <time.h>

#include <adwaita.h>

#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-graph-private.h"

#define WIDTH 1000
#define HEIGHT 300
#define N_RUNS 60
#define DAY_US (24 * 3600 * SW_SECOND_US)
#define NOW_US (2 * DAY_US)
#define MAX_CHANNELS 8

static double
get_value (gint64 second, guint channel)
{
  return 4 + channel + 5 * sin (second / 3000.0 + channel)
         + (second * 7919 + channel * 104729) % 11;
}

static void
push (SwSource *source, gint64 time_us)
{
  double values[MAX_CHANNELS];

  for (guint i = 0; i < MAX_CHANNELS; i++)
    values[i] = get_value (time_us / SW_SECOND_US, i);
  sw_fake_source_push (source, time_us, values);
}

static SwSource *
make_day (SwStyle style, guint n_channels)
{
  SwSource *source = sw_fake_source_new ("day", "Day", SW_UNIT_PERCENT, style);

  for (guint i = 0; i < n_channels; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);

      sw_source_add_channel (source, sw_channel_new (id, id, SW_ROLE_1 + i % 6));
    }
  sw_source_set_natural_max (source, 100);
  for (gint64 age = 24 * 3600; age >= 0; age -= age > 3600 ? 10 : 1)
    push (source, NOW_US - age * SW_SECOND_US);
  return source;
}

/* Of this thread, so that what else runs on the machine is left out. */
static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare_us (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static double
get_median_ms (gint64 *times_us)
{
  qsort (times_us, N_RUNS, sizeof *times_us, compare_us);
  return times_us[N_RUNS / 2] / 1000.0;
}

/* What a frame is made of: the graph's nodes, put onto an image as the renderer does. */
static void
draw (GtkWidget *graph, cairo_surface_t *surface)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_t *cr = cairo_create (surface);

  GTK_WIDGET_GET_CLASS (graph)->snapshot (graph, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
}

static double
measure_whole (GtkWidget *graph, cairo_surface_t *surface)
{
  SwTimeRange *range = sw_graph_get_range (SW_GRAPH (graph));
  gint64 times_us[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 begin_us;

      sw_time_range_set_span_us (range, DAY_US - i % 2 * 60 * SW_SECOND_US);
      begin_us = get_cpu_us ();
      draw (graph, surface);
      times_us[i] = get_cpu_us () - begin_us;
    }
  return get_median_ms (times_us);
}

static double
measure_step (GtkWidget *graph, cairo_surface_t *surface)
{
  SwSource *source = sw_graph_get_source (SW_GRAPH (graph));
  gint64 times_us[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 begin_us;

      push (source, NOW_US + (i + 1) * SW_SECOND_US);
      begin_us = get_cpu_us ();
      draw (graph, surface);
      times_us[i] = get_cpu_us () - begin_us;
    }
  return get_median_ms (times_us);
}

/* An area and a line of WIDTH points for each channel, and of lines the band. */
static double
measure_floor (cairo_surface_t *surface, guint n_channels, gboolean bands)
{
  gint64 times_us[N_RUNS];

  for (guint run = 0; run < N_RUNS; run++)
    {
      const gint64 begin_us = get_cpu_us ();
      cairo_t *cr = cairo_create (surface);

      cairo_set_line_width (cr, 1.5);
      for (guint i = 0; i < n_channels * (bands ? 3 : 2); i++)
        {
          cairo_new_path (cr);
          for (int x = 0; x < WIDTH; x++)
            cairo_line_to (cr, x, HEIGHT - 3 * get_value (x * 86, i / (bands ? 3 : 2)));
          if (i % (bands ? 3 : 2) == 0)
            {
              cairo_set_source_rgb (cr, 0, 0, 0);
              cairo_stroke (cr);
              continue;
            }
          for (int x = WIDTH; x > 0; x--)
            cairo_line_to (cr, x, HEIGHT - 2 * get_value (x * 86, i / (bands ? 3 : 2)));
          cairo_set_source_rgba (cr, 0, 0, 0, 0.3);
          cairo_fill (cr);
        }
      cairo_destroy (cr);
      times_us[run] = get_cpu_us () - begin_us;
    }
  return get_median_ms (times_us);
}

static void
measure (const char *name, SwStyle style, guint n_channels)
{
  g_autoptr (SwSource) source = make_day (style, n_channels);
  g_autoptr (SwTimeRange) range = sw_time_range_new (DAY_US);
  GtkWidget *graph = sw_graph_new (source, NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  GtkWindow *window;
  double whole, step;

  gtk_widget_set_can_target (graph, FALSE);
  sw_graph_set_range (SW_GRAPH (graph), range);
  window = sw_widget_test_show (graph, WIDTH, HEIGHT);
  whole = measure_whole (graph, surface);
  step = measure_step (graph, surface);
  g_print ("%-22s %8.2f %8.3f %8.2f\n", name, whole, step,
           measure_floor (surface, n_channels, style == SW_STYLE_LINES));
  sw_widget_test_close (window);
  cairo_surface_destroy (surface);
}

int
main (void)
{
  g_setenv ("GTK_A11Y", "none", TRUE);
  adw_init ();
  g_print ("%-22s %8s %8s %8s  (median ms of processor time, %d x %d)\n", "a day of", "whole",
           "live", "floor", WIDTH, HEIGHT);
  measure ("7 channels, stacked", SW_STYLE_STACKED, 7);
  measure ("8 channels, lines", SW_STYLE_LINES, 8);
  measure ("8 channels, heat", SW_STYLE_HEAT, 8);
  return 0;
}
