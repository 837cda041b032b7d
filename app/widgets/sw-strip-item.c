/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/sw-graph.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-strip-item.h"
#include "widgets/sw-widgets.h"

/**
 * SwStripItem:
 *
 * A [class@Source] in a bar a few pixels thick: a small graph and, where asked for, its value. Its size follows from what it
 * is told, never from the values. Its tooltip has each channel's value.
 *
 * It demands its source while it can be seen. Paused it shows what it showed then, and demands nothing.
 *
 * # CSS nodes
 *
 * ```
 * stripitem[.paused]
 * ├── graph.compact
 * ├── picture
 * ╰── numeral
 * ```
 *
 * # Accessibility
 *
 * The graph within has the name and the values.
 */
struct _SwStripItem
{
  GtkWidget parent_instance;

  GtkWidget *graph;
  GtkWidget *picture; /* of the graph, in its place while paused */
  GtkWidget *numeral;

  SwSource *source;
  GtkOrientation orientation; /* of the bar */
  int thickness_px;           /* of the bar */
  int length_px;              /* of the graph along a horizontal bar */
  guint with_numeral : 1;
  guint paused : 1;
};

#define DEFAULT_LENGTH_PX 60
#define DEFAULT_THICKNESS_PX 24
#define MARGIN_PX 2 /* between the graph and the bar's edges */
#define GAP_PX 3    /* between the graph and the value */
#define MIN_GRAPH_PX 12
#define MAX_TOLD_CHANNELS 16

G_DEFINE_FINAL_TYPE (SwStripItem, sw_strip_item, GTK_TYPE_WIDGET)

/* In an upright bar a graph is as high as it is wide, or as many times that as it was made longer than usual. */
static void
get_graph_size (SwStripItem *self, int *width, int *height)
{
  const int across = MAX (self->thickness_px - 2 * MARGIN_PX, MIN_GRAPH_PX);

  *width = self->length_px;
  *height = across;
  if (self->orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *width = across;
  *height = MAX (across * self->length_px / DEFAULT_LENGTH_PX, MIN_GRAPH_PX);
}

static void
get_numeral_size (SwStripItem *self, int *width, int *height)
{
  gtk_widget_measure (self->numeral, GTK_ORIENTATION_HORIZONTAL, -1, NULL, width, NULL, NULL);
  gtk_widget_measure (self->numeral, GTK_ORIENTATION_VERTICAL, -1, NULL, height, NULL, NULL);
}

/* An upright bar may be too narrow for it; half a number would be a wrong one. */
static gboolean
has_room_for_numeral (SwStripItem *self)
{
  int width, height;

  if (!self->with_numeral)
    return FALSE;
  get_numeral_size (self, &width, &height);
  return self->orientation == GTK_ORIENTATION_HORIZONTAL || width <= self->thickness_px;
}

static void
sw_strip_item_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       G_GNUC_UNUSED int for_size,
                       int *minimum,
                       int *natural,
                       G_GNUC_UNUSED int *minimum_baseline,
                       G_GNUC_UNUSED int *natural_baseline)
{
  SwStripItem *self = SW_STRIP_ITEM (widget);
  int width, height, numeral_width, numeral_height;

  get_graph_size (self, &width, &height);
  if (orientation != self->orientation)
    {
      *minimum = 0;
      *natural = self->thickness_px;
      return;
    }
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : height + 2 * MARGIN_PX;
  if (has_room_for_numeral (self))
    {
      get_numeral_size (self, &numeral_width, &numeral_height);
      *natural += orientation == GTK_ORIENTATION_HORIZONTAL ? GAP_PX + numeral_width + GAP_PX
                                                            : numeral_height;
    }
  *minimum = *natural;
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  if (gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation) { x, y, width, height }, -1);
}

static void
sw_strip_item_size_allocate (GtkWidget *widget, int width, int height, G_GNUC_UNUSED int baseline)
{
  SwStripItem *self = SW_STRIP_ITEM (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int graph_width, graph_height, numeral_width, numeral_height, x, y;

  get_graph_size (self, &graph_width, &graph_height);
  get_numeral_size (self, &numeral_width, &numeral_height);
  if (self->orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      x = mirrored ? width - graph_width : 0;
      y = (height - graph_height) / 2;
      allocate (self->numeral, mirrored ? x - GAP_PX - numeral_width : graph_width + GAP_PX,
                (height - numeral_height) / 2, numeral_width, numeral_height);
    }
  else
    {
      x = (width - graph_width) / 2;
      y = MARGIN_PX;
      allocate (self->numeral, 0, graph_height + MARGIN_PX,
                MAX (width, numeral_width), numeral_height);
    }
  allocate (self->graph, x, y, graph_width, graph_height);
  allocate (self->picture, x, y, graph_width, graph_height);
}

static void
show_value (SwStripItem *self)
{
  SwSeries *series = sw_source_get_series (self->source);
  double value = NAN;

  if (self->paused)
    return;
  if (series != NULL && sw_series_get_n_rows (series) > 0)
    value = sw_source_get_headline_value (self->source,
                                          sw_series_peek_row (series,
                                                              sw_series_get_n_rows (series) - 1));
  sw_numeral_set_value (SW_NUMERAL (self->numeral), sw_source_get_unit (self->source), value);
  if ((gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_PRELIGHT) != 0)
    gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

static void
append_channels (SwStripItem *self, GString *text, const float *values)
{
  char value[SW_UNIT_TEXT_BYTES];
  guint n_told = 0;

  for (guint i = 0; i < sw_source_get_n_channels (self->source) && n_told < MAX_TOLD_CHANNELS; i++)
    {
      SwChannel *channel = sw_source_get_channel (self->source, i);

      if (!sw_channel_get_shown (channel))
        continue;
      n_told++;
      sw_unit_format (sw_source_get_unit (self->source), values[i], value, sizeof value);
      /* Translators: a channel and its value: "User: 12 %" */
      g_string_append_c (text, '\n');
      g_string_append_printf (text, C_ ("strip item", "%s: %s"), sw_channel_get_name (channel),
                              value);
    }
}

/**
 * sw_strip_item_describe:
 * @self: a strip item
 *
 * Returns: (transfer full): its values as a text of some lines, or why it has none
 */
char *
sw_strip_item_describe (SwStripItem *self)
{
  SwSeries *series;
  const char *reason;
  char headline[4 * SW_UNIT_TEXT_BYTES];
  const float *values;
  GString *text;

  g_return_val_if_fail (SW_IS_STRIP_ITEM (self), NULL);

  series = sw_source_get_series (self->source);
  reason = sw_source_get_reason (self->source);
  text = g_string_new (NULL);
  if (sw_source_get_state (self->source) != SW_SOURCE_STATE_READY && reason != NULL)
    g_string_append (text, reason);
  else if (series == NULL || sw_series_get_n_rows (series) == 0
           || sw_series_get_n_channels (series) != sw_source_get_n_channels (self->source))
    g_string_append (text, C_ ("strip item", "Waiting for the first value"));
  else
    {
      values = sw_series_peek_row (series, sw_series_get_n_rows (series) - 1);
      sw_source_format_headline (self->source, values, headline, sizeof headline);
      g_string_append (text, headline);
      append_channels (self, text, values);
    }
  if (self->paused)
    g_string_append_printf (text, "\n%s", C_ ("strip item", "Paused"));
  return g_string_free_and_steal (text);
}

static gboolean
on_tooltip_queried_cb (SwStripItem *self,
                       G_GNUC_UNUSED int x,
                       G_GNUC_UNUSED int y,
                       G_GNUC_UNUSED gboolean keyboard,
                       GtkTooltip *tooltip)
{
  g_autofree char *values = sw_strip_item_describe (self);
  g_autofree char *text = g_strdup_printf ("%s\n%s", sw_source_get_title (self->source), values);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
sw_strip_item_dispose (GObject *object)
{
  SwStripItem *self = SW_STRIP_ITEM (object);

  g_clear_pointer (&self->graph, gtk_widget_unparent);
  g_clear_pointer (&self->picture, gtk_widget_unparent);
  g_clear_pointer (&self->numeral, gtk_widget_unparent);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (sw_strip_item_parent_class)->dispose (object);
}

static void
sw_strip_item_class_init (SwStripItemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_strip_item_dispose;
  widget_class->measure = sw_strip_item_measure;
  widget_class->size_allocate = sw_strip_item_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "stripitem");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
sw_strip_item_init (SwStripItem *self)
{
  sw_widgets_init ();
  self->thickness_px = DEFAULT_THICKNESS_PX;
  self->length_px = DEFAULT_LENGTH_PX;
  self->graph = g_object_new (SW_TYPE_GRAPH, "compact", TRUE, NULL);
  self->picture = g_object_new (GTK_TYPE_PICTURE, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, "visible", FALSE, "can-shrink",
                                TRUE, "content-fit", GTK_CONTENT_FIT_FILL, NULL);
  self->numeral = g_object_new (SW_TYPE_NUMERAL, "accessible-role",
                                GTK_ACCESSIBLE_ROLE_PRESENTATION, "visible", FALSE, NULL);
  /* The pointer is on the item: what goes from under it would take the next click along. */
  gtk_widget_set_can_target (self->graph, FALSE);
  gtk_widget_set_can_target (self->picture, FALSE);
  gtk_widget_set_can_target (self->numeral, FALSE);
  gtk_widget_set_parent (self->graph, GTK_WIDGET (self));
  gtk_widget_set_parent (self->picture, GTK_WIDGET (self));
  gtk_widget_set_parent (self->numeral, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_tooltip_queried_cb), NULL);
}

/**
 * sw_strip_item_new:
 * @source: what to show
 *
 * Returns: (transfer floating): an item for a strip
 */
GtkWidget *
sw_strip_item_new (SwSource *source)
{
  SwStripItem *self;
  g_autofree char *widest = NULL;

  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);

  self = g_object_new (SW_TYPE_STRIP_ITEM, NULL);
  self->source = g_object_ref (source);
  widest = sw_numeral_get_widest (sw_source_get_unit (source));
  sw_numeral_set_widest (SW_NUMERAL (self->numeral), widest);
  sw_graph_set_source (SW_GRAPH (self->graph), source);
  g_signal_connect_object (source, "sampled", G_CALLBACK (show_value), self, G_CONNECT_SWAPPED);
  show_value (self);
  return GTK_WIDGET (self);
}

/**
 * sw_strip_item_get_source:
 * @self: a strip item
 *
 * Returns: (transfer none): what it shows
 */
SwSource *
sw_strip_item_get_source (SwStripItem *self)
{
  g_return_val_if_fail (SW_IS_STRIP_ITEM (self), NULL);

  return self->source;
}

static void
update_layout (SwStripItem *self)
{
  gtk_widget_set_visible (self->numeral, self->with_numeral);
  gtk_widget_set_child_visible (self->numeral, has_room_for_numeral (self));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * sw_strip_item_set_bar:
 * @self: a strip item
 * @orientation: of the bar that it is in
 * @thickness_px: of that bar
 */
void
sw_strip_item_set_bar (SwStripItem *self, GtkOrientation orientation, int thickness_px)
{
  g_return_if_fail (SW_IS_STRIP_ITEM (self));
  g_return_if_fail (thickness_px > 0);

  if (self->orientation == orientation && self->thickness_px == thickness_px)
    return;
  self->orientation = orientation;
  self->thickness_px = thickness_px;
  sw_numeral_set_xalign (SW_NUMERAL (self->numeral),
                         orientation == GTK_ORIENTATION_VERTICAL ? 0.5F : 0);
  update_layout (self);
}

/**
 * sw_strip_item_set_length_px:
 * @self: a strip item
 * @length_px: of the graph along a horizontal bar; in an upright bar its height is to its width as this is to 60
 */
void
sw_strip_item_set_length_px (SwStripItem *self, int length_px)
{
  g_return_if_fail (SW_IS_STRIP_ITEM (self));
  g_return_if_fail (length_px > 0);

  self->length_px = length_px;
  update_layout (self);
}

/**
 * sw_strip_item_set_numeral:
 * @self: a strip item
 * @numeral: whether its value stands beside the graph. In an upright bar too narrow for that it does not
 */
void
sw_strip_item_set_numeral (SwStripItem *self, gboolean numeral)
{
  g_return_if_fail (SW_IS_STRIP_ITEM (self));

  self->with_numeral = !!numeral;
  update_layout (self);
}

/* The graph's own canvas rests while it is not drawn, so the picture of it stays as it is. */
static GdkPaintable *
take_picture (SwStripItem *self)
{
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (self->graph);

  return gdk_paintable_get_current_image (live);
}

/**
 * sw_strip_item_set_paused:
 * @self: a strip item
 * @paused: whether it stands still
 */
void
sw_strip_item_set_paused (SwStripItem *self, gboolean paused)
{
  g_autoptr (GdkPaintable) image = NULL;

  g_return_if_fail (SW_IS_STRIP_ITEM (self));

  if (self->paused == !!paused)
    return;
  if (paused)
    image = take_picture (self);
  self->paused = !!paused;
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), image);
  gtk_widget_set_visible (self->picture, paused);
  gtk_widget_set_visible (self->graph, !paused);
  if (paused)
    gtk_widget_add_css_class (GTK_WIDGET (self), "paused");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "paused");
  show_value (self);
}
