/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-cell.h"
#include "plugins/packets/packets-columns.h"

/* What the columns are called and how wide they are, in digits: their width follows the font but never what is in them. */
static const struct
{
  const char *title;
  guint n_digits;
} columns[PACKETS_N_COLUMNS] = {
  [PACKETS_COLUMN_NUMBER] = { NC_ ("column of packets", "No."), 8 },
  [PACKETS_COLUMN_TIME] = { NC_ ("column of packets", "Time"), 12 },
  [PACKETS_COLUMN_INTERFACE] = { NC_ ("column of packets", "Interface"), 10 },
  /* Translators: the direction of a packet, above an arrow; as short as it can be */
  [PACKETS_COLUMN_DIRECTION] = { NC_ ("column of packets", "Way"), 6 },
  [PACKETS_COLUMN_SOURCE] = { NC_ ("column of packets", "Source"), 17 },
  [PACKETS_COLUMN_DESTINATION] = { NC_ ("column of packets", "Destination"), 17 },
  [PACKETS_COLUMN_PROTOCOL] = { NC_ ("column of packets", "Protocol"), 9 },
  [PACKETS_COLUMN_LENGTH] = { NC_ ("column of packets", "Length"), 8 },
  [PACKETS_COLUMN_SUMMARY] = { NC_ ("column of packets", "Summary"), 14 },
};

static void
on_cell_set_up_cb (G_GNUC_UNUSED GtkSignalListItemFactory *factory,
                   GtkColumnViewCell *cell,
                   gpointer column)
{
  gtk_column_view_cell_set_child (cell, packets_cell_new (GPOINTER_TO_UINT (column)));
}

static void
on_cell_bound_cb (G_GNUC_UNUSED GtkSignalListItemFactory *factory,
                  GtkColumnViewCell *cell,
                  G_GNUC_UNUSED gpointer column)
{
  packets_cell_set_row (PACKETS_CELL (gtk_column_view_cell_get_child (cell)),
                        gtk_column_view_cell_get_item (cell));
}

static int
get_width (GtkWidget *widget, guint n_digits)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int width = pango_font_metrics_get_approximate_digit_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (width * (int) n_digits);
}

static GtkListItemFactory *
create_factory (PacketsColumn column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_cell_set_up_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bound_cb), GUINT_TO_POINTER (column));
  return factory;
}

/* All of them, in the order of PacketsColumn. */
void
packets_columns_add (GtkColumnView *view)
{
  for (guint i = 0; i < PACKETS_N_COLUMNS; i++)
    {
      g_autoptr (GtkColumnViewColumn) column
          = gtk_column_view_column_new (g_dpgettext2 (GETTEXT_PACKAGE, "column of packets",
                                                      columns[i].title),
                                        create_factory (i));

      gtk_column_view_column_set_fixed_width (column,
                                              get_width (GTK_WIDGET (view), columns[i].n_digits));
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, i == PACKETS_COLUMN_SUMMARY);
      gtk_column_view_append_column (view, column);
    }
}
