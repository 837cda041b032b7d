/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What can be seen of a graph on the screen, in each scheme: pixels, as the next frame shows them. */

#include "config.h"

#include <math.h>

#include <adwaita.h>

#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-channel-row.h"
#include "widgets/sw-graph-private.h"
#include "widgets/sw-swatch.h"

#define NOW_US (5000 * SW_SECOND_US)
#define CHOSEN "#123456"

typedef struct
{
  SwSource *source;
  SwGraphCursor *cursor;
  GtkWidget *graph;
  GtkWindow *window;
  cairo_surface_t *picture;
} Fixture;

static void
push (Fixture *self, gint64 second, double one, double two)
{
  sw_fake_source_push (self->source, NOW_US + second * SW_SECOND_US, (const double[]) { one, two });
}

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->source = sw_fake_source_new ("cpu", "Processor", SW_UNIT_PERCENT, SW_STYLE_LINES);
  sw_fake_source_add_channels (self->source, SW_ROLE_1, "User", "System", NULL);
  sw_source_set_natural_max (self->source, 100);
  self->cursor = sw_graph_cursor_new ();
  self->graph = sw_graph_new (self->source, self->cursor);
  /* The display has a pointer of its own, wherever that is. */
  gtk_widget_set_can_target (self->graph, FALSE);
  self->window = sw_widget_test_show (self->graph, 300, 100);
}

/* With a line through the whole plot that neither meets the grid nor the label. */
static void
set_up_full (Fixture *self, gconstpointer data)
{
  set_up (self, data);
  for (gint64 second = 0; second < 100; second++)
    push (self, second, 40, 10);
}

static gboolean
has_scheme (gpointer wanted)
{
  return sw_palette_get_scheme () == GPOINTER_TO_UINT (wanted);
}

/* As if the user had chosen it in the system's settings. */
static void
set_scheme (SwScheme scheme)
{
  const gboolean dark = scheme == SW_SCHEME_DARK || scheme == SW_SCHEME_DARK_HIGH_CONTRAST;
  const gboolean strong
      = scheme == SW_SCHEME_LIGHT_HIGH_CONTRAST || scheme == SW_SCHEME_DARK_HIGH_CONTRAST;
  g_autoptr (GSettings) settings = g_settings_new ("org.gnome.desktop.a11y.interface");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_settings_set_boolean (settings, "high-contrast", strong);
  sw_widget_test_wait (has_scheme, GUINT_TO_POINTER (scheme));
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  sw_widget_test_close (self->window);
  sw_test_assert_last_unref (self->cursor);
  sw_test_assert_last_unref (self->source);
  set_scheme (SW_SCHEME_LIGHT);
}

static void
render (Fixture *self)
{
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  self->picture = sw_widget_test_render (self->graph);
}

static GdkRGBA
get_pixel (cairo_surface_t *picture, int x, int y)
{
  const guchar *line
      = cairo_image_surface_get_data (picture) + y * cairo_image_surface_get_stride (picture);
  const guint32 pixel = ((const guint32 *) (gconstpointer) line)[x];
  const float alpha = pixel >> 24;

  return (GdkRGBA) {
    .red = alpha > 0 ? (pixel >> 16 & 0xff) / alpha : 0,
    .green = alpha > 0 ? (pixel >> 8 & 0xff) / alpha : 0,
    .blue = alpha > 0 ? (pixel & 0xff) / alpha : 0,
    .alpha = alpha / 255,
  };
}

/* How many pixels of a rectangle are not empty. */
static guint
count_painted (cairo_surface_t *picture, int x, int y, int width, int height)
{
  guint n = 0;

  for (int row = y; row < y + height; row++)
    for (int column = x; column < x + width; column++)
      n += get_pixel (picture, column, row).alpha > 0;
  return n;
}

/* Where VALUE of 100 is drawn. */
static int
get_y (Fixture *self, double value)
{
  return (int) (gtk_widget_get_height (self->graph) * (1 - value / 100));
}

/* The most opaque pixel around the height of VALUE. */
static GdkRGBA
get_line (Fixture *self, int x, double value)
{
  GdkRGBA line = { 0 };

  for (int y = get_y (self, value) - 2; y <= get_y (self, value) + 2; y++)
    if (get_pixel (self->picture, x, y).alpha > line.alpha)
      line = get_pixel (self->picture, x, y);
  return line;
}

static void
assert_colour (const GdkRGBA *colour, const GdkRGBA *expected)
{
  g_assert_cmpfloat_with_epsilon (colour->red, expected->red, 0.04);
  g_assert_cmpfloat_with_epsilon (colour->green, expected->green, 0.04);
  g_assert_cmpfloat_with_epsilon (colour->blue, expected->blue, 0.04);
}

static void
assert_role (const GdkRGBA *colour, SwRole role, SwScheme scheme)
{
  GdkRGBA expected;

  sw_palette_get (role, scheme, &expected);
  assert_colour (colour, &expected);
}

/* There and back, while it is shown and no sample comes. */
static const SwScheme tour[] = { SW_SCHEME_LIGHT, SW_SCHEME_DARK, SW_SCHEME_DARK_HIGH_CONTRAST,
                                 SW_SCHEME_LIGHT_HIGH_CONTRAST, SW_SCHEME_LIGHT };

static void
test_curves_follow_the_scheme (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (tour); i++)
    {
      GdkRGBA one, two;

      set_scheme (tour[i]);
      render (self);
      one = get_line (self, 150, 40);
      two = get_line (self, 150, 10);
      assert_role (&one, SW_ROLE_1, tour[i]);
      assert_role (&two, SW_ROLE_2, tour[i]);
    }
}

static void
test_swatches_follow_the_scheme (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *swatch = sw_swatch_new (sw_source_get_channel (self->source, 0), FALSE);
  GtkWindow *window = sw_widget_test_show (swatch, 100, 100);

  for (guint i = 0; i < G_N_ELEMENTS (tour); i++)
    {
      cairo_surface_t *picture;
      GdkRGBA colour;

      set_scheme (tour[i]);
      picture = sw_widget_test_render (swatch);
      colour = get_pixel (picture, gtk_widget_get_width (swatch) / 2,
                          gtk_widget_get_height (swatch) / 2);
      assert_role (&colour, SW_ROLE_1, tour[i]);
      cairo_surface_destroy (picture);
    }
  sw_widget_test_close (window);
}

/* In the settings of a source. */
static void
test_channel_rows_follow_the_scheme (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GtkWidget *row = g_object_ref_sink (sw_channel_row_new (sw_source_get_channel (self->source, 0)));
  GtkColorDialogButton *button = sw_widget_test_find (row, GTK_TYPE_COLOR_DIALOG_BUTTON);

  for (guint i = 0; i < G_N_ELEMENTS (tour); i++)
    {
      set_scheme (tour[i]);
      assert_role (gtk_color_dialog_button_get_rgba (button), SW_ROLE_1, tour[i]);
    }
  g_assert_null (sw_channel_get_colour (sw_source_get_channel (self->source, 0)));
  sw_test_assert_last_unref (row);
}

/* What the user chooses is drawn at once, not with the next sample. */
static void
test_curves_follow_their_channels (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  SwChannel *channel = sw_source_get_channel (self->source, 0);
  GdkRGBA chosen, line;

  render (self);
  line = get_line (self, 150, 40);
  assert_role (&line, SW_ROLE_1, SW_SCHEME_LIGHT);
  gdk_rgba_parse (&chosen, CHOSEN);
  sw_channel_set_colour (channel, CHOSEN);
  render (self);
  line = get_line (self, 150, 40);
  assert_colour (&line, &chosen);
  sw_channel_set_shown (channel, FALSE);
  render (self);
  g_assert_cmpfloat (get_line (self, 150, 40).alpha, ==, 0);
  g_assert_cmpfloat (get_line (self, 150, 10).alpha, >, 0.5);
}

/* How opaque the topmost line is. */
static double
get_grid_alpha (Fixture *self)
{
  render (self);
  return get_pixel (self->picture, 150, 0).alpha;
}

/* Faint as a rule, and the same whether there are values or not. */
static void
check_grid (Fixture *self)
{
  const int height = gtk_widget_get_height (self->graph);

  for (guint i = 0; i < G_N_ELEMENTS (tour); i++)
    {
      const gboolean strong
          = tour[i] == SW_SCHEME_LIGHT_HIGH_CONTRAST || tour[i] == SW_SCHEME_DARK_HIGH_CONTRAST;
      double expected = strong ? 0.35 : 0.1;
      GdkRGBA text;

      set_scheme (tour[i]);
      gtk_widget_get_color (self->graph, &text);
      expected *= text.alpha;
      g_assert_cmpfloat_with_epsilon (get_grid_alpha (self), expected, 0.02);
      g_assert_cmpuint (count_painted (self->picture, 250, 1, 1, height * 3 / 4), ==, 3);
    }
}

static void
test_empty_grid (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  check_grid (self);
}

static void
test_grid_behind_values (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  for (gint64 second = 0; second < 100; second++)
    push (self, second, 0, 0);
  check_grid (self);
}

/* Inside the upper corner where the reading begins, in the room between two lines of the grid. */
static void
test_top_label (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const int room = gtk_widget_get_height (self->graph) / 4 - 2;
  const int width = gtk_widget_get_width (self->graph);

  render (self);
  g_assert_cmpuint (count_painted (self->picture, 2, 1, 60, room), >, 20);
  g_assert_cmpuint (count_painted (self->picture, width - 60, 1, 60, room), ==, 0);
  gtk_widget_set_direction (self->graph, GTK_TEXT_DIR_RTL);
  render (self);
  g_assert_cmpuint (count_painted (self->picture, 2, 1, 60, room), ==, 0);
  g_assert_cmpuint (count_painted (self->picture, width - 62, 1, 60, room), >, 20);
  sw_graph_set_compact (SW_GRAPH (self->graph), TRUE);
  render (self);
  g_assert_cmpuint (count_painted (self->picture, 0, 1, width, room), ==, 0);
}

static void
test_cursor_line (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  const int room = gtk_widget_get_height (self->graph) / 4 - 2;
  SwGraphAxis axis;
  int x;

  render (self);
  g_assert_true (sw_graph_get_axis (SW_GRAPH (self->graph), &axis));
  x = (int) sw_graph_axis_get_x (&axis, NOW_US + 60 * SW_SECOND_US);
  g_assert_cmpuint (count_painted (self->picture, x - 20, 1, 40, room), ==, 0);
  sw_graph_cursor_set_time_us (self->cursor, NOW_US + 60 * SW_SECOND_US);
  render (self);
  g_assert_cmpuint (count_painted (self->picture, x, 1, 1, room), ==, room);
  g_assert_cmpuint (count_painted (self->picture, x - 20, 1, 40, room), ==, room);
  sw_graph_cursor_set_time_us (self->cursor, 0);
  render (self);
  g_assert_cmpuint (count_painted (self->picture, x - 20, 1, 40, room), ==, 0);
}

static GBytes *
render_bubble (Fixture *self)
{
  cairo_surface_t *picture;
  GBytes *bytes;

  sw_widget_test_paint (self->graph);
  picture = sw_widget_test_render (GTK_WIDGET (SW_GRAPH (self->graph)->bubble));
  g_assert_cmpint (cairo_image_surface_get_height (picture), >, 10);
  bytes = g_bytes_new (cairo_image_surface_get_data (picture),
                       (gsize) cairo_image_surface_get_stride (picture)
                           * cairo_image_surface_get_height (picture));
  cairo_surface_destroy (picture);
  return bytes;
}

/* Of two samples that differ in nothing but one channel's value. */
static void
test_bubble_shows_values (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GBytes) first = NULL, same = NULL, other = NULL;

  push (self, 100, 41, 13);
  gtk_widget_grab_focus (self->graph);
  sw_widget_test_press (self->graph, GDK_KEY_End);
  first = render_bubble (self);
  push (self, 101, 41, 13);
  sw_widget_test_press (self->graph, GDK_KEY_End);
  same = render_bubble (self);
  g_assert_true (g_bytes_equal (first, same));
  push (self, 102, 41, 12);
  sw_widget_test_press (self->graph, GDK_KEY_End);
  other = render_bubble (self);
  g_assert_cmpuint (g_bytes_get_size (first), ==, g_bytes_get_size (other));
  g_assert_false (g_bytes_equal (first, other));
}

#define TEST(path, set_up_func, func) g_test_add (path, Fixture, NULL, set_up_func, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  TEST ("/appearance/scheme/curves", set_up_full, test_curves_follow_the_scheme);
  TEST ("/appearance/scheme/swatch", set_up, test_swatches_follow_the_scheme);
  TEST ("/appearance/scheme/channel-row", set_up, test_channel_rows_follow_the_scheme);
  TEST ("/appearance/scheme/empty-grid", set_up, test_empty_grid);
  TEST ("/appearance/scheme/grid", set_up, test_grid_behind_values);
  TEST ("/appearance/channels", set_up_full, test_curves_follow_their_channels);
  TEST ("/appearance/top-label", set_up_full, test_top_label);
  TEST ("/appearance/cursor-line", set_up_full, test_cursor_line);
  TEST ("/appearance/bubble", set_up_full, test_bubble_shows_values);
  return g_test_run ();
}
