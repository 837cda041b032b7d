/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "widgets/sw-visibility.h"

#include "plugins/packets/packets-cards.h"

/* More of them say no more about whose card it is. */
#define MAX_ADDRESSES 3

/* The network cards that a frame names, who made them, and which addresses this machine's kernel knows behind them. It
 * listens to the kernel while it can be seen. */
struct _PacketsCards
{
  GtkWidget parent_instance;

  GtkLabel *label; /* the only child */
  SwVisibility *visibility;
  PacketsNames *names;          /* (nullable) */
  NeighbourMonitor *neighbours; /* (nullable) acquired while following */
  guint8 source[6];
  guint8 destination[6];
  guint following : 1;
};

G_DEFINE_FINAL_TYPE (PacketsCards, packets_cards, GTK_TYPE_WIDGET)

static void
add_vendor (PacketsCards *self, DissectLine *line, const guint8 mac[6])
{
  const char *vendor = self->names != NULL ? packets_names_get_vendor (self->names, mac) : NULL;

  if (vendor == NULL)
    return;
  dissect_line_add_char (line, ' ');
  dissect_line_add_octets (line, (const guint8 *) vendor, (guint32) strlen (vendor));
}

static void
add_addresses (PacketsCards *self, DissectLine *line, const guint8 mac[6])
{
  const Neighbours *neighbours = neighbour_monitor_get_neighbours (self->neighbours);
  Neighbour found[MAX_ADDRESSES + 1];
  const guint n_found = neighbours_find_addresses (neighbours, mac, found, G_N_ELEMENTS (found));

  for (guint i = 0; i < MIN (n_found, MAX_ADDRESSES); i++)
    {
      dissect_line_add (line, ", ");
      if (found[i].version == 4)
        dissect_line_add_ipv4 (line, found[i].address);
      else
        dissect_line_add_ipv6 (line, found[i].address);
    }
  if (n_found > MAX_ADDRESSES)
    dissect_line_add (line, ", …");
}

static void
write_card (PacketsCards *self, DissectLine *line, const guint8 mac[6])
{
  dissect_line_clear (line);
  dissect_line_add_mac (line, mac);
  add_vendor (self, line, mac);
  if (self->neighbours != NULL)
    add_addresses (self, line, mac);
}

/* Again, when more of the cards is known. */
static void
refresh (PacketsCards *self)
{
  g_autofree char *text = NULL;
  DissectLine source, destination;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  write_card (self, &source, self->source);
  write_card (self, &destination, self->destination);
  text = g_strconcat (source.text, " → ", destination.text, NULL);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
}

static void
follow (PacketsCards *self)
{
  const gboolean wanted = self->neighbours != NULL && sw_visibility_get_visible (self->visibility);

  if (self->following == wanted)
    return;
  self->following = wanted;
  if (!wanted)
    {
      neighbour_monitor_release (self->neighbours);
      return;
    }
  neighbour_monitor_acquire (self->neighbours);
  refresh (self);
}

static void
packets_cards_dispose (GObject *object)
{
  PacketsCards *self = PACKETS_CARDS (object);

  packets_cards_set_neighbours (self, NULL);
  packets_cards_set_names (self, NULL);
  g_clear_object (&self->visibility);
  g_clear_pointer ((GtkWidget **) &self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (packets_cards_parent_class)->dispose (object);
}

static void
packets_cards_class_init (PacketsCardsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_cards_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
packets_cards_init (PacketsCards *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dimmed");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->visibility = sw_visibility_new (GTK_WIDGET (self));
  g_signal_connect_object (self->visibility, "notify::visible", G_CALLBACK (follow), self,
                           G_CONNECT_SWAPPED);
}

/* Hidden until it has a frame to show. Returns: (transfer floating) */
PacketsCards *
packets_cards_new (void)
{
  return g_object_new (PACKETS_TYPE_CARDS, NULL);
}

/* NAMES (nullable): who made the cards. */
void
packets_cards_set_names (PacketsCards *self, PacketsNames *names)
{
  g_return_if_fail (PACKETS_IS_CARDS (self));

  if (self->names == names)
    return;
  if (self->names != NULL)
    g_signal_handlers_disconnect_by_func (self->names, refresh, self);
  g_set_object (&self->names, names);
  if (names == NULL)
    return;
  g_signal_connect_object (names, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
}

/* NEIGHBOURS (nullable): for frames that are not of this machine's links, or not of now. */
void
packets_cards_set_neighbours (PacketsCards *self, NeighbourMonitor *neighbours)
{
  g_autoptr (NeighbourMonitor) previous = NULL;

  g_return_if_fail (PACKETS_IS_CARDS (self));

  if (self->neighbours == neighbours)
    return;
  previous = g_steal_pointer (&self->neighbours);
  if (previous != NULL)
    g_signal_handlers_disconnect_by_func (previous, refresh, self);
  if (self->following)
    neighbour_monitor_release (previous);
  self->following = FALSE;
  if (neighbours != NULL)
    {
      self->neighbours = g_object_ref (neighbours);
      g_signal_connect_object (neighbours, "changed", G_CALLBACK (refresh), self,
                               G_CONNECT_SWAPPED);
      follow (self);
    }
  refresh (self);
}

/* Those of DISSECTION's frame (nullable), if it names any. */
void
packets_cards_show (PacketsCards *self, const Dissection *dissection)
{
  const gboolean has_macs = dissection != NULL && dissection->has_macs;

  g_return_if_fail (PACKETS_IS_CARDS (self));

  if (has_macs)
    {
      memcpy (self->source, dissection->mac_source, sizeof self->source);
      memcpy (self->destination, dissection->mac_destination, sizeof self->destination);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), has_macs);
  refresh (self);
}
