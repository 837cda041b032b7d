/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "widgets/sw-graph-render-private.h"

#define WIDTH 320
#define HEIGHT 180
#define NOW_US (5000 * SW_SECOND_US)

/* Enough of a picture to be compared with another. */
typedef struct
{
  SwSource *source;
  SwGraphRender *render;
  cairo_surface_t *surface;
  SwGraphSpec spec;
} Picture;

static void
picture_init (Picture *picture, SwUnit unit, SwStyle style)
{
  *picture = (Picture) {
    .source = sw_fake_source_new ("fake", "Fake", unit, style),
    .surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT),
    .spec = { .width = WIDTH, .height = HEIGHT, .span_us = 40 * SW_SECOND_US },
  };
  picture->render = sw_graph_render_new (picture->source);
}

static void
picture_clear (Picture *picture)
{
  cairo_surface_destroy (picture->surface);
  sw_test_assert_last_unref (picture->render);
  sw_test_assert_last_unref (picture->source);
}

static void
picture_draw (Picture *picture)
{
  cairo_t *cr = cairo_create (picture->surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  sw_graph_render_draw (picture->render, cr, &picture->spec);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (picture->surface);
}

static guint
get_alpha (Picture *picture, int x, int y)
{
  const guchar *line = cairo_image_surface_get_data (picture->surface)
                       + y * cairo_image_surface_get_stride (picture->surface);

  return ((const guint32 *) (gconstpointer) line)[x] >> 24;
}

/* How many pixels of the rectangle have anything on them. */
static guint
count_drawn (Picture *picture, int left, int top, int right, int bottom)
{
  guint n = 0;

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      n += get_alpha (picture, x, y) > 0;
  return n;
}

static void
push_ages (Picture *picture, int oldest, int newest, double value)
{
  const double values[] = { value, value / 2 };

  for (int age = oldest; age >= newest; age--)
    sw_fake_source_push (picture->source, NOW_US - age * SW_SECOND_US, values);
}

static void
test_fills_what_is_given (void)
{
  Picture picture;

  picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_STACKED);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", NULL);
  sw_source_set_natural_max (picture.source, 100);
  push_ages (&picture, 60, 0, 50);
  picture_draw (&picture);
  g_assert_cmpuint (get_alpha (&picture, 2, HEIGHT * 3 / 4 + 3), >, 60);
  g_assert_cmpuint (get_alpha (&picture, WIDTH - 3, HEIGHT * 3 / 4 + 3), >, 60);
  g_assert_cmpuint (get_alpha (&picture, WIDTH / 2, HEIGHT / 8), ==, 0);
  picture_clear (&picture);
}

/* What came after the end neither shows nor widens the scale. */
static void
test_ends_in_the_past (void)
{
  Picture picture;

  picture_init (&picture, SW_UNIT_NUMBER, SW_STYLE_LINES);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "load", NULL);
  push_ages (&picture, 60, 20, 1);
  push_ages (&picture, 18, 0, 50);
  picture_draw (&picture);
  g_assert_cmpfloat (picture.render->top, ==, 50);
  picture.spec.end_us = NOW_US - 20 * SW_SECOND_US;
  picture.render->top = 0;
  picture_draw (&picture);
  g_assert_cmpfloat (picture.render->top, ==, 1);
  g_assert_cmpuint (get_alpha (&picture, WIDTH - 2, 0), >, 200);
  g_assert_cmpuint (get_alpha (&picture, 2, 0), >, 200);
  picture_clear (&picture);
}

static void
test_mirrored (void)
{
  Picture picture;

  picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_STACKED);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", NULL);
  push_ages (&picture, 5, 0, 50);
  picture.spec.mirrored = TRUE;
  picture_draw (&picture);
  g_assert_cmpuint (count_drawn (&picture, 0, HEIGHT - 5, 30, HEIGHT), ==, 150);
  g_assert_cmpuint (count_drawn (&picture, WIDTH / 2, HEIGHT - 5, WIDTH, HEIGHT), ==, 0);
  picture_clear (&picture);
}

/* A panel's icon is sent only if it differs. */
static void
test_same_history_same_pixels (void)
{
  const gsize n_bytes = WIDTH * HEIGHT * 4;
  g_autofree guchar *before = g_malloc (n_bytes);
  Picture picture;

  picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_STACKED);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", "system", NULL);
  push_ages (&picture, 100, 0, 40);
  picture_draw (&picture);
  memcpy (before, cairo_image_surface_get_data (picture.surface), n_bytes);
  sw_fake_source_push (picture.source, NOW_US + SW_SECOND_US, (double[]) { 40, 20 });
  picture_draw (&picture);
  g_assert_cmpmem (before, n_bytes, cairo_image_surface_get_data (picture.surface), n_bytes);
  sw_fake_source_push (picture.source, NOW_US + 2 * SW_SECOND_US, (double[]) { 80, 20 });
  picture_draw (&picture);
  g_assert_cmpint (memcmp (before, cairo_image_surface_get_data (picture.surface), n_bytes), !=, 0);
  picture_clear (&picture);
}

static void
test_buffers_stay (void)
{
  const double *x;
  const float *values;
  Picture picture;

  picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_STACKED);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", "system", NULL);
  push_ages (&picture, 100, 0, 40);
  picture_draw (&picture);
  x = picture.render->trace.x;
  values = picture.render->trace.values;
  for (int second = 1; second < 100; second++)
    {
      sw_fake_source_push (picture.source, NOW_US + second * SW_SECOND_US, (double[]) { 4, 2 });
      picture_draw (&picture);
      g_assert_true (x == picture.render->trace.x && values == picture.render->trace.values);
    }
  picture_clear (&picture);
}

static void
test_without_history (void)
{
  Picture picture;

  picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_STACKED);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", NULL);
  picture_draw (&picture);
  g_assert_cmpuint (count_drawn (&picture, 0, 0, WIDTH, HEIGHT), ==, WIDTH * 4);
  picture.spec.parts = SW_GRAPH_PART_ALL;
  picture_draw (&picture);
  picture_clear (&picture);
}

static void
test_heat (void)
{
  const double halves[] = { 100, 0 };
  Picture picture;

  picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_HEAT);
  sw_fake_source_add_channels (picture.source, SW_ROLE_1, "0", "1", NULL);
  sw_source_set_natural_max (picture.source, 100);
  for (int age = 60; age >= 0; age--)
    sw_fake_source_push (picture.source, NOW_US - age * SW_SECOND_US, halves);
  for (int i = 0; i < 2; i++)
    {
      picture_draw (&picture);
      g_assert_cmpuint (get_alpha (&picture, WIDTH / 2, HEIGHT / 4), ==, 255);
      g_assert_cmpuint (get_alpha (&picture, WIDTH / 2, HEIGHT * 3 / 4), <, 30);
    }
  picture_clear (&picture);
}

/* Each part stands outside the plot, on the side where it is looked for. */
static void
test_parts (void)
{
  const struct
  {
    SwGraphParts part;
    int top, bottom;
  } cases[] = {
    { SW_GRAPH_PART_TITLE, 12, 30 },
    { SW_GRAPH_PART_TIMES, HEIGHT - 28, HEIGHT - 12 },
    { SW_GRAPH_PART_LEGEND, HEIGHT - 28, HEIGHT - 12 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Picture picture;
      guint n;

      picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_LINES);
      sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", NULL);
      sw_source_set_natural_max (picture.source, 100);
      push_ages (&picture, 60, 0, 50);
      picture.spec.parts = cases[i].part;
      picture_draw (&picture);
      n = count_drawn (&picture, 0, cases[i].top, WIDTH, cases[i].bottom);
      g_assert_cmpuint (n, >, 50);
      g_assert_cmpuint (n, <, 3000);
      g_assert_cmpuint (count_drawn (&picture, 0, 0, WIDTH, 12), ==, 0);
      g_assert_cmpuint (count_drawn (&picture, 0, 0, 12, HEIGHT), ==, 0);
      picture_clear (&picture);
    }
}

static void
test_background (void)
{
  for (SwScheme scheme = 0; scheme < SW_N_SCHEMES; scheme++)
    {
      Picture picture;

      picture_init (&picture, SW_UNIT_PERCENT, SW_STYLE_LINES);
      sw_fake_source_add_channels (picture.source, SW_ROLE_1, "user", NULL);
      push_ages (&picture, 60, 0, 50);
      picture.spec.parts = SW_GRAPH_PART_ALL;
      picture.spec.scheme = scheme;
      picture_draw (&picture);
      g_assert_cmpuint (count_drawn (&picture, 0, 0, WIDTH, HEIGHT), ==, WIDTH * HEIGHT);
      g_assert_cmpuint (get_alpha (&picture, 0, 0), ==, 255);
      picture_clear (&picture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-render/fills-what-is-given", test_fills_what_is_given);
  g_test_add_func ("/graph-render/ends-in-the-past", test_ends_in_the_past);
  g_test_add_func ("/graph-render/mirrored", test_mirrored);
  g_test_add_func ("/graph-render/same-history-same-pixels", test_same_history_same_pixels);
  g_test_add_func ("/graph-render/buffers-stay", test_buffers_stay);
  g_test_add_func ("/graph-render/without-history", test_without_history);
  g_test_add_func ("/graph-render/heat", test_heat);
  g_test_add_func ("/graph-render/parts", test_parts);
  g_test_add_func ("/graph-render/background", test_background);
  return g_test_run ();
}
