/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include <adwaita.h>

#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-graph-private.h"

#define NOW_US (5000 * SW_SECOND_US)

static SwSource *
make_source (void)
{
  SwSource *source = sw_fake_source_new ("cpu", "Processor", SW_UNIT_PERCENT, SW_STYLE_STACKED);

  sw_fake_source_add_channels (source, SW_ROLE_1, "User", "System", NULL);
  sw_source_set_natural_max (source, 100);
  return source;
}

static void
push (SwSource *source, gint64 second)
{
  const double values[] = { second % 50, second % 7 };

  sw_fake_source_push (source, NOW_US + second * SW_SECOND_US, values);
}

static gboolean
is_wanted (gpointer source)
{
  return sw_source_get_demand (source) > 0;
}

static gboolean
is_unwanted (gpointer source)
{
  return sw_source_get_demand (source) == 0;
}

static void
test_demand_follows_sight (void)
{
  g_autoptr (SwSource) source = make_source ();
  GtkWidget *graph = sw_graph_new (source, NULL);
  GtkWindow *window;

  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  window = sw_widget_test_show (graph, 300, 100);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 1);
  gtk_widget_set_visible (graph, FALSE);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  gtk_widget_set_visible (graph, TRUE);
  sw_widget_test_wait (is_wanted, source);
  gtk_window_minimize (window);
  sw_widget_test_wait (is_unwanted, source);
  gtk_window_unminimize (window);
  sw_widget_test_wait (is_wanted, source);
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  gtk_window_present (window);
  sw_widget_test_wait (is_wanted, source);
  sw_widget_test_close (window);
  g_assert_cmpuint (sw_source_get_demand (source), ==, 0);
  sw_test_assert_last_unref (source);
}

static void
test_demand_moves_with_the_source (void)
{
  g_autoptr (SwSource) first = make_source ();
  g_autoptr (SwSource) second = make_source ();
  GtkWidget *graph = sw_graph_new (first, NULL);
  GtkWindow *window = sw_widget_test_show (graph, 300, 100);

  sw_graph_set_source (SW_GRAPH (graph), second);
  g_assert_cmpuint (sw_source_get_demand (first), ==, 0);
  g_assert_cmpuint (sw_source_get_demand (second), ==, 1);
  sw_graph_set_source (SW_GRAPH (graph), NULL);
  g_assert_cmpuint (sw_source_get_demand (second), ==, 0);
  sw_widget_test_close (window);
  sw_test_assert_last_unref (first);
  sw_test_assert_last_unref (second);
}

/* The display has a pointer of its own, wherever that is; the bubble beside it would have to be laid out first. */
static GtkWidget *
make_unpointed (SwSource *source)
{
  GtkWidget *graph = sw_graph_new (source, NULL);

  gtk_widget_set_can_target (graph, FALSE);
  return graph;
}

static GBytes *
copy_history (SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);
  GByteArray *bytes = g_byte_array_new ();

  for (guint row = 0; row < sw_series_get_n_rows (series); row++)
    {
      const gint64 time_us = sw_series_get_row_time_us (series, row);

      g_byte_array_append (bytes, (const guint8 *) &time_us, sizeof time_us);
      g_byte_array_append (bytes, (const guint8 *) sw_series_peek_row (series, row),
                           2 * sizeof (float));
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* All that a user can choose, each shown for a frame. */
static void
change_settings (SwSource *source, GtkWidget *graph)
{
  SwChannel *channel = sw_source_get_channel (source, 0);

  sw_source_set_style (source, SW_STYLE_HEAT);
  sw_widget_test_paint (graph);
  sw_source_set_scale_max (source, 7);
  sw_widget_test_paint (graph);
  sw_source_set_interval_us (source, 10 * SW_SECOND_US);
  sw_widget_test_paint (graph);
  sw_source_set_enabled (source, FALSE);
  sw_widget_test_paint (graph);
  sw_source_set_enabled (source, TRUE);
  sw_widget_test_paint (graph);
  sw_channel_set_colour (channel, "#123456");
  sw_widget_test_paint (graph);
  sw_channel_set_shown (channel, FALSE);
  sw_widget_test_paint (graph);
  sw_graph_set_span_us (SW_GRAPH (graph), 10 * SW_SECOND_US);
  sw_graph_set_compact (SW_GRAPH (graph), TRUE);
  sw_widget_test_paint (graph);
}

static void
test_history_survives_changes (void)
{
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  GtkWidget *graph = make_unpointed (source);
  GtkWindow *window = sw_widget_test_show (graph, 300, 100);

  for (gint64 i = 0; i < 500; i++)
    push (source, i);
  before = copy_history (source);
  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
      g_autoptr (GskRenderNode) node = NULL;

      gtk_widget_allocate (graph, 120 + i * 37 % 900, 64 + i * 13 % 300, -1, NULL);
      GTK_WIDGET_GET_CLASS (graph)->snapshot (graph, snapshot);
      node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
      g_assert_nonnull (node);
    }
  change_settings (source, graph);
  after = copy_history (source);
  g_assert_true (g_bytes_equal (before, after));
  sw_widget_test_close (window);
}

static void
test_a_sample_draws_and_lays_nothing_out (void)
{
  g_autoptr (SwSource) source = make_source ();
  GtkWidget *graph = sw_graph_new (source, NULL);
  SwCountingBin *bin = sw_counting_bin_new (graph);
  GtkWindow *window;
  guint n_layouts;

  push (source, 0);
  window = sw_widget_test_show (GTK_WIDGET (bin), 300, 100);
  n_layouts = sw_counting_bin_get_n_layouts (bin);
  for (gint64 i = 1; i < 30; i++)
    {
      push (source, i);
      sw_widget_test_paint (graph);
    }
  g_assert_cmpuint (sw_counting_bin_get_n_layouts (bin), ==, n_layouts);
  g_assert_cmpint (SW_GRAPH (graph)->canvas.shown.axis.newest_us, ==, NOW_US + 29 * SW_SECOND_US);
  g_assert_cmpuint (SW_GRAPH (graph)->canvas.n_whole, ==, 1);
  sw_widget_test_close (window);
}

static void
check_keys (GtkTextDirection direction)
{
  const guint earlier = direction == GTK_TEXT_DIR_RTL ? GDK_KEY_Right : GDK_KEY_Left;
  const guint later = direction == GTK_TEXT_DIR_RTL ? GDK_KEY_Left : GDK_KEY_Right;
  const struct
  {
    guint key;
    gboolean used;
    gint64 second; /* -1: none */
  } steps[] = {
    { GDK_KEY_Escape, FALSE, -1 }, { later, TRUE, 99 },          { earlier, TRUE, 98 },
    { earlier, TRUE, 97 },         { later, TRUE, 98 },          { GDK_KEY_Up, FALSE, 98 },
    { GDK_KEY_End, TRUE, 99 },     { later, TRUE, 99 },          { GDK_KEY_Home, TRUE, 24 },
    { earlier, TRUE, 24 },         { GDK_KEY_Escape, TRUE, -1 },
  };
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (SwGraphCursor) cursor = sw_graph_cursor_new ();
  GtkWidget *graph = sw_graph_new (source, cursor);
  GtkWindow *window;

  /* The display has a pointer of its own, wherever that is. */
  gtk_widget_set_can_target (graph, FALSE);
  gtk_widget_set_direction (graph, direction);
  for (gint64 i = 0; i < 100; i++)
    push (source, i);
  window = sw_widget_test_show (graph, 300, 100);
  gtk_widget_grab_focus (graph);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const gint64 wanted_us = steps[i].second < 0 ? 0 : NOW_US + steps[i].second * SW_SECOND_US;

      g_assert_cmpint (sw_widget_test_press (graph, steps[i].key), ==, steps[i].used);
      g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, wanted_us);
      g_assert_cmpint (gtk_widget_get_child_visible (GTK_WIDGET (SW_GRAPH (graph)->bubble)), ==,
                       wanted_us != 0);
    }
  /* An instant that has left the plot is let go. */
  sw_widget_test_press (graph, GDK_KEY_Home);
  for (gint64 i = 100; i < 103; i++)
    push (source, i);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, 0);
  sw_widget_test_close (window);
}

static void
test_keys (void)
{
  check_keys (GTK_TEXT_DIR_LTR);
}

static void
test_keys_right_to_left (void)
{
  check_keys (GTK_TEXT_DIR_RTL);
}

/* Of several gestures, that of the first button. */
static GtkEventController *
get_controller (GtkWidget *graph, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (graph);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type)
          && (!GTK_IS_GESTURE_SINGLE (controller)
              || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller))
                     == GDK_BUTTON_PRIMARY))
        return controller;
    }
  g_assert_not_reached ();
}

static void
move_pointer (GtkWidget *graph, const char *signal, double x)
{
  g_signal_emit_by_name (get_controller (graph, GTK_TYPE_EVENT_CONTROLLER_MOTION), signal, x, 10.0);
}

/* Out of reach of the display's own pointer. */
static GtkWindow *
show_hundred_seconds (GtkWidget *graph, SwSource *source)
{
  gtk_widget_set_can_target (graph, FALSE);
  for (gint64 i = 0; i < 100; i++)
    push (source, i);
  return sw_widget_test_show (graph, 300, 100);
}

/* The pointer rests, time goes on: it points at another sample, in all graphs. */
static void
test_pointer_moves_the_shared_cursor (void)
{
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (SwGraphCursor) cursor = sw_graph_cursor_new ();
  GtkWidget *graph = sw_graph_new (source, cursor);
  GtkWindow *window = show_hundred_seconds (graph, source);
  const int width = gtk_widget_get_width (graph);

  move_pointer (graph, "motion", width - 40);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 89 * SW_SECOND_US);
  push (source, 100);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 90 * SW_SECOND_US);
  sw_widget_test_paint (graph);
  move_pointer (graph, "leave", 0);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, 0);
  sw_widget_test_close (window);
}

/* A click gives it the keys, and a finger, which cannot hover, points by it. What keys chose stays though a pointer rests
 * over the graph, until it moves. */
static void
test_clicked_and_keyed (void)
{
  g_autoptr (SwSource) source = make_source ();
  g_autoptr (SwGraphCursor) cursor = sw_graph_cursor_new ();
  GtkWidget *graph = sw_graph_new (source, cursor);
  GtkWindow *window = show_hundred_seconds (graph, source);
  const int width = gtk_widget_get_width (graph);

  gtk_window_set_focus (window, NULL);
  g_signal_emit_by_name (get_controller (graph, GTK_TYPE_GESTURE_CLICK), "released", 1,
                         width - 40.0, 20.0);
  g_assert_true (gtk_window_get_focus (window) == graph);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 89 * SW_SECOND_US);
  push (source, 100);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 89 * SW_SECOND_US);
  sw_widget_test_paint (graph);
  move_pointer (graph, "motion", width - 80);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 80 * SW_SECOND_US);
  sw_widget_test_press (graph, GDK_KEY_Left);
  push (source, 101);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 79 * SW_SECOND_US);
  sw_widget_test_paint (graph);
  move_pointer (graph, "motion", width - 40);
  g_assert_cmpint (sw_graph_cursor_get_time_us (cursor), ==, NOW_US + 91 * SW_SECOND_US);
  sw_widget_test_close (window);
}

static void
test_says_what_it_shows (void)
{
  /* The macro makes a format of what it is given. */
  const char *const description = "User: 6 %, System: 6 %";
  const char *const headline = "12 %";
  g_autoptr (SwSource) source = make_source ();
  GtkWidget *graph = sw_graph_new (source, NULL);
  GtkAccessible *accessible = GTK_ACCESSIBLE (graph);
  GtkWindow *window;

  gtk_widget_set_can_target (graph, FALSE);
  gtk_widget_set_focusable (graph, FALSE);
  window = sw_widget_test_show (graph, 300, 100);
  gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_METER);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL, "Processor");
  push (source, 6);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       description);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, headline);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 12.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0);
  /* Politely: nobody is there to hear each second. */
  push (source, 7);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 12.0);
  push (source, 11);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 15.0);
  /* At once while it is stepped through. */
  gtk_widget_set_focusable (graph, TRUE);
  gtk_widget_grab_focus (graph);
  sw_widget_test_press (graph, GDK_KEY_End);
  sw_widget_test_press (graph, GDK_KEY_Left);
  gtk_test_accessible_assert_property (accessible, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 7.0);
  sw_widget_test_close (window);
}

#ifdef __SANITIZE_ADDRESS__
/* Of the sanitizer's run-time library, whose header not every compiler brings. */
gsize __sanitizer_get_current_allocated_bytes (void);
#endif

/* Bytes that the allocator has given out and not got back. Resident memory would count what AddressSanitizer keeps
 * of freed blocks. */
static gsize
get_memory (void)
{
#ifdef __SANITIZE_ADDRESS__
  return __sanitizer_get_current_allocated_bytes ();
#else
  const struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#endif
}

static void
draw_off_screen (GtkWidget *graph)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;

  GTK_WIDGET_GET_CLASS (graph)->snapshot (graph, snapshot);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
}

static void
test_a_million_samples_grow_nothing (void)
{
  g_autoptr (SwSource) source = make_source ();
  GtkWidget *graph = make_unpointed (source);
  GtkWindow *window = sw_widget_test_show (graph, 300, 100);
  gsize before = 0;

  for (gint64 i = 0; i < 1000000; i++)
    {
      push (source, i);
      if (i % 1000 == 0)
        draw_off_screen (graph);
      /* By then both tiers of the history are full. */
      if (i == 100000)
        before = get_memory ();
    }
  g_test_message ("from %zu to %zu bytes", before, get_memory ());
  g_assert_cmpuint (get_memory (), <, before + 4096);
  sw_widget_test_close (window);
}

/* Where the line is drawn between two x: how many pixels wide. */
static guint
count_line (cairo_surface_t *surface, int from_x, int to_x)
{
  const int stride = cairo_image_surface_get_stride (surface) / 4;
  const guint32 *pixels = (gpointer) cairo_image_surface_get_data (surface);
  guint n = 0;

  for (int x = from_x; x < to_x; x++)
    {
      int bluest = 0;

      for (int y = 3; y < 14; y++)
        {
          const guint32 pixel = pixels[y * stride + x];

          bluest = MAX (bluest, (int) (pixel & 0xff) - (int) (pixel >> 16 & 0xff));
        }
      n += bluest > 80;
    }
  return n;
}

/* A curve goes on behind the scale's label, but does not strike it through. */
static void
test_label_can_be_read (void)
{
  for (GtkTextDirection direction = GTK_TEXT_DIR_LTR; direction <= GTK_TEXT_DIR_RTL; direction++)
    {
      const gboolean mirrored = direction == GTK_TEXT_DIR_RTL;
      g_autoptr (SwSource) source = make_source ();
      GtkWidget *graph = sw_graph_new (source, NULL);
      GtkWindow *window;
      cairo_surface_t *surface;

      for (gint64 second = 0; second < 100; second++)
        sw_fake_source_push (source, NOW_US + second * SW_SECOND_US, (double[]) { 92, 0 });
      /* The pointer may be anywhere. */
      gtk_widget_set_can_target (graph, FALSE);
      gtk_widget_set_direction (graph, direction);
      window = sw_widget_test_show (graph, 300, 100);
      surface = sw_widget_test_render (graph);
      g_assert_cmpuint (count_line (surface, mirrored ? 278 : 4, mirrored ? 296 : 22), ==, 0);
      g_assert_cmpuint (count_line (surface, 100, 200), ==, 100);
      g_assert_cmpuint (count_line (surface, mirrored ? 4 : 278, mirrored ? 22 : 296), ==, 18);
      cairo_surface_destroy (surface);
      sw_widget_test_close (window);
    }
}

int
main (int argc, char *argv[])
{
  /* A bus would be told of a million samples more slowly than they come here. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/graph/label", test_label_can_be_read);
  g_test_add_func ("/graph/demand/sight", test_demand_follows_sight);
  g_test_add_func ("/graph/demand/source", test_demand_moves_with_the_source);
  g_test_add_func ("/graph/history/survives", test_history_survives_changes);
  g_test_add_func ("/graph/redraw/no-layout", test_a_sample_draws_and_lays_nothing_out);
  g_test_add_func ("/graph/keys/left-to-right", test_keys);
  g_test_add_func ("/graph/keys/right-to-left", test_keys_right_to_left);
  g_test_add_func ("/graph/pointer/follows", test_pointer_moves_the_shared_cursor);
  g_test_add_func ("/graph/pointer/clicked-and-keyed", test_clicked_and_keyed);
  g_test_add_func ("/graph/accessible/values", test_says_what_it_shows);
  g_test_add_func ("/graph/memory/million", test_a_million_samples_grow_nothing);
  return g_test_run ();
}
