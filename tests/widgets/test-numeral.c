/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "core/sw-enums.h"
#include "tests/widgets/sw-widget-test.h"
#include "widgets/sw-numeral-private.h"

static void
test_new_value_lays_nothing_out (void)
{
  GtkWidget *numeral = sw_numeral_new (SW_UNIT_BYTES_PER_SECOND);
  SwCountingBin *bin = sw_counting_bin_new (numeral);
  GtkWindow *window = sw_widget_test_show (GTK_WIDGET (bin), 300, 100);
  const guint n_layouts = sw_counting_bin_get_n_layouts (bin);

  for (double value = 1; value < 1e14; value *= 1.7)
    {
      sw_numeral_set_value (SW_NUMERAL (numeral), SW_UNIT_BYTES_PER_SECOND, value);
      sw_widget_test_paint (numeral);
    }
  sw_numeral_set_value (SW_NUMERAL (numeral), SW_UNIT_BYTES_PER_SECOND, NAN);
  sw_widget_test_paint (numeral);
  g_assert_cmpuint (sw_counting_bin_get_n_layouts (bin), ==, n_layouts);
  sw_widget_test_close (window);
}

static int
get_width (GtkWidget *widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

static void
test_room_for_every_value (void)
{
  g_autoptr (GEnumClass) units = g_type_class_ref (SW_TYPE_UNIT);

  for (guint i = 0; i < units->n_values; i++)
    {
      const SwUnit unit = units->values[i].value;
      GtkWidget *numeral = g_object_ref_sink (sw_numeral_new (unit));
      const int room = get_width (numeral);
      const double most = unit == SW_UNIT_PERCENT ? 100 : unit == SW_UNIT_RPM ? 9999 : 900;

      for (double value = 0.013; value <= most; value *= 1.31)
        {
          g_autofree char *text = sw_unit_to_string (unit, value);
          g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (numeral, text);
          int width;

          pango_layout_get_pixel_size (layout, &width, NULL);
          g_assert_cmpint (width, <=, room);
        }
      g_object_unref (numeral);
    }
}

/* Or a value would tremble with every digit. What is asked of the font is asked of what is drawn. */
static void
test_figures_are_tabular (void)
{
  GtkWidget *numeral = sw_numeral_new (SW_UNIT_PERCENT);
  GtkWindow *window = sw_widget_test_show (numeral, 300, 100);
  PangoLayout *layout = sw_numeral_peek_layout (SW_NUMERAL (numeral));
  g_autofree char *attributes = NULL;

  g_assert_nonnull (layout);
  g_assert_nonnull (pango_layout_get_attributes (layout));
  attributes = pango_attr_list_to_string (pango_layout_get_attributes (layout));
  g_assert_nonnull (strstr (attributes, "font-features \"tnum\""));
  sw_widget_test_close (window);
}

static void
test_says_its_text (void)
{
  /* The macro makes a format of what it is given. */
  const char *const text = "42 %";
  GtkWidget *numeral = g_object_ref_sink (sw_numeral_new (SW_UNIT_PERCENT));

  sw_numeral_set_value (SW_NUMERAL (numeral), SW_UNIT_PERCENT, 42);
  g_assert_cmpstr (sw_numeral_get_text (SW_NUMERAL (numeral)), ==, text);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (numeral), GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (numeral), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       text);
  g_object_unref (numeral);
}

/* "12 %" where everything else runs from right to left, and a text that does so itself. */
static void
test_value_runs_left_to_right (void)
{
  const char *const texts[] = { "12 %", "-3.5", "1.4 GiB", "12 אחוז" };
  const char *const mirrored = texts[3];

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *numeral
          = g_object_new (SW_TYPE_NUMERAL, "widest", texts[i], "text", texts[i], NULL);
      GtkWindow *window = sw_widget_test_show (numeral, 300, 100);
      PangoLayout *layout = sw_numeral_peek_layout (SW_NUMERAL (numeral));
      const int last = g_utf8_prev_char (texts[i] + strlen (texts[i])) - texts[i];
      PangoRectangle begin, end;

      pango_layout_index_to_pos (layout, 0, &begin);
      pango_layout_index_to_pos (layout, last, &end);
      if (texts[i] == mirrored)
        g_assert_cmpint (begin.x, >, end.x);
      else
        g_assert_cmpint (begin.x, <, end.x);
      sw_widget_test_close (window);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeral/no-layout", test_new_value_lays_nothing_out);
  g_test_add_func ("/numeral/room", test_room_for_every_value);
  g_test_add_func ("/numeral/right-to-left", test_value_runs_left_to_right);
  g_test_add_func ("/numeral/accessible", test_says_its_text);
  g_test_add_func ("/numeral/tabular", test_figures_are_tabular);
  return g_test_run ();
}
