/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The list's columns, in the room that they have. */

#include "config.h"

#include <math.h>

#include <adwaita.h>

#include "tests/plugins/packets/packets-view-fixture.h"
#include "tests/plugins/packets/page-fixture.h"

#include "plugins/packets/packets-cell.h"

static void
show_capture (PageFixture *fixture, CaptureStore *store)
{
  fake_session_set_store (fixture->session, store);
  fake_session_set_state (fixture->session, PACKETS_SESSION_READY);
  fake_session_tell (fixture->session);
  sw_widget_test_paint (GTK_WIDGET (fixture->page));
}

static GtkColumnView *
get_view (PageFixture *fixture)
{
  return sw_widget_test_find (GTK_WIDGET (fixture->page->table), GTK_TYPE_COLUMN_VIEW);
}

/* The initials of those that are shown. */
static char *
list_columns (PageFixture *fixture)
{
  GListModel *columns = gtk_column_view_get_columns (get_view (fixture));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (gtk_column_view_column_get_visible (column))
        g_string_append_c (text, *gtk_column_view_column_get_title (column));
    }
  return g_string_free_and_steal (text);
}

/* Of the column that is left over for it. */
static int
get_summary_width (PageFixture *fixture)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (get_view (fixture)));

  return gtk_widget_get_width (gtk_widget_get_last_child (header));
}

/* The summary has room whatever the window's width, and nothing is pushed out of sight. */
static void
test_room (void)
{
  static const struct
  {
    int width;
    const char *columns;
  } cases[]
      = { { 360, "IWPS" },     { 500, "IWPS" },       { 650, "IWSDPS" },    { 750, "TIWSDPS" },
          { 850, "NTIWSDPS" }, { 1000, "NTIWSDPLS" }, { 1400, "NTIWSDPLS" } };
  g_autoptr (CaptureStore) store = view_store (30);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PageFixture fixture = { 0 };
      g_autofree char *columns = NULL;

      page_fixture_set_up (&fixture);
      page_fixture_show (&fixture, cases[i].width, 700);
      show_capture (&fixture, store);
      sw_widget_test_paint (GTK_WIDGET (fixture.page));
      columns = list_columns (&fixture);
      g_assert_cmpstr (columns, ==, cases[i].columns);
      g_assert_cmpint (get_summary_width (&fixture), >=, 130);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (get_view (&fixture))), <=, cases[i].width);
      page_fixture_tear_down (&fixture);
    }
}

/* Without numbers there are none in a wide window either, and what went for want of room comes back without them. */
static void
test_no_numbers (void)
{
  g_autoptr (CaptureStore) store = view_store (30);
  PageFixture fixture = { 0 };
  g_autofree char *columns = NULL;

  page_fixture_set_up (&fixture);
  g_settings_set_boolean (fixture.settings, "show-numbers", FALSE);
  page_fixture_show (&fixture, 1000, 700);
  show_capture (&fixture, store);
  columns = list_columns (&fixture);
  g_assert_cmpstr (columns, ==, "TIWSDPLS");
  g_settings_reset (fixture.settings, "show-numbers");
  page_fixture_tear_down (&fixture);
}

static GtkWidget *
find_cell (GtkWidget *widget, PacketsColumn column)
{
  GtkWidget *found = NULL;

  if (PACKETS_IS_CELL (widget) && packets_cell_get_column (PACKETS_CELL (widget)) == column)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_cell (child, column);
  return found;
}

/* Where in VIEW the text of a column's title begins and ends. */
static void
find_title (GtkWidget *view, PacketsColumn column, double *begin, double *end)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (view));
  GtkWidget *label;
  graphene_point_t at;
  int x, width;

  for (guint i = 0; i < column; i++)
    title = gtk_widget_get_next_sibling (title);
  label = sw_widget_test_find (title, GTK_TYPE_LABEL);
  gtk_label_get_layout_offsets (GTK_LABEL (label), &x, NULL);
  pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (label)), &width, NULL);
  g_assert_true (gtk_widget_compute_point (label, view, &GRAPHENE_POINT_INIT ((float) x, 0), &at));
  *begin = at.x;
  *end = at.x + width;
}

/* A title stands above what it is the title of, in both reading directions: on the side where the column's texts are. */
static void
test_titles (gconstpointer rtl)
{
  const double inset = 6, tolerance = 2;
  g_autoptr (CaptureStore) store = view_store (30);
  PageFixture fixture = { 0 };
  GtkWidget *view;

  gtk_widget_set_default_direction (rtl != NULL ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  page_fixture_set_up (&fixture);
  page_fixture_show (&fixture, 1000, 700);
  show_capture (&fixture, store);
  view = GTK_WIDGET (get_view (&fixture));
  for (PacketsColumn i = 0; i < PACKETS_N_COLUMNS; i++)
    {
      GtkWidget *cell = find_cell (view, i);
      const float xalign = packets_cell_get_xalign (i);
      const gboolean at_right = (xalign > 0.5f) != (rtl != NULL);
      graphene_rect_t bounds;
      double begin, end;

      find_title (view, i, &begin, &end);
      g_assert_true (gtk_widget_compute_bounds (cell, view, &bounds));
      if (i == PACKETS_COLUMN_DIRECTION)
        g_assert_cmpfloat_with_epsilon ((begin + end) / 2, bounds.origin.x + bounds.size.width / 2,
                                        tolerance);
      else if (at_right)
        g_assert_cmpfloat_with_epsilon (end, bounds.origin.x + bounds.size.width - inset,
                                        tolerance);
      else
        g_assert_cmpfloat_with_epsilon (begin, bounds.origin.x + inset, tolerance);
    }
  page_fixture_tear_down (&fixture);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

/* A time of day is longer than one since the first packet, and is not cut either. */
static void
test_clock (void)
{
  g_autoptr (CaptureStore) store = view_store (30);
  PageFixture fixture = { 0 };
  g_autoptr (PangoLayout) layout = NULL;
  GtkWidget *cell;
  int width;

  page_fixture_set_up (&fixture);
  g_settings_set_string (fixture.settings, "time-format", "clock");
  page_fixture_show (&fixture, 1000, 700);
  show_capture (&fixture, store);
  cell = find_cell (GTK_WIDGET (get_view (&fixture)), PACKETS_COLUMN_TIME);
  layout = gtk_widget_create_pango_layout (cell, "20:00:00.000000");
  pango_layout_get_pixel_size (layout, &width, NULL);
  g_assert_cmpint (width + 12, <=, gtk_widget_get_width (cell));
  g_settings_reset (fixture.settings, "time-format");
  page_fixture_tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/packets/table/room", test_room);
  g_test_add_func ("/packets/table/no-numbers", test_no_numbers);
  g_test_add_data_func ("/packets/table/titles", NULL, test_titles);
  g_test_add_data_func ("/packets/table/titles-right-to-left", "rtl", test_titles);
  g_test_add_func ("/packets/table/clock", test_clock);
  return g_test_run ();
}
