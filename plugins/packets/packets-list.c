/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-list.h"

/* All packets of a capture as a list model. Nothing is kept for a packet: its row is made when it is asked for. It grows
 * when it is told to look, so that whoever shows it decides how often. */
struct _PacketsList
{
  GObject parent_instance;

  PacketsDecoder *decoder; /* (nullable) without a capture */
  guint n_packets;         /* as told */
};

static GType
packets_list_get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return PACKETS_TYPE_ROW;
}

static guint
packets_list_get_n_items (GListModel *model)
{
  return PACKETS_LIST (model)->n_packets;
}

static gpointer
packets_list_get_item (GListModel *model, guint position)
{
  PacketsList *self = PACKETS_LIST (model);

  return position < self->n_packets ? packets_row_new (self->decoder, position) : NULL;
}

static void
model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = packets_list_get_item_type;
  iface->get_n_items = packets_list_get_n_items;
  iface->get_item = packets_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PacketsList,
                               packets_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, model_iface_init))

static void
packets_list_finalize (GObject *object)
{
  g_clear_object (&PACKETS_LIST (object)->decoder);
  G_OBJECT_CLASS (packets_list_parent_class)->finalize (object);
}

static void
packets_list_class_init (PacketsListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_list_finalize;
}

static void
packets_list_init (G_GNUC_UNUSED PacketsList *self)
{
}

PacketsList *
packets_list_new (void)
{
  return g_object_new (PACKETS_TYPE_LIST, NULL);
}

/* Another capture, or none. In two steps: what comes in place of rows that are shown is made as a row, every one of it, by
 * who shows them, to see whether they are among it. */
void
packets_list_set_decoder (PacketsList *self, PacketsDecoder *decoder)
{
  const guint n_before = self->n_packets;

  if (!g_set_object (&self->decoder, decoder))
    return;
  self->n_packets = 0;
  if (n_before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, 0);
  packets_list_update (self);
}

/* Returns: (nullable) (transfer none) */
PacketsDecoder *
packets_list_get_decoder (PacketsList *self)
{
  return self->decoder;
}

/* Tells what has come since, all at once. */
void
packets_list_update (PacketsList *self)
{
  const guint n_before = self->n_packets;

  if (self->decoder == NULL)
    return;
  self->n_packets = capture_store_get_n_packets (packets_decoder_get_store (self->decoder));
  if (self->n_packets > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, self->n_packets - n_before);
}
