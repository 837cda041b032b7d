/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-unit.h"
#include "widgets/sw-numeral.h"
#include "widgets/sw-visibility.h"

#include "plugins/packets/packets-arrow-image.h"
#include "plugins/packets/packets-strip-item.h"

/* The two arrows with how many packets per second pass in and out of all that is captured; hidden while nothing is. Its size
 * follows from nothing that is measured. The tooltip has each interface.
 *
 * CSS node `packetsstrip` with two `packetsarrow` and two `numeral`; accessible role group, with the name and the values. */
struct _PacketsStripItem
{
  GtkBox parent_instance;

  SwNumeral *in;
  SwNumeral *out;

  PacketsTraffic *traffic;
  SwVisibility *visibility;
  guint demanding : 1;
};

#define GAP_PX 3
/* More than this no tooltip is read. */
#define MAX_TOLD 12

G_DEFINE_FINAL_TYPE (PacketsStripItem, packets_strip_item, GTK_TYPE_BOX)

static void
append_rates (GString *text, const char *name, const PacketsRates *rates)
{
  char in[SW_UNIT_TEXT_BYTES], out[SW_UNIT_TEXT_BYTES];
  char in_bits[SW_UNIT_TEXT_BYTES], out_bits[SW_UNIT_TEXT_BYTES];

  sw_unit_format (SW_UNIT_PER_SECOND, rates->in_packets, in, sizeof in);
  sw_unit_format (SW_UNIT_PER_SECOND, rates->out_packets, out, sizeof out);
  sw_unit_format (SW_UNIT_BITS_PER_SECOND, rates->in_bits, in_bits, sizeof in_bits);
  sw_unit_format (SW_UNIT_BITS_PER_SECOND, rates->out_bits, out_bits, sizeof out_bits);
  g_string_append_c (text, '\n');
  /* Translators: an interface, packets and bits that it received, packets and bits that it sent. */
  g_string_append_printf (text, C_ ("strip item", "%s: in %s, %s; out %s, %s"), name, in, in_bits,
                          out, out_bits);
}

/* (transfer full): what it shows, in words of some lines. */
char *
packets_strip_item_describe (PacketsStripItem *self)
{
  const guint n = MIN (packets_traffic_get_n_interfaces (self->traffic), MAX_TOLD);
  GString *text = g_string_new (C_ ("strip item", "Captured packets per second"));
  const PacketsRates total = packets_traffic_get_total (self->traffic);

  if (!packets_traffic_get_capturing (self->traffic))
    {
      g_string_append_printf (text, "\n%s", C_ ("strip item", "Nothing is being captured"));
      return g_string_free_and_steal (text);
    }
  if (n != 1)
    append_rates (text, C_ ("strip item", "All interfaces"), &total);
  for (guint i = 0; i < n; i++)
    {
      const PacketsRates rates = packets_traffic_get_rates (self->traffic, i);

      append_rates (text, packets_traffic_get_name (self->traffic, i), &rates);
    }
  return g_string_free_and_steal (text);
}

static void
show_rates (PacketsStripItem *self)
{
  const PacketsRates total = packets_traffic_get_total (self->traffic);
  g_autofree char *text = NULL;

  sw_numeral_set_value (self->in, SW_UNIT_PER_SECOND, total.in_packets);
  sw_numeral_set_value (self->out, SW_UNIT_PER_SECOND, total.out_packets);
  text = packets_strip_item_describe (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  if ((gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_PRELIGHT) != 0)
    gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

/* What nobody sees is not put into words. */
static void
on_rates_changed_cb (PacketsStripItem *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), packets_traffic_get_capturing (self->traffic));
  if (self->demanding)
    show_rates (self);
}

static void
set_demanding (PacketsStripItem *self, gboolean demanding)
{
  if (self->demanding == !!demanding)
    return;
  self->demanding = !!demanding;
  if (!demanding)
    {
      packets_traffic_release (self->traffic);
      return;
    }
  packets_traffic_acquire (self->traffic);
  show_rates (self);
}

static void
on_visible_changed_cb (PacketsStripItem *self)
{
  set_demanding (self, sw_visibility_get_visible (self->visibility));
}

static gboolean
on_tooltip_queried_cb (PacketsStripItem *self,
                       G_GNUC_UNUSED int x,
                       G_GNUC_UNUSED int y,
                       G_GNUC_UNUSED gboolean keyboard,
                       GtkTooltip *tooltip)
{
  g_autofree char *text = packets_strip_item_describe (self);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
packets_strip_item_dispose (GObject *object)
{
  PacketsStripItem *self = PACKETS_STRIP_ITEM (object);

  if (self->visibility != NULL)
    sw_visibility_detach (self->visibility);
  g_clear_object (&self->visibility);
  if (self->traffic != NULL)
    set_demanding (self, FALSE);
  g_clear_object (&self->traffic);
  G_OBJECT_CLASS (packets_strip_item_parent_class)->dispose (object);
}

static void
packets_strip_item_class_init (PacketsStripItemClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_strip_item_dispose;
  gtk_widget_class_set_css_name (widget_class, "packetsstrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static SwNumeral *
append_rate (PacketsStripItem *self, PacketDirection direction)
{
  GtkWidget *pair = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP_PX);
  GtkWidget *numeral = sw_numeral_new (SW_UNIT_PER_SECOND);

  gtk_widget_set_valign (numeral, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (pair), packets_arrow_image_new (direction));
  gtk_box_append (GTK_BOX (pair), numeral);
  /* The pointer is on the item: what goes from under it would take the next click along. */
  gtk_widget_set_can_target (pair, FALSE);
  gtk_box_append (GTK_BOX (self), pair);
  return SW_NUMERAL (numeral);
}

static void
packets_strip_item_init (PacketsStripItem *self)
{
  gtk_box_set_spacing (GTK_BOX (self), GAP_PX);
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  self->in = append_rate (self, PACKET_DIRECTION_INBOUND);
  self->out = append_rate (self, PACKET_DIRECTION_OUTBOUND);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("strip item", "Packets"), -1);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_tooltip_queried_cb), NULL);
}

/* Returns: (transfer floating) */
GtkWidget *
packets_strip_item_new (PacketsTraffic *traffic)
{
  PacketsStripItem *self = g_object_new (PACKETS_TYPE_STRIP_ITEM, NULL);

  self->traffic = g_object_ref (traffic);
  self->visibility = sw_visibility_new (GTK_WIDGET (self));
  g_signal_connect_object (self->visibility, "notify::visible", G_CALLBACK (on_visible_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (traffic, "rates-changed", G_CALLBACK (on_rates_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_rates (self);
  on_rates_changed_cb (self);
  return GTK_WIDGET (self);
}
