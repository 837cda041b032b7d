/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <adwaita.h>

#include "tests/sw-test.h"
#include "tests/widgets/sw-fake-source.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-absent-row.h"
#include "widgets/sw-card.h"
#include "widgets/sw-graph-cursor.h"
#include "widgets/sw-graph.h"
#include "widgets/sw-legend.h"
#include "widgets/sw-numeral.h"

#define NOW_US (5000 * SW_SECOND_US)

/* The kernel lets an interface be called so. */
#define ODD_NAME "a<b&\xff\xfe"
#define ODD_NAME_SHOWN "a<b&\357\277\275\357\277\275"

static SwSource *
make_source (const char *name, SwStyle style)
{
  SwSource *source = sw_fake_source_new ("network", name, SW_UNIT_PERCENT, style);

  sw_source_set_description (source, name);
  sw_fake_source_add_channels (source, SW_ROLE_1, name, "Two", NULL);
  return source;
}

static void
push (SwSource *source, gint64 second, double one, double two)
{
  sw_fake_source_push (source, NOW_US + second * SW_SECOND_US, (const double[]) { one, two });
}

static gboolean
refuse (G_GNUC_UNUSED SwSource *source,
        G_GNUC_UNUSED gint64 time_us,
        gpointer reason,
        GError **error)
{
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE, reason);
  return FALSE;
}

static void
fail (SwSource *source, const char *reason)
{
  sw_fake_source_set_func (source, refuse, (gpointer) reason);
  sw_fake_source_push (source, NOW_US, NULL);
}

static gboolean
keep_silent (G_GNUC_UNUSED SwSource *source,
             G_GNUC_UNUSED gint64 time_us,
             G_GNUC_UNUSED gpointer data,
             GError **error)
{
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_SILENT, "It does not answer");
  return FALSE;
}

/* Who waits is told for what. */
static void
test_silent (void)
{
  SwSource *source = make_source ("Network", SW_STYLE_LINES);
  GtkWidget *card = sw_card_new (source, NULL);
  GtkWindow *window = sw_widget_test_show (card, 400, 300);

  g_assert_nonnull (sw_widget_test_find_label (card, "Waiting for the first value"));
  sw_fake_source_set_func (source, keep_silent, NULL);
  sw_fake_source_push (source, NOW_US, NULL);
  g_assert_nonnull (sw_widget_test_find_label (card, "It does not answer"));
  sw_widget_test_close (window);
  sw_test_assert_last_unref (source);
}

/* Network and disks know what they count after the first sample. */
static void
check_description (SwSource *source, GtkWidget *widget)
{
  GtkWindow *window = sw_widget_test_show (widget, 400, 300);
  GtkWidget *title = sw_widget_test_find_label (widget, "Network");

  g_assert_cmpstr (gtk_widget_get_tooltip_text (title), ==, "Network");
  sw_source_set_description (source, "Received by eth0");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (title), ==, "Received by eth0");
  sw_source_set_description (source, NULL);
  g_assert_null (gtk_widget_get_tooltip_text (title));
  sw_widget_test_close (window);
  /* And nobody listens who is gone. */
  sw_source_set_description (source, "Received by eth1");
  sw_test_assert_last_unref (source);
}

static void
test_card_follows_the_description (void)
{
  SwSource *source = make_source ("Network", SW_STYLE_LINES);

  check_description (source, sw_card_new (source, NULL));
}

static void
test_row_follows_the_description (void)
{
  SwSource *source = make_source ("Network", SW_STYLE_LINES);

  check_description (source, sw_absent_row_new (source));
}

/* Points at a sample, so that the bubble shows names too. */
static void
point (GtkWidget *card)
{
  GtkWidget *graph = sw_widget_test_find (card, SW_TYPE_GRAPH);

  gtk_widget_grab_focus (graph);
  sw_widget_test_press (graph, GDK_KEY_End);
  sw_widget_test_paint (card);
}

/* What the legend of a heat strip says. */
static const char *
get_busiest (GtkWidget *card)
{
  return sw_numeral_get_text (sw_widget_test_find (sw_widget_test_find (card, SW_TYPE_LEGEND),
                                                   SW_TYPE_NUMERAL));
}

static void
check_odd_name (SwStyle style, const char *name, const char *shown)
{
  g_autofree char *settings = g_strdup_printf ("Settings of %s", shown);
  g_autofree char *history = g_strdup_printf ("History of %s", shown);
  SwSource *source = make_source (name, style);
  GtkWidget *card = sw_card_new (source, NULL);
  GtkWindow *window = sw_widget_test_show (card, 400, 300);
  GtkWidget *title = sw_widget_test_find_label (card, shown);
  GtkWidget *button;

  push (source, 1, 60, 40);
  sw_widget_test_paint (card);
  point (card);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (title), ==, shown);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, shown);
  button = sw_widget_test_find (card, GTK_TYPE_BUTTON);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       history);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (gtk_widget_get_next_sibling (button)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, settings);
  /* Its channel is called so too; beside the busiest there is room for its value, however long the name. */
  if (style == SW_STYLE_HEAT)
    g_assert_true (g_str_has_suffix (get_busiest (card), ": 60 %"));
  else
    g_assert_nonnull (sw_widget_test_find_label (sw_widget_test_find (card, SW_TYPE_LEGEND),
                                                 shown));
  fail (source, name);
  g_assert_cmpstr (sw_source_get_reason (source), ==, shown);
  sw_widget_test_paint (card);
  sw_widget_test_close (window);
  sw_test_assert_last_unref (source);
}

static void
check_odd_row (const char *name, const char *shown)
{
  SwSource *source = make_source (name, SW_STYLE_LINES);
  GtkWidget *row = sw_absent_row_new (source);
  GtkWindow *window = sw_widget_test_show (row, 400, 300);
  GtkWidget *title = sw_widget_test_find_label (row, shown);

  fail (source, name);
  sw_widget_test_paint (row);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (title), ==, shown);
  /* The reason stands under the title. */
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (title))), ==, shown);
  sw_widget_test_close (window);
  sw_test_assert_last_unref (source);
}

static void
test_odd_names (void)
{
  g_autofree char *endless = g_strnfill (400, 'x');
  g_autofree char *letters = NULL;

  /* Of two bytes each, so that a buffer of bytes ends amidst one. */
  for (char *c = endless; *c != '\0'; c += 2)
    memcpy (c, "ü", 2);
  letters = g_strconcat ("i", endless, NULL);
  for (guint style = SW_STYLE_STACKED; style <= SW_STYLE_HEAT; style++)
    {
      check_odd_name (style, ODD_NAME, ODD_NAME_SHOWN);
      check_odd_name (style, "AT&T <R&D>", "AT&T <R&D>");
      check_odd_name (style, endless, endless);
      check_odd_name (style, letters, letters);
    }
  check_odd_row (ODD_NAME, ODD_NAME_SHOWN);
  check_odd_row ("AT&T <R&D>", "AT&T <R&D>");
}

static const char *
get_headline (GtkWidget *card)
{
  return sw_numeral_get_text (sw_widget_test_find (card, SW_TYPE_NUMERAL));
}

/* Of the newest sample, of the one pointed at, of none. */
static void
test_headline (void)
{
  SwSource *source = make_source ("Processor", SW_STYLE_STACKED);
  SwGraphCursor *cursor = sw_graph_cursor_new ();
  GtkWidget *card = sw_card_new (source, cursor);
  GtkWindow *window = sw_widget_test_show (card, 400, 300);

  gtk_widget_set_can_target (card, FALSE);
  g_assert_cmpstr (get_headline (card), ==, "–");
  push (source, 1, 20, 22);
  g_assert_cmpstr (get_headline (card), ==, "42 %");
  push (source, 2, 30, 22);
  g_assert_cmpstr (get_headline (card), ==, "52 %");
  sw_graph_cursor_set_time_us (cursor, NOW_US + SW_SECOND_US);
  g_assert_cmpstr (get_headline (card), ==, "42 %");
  sw_graph_cursor_set_time_us (cursor, 0);
  g_assert_cmpstr (get_headline (card), ==, "52 %");
  g_assert_true (gtk_widget_get_mapped (sw_widget_test_find (card, SW_TYPE_NUMERAL)));
  sw_widget_test_close (window);
  sw_test_assert_last_unref (cursor);
  sw_test_assert_last_unref (source);
}

/* The values of the legend's entries, or of its one line. */
static void
collect_numerals (GtkWidget *widget, GString *texts)
{
  if (SW_IS_NUMERAL (widget))
    g_string_append_printf (texts, "%s%s", texts->len > 0 ? "|" : "",
                            sw_numeral_get_text (SW_NUMERAL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_numerals (child, texts);
}

static void
assert_legend (GtkWidget *legend, const char *expected)
{
  g_autoptr (GString) texts = g_string_new (NULL);

  collect_numerals (legend, texts);
  g_assert_cmpstr (texts->str, ==, expected);
}

static void
test_legend_shows_values (void)
{
  SwSource *source = make_source ("One", SW_STYLE_STACKED);
  SwGraphCursor *cursor = sw_graph_cursor_new ();
  GtkWidget *legend = sw_legend_new (source, cursor);
  GtkWindow *window;

  push (source, 1, 20, 22);
  window = sw_widget_test_show (legend, 400, 300);
  assert_legend (legend, "20 %|22 %");
  push (source, 2, 30, NAN);
  assert_legend (legend, "30 %|–");
  sw_graph_cursor_set_time_us (cursor, NOW_US + SW_SECOND_US);
  assert_legend (legend, "20 %|22 %");
  sw_source_set_style (source, SW_STYLE_HEAT);
  assert_legend (legend, "Two: 22 %");
  sw_graph_cursor_set_time_us (cursor, 0);
  assert_legend (legend, "One: 30 %");
  sw_widget_test_close (window);
  sw_test_assert_last_unref (cursor);
  sw_test_assert_last_unref (source);
}

static void
test_row_says_why (void)
{
  SwSource *source = make_source ("Network", SW_STYLE_LINES);
  GtkWidget *row;
  GtkWindow *window;

  fail (source, "There is no such thing");
  row = sw_absent_row_new (source);
  window = sw_widget_test_show (row, 400, 300);
  g_assert_true (gtk_widget_get_mapped (sw_widget_test_find_label (row, "There is no such thing")));
  fail (source, "It was taken out");
  g_assert_nonnull (sw_widget_test_find_label (row, "It was taken out"));
  sw_widget_test_close (window);
  sw_test_assert_last_unref (source);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/card/description", test_card_follows_the_description);
  g_test_add_func ("/card/headline", test_headline);
  g_test_add_func ("/card/silent", test_silent);
  g_test_add_func ("/card/odd-names", test_odd_names);
  g_test_add_func ("/absent-row/description", test_row_follows_the_description);
  g_test_add_func ("/absent-row/reason", test_row_says_why);
  g_test_add_func ("/legend/values", test_legend_shows_values);
  return g_test_run ();
}
