/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <adwaita.h>

#include "widgets/sw-palette.h"

#include "plugins/packets/packets-arrow.h"
#include "plugins/packets/packets-cell.h"

#define PADDING_X 6
#define PADDING_Y 3

/* One column of one packet in the list: a line of text, or the arrow, on its direction's colour. It has the same size
 * whatever it shows, so that another packet in it is drawn and nothing is laid out; a list that is followed puts new
 * packets into all of its cells, many times a second.
 *
 * CSS node `packetscell`; accessible role label, whose name is the text. */
struct _PacketsCell
{
  GtkWidget parent_instance;

  PacketsColumn column;
  PacketsRow *row;     /* (nullable) */
  PangoLayout *layout; /* (nullable) of the text that is shown; made when it is drawn */
};

G_DEFINE_FINAL_TYPE (PacketsCell, packets_cell, GTK_TYPE_WIDGET)

/* Of the font alone, which knows it: the context would shape a line of text in it for every cell that is asked, to know its
 * width too. */
static int
get_line_height (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  g_autoptr (PangoFont) font
      = pango_context_load_font (context, pango_context_get_font_description (context));
  PangoFontMetrics *metrics = pango_font_get_metrics (font, NULL);
  const int height
      = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS_CEIL (height);
}

static void
packets_cell_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      G_GNUC_UNUSED int for_size,
                      int *minimum,
                      int *natural,
                      G_GNUC_UNUSED int *minimum_baseline,
                      G_GNUC_UNUSED int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 2 * PADDING_X;
  else
    *minimum = *natural = get_line_height (widget) + 2 * PADDING_Y;
}

static gboolean
is_number (PacketsColumn column)
{
  return column == PACKETS_COLUMN_NUMBER || column == PACKETS_COLUMN_TIME
         || column == PACKETS_COLUMN_LENGTH;
}

static PangoLayout *
ensure_layout (PacketsCell *self)
{
  PangoAttrList *attributes;

  if (self->layout != NULL)
    return self->layout;
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self),
                                                 packets_row_get_text (self->row, self->column));
  pango_layout_set_single_paragraph_mode (self->layout, TRUE);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  if (!is_number (self->column))
    return self->layout;
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
  return self->layout;
}

/* Numbers end where the column ends; texts begin where it begins, whatever the reading direction of what they say. */
static void
draw_text (PacketsCell *self, GtkSnapshot *snapshot, int width, int height)
{
  PangoLayout *layout = ensure_layout (self);
  const int room = MAX (0, width - 2 * PADDING_X);
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GdkRGBA colour;
  int text_width, text_height;
  float x = PADDING_X;

  /* A width would have the layout align by itself: only where there is nothing left to align. */
  pango_layout_set_width (layout, -1);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (text_width > room)
    pango_layout_set_width (layout, room * PANGO_SCALE);
  else if (is_number (self->column) != rtl)
    x += (float) (room - text_width);
  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (float) (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_tint (GtkSnapshot *snapshot, const GdkRGBA *colour, SwScheme scheme, int width, int height)
{
  GdkRGBA tint = *colour;

  tint.alpha = scheme == SW_SCHEME_LIGHT ? 0.08f : 0.12f;
  gtk_snapshot_append_color (snapshot, &tint, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
packets_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PacketsCell *self = PACKETS_CELL (widget);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const SwScheme scheme = sw_palette_get_scheme ();
  PacketDirection direction;
  GdkRGBA colour;

  if (self->row == NULL)
    return;
  direction = packets_row_get_direction (self->row);
  if (packets_arrow_get_colour (direction, scheme, &colour))
    draw_tint (snapshot, &colour, scheme, width, height);
  if (self->column == PACKETS_COLUMN_DIRECTION)
    packets_arrow_draw (snapshot, direction, &colour, width, height);
  else
    draw_text (self, snapshot, width, height);
}

static void
packets_cell_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (packets_cell_parent_class)->css_changed (widget, change);
  g_clear_object (&PACKETS_CELL (widget)->layout);
  gtk_widget_queue_draw (widget);
}

static void
packets_cell_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (packets_cell_parent_class)->system_setting_changed (widget, setting);
  g_clear_object (&PACKETS_CELL (widget)->layout);
  gtk_widget_queue_resize (widget);
}

static void
packets_cell_dispose (GObject *object)
{
  PacketsCell *self = PACKETS_CELL (object);

  g_clear_object (&self->row);
  g_clear_object (&self->layout);
  G_OBJECT_CLASS (packets_cell_parent_class)->dispose (object);
}

static void
packets_cell_class_init (PacketsCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_cell_dispose;
  widget_class->measure = packets_cell_measure;
  widget_class->snapshot = packets_cell_snapshot;
  widget_class->css_changed = packets_cell_css_changed;
  widget_class->system_setting_changed = packets_cell_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "packetscell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
packets_cell_init (PacketsCell *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
packets_cell_new (PacketsColumn column)
{
  PacketsCell *self = g_object_new (PACKETS_TYPE_CELL, NULL);

  self->column = column;
  return GTK_WIDGET (self);
}

/* ROW (nullable): nothing is shown. */
void
packets_cell_set_row (PacketsCell *self, PacketsRow *row)
{
  if (g_set_object (&self->row, row) && row != NULL)
    packets_cell_refresh (self);
}

PacketsColumn
packets_cell_get_column (PacketsCell *self)
{
  return self->column;
}

/* Where in the width of COLUMN what it shows stands: from 0, where one begins to read, to 1. */
float
packets_cell_get_xalign (PacketsColumn column)
{
  if (column == PACKETS_COLUMN_DIRECTION)
    return 0.5f;
  return is_number (column) ? 1 : 0;
}

/* What the row says may have changed. */
void
packets_cell_refresh (PacketsCell *self)
{
  g_clear_object (&self->layout);
  if (self->row == NULL)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  packets_row_get_text (self->row, self->column), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
