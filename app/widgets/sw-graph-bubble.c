/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-graph-bubble.h"
#include "widgets/sw-numeral-private.h"

/* What stands beside the instant pointed at: how long ago, and each channel's value then, in as many columns as the
 * height of the graph makes necessary. Of many channels, the greatest. It is part of the graph and no window of its
 * own, so that it costs no surface, no timer and no animation. */

#define MAX_ENTRIES 8
#define SWATCH_PX 8
#define GAP_PX 6
#define COLUMN_GAP_PX 12
#define PADDING_PX 8 /* that the style gives, left or right, or both above and below */

struct _SwGraphBubble
{
  GtkWidget parent_instance;

  PangoLayout *when;
  PangoLayout *names[MAX_ENTRIES];
  PangoLayout *values[MAX_ENTRIES];
  GdkRGBA colours[MAX_ENTRIES];
  guint n_entries;
  guint n_lines; /* entries per column */
  int line_px;
  int name_px;  /* widest of the names */
  int value_px; /* widest of the values */
  int when_px;
};

G_DEFINE_FINAL_TYPE (SwGraphBubble, sw_graph_bubble, GTK_TYPE_WIDGET)

static int
get_column_px (SwGraphBubble *self)
{
  return SWATCH_PX + GAP_PX + self->name_px + COLUMN_GAP_PX + self->value_px;
}

static void
sw_graph_bubble_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         G_GNUC_UNUSED int for_size,
                         int *minimum,
                         int *natural,
                         G_GNUC_UNUSED int *minimum_baseline,
                         G_GNUC_UNUSED int *natural_baseline)
{
  SwGraphBubble *self = SW_GRAPH_BUBBLE (widget);
  const guint n_columns
      = self->n_lines > 0 ? (self->n_entries + self->n_lines - 1) / self->n_lines : 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = self->line_px * (1 + MIN (self->n_lines, self->n_entries));
  else
    *minimum = *natural = MAX (self->when_px, (int) n_columns *(get_column_px (self) + COLUMN_GAP_PX)
                                                                              - COLUMN_GAP_PX);
}

static void
snapshot_text (GtkSnapshot *snapshot,
               PangoLayout *layout,
               double x,
               double y,
               const GdkRGBA *colour)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_entry (SwGraphBubble *self, GtkSnapshot *snapshot, guint entry, const GdkRGBA *colour)
{
  const gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double x = (entry / self->n_lines) * (get_column_px (self) + COLUMN_GAP_PX);
  const double y = self->line_px * (1 + entry % self->n_lines);
  int name_px, value_px;
  double swatch_x = x, name_x = x + SWATCH_PX + GAP_PX, value_x;

  pango_layout_get_pixel_size (self->names[entry], &name_px, NULL);
  pango_layout_get_pixel_size (self->values[entry], &value_px, NULL);
  value_x = x + get_column_px (self) - value_px;
  if (mirrored)
    {
      swatch_x = width - swatch_x - SWATCH_PX;
      name_x = width - name_x - name_px;
      value_x = width - value_x - value_px;
    }
  gtk_snapshot_append_color (snapshot, &self->colours[entry],
                             &GRAPHENE_RECT_INIT (swatch_x, y + (self->line_px - SWATCH_PX) / 2,
                                                  SWATCH_PX, SWATCH_PX));
  snapshot_text (snapshot, self->names[entry], name_x, y, colour);
  snapshot_text (snapshot, self->values[entry], value_x, y, colour);
}

static void
sw_graph_bubble_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SwGraphBubble *self = SW_GRAPH_BUBBLE (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA colour, dim;

  gtk_widget_get_color (widget, &colour);
  dim = colour;
  dim.alpha *= 0.7;
  snapshot_text (snapshot, self->when, mirrored ? gtk_widget_get_width (widget) - self->when_px : 0,
                 0, &dim);
  for (guint i = 0; i < self->n_entries; i++)
    snapshot_entry (self, snapshot, i, &colour);
}

static void
forget_layouts (SwGraphBubble *self)
{
  g_clear_object (&self->when);
  for (guint i = 0; i < MAX_ENTRIES; i++)
    {
      g_clear_object (&self->names[i]);
      g_clear_object (&self->values[i]);
    }
  self->n_entries = 0;
}

static void
sw_graph_bubble_dispose (GObject *object)
{
  forget_layouts (SW_GRAPH_BUBBLE (object));
  G_OBJECT_CLASS (sw_graph_bubble_parent_class)->dispose (object);
}

static void
sw_graph_bubble_class_init (SwGraphBubbleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_graph_bubble_dispose;
  widget_class->measure = sw_graph_bubble_measure;
  widget_class->snapshot = sw_graph_bubble_snapshot;
  gtk_widget_class_set_css_name (widget_class, "bubble");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
sw_graph_bubble_init (SwGraphBubble *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

SwGraphBubble *
sw_graph_bubble_new (void)
{
  return g_object_new (SW_TYPE_GRAPH_BUBBLE, NULL);
}

static void
set_layout (SwGraphBubble *self, PangoLayout **layout, const char *text, int *widest_px)
{
  int width;

  if (*layout == NULL)
    *layout = sw_numeral_create_layout (GTK_WIDGET (self), text);
  else
    pango_layout_set_text (*layout, text, -1);
  pango_layout_get_pixel_size (*layout, &width, &self->line_px);
  *widest_px = MAX (*widest_px, width);
}

void
sw_graph_bubble_format_age (gint64 age_us, char *text, gsize text_bytes)
{
  const gint64 age_s = (age_us + SW_SECOND_US / 2) / SW_SECOND_US;

  if (age_us < SW_SECOND_US / 20)
    g_strlcpy (text, C_ ("graph", "Now"), text_bytes);
  else if (age_us < 10 * SW_SECOND_US && age_us % SW_SECOND_US > SW_SECOND_US / 5
           && age_us % SW_SECOND_US < SW_SECOND_US * 4 / 5)
    g_snprintf (text, text_bytes, C_ ("graph", "%.1f s ago"), age_us / (double) SW_SECOND_US);
  else if (age_s < 120)
    g_snprintf (text, text_bytes, C_ ("graph", "%d s ago"), (int) age_s);
  else if (age_s < 7200)
    g_snprintf (text, text_bytes, C_ ("graph", "%d min %d s ago"), (int) (age_s / 60),
                (int) (age_s % 60));
  else
    g_snprintf (text, text_bytes, C_ ("graph", "%d h %d min ago"), (int) (age_s / 3600),
                (int) (age_s / 60 % 60));
}

/* Which channels to name: the shown ones in their order, or the greatest where there are too many. */
static guint
choose_entries (const float *values, const SwCurve *curves, guint n_channels, guint *chosen)
{
  guint n = 0, n_shown = 0;

  for (guint i = 0; i < n_channels; i++)
    n_shown += curves[i] != SW_CURVE_HIDDEN;
  for (guint i = 0; i < n_channels; i++)
    {
      guint place = n;

      if (curves[i] == SW_CURVE_HIDDEN)
        continue;
      if (n_shown > MAX_ENTRIES)
        while (place > 0 && !(values[chosen[place - 1]] >= values[i]))
          place--;
      if (place == MAX_ENTRIES)
        continue;
      n = MIN (n + 1, MAX_ENTRIES);
      for (guint j = n - 1; j > place; j--)
        chosen[j] = chosen[j - 1];
      chosen[place] = i;
    }
  return n;
}

/* Entries that find no room stay out: the legend has them. */
static void
fit_entries (SwGraphBubble *self, int width_px, int height_px)
{
  int n_columns
      = (width_px - 2 * PADDING_PX + COLUMN_GAP_PX) / (get_column_px (self) + COLUMN_GAP_PX);

  self->n_lines = MAX ((height_px - PADDING_PX) / MAX (self->line_px, 1) - 1, 1);
  n_columns = MAX (n_columns, 1);
  self->n_entries = MIN (self->n_entries, self->n_lines * n_columns);
  self->n_lines = MIN (self->n_lines, MAX (self->n_entries, 1));
}

static void
format_entry (SwUnit unit, float value, const float *peak, char *text, gsize text_bytes)
{
  char first[SW_UNIT_TEXT_BYTES], second[SW_UNIT_TEXT_BYTES];

  sw_unit_format (unit, value, first, sizeof first);
  if (peak == NULL)
    {
      g_strlcpy (text, first, text_bytes);
      return;
    }
  sw_unit_format (unit, *peak, second, sizeof second);
  /* Translators: a mean and a peak, as in “12 % · 45 %” */
  g_snprintf (text, text_bytes, C_ ("graph", "%s · %s"), first, second);
}

void
sw_graph_bubble_fill (SwGraphBubble *self,
                      SwSource *source,
                      const char *when,
                      const float *values,
                      const float *peaks,
                      const SwCurve *curves,
                      const GdkRGBA *colours,
                      int width_px,
                      int height_px)
{
  char text[3 * SW_UNIT_TEXT_BYTES];
  guint chosen[MAX_ENTRIES];

  self->name_px = self->value_px = self->when_px = 0;
  set_layout (self, &self->when, when, &self->when_px);
  self->n_entries = choose_entries (values, curves, sw_source_get_n_channels (source), chosen);
  for (guint i = 0; i < self->n_entries; i++)
    {
      const guint index = chosen[i];

      self->colours[i] = colours[index];
      set_layout (self, &self->names[i],
                  sw_channel_get_name (sw_source_get_channel (source, index)), &self->name_px);
      format_entry (sw_source_get_unit (source), values[index],
                    peaks != NULL ? &peaks[index] : NULL, text, sizeof text);
      set_layout (self, &self->values[i], text, &self->value_px);
    }
  fit_entries (self, width_px, height_px);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
