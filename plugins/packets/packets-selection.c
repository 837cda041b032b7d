/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-selection.h"

/* A GtkSelectionModel that knows positions and nothing else. GtkMultiSelection keeps the item of every selected position, to
 * find it again wherever it moves: of a million packets, whose rows are made when they are asked for, that is a million
 * objects, made when all are selected and thrown away when the list changes, seconds each. What is removed from the list is
 * not selected any more. */
struct _PacketsSelection
{
  GObject parent_instance;

  GListModel *model;
  GtkBitset *selected;
};

static GType
packets_selection_get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (PACKETS_SELECTION (list)->model);
}

static guint
packets_selection_get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (PACKETS_SELECTION (list)->model);
}

static gpointer
packets_selection_get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (PACKETS_SELECTION (list)->model, position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = packets_selection_get_item_type;
  iface->get_n_items = packets_selection_get_n_items;
  iface->get_item = packets_selection_get_item;
}

static gboolean
packets_selection_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (PACKETS_SELECTION (model)->selected, position);
}

/* More than was asked for does no harm. It never changes: another takes its place. */
static GtkBitset *
packets_selection_get_selection_in_range (GtkSelectionModel *model,
                                          G_GNUC_UNUSED guint position,
                                          G_GNUC_UNUSED guint n_items)
{
  return gtk_bitset_ref (PACKETS_SELECTION (model)->selected);
}

/* Of what is in MASK, what is in SELECTED. All other ways to select come here. */
static gboolean
packets_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PacketsSelection *self = PACKETS_SELECTION (model);
  g_autoptr (GtkBitset) next = gtk_bitset_copy (selected);
  g_autoptr (GtkBitset) kept = gtk_bitset_copy (self->selected);
  g_autoptr (GtkBitset) changed = gtk_bitset_copy (self->selected);
  guint first;

  gtk_bitset_intersect (next, mask);
  gtk_bitset_remove_range_closed (next, g_list_model_get_n_items (self->model), G_MAXUINT);
  gtk_bitset_subtract (kept, mask);
  gtk_bitset_union (next, kept);
  gtk_bitset_difference (changed, next);
  gtk_bitset_unref (self->selected);
  self->selected = g_steal_pointer (&next);
  if (gtk_bitset_is_empty (changed))
    return TRUE;
  first = gtk_bitset_get_minimum (changed);
  gtk_selection_model_selection_changed (model, first,
                                         gtk_bitset_get_maximum (changed) - first + 1);
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = packets_selection_is_selected;
  iface->get_selection_in_range = packets_selection_get_selection_in_range;
  iface->set_selection = packets_selection_set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PacketsSelection,
                               packets_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_iface_init))

static void
on_items_changed_cb (PacketsSelection *self, guint position, guint removed, guint added)
{
  GtkBitset *next = gtk_bitset_copy (self->selected);

  gtk_bitset_splice (next, position, removed, added);
  gtk_bitset_unref (self->selected);
  self->selected = next;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
packets_selection_finalize (GObject *object)
{
  PacketsSelection *self = PACKETS_SELECTION (object);

  g_object_unref (self->model);
  gtk_bitset_unref (self->selected);
  G_OBJECT_CLASS (packets_selection_parent_class)->finalize (object);
}

static void
packets_selection_class_init (PacketsSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_selection_finalize;
}

static void
packets_selection_init (PacketsSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
}

PacketsSelection *
packets_selection_new (GListModel *model)
{
  PacketsSelection *self = g_object_new (PACKETS_TYPE_SELECTION, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
