/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/widgets/board-fixture.h"
#include "widgets/sw-absent-row.h"
#include "widgets/sw-board-layout.h"
#include "widgets/sw-card.h"
#include "widgets/sw-graph-private.h"

static void
test_columns (void)
{
  const struct
  {
    int width;
    int least_px; /* of the widest card */
    guint n_cards;
    guint n_columns;
  } cases[] = {
    { 0, 0, 13, 1 },      { 364, 0, 13, 1 },   { 551, 0, 13, 1 },   { 552, 0, 13, 2 },
    { 864, 0, 13, 3 },    { 1964, 0, 13, 5 },  { 9999, 0, 60, 5 },  { 1964, 0, 2, 2 },
    { 1964, 0, 0, 1 },    { 552, 270, 13, 2 }, { 552, 271, 13, 1 }, { 554, 271, 13, 2 },
    { 1964, 700, 13, 2 }, { 300, 700, 13, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (sw_board_layout_get_n_columns (cases[i].width, cases[i].least_px,
                                                     cases[i].n_cards),
                      ==, cases[i].n_columns);
}

static void
test_any_number_of_cards (void)
{
  const guint numbers[] = { 0, 1, 13, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      Fixture fixture;
      g_autoptr (GPtrArray) cards = NULL;

      fixture_init (&fixture, numbers[i], NULL);
      cards = find (&fixture, SW_TYPE_CARD);
      g_assert_cmpuint (cards->len, ==, numbers[i]);
      g_assert_cmpuint (count (&fixture, ADW_TYPE_STATUS_PAGE), ==, numbers[i] == 0);
      /* In the registry's order, and those of a row equally high. */
      for (guint card = 0; card < cards->len; card++)
        {
          g_autofree char *id = g_strdup_printf ("source-%u", card);

          g_assert_cmpstr (sw_source_get_id (sw_card_get_source (cards->pdata[card])), ==, id);
          g_assert_cmpint (gtk_widget_get_height (cards->pdata[card]), ==,
                           gtk_widget_get_height (cards->pdata[card / 3 * 3]));
        }
      fixture_clear (&fixture);
    }
}

static void
test_follows_the_registry (void)
{
  Fixture fixture;
  SwSource *source;

  fixture_init (&fixture, 3, NULL);
  source = add_source (&fixture, 3, "test", NULL);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 4);
  sw_source_set_enabled (source, FALSE);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 3);
  sw_source_set_enabled (source, TRUE);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 4);
  sw_source_registry_remove (fixture.registry, source);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 3);
  fixture_clear (&fixture);
}

/* A set of sensors that is made anew stands where it stood. */
static void
test_keeps_places (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) cards = NULL;

  fixture_init (&fixture, 3, NULL);
  sw_source_registry_remove (fixture.registry,
                             sw_source_registry_lookup (fixture.registry, "source-1"));
  add_source (&fixture, 1, "test", NULL);
  cards = find (&fixture, SW_TYPE_CARD);
  g_assert_cmpuint (cards->len, ==, 3);
  for (guint i = 0; i < cards->len; i++)
    {
      g_autofree char *id = g_strdup_printf ("source-%u", i);

      g_assert_cmpstr (sw_source_get_id (sw_card_get_source (cards->pdata[i])), ==, id);
    }
  fixture_clear (&fixture);
}

static void
test_shows_one_plugin (void)
{
  Fixture fixture;

  fixture_init (&fixture, 2, "mine");
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 0);
  add_source (&fixture, 7, "mine", NULL);
  add_source (&fixture, 8, "other", NULL);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 1);
  fixture_clear (&fixture);
}

/* What is missing is gathered at the end with its reason, is still asked for, and comes back to its place. */
static void
test_gathers_what_is_missing (void)
{
  Fixture fixture;
  SwSource *source;
  g_autoptr (GPtrArray) cards = NULL;

  fixture_init (&fixture, 1, NULL);
  source = add_source (&fixture, 1, "test", "There is no such thing");
  add_source (&fixture, 2, "test", NULL);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 3);
  run_seconds (&fixture, 2);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 2);
  g_assert_cmpuint (count (&fixture, SW_TYPE_ABSENT_ROW), ==, 1);
  g_assert_cmpuint (sw_source_get_demand (source), >, 0);
  sw_fake_source_set_func (source, answer, NULL);
  run_seconds (&fixture, 4000);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpuint (count (&fixture, SW_TYPE_ABSENT_ROW), ==, 0);
  cards = find (&fixture, SW_TYPE_CARD);
  g_assert_cmpuint (cards->len, ==, 3);
  g_assert_true (sw_card_get_source (cards->pdata[1]) == source);
  fixture_clear (&fixture);
}

/* In the columns of the cards, with the way to the settings beside each reason and not at the window's other end. */
static void
test_columns_of_what_is_missing (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  fixture_init (&fixture, 3, NULL);
  for (guint i = 3; i < 6; i++)
    add_source (&fixture, i, "test", "There is no such thing");
  run_seconds (&fixture, 2);
  sw_widget_test_paint (fixture.board);
  cards = find (&fixture, SW_TYPE_CARD);
  rows = find (&fixture, SW_TYPE_ABSENT_ROW);
  g_assert_cmpuint (rows->len, ==, 3);
  for (guint i = 0; i < rows->len; i++)
    {
      graphene_rect_t card, row;

      g_assert_true (gtk_widget_compute_bounds (cards->pdata[i], fixture.board, &card));
      g_assert_true (gtk_widget_compute_bounds (rows->pdata[i], fixture.board, &row));
      g_assert_cmpfloat (row.origin.x, ==, card.origin.x);
      g_assert_cmpfloat (row.size.width, ==, card.size.width);
    }
  fixture_clear (&fixture);
}

static gboolean
sample_slowly (SwSource *source,
               G_GNUC_UNUSED gint64 time_us,
               gpointer clock,
               G_GNUC_UNUSED GError **error)
{
  sw_test_clock_advance (clock, 3 * SW_JOB_BUDGET_US / 2);
  sw_source_set_value (source, 0, 1);
  return TRUE;
}

static gboolean
fail (G_GNUC_UNUSED SwSource *source,
      G_GNUC_UNUSED gint64 time_us,
      G_GNUC_UNUSED gpointer data,
      GError **error)
{
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_FAILED, "broken");
  return FALSE;
}

/* What is sampled less often than the user chose says so, without being asked. */
static void
test_slow_says_so (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) cards = NULL;
  GtkWidget *note;
  SwSource *source;

  fixture_init (&fixture, 1, NULL);
  cards = find (&fixture, SW_TYPE_CARD);
  note = GTK_WIDGET (gtk_widget_get_template_child (cards->pdata[0], SW_TYPE_CARD, "pace"));
  source = sw_source_registry_lookup (fixture.registry, "source-0");
  run_seconds (&fixture, 2);
  g_assert_false (gtk_widget_get_visible (note));
  sw_fake_source_set_func (source, sample_slowly, fixture.clock);
  run_seconds (&fixture, 20);
  g_assert_true (gtk_widget_get_visible (note));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (note)), ==, sw_source_get_pace_note (source));
  sw_fake_source_set_func (source, fail, NULL);
  run_seconds (&fixture, 60);
  g_assert_false (gtk_widget_get_visible (note));
  sw_fake_source_set_func (source, NULL, NULL);
  run_seconds (&fixture, 300);
  g_assert_null (sw_source_get_pace_note (source));
  g_assert_false (gtk_widget_get_visible (note));
  fixture_clear (&fixture);
}

static gboolean
is_at_rest (gpointer scheduler)
{
  return sw_scheduler_get_next_wakeup_us (scheduler) < 0;
}

static void
test_hidden_samples_nothing (void)
{
  Fixture fixture;

  fixture_init (&fixture, 13, NULL);
  run_seconds (&fixture, 3);
  g_assert_cmpint (sw_scheduler_get_next_wakeup_us (fixture.scheduler), >, 0);
  gtk_window_minimize (fixture.window);
  sw_widget_test_wait (is_at_rest, fixture.scheduler);
  gtk_window_unminimize (fixture.window);
  fixture_clear (&fixture);
}

/* A second of thirteen graphs: values are new everywhere, nothing is measured or allocated. */
static void
test_a_second_lays_nothing_out (void)
{
  Fixture fixture;
  SwCountingBin *bin;
  guint n_layouts;

  fixture_init (&fixture, 13, NULL);
  g_object_ref (fixture.board);
  gtk_window_set_child (fixture.window, NULL);
  bin = sw_counting_bin_new (fixture.board);
  g_object_unref (fixture.board);
  gtk_window_set_child (fixture.window, GTK_WIDGET (bin));
  run_seconds (&fixture, 2);
  sw_widget_test_paint (fixture.board);
  sw_widget_test_paint (fixture.board);
  n_layouts = sw_counting_bin_get_n_layouts (bin);
  for (guint i = 0; i < 20; i++)
    {
      run_seconds (&fixture, 1);
      sw_widget_test_paint (fixture.board);
    }
  g_assert_cmpuint (sw_counting_bin_get_n_layouts (bin), ==, n_layouts);
  fixture_clear (&fixture);
}

static void
on_settings_requested_cb (G_GNUC_UNUSED SwBoard *board, SwSource *source, SwSource **requested)
{
  *requested = source;
}

static GtkWidget *
find_settings_button (GtkWidget *card)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  find_all (card, GTK_TYPE_BUTTON, buttons);
  return g_ptr_array_index (buttons, 1);
}

static gboolean
is_drawn (GtkWidget *graph)
{
  return SW_GRAPH (graph)->canvas.surface != NULL;
}

/* What is scrolled out of sight goes on sampling, so that its graph is whole when it comes, but isn't drawn. */
static void
test_scrolled_out_draws_nothing (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) graphs = NULL;
  g_autoptr (GPtrArray) scrolled = NULL;
  GtkAdjustment *position;
  GtkWidget *last;

  fixture_init (&fixture, 30, NULL);
  run_seconds (&fixture, 3);
  sw_widget_test_paint (fixture.board);
  graphs = find (&fixture, SW_TYPE_GRAPH);
  last = graphs->pdata[graphs->len - 1];
  g_assert_true (is_drawn (graphs->pdata[0]));
  g_assert_false (is_drawn (last));
  g_assert_cmpuint (
      sw_series_get_n_rows (sw_source_get_series (sw_graph_get_source (SW_GRAPH (last)))), >=, 3);

  scrolled = find (&fixture, GTK_TYPE_SCROLLED_WINDOW);
  position = gtk_scrolled_window_get_vadjustment (scrolled->pdata[0]);
  gtk_adjustment_set_value (position, gtk_adjustment_get_upper (position));
  sw_widget_test_paint (fixture.board);
  g_assert_true (is_drawn (last));
  fixture_clear (&fixture);
}

static void
test_two_clicks_to_the_settings (void)
{
  Fixture fixture;
  SwSource *requested = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  GtkWidget *button;

  fixture_init (&fixture, 2, NULL);
  g_signal_connect (fixture.board, "settings-requested", G_CALLBACK (on_settings_requested_cb),
                    &requested);
  cards = find (&fixture, SW_TYPE_CARD);
  button = find_settings_button (cards->pdata[1]);
  g_assert_true (gtk_widget_get_focusable (button));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Settings of source-1");
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (requested == sw_card_get_source (cards->pdata[1]));
  fixture_clear (&fixture);
}

static void
test_all_off_and_back (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) pages = NULL;

  fixture_init (&fixture, 2, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("source-%u", i);

      sw_source_set_enabled (sw_source_registry_lookup (fixture.registry, id), FALSE);
    }
  pages = find (&fixture, ADW_TYPE_STATUS_PAGE);
  g_assert_cmpuint (pages->len, ==, 1);
  g_signal_emit_by_name (adw_status_page_get_child (pages->pdata[0]), "clicked");
  g_assert_cmpuint (count (&fixture, SW_TYPE_CARD), ==, 2);
  g_assert_cmpuint (count (&fixture, ADW_TYPE_STATUS_PAGE), ==, 0);
  fixture_clear (&fixture);
}

/* A legend's entry switches its channel, and follows it. */
static void
test_legend_switches_channels (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) toggles = NULL;
  SwChannel *channel;

  fixture_init (&fixture, 1, NULL);
  channel = sw_source_get_channel (sw_source_registry_lookup (fixture.registry, "source-0"), 0);
  toggles = find (&fixture, GTK_TYPE_TOGGLE_BUTTON);
  g_assert_cmpuint (toggles->len, ==, 1);
  gtk_toggle_button_set_active (toggles->pdata[0], FALSE);
  g_assert_false (sw_channel_get_shown (channel));
  sw_channel_set_shown (channel, TRUE);
  g_assert_true (gtk_toggle_button_get_active (toggles->pdata[0]));
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/board/columns", test_columns);
  g_test_add_func ("/board/numbers", test_any_number_of_cards);
  g_test_add_func ("/board/registry", test_follows_the_registry);
  g_test_add_func ("/board/places", test_keeps_places);
  g_test_add_func ("/board/owner", test_shows_one_plugin);
  g_test_add_func ("/board/missing", test_gathers_what_is_missing);
  g_test_add_func ("/board/missing-columns", test_columns_of_what_is_missing);
  g_test_add_func ("/board/slow", test_slow_says_so);
  g_test_add_func ("/board/hidden", test_hidden_samples_nothing);
  g_test_add_func ("/board/no-layout", test_a_second_lays_nothing_out);
  g_test_add_func ("/board/scrolled", test_scrolled_out_draws_nothing);
  g_test_add_func ("/board/settings", test_two_clicks_to_the_settings);
  g_test_add_func ("/board/all-off", test_all_off_and_back);
  g_test_add_func ("/board/legend", test_legend_switches_channels);
  return g_test_run ();
}
