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

#define CLOCK_DIGITS 16

/* What goes first is missed least: on which interface, which way, and what it is stay. At each stage as much is left to the
 * summary as it needs to say something. */
static const struct
{
  const char *room;
  PacketsColumn columns[2];
} stages[PACKETS_COLUMNS_N_STAGES] = {
  { "max-width: 880sp", { PACKETS_COLUMN_LENGTH, PACKETS_COLUMN_LENGTH } },
  { "max-width: 800sp", { PACKETS_COLUMN_NUMBER, PACKETS_COLUMN_NUMBER } },
  { "max-width: 720sp", { PACKETS_COLUMN_TIME, PACKETS_COLUMN_TIME } },
  { "max-width: 620sp", { PACKETS_COLUMN_SOURCE, PACKETS_COLUMN_DESTINATION } },
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

/* As what stands below it. GTK has no property for it, but for the title a label, wherever in the header. */
static void
align_title (GtkWidget *widget, PacketsColumn column)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_widget_set_hexpand (widget, TRUE);
      gtk_label_set_xalign (GTK_LABEL (widget), packets_cell_get_xalign (column));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    align_title (child, column);
}

static void
align_titles (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  PacketsColumn column = 0;

  for (GtkWidget *title = gtk_widget_get_first_child (header); title != NULL;
       title = gtk_widget_get_next_sibling (title))
    align_title (title, column++);
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
  align_titles (view);
}

/* Returns: (transfer full): holds while there is too little room for what STAGE takes away */
AdwBreakpoint *
packets_columns_create_stage (guint stage)
{
  return adw_breakpoint_new (adw_breakpoint_condition_parse (stages[stage].room));
}

static void
show_column (GtkColumnView *view, PacketsColumn column, gboolean shown)
{
  g_autoptr (GtkColumnViewColumn) found
      = g_list_model_get_item (gtk_column_view_get_columns (view), column);

  gtk_column_view_column_set_visible (found, shown);
}

/* All but what the first N_STAGES take away. */
void
packets_columns_choose (GtkColumnView *view, guint n_stages, gboolean numbered)
{
  for (guint i = 0; i < PACKETS_COLUMNS_N_STAGES; i++)
    for (guint j = 0; j < G_N_ELEMENTS (stages[i].columns); j++)
      show_column (view, stages[i].columns[j],
                   i >= n_stages && (numbered || stages[i].columns[j] != PACKETS_COLUMN_NUMBER));
}

/* CLOCK: the times have hours and minutes, too. */
void
packets_columns_set_clock (GtkColumnView *view, gboolean clock)
{
  g_autoptr (GtkColumnViewColumn) column
      = g_list_model_get_item (gtk_column_view_get_columns (view), PACKETS_COLUMN_TIME);

  gtk_column_view_column_set_fixed_width (column,
                                          get_width (GTK_WIDGET (view),
                                                     clock
                                                         ? CLOCK_DIGITS
                                                         : columns[PACKETS_COLUMN_TIME].n_digits));
}
