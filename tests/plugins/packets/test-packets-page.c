/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The page on a session that does what the test says. */

#include "config.h"

#include <adwaita.h>

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/plugins/packets/page-fixture.h"

#include "plugins/packets/packets-cell.h"
#include "plugins/packets/packets-fields.h"
#include "plugins/packets/packets-hex.h"

static const char *
get_state (PageFixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->page->stack);
}

static const char *
get_list_state (PageFixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->page->list_stack);
}

static void
test_states (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) empty = view_store (0);
  g_autoptr (CaptureStore) some = view_store (30);

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  g_assert_cmpstr (get_state (&fixture), ==, "empty");
  g_assert_false (gtk_widget_get_mapped (fixture.page->filter_line));
  fake_session_set_state (fixture.session, PACKETS_SESSION_STARTING);
  fake_session_tell (fixture.session);
  g_assert_cmpstr (get_state (&fixture), ==, "waiting");
  fake_session_set_state (fixture.session, PACKETS_SESSION_EMPTY);
  fake_session_set_problem (fixture.session, "No Right", "Because", "sudo true", TRUE);
  fake_session_tell (fixture.session);
  g_assert_cmpstr (get_state (&fixture), ==, "problem");
  g_assert_nonnull (sw_widget_test_find_label (GTK_WIDGET (fixture.page), "sudo true"));
  g_assert_nonnull (sw_widget_test_find_label (GTK_WIDGET (fixture.page),
                                               "Capture Once as Administrator"));
  fake_session_set_problem (fixture.session, NULL, NULL, NULL, FALSE);
  page_fixture_show_capture (&fixture, empty, PACKETS_SESSION_CAPTURING);
  g_assert_cmpstr (get_state (&fixture), ==, "packets");
  g_assert_cmpstr (get_list_state (&fixture), ==, "nothing");
  page_fixture_show_capture (&fixture, some, PACKETS_SESSION_READY);
  g_assert_cmpstr (get_list_state (&fixture), ==, "table");
  g_assert_nonnull (sw_widget_test_find_label (GTK_WIDGET (fixture.page), "30 packets"));
  g_assert_false (adw_banner_get_revealed (fixture.page->note));
  fake_session_set_problem (fixture.session, "Cut Short", "What is before can be seen", NULL,
                            FALSE);
  fake_session_tell (fixture.session);
  g_assert_true (adw_banner_get_revealed (fixture.page->note));
  g_assert_cmpstr (get_list_state (&fixture), ==, "table");
  page_fixture_tear_down (&fixture);
}

static gboolean
is_searched (gpointer page)
{
  return !packets_filter_model_get_searching (PACKETS_PAGE (page)->model);
}

static void
test_filter (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (300);
  GtkWidget *page;

  page_fixture_set_up (&fixture);
  page = GTK_WIDGET (fixture.page);
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  packets_checked_entry_set_text (fixture.page->filter, "proto:arp");
  sw_widget_test_wait (is_searched, page);
  g_assert_nonnull (sw_widget_test_find_label (page, "100 of 300 packets"));
  /* What is wrong changes nothing but the entry. */
  packets_checked_entry_set_text (fixture.page->filter, "dirr:in");
  g_assert_false (packets_checked_entry_get_valid (fixture.page->filter));
  g_assert_nonnull (sw_widget_test_find_label (page, "100 of 300 packets"));
  packets_checked_entry_set_text (fixture.page->filter, "proto:stp");
  sw_widget_test_wait (is_searched, page);
  g_assert_cmpstr (get_list_state (&fixture), ==, "nothing");
  g_assert_true (page_fixture_act (&fixture, "capture.clear-filter"));
  g_assert_cmpstr (get_list_state (&fixture), ==, "table");
  g_assert_nonnull (sw_widget_test_find_label (page, "300 packets"));
  page_fixture_tear_down (&fixture);
}

static void
test_steps (gconstpointer rtl)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  GtkWidget *view;

  gtk_widget_set_default_direction (rtl != NULL ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  view = sw_widget_test_find (GTK_WIDGET (fixture.page->table), GTK_TYPE_COLUMN_VIEW);
  packets_table_select_index (fixture.page->table, 5);
  g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, 5);
  g_assert_true (sw_widget_test_press (view, rtl != NULL ? GDK_KEY_Left : GDK_KEY_Right));
  g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, 6);
  g_assert_true (sw_widget_test_press (view, rtl != NULL ? GDK_KEY_Right : GDK_KEY_Left));
  g_assert_true (sw_widget_test_press (view, rtl != NULL ? GDK_KEY_Right : GDK_KEY_Left));
  g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, 4);
  packets_table_step (fixture.page->table, 1000);
  g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, 29);
  packets_table_step (fixture.page->table, -1000);
  g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, 0);
  page_fixture_tear_down (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* Of every three packets the filter shows the first. */
static void
test_steps_from_hidden (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  for (int step = -1; step <= 1; step += 2)
    {
      packets_checked_entry_set_text (fixture.page->filter, "");
      packets_table_select_index (fixture.page->table, 10);
      packets_checked_entry_set_text (fixture.page->filter, "proto:arp");
      sw_widget_test_wait (is_searched, fixture.page);
      g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, 10);
      packets_table_step (fixture.page->table, step);
      g_assert_cmpuint (packets_table_get_selected (fixture.page->table), ==, step > 0 ? 12 : 9);
    }
  page_fixture_tear_down (&fixture);
}

static GtkAdjustment *
get_adjustment (PageFixture *fixture)
{
  GtkWidget *scrolled
      = sw_widget_test_find (GTK_WIDGET (fixture->page->table), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

static gboolean
is_at_end (gpointer adjustment)
{
  return gtk_adjustment_get_upper (adjustment) > 2 * gtk_adjustment_get_page_size (adjustment)
         && gtk_adjustment_get_value (adjustment) >= gtk_adjustment_get_upper (adjustment)
                                                         - gtk_adjustment_get_page_size (adjustment)
                                                         - 1;
}

static void
grow (PageFixture *fixture, CaptureStore *store, guint n_packets)
{
  view_append (store, capture_store_get_n_packets (store), n_packets);
  fake_session_tell (fixture->session);
  sw_widget_test_paint (GTK_WIDGET (fixture->page));
}

/* The end stays in sight until somebody scrolls away, and again once they came back. */
static void
test_follow (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (500);
  GtkAdjustment *adjustment;
  double held;

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_CAPTURING);
  adjustment = get_adjustment (&fixture);
  sw_widget_test_wait (is_at_end, adjustment);
  grow (&fixture, store, 5000);
  sw_widget_test_wait (is_at_end, adjustment);
  g_assert_true (packets_table_get_following (fixture.page->table));
  gtk_adjustment_set_value (adjustment, 1000);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  g_assert_false (packets_table_get_following (fixture.page->table));
  held = gtk_adjustment_get_value (adjustment);
  grow (&fixture, store, 9000);
  grow (&fixture, store, 20000);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, held);
  packets_table_follow (fixture.page->table);
  sw_widget_test_wait (is_at_end, adjustment);
  grow (&fixture, store, 30000);
  sw_widget_test_wait (is_at_end, adjustment);
  page_fixture_tear_down (&fixture);
}

static void
count_up (guint *n)
{
  (*n)++;
}

/* Longer than the page lets more packets wait. */
static void
pass_time (PageFixture *fixture, SwTestClock *clock)
{
  sw_test_clock_advance (clock, SW_SECOND_US);
  sw_scheduler_dispatch (fixture->scheduler);
  sw_widget_test_paint (GTK_WIDGET (fixture->page));
}

/* On X each layout is a round of questions to the server. The end that is followed is in sight in the very same frame. */
static void
test_grows_in_one_layout (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (CaptureStore) store = view_store (500);
  GtkAdjustment *adjustment;
  guint n_layouts = 0;

  page_fixture_set_up_on_clock (&fixture, SW_CLOCK (clock));
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_CAPTURING);
  adjustment = get_adjustment (&fixture);
  sw_widget_test_wait (is_at_end, adjustment);
  g_signal_connect_data (gtk_widget_get_frame_clock (GTK_WIDGET (fixture.page)), "layout",
                         G_CALLBACK (count_up), &n_layouts, NULL, G_CONNECT_SWAPPED);
  for (guint i = 1; i <= 6; i++)
    {
      /* In half of them scrolled away from it. */
      if (i == 4)
        gtk_adjustment_set_value (adjustment, 1000);
      pass_time (&fixture, clock);
      n_layouts = 0;
      view_append (store, 500 * i, 500 * (i + 1));
      fake_session_tell (fixture.session);
      pass_time (&fixture, clock);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.page->list)), ==,
                        500 * (i + 1));
      g_assert_cmpuint (n_layouts, ==, 1);
      g_assert_true (is_at_end (adjustment) == (i < 4));
    }
  g_signal_handlers_disconnect_by_data (gtk_widget_get_frame_clock (GTK_WIDGET (fixture.page)),
                                        &n_layouts);
  page_fixture_tear_down (&fixture);
}

/* The first that comes after a while is shown in the next frame, those after it when it is time, all at once. */
static void
test_growth_is_paced (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (CaptureStore) store = view_store (500);
  guint n_changes = 0;

  page_fixture_set_up_on_clock (&fixture, SW_CLOCK (clock));
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_CAPTURING);
  g_signal_connect_swapped (fixture.page->list, "items-changed", G_CALLBACK (count_up), &n_changes);
  for (guint i = 1; i <= 20; i++)
    {
      view_append (store, 500 * i, 500 * (i + 1));
      fake_session_tell (fixture.session);
      sw_widget_test_paint (GTK_WIDGET (fixture.page));
      g_assert_cmpuint (n_changes, ==, 1);
    }
  pass_time (&fixture, clock);
  g_assert_cmpuint (n_changes, ==, 2);
  /* Nothing came since: then nothing wakes for it any more. */
  pass_time (&fixture, clock);
  g_assert_true (sw_job_get_paused (fixture.page->pacer));
  g_assert_cmpuint (n_changes, ==, 2);
  /* The end of a capture waits for nothing. */
  view_append (store, 10500, 11000);
  fake_session_tell (fixture.session);
  view_append (store, 11000, 11500);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.page->list)), ==, 11500);
  page_fixture_tear_down (&fixture);
}

/* Where drawing is dear there is less of it, on the feed's grid. */
static void
test_pace_follows_cost (void)
{
  static const struct
  {
    gint64 pace_ms, cost_us, expected_ms;
  } cases[] = { { 200, 0, 200 },     { 200, 8000, 200 },  { 200, 8001, 300 },
                { 500, 12000, 500 }, { 500, 30000, 800 }, { 200, 900000, 1000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (packets_page_slow_down (cases[i].pace_ms * G_TIME_SPAN_MILLISECOND,
                                             cases[i].cost_us),
                     ==, cases[i].expected_ms * G_TIME_SPAN_MILLISECOND);
}

/* What comes is looked at when somebody looks; until then nothing wakes for it. */
static void
test_unseen (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  GListModel *list;

  page_fixture_set_up (&fixture);
  list = G_LIST_MODEL (fixture.page->list);
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_CAPTURING);
  view_append (store, 30, 60);
  fake_session_tell (fixture.session);
  g_assert_false (sw_job_get_paused (fixture.page->pacer));
  gtk_widget_set_visible (GTK_WIDGET (fixture.page), FALSE);
  view_append (store, 60, 300);
  for (guint i = 0; i < 10; i++)
    fake_session_tell (fixture.session);
  g_assert_true (sw_job_get_paused (fixture.page->pacer));
  sw_widget_test_paint (GTK_WIDGET (fixture.window));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 30);
  gtk_widget_set_visible (GTK_WIDGET (fixture.page), TRUE);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 300);
  page_fixture_tear_down (&fixture);
}

/* A field marks its bytes, a byte leads to its field. */
static void
test_fields_and_bytes (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  PacketsFields *fields;
  PacketsField *field;
  GtkWidget *hex;

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  packets_table_select_index (fixture.page->table, 3);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture.page->details)));
  fields = sw_widget_test_find (GTK_WIDGET (fixture.page->details), PACKETS_TYPE_FIELDS);
  hex = sw_widget_test_find (GTK_WIDGET (fixture.page->details), PACKETS_TYPE_HEX);
  g_signal_emit_by_name (hex, "byte-picked", 20);
  field = packets_fields_get_selected (fields);
  g_assert_nonnull (field);
  g_assert_cmpuint (packets_field_get_offset (field), <=, 20);
  g_assert_cmpuint (packets_field_get_n_bytes (field), <, 10);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (hex), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "20: 00, Operation: Request (1); 20 to 21: 00 01");
  page_fixture_tear_down (&fixture);
}

static GtkAdjustment *
get_scrolling (PageFixture *fixture)
{
  GtkWidget *scrolled
      = sw_widget_test_find (GTK_WIDGET (fixture->page->table), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
}

static void
test_other_capture_from_its_beginning (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (200);
  g_autoptr (CaptureStore) other = view_store (200);

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 900, 500);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  gtk_adjustment_set_value (get_scrolling (&fixture), 1000);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scrolling (&fixture)), >, 900);
  page_fixture_show_capture (&fixture, other, PACKETS_SESSION_READY);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scrolling (&fixture)), ==, 0);
  page_fixture_tear_down (&fixture);
}

/* Where the details hide the list, those of another capture's first packet do not. */
static void
test_narrow_other_capture (void)
{
  PageFixture fixture = { 0 };
  g_autoptr (CaptureStore) store = view_store (30);
  g_autoptr (CaptureStore) other = view_store (30);

  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 360, 700);
  page_fixture_show_capture (&fixture, store, PACKETS_SESSION_READY);
  sw_widget_test_paint (GTK_WIDGET (fixture.page));
  packets_table_select_index (fixture.page->table, 3);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture.page->details)));
  g_signal_emit_by_name (fixture.page->table, "activated");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture.page->details)));
  page_fixture_show_capture (&fixture, other, PACKETS_SESSION_READY);
  packets_table_select_index (fixture.page->table, 3);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (fixture.page->details)));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture.page->table)));
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/page/states", test_states);
  g_test_add_func ("/packets/page/filter", test_filter);
  g_test_add_data_func ("/packets/page/steps", NULL, test_steps);
  g_test_add_data_func ("/packets/page/steps-right-to-left", "rtl", test_steps);
  g_test_add_func ("/packets/page/steps-from-hidden", test_steps_from_hidden);
  g_test_add_func ("/packets/page/follow", test_follow);
  g_test_add_func ("/packets/page/grows-in-one-layout", test_grows_in_one_layout);
  g_test_add_func ("/packets/page/growth-is-paced", test_growth_is_paced);
  g_test_add_func ("/packets/page/pace-follows-cost", test_pace_follows_cost);
  g_test_add_func ("/packets/page/unseen", test_unseen);
  g_test_add_func ("/packets/page/fields-and-bytes", test_fields_and_bytes);
  g_test_add_func ("/packets/page/other-capture-from-its-beginning",
                   test_other_capture_from_its_beginning);
  g_test_add_func ("/packets/page/narrow-other-capture", test_narrow_other_capture);
  return g_test_run ();
}
