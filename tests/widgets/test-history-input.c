/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A history under a real pointer, and what it says of itself. */

#include "config.h"

#include <math.h>
#include <unistd.h>

#include "tests/widgets/history-fixture.h"

#define HOUR_US (3600 * SW_SECOND_US)

/* What xdotool (1) does, and "@X Y" moves the pointer to that place of WIDGET. */
static void
input (GtkWidget *widget, const char *commands)
{
  GtkNative *native = gtk_widget_get_native (widget);
  g_autoptr (GString) line = g_string_new ("xdotool search --all --onlyvisible --pid ");
  g_autoptr (GError) error = NULL;
  graphene_point_t place;
  double x, y;
  int status;

  gtk_native_get_surface_transform (native, &x, &y);
  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), graphene_point_zero (),
                                           &place));
  g_string_append_printf (line, "%d --class . ", getpid ());
  for (const char *c = commands; *c != '\0'; c++)
    if (*c == '@')
      {
        const int dx = g_ascii_strtoll (c + 1, (char **) &c, 10);
        const int dy = g_ascii_strtoll (c, (char **) &c, 10);

        g_string_append_printf (line, "mousemove --window %%1 %d %d", (int) (x + place.x) + dx,
                                (int) (y + place.y) + dy);
        c--;
      }
    else
      g_string_append_c (line, *c);
  g_assert_true (g_spawn_command_line_sync (line->str, NULL, NULL, &status, &error));
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", line->str, error->message);
}

typedef struct
{
  SwTimeRange *range;
  gint64 span_us;
  gint64 end_us;
} Wanted;

static gboolean
is_there (gpointer data)
{
  const Wanted *wanted = data;

  return ABS (sw_time_range_get_span_us (wanted->range) - wanted->span_us) < SW_SECOND_US / 2
         && ABS (sw_time_range_get_end_us (wanted->range) - wanted->end_us) < SW_SECOND_US / 2;
}

static void
await (SwTimeRange *range, gint64 span_us, gint64 end_us)
{
  sw_widget_test_wait (is_there, &(Wanted) { range, span_us, end_us });
}

static gboolean
is_pointer_at_200 (gpointer graph)
{
  return fabs (SW_GRAPH (graph)->pointer_x - 200) < 2;
}

/* What is dragged goes along with the pointer, as paper does; back at the newest it is live. */
static void
test_drag_pans (gconstpointer rtl)
{
  const int later = rtl != NULL ? -1 : 1;
  Fixture fixture;
  SwHistoryView *view;
  SwTimeRange *range;
  GtkWidget *graph;
  gint64 newest_us, px_us;
  char commands[200];

  gtk_widget_set_default_direction (rtl != NULL ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  view = open_history (&fixture);
  range = sw_history_view_get_range (view);
  graph = GTK_WIDGET (get_graph (view));
  settle (fixture.board);
  sw_time_range_set_span_us (range, 60 * SW_SECOND_US);
  newest_us = sw_time_range_get_newest_us (range);
  px_us = 60 * SW_SECOND_US / gtk_widget_get_width (graph);
  g_snprintf (commands, sizeof commands, "@400 80 mousedown 1 @%d 85 @%d 90 mouseup 1",
              400 + 40 * later, 400 + 200 * later);
  input (graph, commands);
  await (range, 60 * SW_SECOND_US, newest_us - 200 * px_us);
  g_assert_false (sw_time_range_get_live (range));
  /* Once more, it goes on from there. */
  input (graph, commands);
  await (range, 60 * SW_SECOND_US, newest_us - 400 * px_us);
  g_snprintf (commands, sizeof commands, "@400 80 mousedown 1 @%d 85 @%d 90 mouseup 1",
              400 - 40 * later, 400 - 390 * later);
  input (graph, commands);
  input (graph, commands);
  await (range, 60 * SW_SECOND_US, newest_us);
  g_assert_true (sw_time_range_get_live (range));
  fixture_clear (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Not past the oldest, and not by what scrolls the page. */
static void
test_drag_has_bounds (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwTimeRange *range = sw_history_view_get_range (view);
  GtkWidget *graph = GTK_WIDGET (get_graph (view));
  gint64 oldest_us;

  settle (fixture.board);
  oldest_us = sw_time_range_get_oldest_us (range);
  input (graph, "@300 20 mousedown 1 @305 60 @312 120 mouseup 1");
  /* Whatever comes after it has come. */
  input (graph, "@200 60");
  sw_widget_test_wait (is_pointer_at_200, graph);
  g_assert_true (sw_time_range_get_live (range));
  input (graph, "@100 60 mousedown 1 @300 60 @800 60 mouseup 1");
  await (range, 300 * SW_SECOND_US, oldest_us + 300 * SW_SECOND_US);
  fixture_clear (&fixture);
}

/* What lies under the pointer stays there; with Shift held the wheel pans. */
static void
test_wheel_zooms_and_pans (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwTimeRange *range = sw_history_view_get_range (view);
  GtkWidget *graph = GTK_WIDGET (get_graph (view));
  const gint64 span_us = 192 * SW_SECOND_US; /* of five minutes, two notches less */
  gint64 newest_us, behind_us;

  settle (fixture.board);
  newest_us = sw_time_range_get_newest_us (range);
  behind_us
      = 300 * SW_SECOND_US * (gtk_widget_get_width (graph) - 300) / gtk_widget_get_width (graph);
  input (graph, "@300 60 click 4 click 4");
  await (range, span_us, newest_us - behind_us + (gint64) (behind_us * 0.64));
  input (graph, "@300 60 click 5 click 5");
  await (range, 300 * SW_SECOND_US, newest_us);
  input (graph, "@300 60 click --repeat 12 4");
  await (range, 60 * SW_SECOND_US, newest_us - behind_us + behind_us / 5);
  input (graph, "@300 60 keydown --window 0 shift click 4 keyup --window 0 shift");
  await (range, 60 * SW_SECOND_US, newest_us - behind_us + behind_us / 5 - 6 * SW_SECOND_US);
  input (graph, "@300 60 click --repeat 40 5");
  await (range, 24 * HOUR_US, newest_us);
  fixture_clear (&fixture);
}

/* Fingers are no device that X.Org's test extension has: their gesture says what they do. */
static void
test_pinch_zooms (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwTimeRange *range = sw_history_view_get_range (view);
  SwGraph *graph = get_graph (view);
  GtkEventController *pinch = get_controller (GTK_WIDGET (graph), GTK_TYPE_GESTURE_ZOOM);
  gint64 newest_us;

  settle (fixture.board);
  newest_us = sw_time_range_get_newest_us (range);
  graph->grabbed_span_us = 300 * SW_SECOND_US;
  graph->grabbed_time_us = newest_us - 100 * SW_SECOND_US;
  for (double scale = 1; scale <= 2; scale += 0.25)
    g_signal_emit_by_name (pinch, "scale-changed", scale);
  await (range, 150 * SW_SECOND_US, newest_us - 50 * SW_SECOND_US);
  /* Together again, nothing has changed; and the fingers cannot tear it beyond its limits. */
  g_signal_emit_by_name (pinch, "scale-changed", 1.0);
  await (range, 300 * SW_SECOND_US, newest_us);
  g_signal_emit_by_name (pinch, "scale-changed", 50.0);
  await (range, 60 * SW_SECOND_US, newest_us - 80 * SW_SECOND_US);
  fixture_clear (&fixture);
}

/* Of trouble, and after it of holes. */
static AdwBanner *
get_banner (SwHistoryView *view, guint number)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  find_all (GTK_WIDGET (view), ADW_TYPE_BANNER, found);
  g_assert_cmpuint (found->len, ==, 2);
  return found->pdata[number];
}

/* While the user has not said otherwise, what is empty has a reason and a remedy. */
static void
test_banner (void)
{
  const char *const name = "measure-hidden";
  g_autoptr (GApplication) application
      = g_application_new ("org.stillwatch.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GSimpleAction) action
      = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (FALSE));
  g_autoptr (GVariant) state = NULL;
  Fixture fixture;
  SwHistoryView *view;
  SwTimeRange *range;

  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
  g_assert_true (g_application_register (application, NULL, NULL));
  g_application_set_default (application);
  view = open_history (&fixture);
  range = sw_history_view_get_range (view);
  settle (fixture.board);
  /* Five minutes are known, of an hour only these. */
  g_assert_false (adw_banner_get_revealed (get_banner (view, 1)));
  sw_time_range_set_span_us (range, HOUR_US);
  g_assert_true (adw_banner_get_revealed (get_banner (view, 1)));
  sw_time_range_set_span_us (range, 300 * SW_SECOND_US);
  g_assert_false (adw_banner_get_revealed (get_banner (view, 1)));
  sw_time_range_set_span_us (range, HOUR_US);
  g_signal_emit_by_name (get_banner (view, 1), "button-clicked");
  state = g_action_group_get_action_state (G_ACTION_GROUP (application), name);
  g_assert_true (g_variant_get_boolean (state));
  g_assert_false (adw_banner_get_revealed (get_banner (view, 1)));
  fixture_clear (&fixture);
  g_application_set_default (NULL);
}

static void
assert_trouble (SwHistoryView *view, const char *title)
{
  AdwBanner *trouble = get_banner (view, 0);

  g_assert_cmpint (adw_banner_get_revealed (trouble), ==, title != NULL);
  if (title != NULL)
    g_assert_cmpstr (adw_banner_get_title (trouble), ==, title);
}

/* What was measured stays where it is shown, and the page says why no more comes. */
static void
test_trouble (void)
{
  Fixture fixture;
  SwHistoryView *view = open_history (&fixture);
  SwSource *source = sw_history_view_get_source (view);

  settle (fixture.board);
  assert_trouble (view, NULL);
  sw_fake_source_set_func (source, answer, (gpointer) "It was unplugged");
  run_seconds (&fixture, 3);
  assert_trouble (view, "It was unplugged");
  sw_fake_source_set_func (source, answer, NULL);
  run_seconds (&fixture, 600);
  assert_trouble (view, NULL);
  sw_source_registry_remove (fixture.registry, source);
  assert_trouble (view, "No longer there. What was measured is still shown");
  sw_history_view_set_source (view, sw_source_registry_lookup (fixture.registry, "source-1"));
  assert_trouble (view, NULL);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/history-input/drag", NULL, test_drag_pans);
  g_test_add_data_func ("/history-input/drag-right-to-left", "rtl", test_drag_pans);
  g_test_add_func ("/history-input/drag-bounds", test_drag_has_bounds);
  g_test_add_func ("/history-input/wheel", test_wheel_zooms_and_pans);
  g_test_add_func ("/history-input/pinch", test_pinch_zooms);
  g_test_add_func ("/history-input/banner", test_banner);
  g_test_add_func ("/history-input/trouble", test_trouble);
  return g_test_run ();
}
