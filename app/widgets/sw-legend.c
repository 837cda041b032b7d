/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"
#include "widgets/sw-legend.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-redraw.h"
#include "widgets/sw-swatch.h"
#include "widgets/sw-widgets.h"

/* What more there is can be seen in the graph's bubble and switched in the source's settings. */
#define MAX_ENTRIES 10

/* Of the busiest channel's name, before it is shortened. */
#define MAX_NAME_LETTERS 24

/* From right to left, libadwaita 1.7 lays out beside the wrap box what would rather be wider than it. */
#define MAX_MIRRORED_LETTERS 16

/**
 * SwLegend:
 *
 * What the curves of a graph mean: for each channel a toggle button with its colour, its name and its value, now
 * or at the instant pointed at. The button switches the channel. A heat strip has a ramp instead, and the name and value
 * of its greatest channel.
 *
 * New values are drawn in the room reserved for them; nothing is laid out.
 *
 * # CSS nodes
 *
 * ```
 * legend
 * ╰── wrap-box
 *     ╰── button.toggle.flat
 *         ╰── box
 *             ├── swatch
 *             ├── label
 *             ╰── numeral
 * ```
 */
struct _SwLegend
{
  AdwBin parent_instance;

  SwSource *source;
  SwGraphCursor *cursor; /* (nullable) */
  GPtrArray *numerals;   /* of SwNumeral; borrowed from the children, one per entry */
  SwNumeral *busiest;    /* (nullable) borrowed; of a heat strip */
  guint n_channels;      /* that the children were made for */
  guint32 changed;       /* bit I: the Ith numeral has another text than in the last frame */
};

G_DEFINE_FINAL_TYPE (SwLegend, sw_legend, ADW_TYPE_BIN)

static gboolean
is_heat (SwLegend *self)
{
  return sw_source_get_style (self->source) == SW_STYLE_HEAT;
}

static guint
find_busiest (SwLegend *self, const float *values)
{
  guint busiest = 0;

  for (guint i = 1; i < self->n_channels; i++)
    if (isnan (values[busiest]) || values[i] > values[busiest])
      busiest = i;
  return busiest;
}

/* A line that is as long as the longest name would be wider than a narrow window. */
static char *
get_short_name (SwChannel *channel)
{
  return g_utf8_truncate_middle (sw_channel_get_name (channel), MAX_NAME_LETTERS);
}

static void
show_busiest (SwLegend *self, const float *values)
{
  char value[SW_UNIT_TEXT_BYTES];
  char text[256];
  const guint busiest = find_busiest (self, values);
  g_autofree char *name = get_short_name (sw_source_get_channel (self->source, busiest));

  sw_unit_format (sw_source_get_unit (self->source), values[busiest], value, sizeof value);
  /* Translators: the busiest of many processors and its load: "CPU 17: 98 %" */
  g_snprintf (text, sizeof text, C_ ("legend", "%s: %s"), name, value);
  sw_numeral_set_text (self->busiest, text);
}

static void
show_values (SwLegend *self)
{
  const SwUnit unit = sw_source_get_unit (self->source);
  g_autofree float *room = NULL;
  const float *values;

  if (sw_source_get_series (self->source) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  room = g_new (float, MAX (sw_source_get_n_channels (self->source), 1));
  values = sw_graph_cursor_find_values (self->cursor, self->source, room) ? room : NULL;
  for (guint i = 0; i < self->numerals->len; i++)
    if (sw_numeral_set_value (g_ptr_array_index (self->numerals, i), unit,
                              values != NULL ? values[i] : NAN))
      self->changed |= 1u << i;
  if (self->busiest != NULL && values != NULL)
    show_busiest (self, values);
  else if (self->busiest != NULL)
    sw_numeral_set_text (self->busiest, "–");
}

static GtkWidget *
make_numeral (SwUnit unit)
{
  g_autofree char *widest = sw_numeral_get_widest (unit);

  /* The button speaks. */
  return g_object_new (SW_TYPE_NUMERAL, "widest", widest, "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
}

static GtkWidget *
make_entry (SwLegend *self, SwChannel *channel)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_label_new (sw_channel_get_name (channel));
  GtkWidget *numeral = make_numeral (sw_source_get_unit (self->source));

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    gtk_label_set_max_width_chars (GTK_LABEL (name), MAX_MIRRORED_LETTERS);
  gtk_box_append (GTK_BOX (box), sw_swatch_new (channel, FALSE));
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), numeral);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sw_channel_get_name (channel), -1);
  g_object_bind_property (channel, "shown", button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_ptr_array_add (self->numerals, numeral);
  return button;
}

static char *
get_widest_busiest (SwLegend *self)
{
  char value[SW_UNIT_TEXT_BYTES];
  g_autofree char *widest = g_strdup ("");

  sw_unit_format_widest (sw_source_get_unit (self->source), value, sizeof value);
  for (guint i = 0; i < self->n_channels; i++)
    {
      g_autofree char *name = get_short_name (sw_source_get_channel (self->source, i));

      if (g_utf8_strlen (name, -1) > g_utf8_strlen (widest, -1))
        g_set_str (&widest, name);
    }
  return g_strdup_printf (C_ ("legend", "%s: %s"), widest, value);
}

static GtkWidget *
make_ramp_label (SwLegend *self, double value)
{
  char text[SW_UNIT_TEXT_BYTES];
  GtkWidget *label;

  sw_unit_format (sw_source_get_unit (self->source), value, text, sizeof text);
  label = gtk_label_new (text);
  /* As a numeral does. */
  gtk_widget_set_direction (label, GTK_TEXT_DIR_LTR);
  return label;
}

static GtkWidget *
make_ramp (SwLegend *self)
{
  GtkWidget *ramp = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const double top = MAX (sw_source_get_scale_max (self->source),
                          sw_source_get_natural_max (self->source));

  gtk_box_append (GTK_BOX (ramp), make_ramp_label (self, 0));
  gtk_box_append (GTK_BOX (ramp), sw_swatch_new (sw_source_get_channel (self->source, 0), TRUE));
  if (top > 0)
    gtk_box_append (GTK_BOX (ramp), make_ramp_label (self, top));
  return ramp;
}

static GtkWidget *
make_busiest (SwLegend *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (C_ ("legend", "Busiest"));
  g_autofree char *widest = get_widest_busiest (self);

  self->busiest = g_object_new (SW_TYPE_NUMERAL, "widest", widest, NULL);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->busiest));
  return box;
}

static GtkWidget *
make_heat (SwLegend *self)
{
  GtkWidget *box = adw_wrap_box_new ();

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 12);
  adw_wrap_box_append (ADW_WRAP_BOX (box), make_ramp (self));
  adw_wrap_box_append (ADW_WRAP_BOX (box), make_busiest (self));
  gtk_widget_add_css_class (box, "ramp");
  return box;
}

static GtkWidget *
make_entries (SwLegend *self)
{
  GtkWidget *box = adw_wrap_box_new ();
  g_autofree char *more = NULL;

  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (box), 2);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (box), 1);
  for (guint i = 0; i < MIN (self->n_channels, MAX_ENTRIES); i++)
    adw_wrap_box_append (ADW_WRAP_BOX (box),
                         make_entry (self, sw_source_get_channel (self->source, i)));
  if (self->n_channels > MAX_ENTRIES)
    {
      const guint n_more = self->n_channels - MAX_ENTRIES;
      GtkWidget *label;

      more = g_strdup_printf (sw_plural ("legend", "and %u more", "and %u more", n_more), n_more);
      label = gtk_label_new (more);
      gtk_widget_add_css_class (label, "more");
      adw_wrap_box_append (ADW_WRAP_BOX (box), label);
    }
  return box;
}

static void
rebuild (SwLegend *self)
{
  g_ptr_array_set_size (self->numerals, 0);
  self->changed = 0;
  self->busiest = NULL;
  self->n_channels = sw_source_get_n_channels (self->source);
  if (self->n_channels == 0)
    adw_bin_set_child (ADW_BIN (self), NULL);
  else
    adw_bin_set_child (ADW_BIN (self), is_heat (self) ? make_heat (self) : make_entries (self));
  show_values (self);
}

static void
on_source_sampled_cb (SwLegend *self)
{
  if (self->n_channels != sw_source_get_n_channels (self->source))
    rebuild (self);
  else
    show_values (self);
}

static void
sw_legend_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sw_legend_parent_class)->map (widget);
  show_values (SW_LEGEND (widget));
}

/* The changed numerals count as one rectangle: see sw_redraw_unite (). */
static void
sw_legend_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SwLegend *self = SW_LEGEND (widget);
  GtkWidget *changed[MAX_ENTRIES];
  guint n = 0;

  for (guint i = 0; i < self->numerals->len; i++)
    if ((self->changed & (1u << i)) != 0)
      changed[n++] = g_ptr_array_index (self->numerals, i);
  self->changed = 0;
  sw_redraw_unite (widget, changed, n, snapshot);
  GTK_WIDGET_CLASS (sw_legend_parent_class)->snapshot (widget, snapshot);
}

static void
sw_legend_dispose (GObject *object)
{
  SwLegend *self = SW_LEGEND (object);

  if (self->numerals != NULL)
    g_ptr_array_set_size (self->numerals, 0);
  self->busiest = NULL;
  if (self->source != NULL)
    g_signal_handlers_disconnect_by_data (self->source, self);
  g_clear_object (&self->source);
  g_clear_object (&self->cursor);
  G_OBJECT_CLASS (sw_legend_parent_class)->dispose (object);
}

static void
sw_legend_finalize (GObject *object)
{
  g_ptr_array_unref (SW_LEGEND (object)->numerals);
  G_OBJECT_CLASS (sw_legend_parent_class)->finalize (object);
}

static void
sw_legend_class_init (SwLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_legend_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_legend_finalize;
  widget_class->map = sw_legend_map;
  widget_class->snapshot = sw_legend_snapshot;
  gtk_widget_class_set_css_name (widget_class, "legend");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sw_legend_init (SwLegend *self)
{
  sw_widgets_init ();
  self->numerals = g_ptr_array_new ();
}

/**
 * sw_legend_new:
 * @source: whose channels to show
 * @cursor: (nullable): the instant whose values to show
 *
 * Returns: (transfer floating): a legend
 */
GtkWidget *
sw_legend_new (SwSource *source, SwGraphCursor *cursor)
{
  SwLegend *self;

  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);
  g_return_val_if_fail (cursor == NULL || SW_IS_GRAPH_CURSOR (cursor), NULL);

  self = g_object_new (SW_TYPE_LEGEND, NULL);
  self->source = g_object_ref (source);
  self->cursor = cursor != NULL ? g_object_ref (cursor) : NULL;
  g_signal_connect_object (source, "sampled", G_CALLBACK (on_source_sampled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::style", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  if (cursor != NULL)
    g_signal_connect_object (cursor, "notify::time-us", G_CALLBACK (show_values), self,
                             G_CONNECT_SWAPPED);
  rebuild (self);
  return GTK_WIDGET (self);
}
