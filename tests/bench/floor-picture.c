/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Cards as the program was seen to show them, drawn in the plainest way: one drawing area each, all of it again once a second.
 * The bands of a card share a third of its height, as those of a machine with little to do; titles, buttons and swatches
 * are left out. */

#include <math.h>

#include "tests/bench/floor-picture.h"

#define SAMPLE_PX 4 /* as in sw-graph-math.c */
#define MAX_POINTS 1024
#define N_GRID_LINES 4
#define LINE_PX 1.5
#define FILL_ALPHA 0.3

/* What it names, and behind it the value, another each second. */
typedef struct
{
  PangoLayout *layout;
  char *name;
  int x;
  int y;
} Text;

typedef struct
{
  const int *second; /* borrowed, counts up */
  GdkRectangle area; /* in the window */
  GdkRectangle plot; /* in the area, as are the texts */
  guint n_channels;
  GArray *texts; /* of Text */
} Card;

static void
text_clear (gpointer data)
{
  Text *text = data;

  g_clear_object (&text->layout);
  g_free (text->name);
}

static void
card_free (gpointer data)
{
  Card *card = data;

  g_array_unref (card->texts);
  g_free (card);
}

static void
draw_grid (const Card *card, cairo_t *cr, const GdkRGBA *colour)
{
  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, 0.1);
  for (int i = 0; i < N_GRID_LINES; i++)
    cairo_rectangle (cr, 0, i * card->plot.height / N_GRID_LINES, card->plot.width, 1);
  cairo_fill (cr);
}

/* The height of what CHANNEL adds at POINT. */
static double
get_share (const Card *card, guint channel, int point)
{
  const double most = card->plot.height / 3.0 / card->n_channels;

  return most * (0.6 + 0.4 * sin (0.3 * (point + *card->second) + channel));
}

/* Fills the band of CHANNEL, which begins on BASE, and moves BASE to its upper edge. */
static void
draw_band (const Card *card, cairo_t *cr, guint channel, double *base, int n_points)
{
  const double step = (double) card->plot.width / (n_points - 1);
  GdkRGBA colour;

  gtk_hsv_to_rgb ((float) channel / card->n_channels, 0.8f, 0.7f, &colour.red, &colour.green,
                  &colour.blue);
  for (int i = n_points - 1; i >= 0; i--)
    cairo_line_to (cr, i * step, base[i]);
  for (int i = 0; i < n_points; i++)
    {
      base[i] -= get_share (card, channel, i);
      cairo_line_to (cr, i * step, base[i]);
    }
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, FILL_ALPHA);
  cairo_fill (cr);
  for (int i = 0; i < n_points; i++)
    cairo_line_to (cr, i * step, base[i]);
  cairo_set_source_rgb (cr, colour.red, colour.green, colour.blue);
  cairo_stroke (cr);
}

static void
draw_plot (const Card *card, cairo_t *cr)
{
  const int n_points = CLAMP (card->plot.width / SAMPLE_PX + 1, 2, MAX_POINTS);
  double base[MAX_POINTS];

  for (int i = 0; i < n_points; i++)
    base[i] = card->plot.height;
  cairo_set_line_width (cr, LINE_PX);
  for (guint i = 0; i < card->n_channels; i++)
    draw_band (card, cr, i, base, n_points);
}

static void
draw_card (GtkDrawingArea *area,
           cairo_t *cr,
           G_GNUC_UNUSED int width,
           G_GNUC_UNUSED int height,
           gpointer user_data)
{
  Card *card = user_data;
  GdkRGBA colour;

  gtk_widget_get_color (GTK_WIDGET (area), &colour);
  cairo_save (cr);
  cairo_translate (cr, card->plot.x, card->plot.y);
  draw_grid (card, cr, &colour);
  draw_plot (card, cr);
  cairo_restore (cr);
  gdk_cairo_set_source_rgba (cr, &colour);
  for (guint i = 0; i < card->texts->len; i++)
    {
      Text *text = &g_array_index (card->texts, Text, i);
      char value[128];

      g_snprintf (value, sizeof value, "%s%u %%", text->name, (7 * *card->second + 13 * i) % 100);
      pango_layout_set_text (text->layout, value, -1);
      cairo_move_to (cr, text->x, text->y);
      pango_cairo_show_layout (cr, text->layout);
    }
}

/* A headline has no name and is larger. */
static void
add_text (Card *card, GtkWidget *area, int x, int y, const char *name)
{
  Text text = {
    .layout = gtk_widget_create_pango_layout (area, NULL),
    .name = *name != '\0' ? g_strconcat (name, "  ", NULL) : g_strdup (""),
    .x = x,
    .y = y,
  };
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (*name != '\0' ? 0.85 : 1.5));
  pango_layout_set_attributes (text.layout, attributes);
  g_array_append_val (card->texts, text);
}

static GtkWidget *
create_card (GVariant *variant, const int *second, GdkRectangle *place)
{
  GtkWidget *area = gtk_drawing_area_new ();
  Card *card = g_new0 (Card, 1);
  g_autoptr (GVariantIter) texts = NULL;
  const char *name;
  int x, y;

  card->second = second;
  card->texts = g_array_new (FALSE, FALSE, sizeof (Text));
  g_array_set_clear_func (card->texts, text_clear);
  g_variant_get (variant, "((iiii)(iiii)ua(iis))", &card->area.x, &card->area.y, &card->area.width,
                 &card->area.height, &card->plot.x, &card->plot.y, &card->plot.width,
                 &card->plot.height, &card->n_channels, &texts);
  while (g_variant_iter_next (texts, "(ii&s)", &x, &y, &name))
    add_text (card, area, x, y, name);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), card->area.width);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), card->area.height);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_card, card, card_free);
  *place = card->area;
  return area;
}

/* AREAS are those to be drawn again as SECOND counts. */
GtkWidget *
floor_picture_new (GVariant *picture, const int *second, GPtrArray *areas)
{
  GtkWidget *fixed = gtk_fixed_new ();

  for (gsize i = 0; i < g_variant_n_children (picture); i++)
    {
      g_autoptr (GVariant) card = g_variant_get_child_value (picture, i);
      GdkRectangle place;
      GtkWidget *area = create_card (card, second, &place);

      gtk_fixed_put (GTK_FIXED (fixed), area, place.x, place.y);
      g_ptr_array_add (areas, area);
    }
  return fixed;
}
