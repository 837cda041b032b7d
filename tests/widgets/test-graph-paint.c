/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "widgets/sw-graph-canvas.h"

#define WIDTH 200
#define HEIGHT 80
#define NOW_US (5000 * SW_SECOND_US)

/* One graph, drawn to memory. */
typedef struct
{
  SwSeries *series;
  SwGraphPicture picture;
  SwGraphTrace trace;
  SwGraphCanvas canvas;
  cairo_surface_t *surface; /* borrowed from the canvas */
} Plot;

static const GdkRGBA blue = { 0, 0, 1, 1 };
static const GdkRGBA colours[] = { { 0, 0, 1, 1 }, { 1, 0, 0, 1 } };
static const SwCurve plain[] = { SW_CURVE_PLAIN, SW_CURVE_PLAIN };
static const SwCurve limited[] = { SW_CURVE_PLAIN, SW_CURVE_LIMIT };

static void
plot_init (Plot *plot, SwStyle style, guint n_channels)
{
  *plot = (Plot){
    .series = sw_series_new (n_channels),
    .picture = {
      .style = style,
      .axis = { .span_us = WIDTH / 4 * SW_SECOND_US, .width = WIDTH, .scale = 1 },
      .height = HEIGHT,
      .top = 100,
      .line_px = 1.5,
      .grid = { 0, 0, 0, 0 },
      .colours = colours,
      .curves = plain,
    },
  };
}

static void
plot_clear (Plot *plot)
{
  sw_graph_trace_clear (&plot->trace);
  sw_graph_canvas_clear (&plot->canvas);
  g_clear_object (&plot->series);
}

static void
plot_draw (Plot *plot)
{
  SwGraphPicture *picture = &plot->picture;

  picture->axis.newest_us
      = sw_series_get_row_time_us (plot->series, sw_series_get_n_rows (plot->series) - 1);
  sw_graph_trace_fill (&plot->trace, plot->series, &picture->axis, picture->curves,
                       picture->style == SW_STYLE_STACKED);
  picture->trace = &plot->trace;
  plot->surface = sw_graph_canvas_update (&plot->canvas, picture, plot->series, SW_SECOND_US);
  cairo_surface_flush (plot->surface);
}

static guint32
get_pixel (Plot *plot, int x, int y)
{
  const guchar *line = cairo_image_surface_get_data (plot->surface)
                       + y * cairo_image_surface_get_stride (plot->surface);

  return ((const guint32 *) (gconstpointer) line)[x];
}

static guint
get_alpha (Plot *plot, int x, int y)
{
  return get_pixel (plot, x, y) >> 24;
}

static gboolean
is_column_empty (Plot *plot, int x)
{
  for (int y = 0; y < cairo_image_surface_get_height (plot->surface); y++)
    if (get_alpha (plot, x, y) != 0)
      return FALSE;
  return TRUE;
}

static void
push (Plot *plot, int age, double value)
{
  const double values[] = { value, 90 };

  sw_series_push (plot->series, NOW_US - age * SW_SECOND_US, values);
}

static void
test_newest_is_at_the_leading_edge (void)
{
  for (int mirrored = FALSE; mirrored <= TRUE; mirrored++)
    {
      Plot plot;

      plot_init (&plot, SW_STYLE_LINES, 1);
      plot.picture.axis.mirrored = mirrored;
      for (int age = 10; age >= 0; age--)
        push (&plot, age, 50);
      plot_draw (&plot);
      g_assert_false (is_column_empty (&plot, mirrored ? 2 : WIDTH - 3));
      g_assert_true (is_column_empty (&plot, mirrored ? WIDTH - 3 : 2));
      g_assert_true (is_column_empty (&plot, mirrored ? 50 : WIDTH - 50));
      plot_clear (&plot);
    }
}

static void
test_area_under_line (void)
{
  Plot plot;

  plot_init (&plot, SW_STYLE_STACKED, 1);
  for (int age = 60; age >= 0; age--)
    push (&plot, age, 50);
  plot_draw (&plot);
  /* Empty above, opaque on the line, about 30 % below it. */
  g_assert_cmpuint (get_alpha (&plot, 100, 20), ==, 0);
  g_assert_cmpuint (get_alpha (&plot, 100, 39), >, 150);
  g_assert_cmpint (get_alpha (&plot, 100, 60), >, 70);
  g_assert_cmpint (get_alpha (&plot, 100, 60), <, 84);
  plot_clear (&plot);
}

/* Four lines of one device pixel each, from edge to edge: at the top and at each quarter. */
static void
test_grid (void)
{
  for (int scale = 1; scale <= 2; scale++)
    {
      Plot plot;

      plot_init (&plot, SW_STYLE_LINES, 1);
      plot.picture.grid = (GdkRGBA) { 0, 0, 0, 1 };
      plot.picture.axis.scale = scale;
      push (&plot, 0, NAN);
      plot_draw (&plot);
      for (int y = 0; y < HEIGHT * scale; y++)
        for (int x = 0; x < WIDTH * scale; x += WIDTH * scale - 1)
          g_assert_cmpuint (get_alpha (&plot, x, y), ==, y % (HEIGHT * scale / 4) == 0 ? 255 : 0);
      plot_clear (&plot);
    }
}

static void
test_gap_is_empty (void)
{
  Plot plot;

  plot_init (&plot, SW_STYLE_STACKED, 1);
  for (int age = 40; age >= 0; age--)
    push (&plot, age, age > 10 && age < 20 ? NAN : 50);
  plot_draw (&plot);
  for (int x = WIDTH - 4 * 19 + 2; x < WIDTH - 4 * 11 - 2; x++)
    g_assert_true (is_column_empty (&plot, x));
  g_assert_false (is_column_empty (&plot, WIDTH - 4 * 9));
  g_assert_false (is_column_empty (&plot, WIDTH - 4 * 22));
  plot_clear (&plot);
}

static void
test_lone_sample_is_seen (void)
{
  Plot plot;

  plot_init (&plot, SW_STYLE_LINES, 1);
  push (&plot, 30, 50);
  for (int age = 29; age >= 0; age--)
    push (&plot, age, age == 15 ? 50 : NAN);
  plot_draw (&plot);
  g_assert_cmpuint (get_alpha (&plot, WIDTH - 4 * 15, 39), >, 100);
  g_assert_true (is_column_empty (&plot, WIDTH - 4 * 15 + 4));
  g_assert_true (is_column_empty (&plot, WIDTH - 4 * 15 - 5));
  plot_clear (&plot);
}

static void
test_limit_is_dashed (void)
{
  guint n_on = 0, n_off = 0;
  Plot plot;

  plot_init (&plot, SW_STYLE_LINES, 2);
  plot.picture.curves = limited;
  for (int age = 60; age >= 0; age--)
    push (&plot, age, 10);
  plot_draw (&plot);
  for (int x = 10; x < 190; x++)
    if (get_alpha (&plot, x, 8) > 100)
      n_on++;
    else if (get_alpha (&plot, x, 8) == 0)
      n_off++;
  g_assert_cmpuint (n_on, >, 60);
  g_assert_cmpuint (n_off, >, 20);
  /* And nothing below it is filled. */
  g_assert_cmpuint (get_alpha (&plot, 100, 30), ==, 0);
  plot_clear (&plot);
}

static void
test_values_beyond_the_scale_stay_inside (void)
{
  Plot plot;

  plot_init (&plot, SW_STYLE_LINES, 1);
  for (int age = 60; age >= 0; age--)
    push (&plot, age, 1e30);
  plot_draw (&plot);
  g_assert_cmpuint (get_alpha (&plot, 100, 0), >, 150);
  plot_clear (&plot);
}

static double
make_value (guint i)
{
  return i % 17 == 5 || (i % 31 > 3 && i % 31 < 7) ? NAN : 40 + 35 * sin (i * 0.9);
}

/* What was kept and what was added are together what a whole drawing is. */
static void
assert_same_as_whole (Plot *plot)
{
  Plot whole = *plot;
  guint n_different = 0;

  whole.canvas = (SwGraphCanvas) { 0 };
  whole.trace = (SwGraphTrace) { 0 };
  g_object_ref (whole.series);
  plot_draw (&whole);
  for (int y = 0; y < cairo_image_surface_get_height (plot->surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (plot->surface); x++)
      n_different += ABS ((int) get_alpha (plot, x, y) - (int) get_alpha (&whole, x, y)) > 40;
  g_assert_cmpuint (n_different, <=, 4);
  plot_clear (&whole);
}

static void
test_strips_add_up (void)
{
  const SwStyle styles[] = { SW_STYLE_STACKED, SW_STYLE_LINES, SW_STYLE_HEAT };

  for (guint style = 0; style < G_N_ELEMENTS (styles); style++)
    for (int mirrored = FALSE; mirrored <= TRUE; mirrored++)
      {
        Plot plot;

        plot_init (&plot, styles[style], 2);
        plot.picture.axis.mirrored = mirrored;
        plot.picture.axis.scale = 1 + style % 2;
        for (guint i = 0; i < 200; i++)
          {
            const double values[] = { make_value (i), make_value (i + 7) / 3 };

            /* Late by up to a tenth, as real samples are. */
            sw_series_push (plot.series, NOW_US + i * SW_SECOND_US + (i * 37 % 10) * 10000, values);
            plot_draw (&plot);
            if (i % 20 == 19)
              assert_same_as_whole (&plot);
          }
        g_assert_cmpuint (plot.canvas.n_whole, ==, 1);
        plot_clear (&plot);
      }
}

/* What never changed is one even area, however its columns came to be: no seam stands between any two, nor where what was
 * drawn before meets what is new, nor where seconds meet buckets. */
static void
assert_even (Plot *plot, guint n_lines)
{
  const int width = cairo_image_surface_get_width (plot->surface);
  const int height = cairo_image_surface_get_height (plot->surface);
  const int lines[] = { height / 2 - 6, height * 3 / 4 - 3, height - 6 };

  for (guint i = 0; i < n_lines; i++)
    for (int x = 5; x < width - 4; x++)
      g_assert_cmphex (get_pixel (plot, x, lines[i]), ==, get_pixel (plot, 4, lines[i]));
}

static void
test_no_seams (void)
{
  const struct
  {
    gint64 span_s;
    double width;
    double scale;
  } cases[] = {
    { 120, 400, 1 },  { 600, 333, 1.25 },   { 3600, 401, 1 },        { 5000, 400, 1.5 },
    { 5000, 377, 2 }, { 6 * 3600, 400, 1 }, { 6 * 3600, 355, 1.75 },
  };

  for (guint style = SW_STYLE_STACKED; style <= SW_STYLE_HEAT; style++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        Plot plot;

        plot_init (&plot, style, 1);
        plot.picture.axis = (SwGraphAxis) { .span_us = cases[i].span_s * SW_SECOND_US,
                                            .width = cases[i].width,
                                            .scale = cases[i].scale };
        for (int age = 7 * 3600; age >= 0; age--)
          {
            /* No sample comes on the dot. Columns of a minute each reach from the least to the greatest. */
            const gint64 time_us = NOW_US + (7 * 3600 - age) * SW_SECOND_US + age * 7919 % 9000;
            const gboolean wide = cases[i].span_s >= 6 * 3600;

            sw_series_push (plot.series, time_us, (double[]) { wide && age % 10 > 0 ? 20 : 80 });
            if (age >= 60)
              continue;
            plot_draw (&plot);
            assert_even (&plot, wide ? 1 : 3);
          }
        plot_clear (&plot);
      }
}

/* A peak of a second in hours is as strong as what lasts, on the pixel of its column alone. */
static void
test_peak_of_a_second (void)
{
  for (int mirrored = FALSE; mirrored <= TRUE; mirrored++)
    {
      Plot plot;
      guint n_strong = 0;

      plot_init (&plot, SW_STYLE_LINES, 1);
      plot.picture.axis = (SwGraphAxis) {
        .span_us = 6 * 3600 * SW_SECOND_US, .width = 400, .scale = 1, .mirrored = mirrored
      };
      for (int age = 7 * 3600; age >= 0; age--)
        sw_series_push (plot.series, NOW_US + (7 * 3600 - age) * SW_SECOND_US,
                        (double[]) { age == 1800 ? 90 : 10 });
      plot_draw (&plot);
      for (int x = 0; x < 400; x++)
        {
          const guint alpha = get_alpha (&plot, x, 20);

          g_assert_true (alpha == 0 || (alpha > 60 && alpha < 68));
          n_strong += alpha > 0;
        }
      g_assert_cmpuint (n_strong, ==, 1);
      plot_clear (&plot);
    }
}

static void
test_changes_are_drawn_whole (void)
{
  Plot plot;

  plot_init (&plot, SW_STYLE_LINES, 1);
  for (int age = 60; age >= 0; age--)
    push (&plot, age, 20);
  plot_draw (&plot);
  plot_draw (&plot);
  g_assert_cmpuint (plot.canvas.n_whole, ==, 1);
  plot.picture.top = 40;
  plot_draw (&plot);
  g_assert_cmpuint (plot.canvas.n_whole, ==, 2);
  g_assert_cmpuint (get_alpha (&plot, 100, 39), >, 150);
  plot.picture.axis.mirrored = TRUE;
  plot_draw (&plot);
  g_assert_cmpuint (plot.canvas.n_whole, ==, 3);
  plot.picture.height = 40;
  plot_draw (&plot);
  g_assert_cmpuint (plot.canvas.n_whole, ==, 4);
  g_assert_cmpint (cairo_image_surface_get_height (plot.surface), ==, 40);
  plot_clear (&plot);
}

/* One busy processor of 384 is seen in 80 px. */
static void
test_heat_of_many (void)
{
  g_autofree SwCurve *curves = g_new (SwCurve, 384);
  g_autofree double *values = g_new0 (double, 384);
  guint n_hot = 0;
  Plot plot;

  for (guint i = 0; i < 384; i++)
    curves[i] = SW_CURVE_PLAIN;
  values[200] = 100;
  plot_init (&plot, SW_STYLE_HEAT, 384);
  plot.picture.curves = curves;
  for (int age = 20; age >= 0; age--)
    sw_series_push (plot.series, NOW_US - age * SW_SECOND_US, values);
  plot_draw (&plot);
  for (int y = 0; y < HEIGHT; y++)
    n_hot += get_alpha (&plot, WIDTH - 10, y) > 240;
  g_assert_cmpuint (n_hot, ==, 2);
  g_assert_cmpuint (get_alpha (&plot, WIDTH - 10, 0), >, 0);
  g_assert_true (is_column_empty (&plot, WIDTH - 4 * 22));
  g_assert_cmpuint (get_pixel (&plot, WIDTH - 10, 200 * HEIGHT / 384) & 0xff, ==,
                    lround (blue.blue * 255));
  plot_clear (&plot);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-paint/no-seams", test_no_seams);
  g_test_add_func ("/graph-paint/peak", test_peak_of_a_second);
  g_test_add_func ("/graph-paint/newest-at-edge", test_newest_is_at_the_leading_edge);
  g_test_add_func ("/graph-paint/area", test_area_under_line);
  g_test_add_func ("/graph-paint/grid", test_grid);
  g_test_add_func ("/graph-paint/gap", test_gap_is_empty);
  g_test_add_func ("/graph-paint/lone-sample", test_lone_sample_is_seen);
  g_test_add_func ("/graph-paint/limit", test_limit_is_dashed);
  g_test_add_func ("/graph-paint/beyond-scale", test_values_beyond_the_scale_stay_inside);
  g_test_add_func ("/graph-paint/strips-add-up", test_strips_add_up);
  g_test_add_func ("/graph-paint/changes", test_changes_are_drawn_whole);
  g_test_add_func ("/graph-paint/heat", test_heat_of_many);
  return g_test_run ();
}
