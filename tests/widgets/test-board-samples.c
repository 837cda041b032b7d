/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/widgets/board-fixture.h"
#include "widgets/sw-card.h"
#include "widgets/sw-graph.h"
#include "widgets/sw-numeral.h"

/* What a board does with each sample, and what it keeps of those before. */

/* A key in one graph moves what every card shows. */
static void
test_cards_share_one_cursor (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) cards = NULL, graphs = NULL;
  g_autofree char *newest = NULL;
  SwNumeral *headline;

  fixture_init (&fixture, 2, NULL);
  /* The display has a pointer of its own, wherever that is. */
  gtk_widget_set_can_target (fixture.board, FALSE);
  run_seconds (&fixture, 5);
  cards = find (&fixture, SW_TYPE_CARD);
  graphs = find (&fixture, SW_TYPE_GRAPH);
  headline = sw_widget_test_find (cards->pdata[1], SW_TYPE_NUMERAL);
  newest = g_strdup (sw_numeral_get_text (headline));
  g_assert_true (sw_widget_test_press (graphs->pdata[0], GDK_KEY_Home));
  g_assert_cmpstr (sw_numeral_get_text (headline), !=, newest);
  g_assert_true (sw_widget_test_press (graphs->pdata[0], GDK_KEY_Escape));
  g_assert_cmpstr (sw_numeral_get_text (headline), ==, newest);
  fixture_clear (&fixture);
}

/* What was drawn since drawing_begin (). */
static struct
{
  GHashTable *graphs; /* how often each */
  gint64 frame;       /* in which anything of a card was drawn last */
  guint n_frames;     /* in which anything of a card was drawn */
} drawing;

static void (*draw_graph) (GtkWidget *widget, GtkSnapshot *snapshot);
static void (*draw_numeral) (GtkWidget *widget, GtkSnapshot *snapshot);

static void
note_frame (GtkWidget *widget)
{
  const gint64 frame = gdk_frame_clock_get_frame_counter (gtk_widget_get_frame_clock (widget));

  drawing.n_frames += frame != drawing.frame;
  drawing.frame = frame;
}

static void
count_graph (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (drawing.graphs, widget));

  note_frame (widget);
  g_hash_table_insert (drawing.graphs, widget, GUINT_TO_POINTER (n + 1));
  draw_graph (widget, snapshot);
}

static void
count_numeral (GtkWidget *widget, GtkSnapshot *snapshot)
{
  note_frame (widget);
  draw_numeral (widget, snapshot);
}

static void
drawing_begin (void)
{
  g_hash_table_remove_all (drawing.graphs);
  drawing.n_frames = 0;
}

/* Frames are drawn as often as something asks for them, by whatever. */
static void
paint_some (Fixture *fixture)
{
  for (guint i = 0; i < 3; i++)
    sw_widget_test_paint (fixture->board);
}

static void
check_drawing (Fixture *fixture)
{
  g_autoptr (GPtrArray) graphs = find (fixture, SW_TYPE_GRAPH);

  paint_some (fixture);
  for (guint second = 0; second < 20; second++)
    {
      drawing_begin ();
      run_seconds (fixture, 1);
      paint_some (fixture);
      g_assert_cmpuint (drawing.n_frames, ==, 1);
      for (guint i = 0; i < graphs->len; i++)
        g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (drawing.graphs, graphs->pdata[i])),
                          ==, 1);
    }
  drawing_begin ();
  paint_some (fixture);
  g_assert_cmpuint (drawing.n_frames, ==, 0);
}

/* All in one frame, once per sample, and never without one. */
static void
test_a_sample_is_one_frame (void)
{
  g_autoptr (GTypeClass) graph_class = g_type_class_ref (SW_TYPE_GRAPH);
  g_autoptr (GTypeClass) numeral_class = g_type_class_ref (SW_TYPE_NUMERAL);
  Fixture fixture;

  draw_graph = GTK_WIDGET_CLASS (graph_class)->snapshot;
  draw_numeral = GTK_WIDGET_CLASS (numeral_class)->snapshot;
  drawing.graphs = g_hash_table_new (NULL, NULL);
  fixture_init (&fixture, 6, NULL);
  gtk_widget_set_can_target (fixture.board, FALSE);
  run_seconds (&fixture, 2);
  GTK_WIDGET_CLASS (graph_class)->snapshot = count_graph;
  GTK_WIDGET_CLASS (numeral_class)->snapshot = count_numeral;
  check_drawing (&fixture);
  GTK_WIDGET_CLASS (graph_class)->snapshot = draw_graph;
  GTK_WIDGET_CLASS (numeral_class)->snapshot = draw_numeral;
  g_hash_table_unref (drawing.graphs);
  fixture_clear (&fixture);
}

static GArray *
copy_history (SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);
  GArray *history = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint row = 0; row < sw_series_get_n_rows (series); row++)
    {
      const double time = sw_series_get_row_time_us (series, row);
      const double value = sw_series_peek_row (series, row)[0];

      g_array_append_val (history, time);
      g_array_append_val (history, value);
    }
  return history;
}

/* Another interval, and a card that goes and comes back: what was measured before is still there. */
static void
test_history_survives_settings (void)
{
  Fixture fixture;
  SwSource *source;
  g_autoptr (GArray) before = NULL, after = NULL;

  fixture_init (&fixture, 1, NULL);
  source = sw_source_registry_lookup (fixture.registry, "source-0");
  run_seconds (&fixture, 10);
  before = copy_history (source);
  g_assert_cmpuint (before->len, >=, 2 * 9);
  sw_source_set_interval_us (source, 2 * SW_SECOND_US);
  run_seconds (&fixture, 10);
  sw_source_set_enabled (source, FALSE);
  run_seconds (&fixture, 10);
  sw_source_set_enabled (source, TRUE);
  sw_channel_set_colour (sw_source_get_channel (source, 0), "#123456");
  run_seconds (&fixture, 10);
  after = copy_history (source);
  g_assert_cmpuint (after->len, >=, before->len + 2 * 8);
  g_assert_cmpmem (before->data, before->len * sizeof (double), after->data,
                   before->len * sizeof (double));
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/board/cursor", test_cards_share_one_cursor);
  g_test_add_func ("/board/frames", test_a_sample_is_one_frame);
  g_test_add_func ("/board/history", test_history_survives_settings);
  return g_test_run ();
}
