/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "core/sw-enums.h"
#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-graph.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-strip-item.h"

static SwSource *
make_source (SwUnit unit)
{
  SwSource *source = sw_fake_source_new ("fake", "Fake", unit, SW_STYLE_LINES);

  sw_fake_source_add_channels (source, SW_ROLE_1, "One", "Two", NULL);
  return source;
}

static void
push (SwSource *source, int second, double value)
{
  const double values[] = { value, value / 3 };

  sw_fake_source_push (source, second * SW_SECOND_US, values);
}

static int
get_size (GtkWidget *widget, GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (widget, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
test_values_move_nothing (void)
{
  g_autoptr (GEnumClass) units = g_type_class_ref (SW_TYPE_UNIT);

  for (guint i = 0; i < units->n_values; i++)
    {
      g_autoptr (SwSource) source = make_source (units->values[i].value);
      GtkWidget *item = sw_strip_item_new (source);
      SwCountingBin *bin = sw_counting_bin_new (item);
      GtkWindow *window;
      guint n_layouts;
      int second = 1, width;

      sw_strip_item_set_numeral (SW_STRIP_ITEM (item), TRUE);
      window = sw_widget_test_show (GTK_WIDGET (bin), 300, 24);
      n_layouts = sw_counting_bin_get_n_layouts (bin);
      width = get_size (item, GTK_ORIENTATION_HORIZONTAL);
      for (double value = 0.001; value < 1e13; value *= 7.3)
        {
          push (source, second++, value);
          sw_widget_test_paint (item);
          g_assert_cmpint (get_size (item, GTK_ORIENTATION_HORIZONTAL), ==, width);
        }
      g_assert_cmpuint (sw_counting_bin_get_n_layouts (bin), ==, n_layouts);
      sw_widget_test_close (window);
    }
}

static void
test_sizes (void)
{
  const struct
  {
    GtkOrientation orientation;
    int thickness_px, length_px;
    int along_px, graph_width_px, graph_height_px;
  } cases[] = {
    { GTK_ORIENTATION_HORIZONTAL, 24, 60, 60, 60, 20 },
    { GTK_ORIENTATION_HORIZONTAL, 16, 60, 60, 60, 12 },
    { GTK_ORIENTATION_HORIZONTAL, 64, 200, 200, 200, 60 },
    { GTK_ORIENTATION_HORIZONTAL, 16, 16, 16, 16, 12 },
    { GTK_ORIENTATION_VERTICAL, 24, 60, 24, 20, 20 },
    { GTK_ORIENTATION_VERTICAL, 16, 60, 16, 12, 12 },
    { GTK_ORIENTATION_VERTICAL, 64, 60, 64, 60, 60 },
    { GTK_ORIENTATION_VERTICAL, 64, 120, 124, 60, 120 },
    { GTK_ORIENTATION_VERTICAL, 24, 16, 16, 20, 12 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gboolean upright = cases[i].orientation == GTK_ORIENTATION_VERTICAL;
      g_autoptr (SwSource) source = make_source (SW_UNIT_PERCENT);
      GtkWidget *item = sw_strip_item_new (source);
      GtkWindow *window;
      GtkWidget *graph;

      g_test_message ("row %u", i);
      sw_strip_item_set_bar (SW_STRIP_ITEM (item), cases[i].orientation, cases[i].thickness_px);
      sw_strip_item_set_length_px (SW_STRIP_ITEM (item), cases[i].length_px);
      gtk_widget_set_halign (item, upright ? GTK_ALIGN_FILL : GTK_ALIGN_START);
      gtk_widget_set_valign (item, upright ? GTK_ALIGN_START : GTK_ALIGN_FILL);
      window = sw_widget_test_show (item, upright ? cases[i].thickness_px : 700,
                                    upright ? 700 : cases[i].thickness_px);
      graph = sw_widget_test_find (item, SW_TYPE_GRAPH);
      g_assert_cmpint (get_size (item, cases[i].orientation), ==, cases[i].along_px);
      g_assert_cmpint (gtk_widget_get_width (graph), ==, cases[i].graph_width_px);
      g_assert_cmpint (gtk_widget_get_height (graph), ==, cases[i].graph_height_px);
      sw_widget_test_close (window);
    }
}

/* Cut off, "100 %" would read "10". */
static void
test_numeral_needs_room (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_BYTES_PER_SECOND);
  GtkWidget *item = sw_strip_item_new (source);
  GtkWindow *window = sw_widget_test_show (item, 300, 300);
  GtkWidget *numeral = sw_widget_test_find (item, SW_TYPE_NUMERAL);

  sw_strip_item_set_numeral (SW_STRIP_ITEM (item), TRUE);
  g_assert_true (gtk_widget_get_mapped (numeral));
  sw_strip_item_set_bar (SW_STRIP_ITEM (item), GTK_ORIENTATION_VERTICAL, 24);
  g_assert_false (gtk_widget_get_mapped (numeral));
  sw_strip_item_set_bar (SW_STRIP_ITEM (item), GTK_ORIENTATION_VERTICAL, 200);
  g_assert_true (gtk_widget_get_mapped (numeral));
  sw_strip_item_set_numeral (SW_STRIP_ITEM (item), FALSE);
  g_assert_false (gtk_widget_get_mapped (numeral));
  sw_widget_test_close (window);
}

static gboolean
is_same_picture (cairo_surface_t *one, cairo_surface_t *other)
{
  const gsize n_bytes
      = (gsize) cairo_image_surface_get_stride (one) * (gsize) cairo_image_surface_get_height (one);

  return memcmp (cairo_image_surface_get_data (one), cairo_image_surface_get_data (other), n_bytes)
         == 0;
}

static void
test_pause_stands_still (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_PERCENT);
  GtkWidget *item = sw_strip_item_new (source);
  GtkWindow *window;
  cairo_surface_t *before, *paused, *later, *resumed;

  sw_strip_item_set_numeral (SW_STRIP_ITEM (item), TRUE);
  window = sw_widget_test_show (item, 200, 24);
  for (int second = 1; second < 20; second++)
    push (source, second, second % 5 * 20);
  sw_widget_test_paint (item);
  before = sw_widget_test_render (item);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 1);

  sw_strip_item_set_paused (SW_STRIP_ITEM (item), TRUE);
  sw_widget_test_paint (item);
  paused = sw_widget_test_render (item);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  g_assert_false (is_same_picture (before, paused)); /* it is dimmed */

  for (int second = 20; second < 40; second++)
    push (source, second, 90);
  sw_widget_test_paint (item);
  later = sw_widget_test_render (item);
  g_assert_true (is_same_picture (paused, later));

  sw_strip_item_set_paused (SW_STRIP_ITEM (item), FALSE);
  sw_widget_test_paint (item);
  resumed = sw_widget_test_render (item);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 1);
  g_assert_false (is_same_picture (before, resumed));

  cairo_surface_destroy (before);
  cairo_surface_destroy (paused);
  cairo_surface_destroy (later);
  cairo_surface_destroy (resumed);
  sw_widget_test_close (window);
}

static void
test_tells_more (void)
{
  g_autoptr (SwSource) source = make_source (SW_UNIT_PERCENT);
  g_autoptr (GtkWidget) item = g_object_ref_sink (sw_strip_item_new (source));
  g_autofree char *waiting = sw_strip_item_describe (SW_STRIP_ITEM (item));
  g_autofree char *values = NULL;
  g_autofree char *paused = NULL;

  g_assert_cmpstr (waiting, ==, "Waiting for the first value");
  push (source, 1, 30);
  values = sw_strip_item_describe (SW_STRIP_ITEM (item));
  g_assert_cmpstr (values, ==, "40 %\nOne: 30 %\nTwo: 10 %");
  sw_channel_set_shown (sw_source_get_channel (source, 1), FALSE);
  sw_strip_item_set_paused (SW_STRIP_ITEM (item), TRUE);
  paused = sw_strip_item_describe (SW_STRIP_ITEM (item));
  g_assert_cmpstr (paused, ==, "30 %\nOne: 30 %\nPaused");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strip-item/values-move-nothing", test_values_move_nothing);
  g_test_add_func ("/strip-item/sizes", test_sizes);
  g_test_add_func ("/strip-item/numeral-needs-room", test_numeral_needs_room);
  g_test_add_func ("/strip-item/pause-stands-still", test_pause_stands_still);
  g_test_add_func ("/strip-item/tells-more", test_tells_more);
  return g_test_run ();
}
