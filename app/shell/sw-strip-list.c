/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-strip-list.h"
#include "shell/sw-strip-row.h"

/* The strip's entries as rows to choose from and to bring into order. Rows stay the same while they are moved: what is
 * expanded stays so, and what has the focus keeps it. */
struct _SwStripList
{
  AdwBin parent_instance;

  GtkListBox *list;
  SwStripItems *items;
};

G_DEFINE_FINAL_TYPE (SwStripList, sw_strip_list, ADW_TYPE_BIN)

static GtkWidget *
find_row (SwStripList *self, SwStripEntry *entry)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (sw_strip_row_get_entry (SW_STRIP_ROW (row)) == entry)
      return row;
  return NULL;
}

static void
put_row (SwStripList *self, SwStripEntry *entry, int position)
{
  GtkWidget *row = find_row (self, entry);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (row == NULL)
    {
      gtk_list_box_insert (self->list, sw_strip_row_new (self->items, entry), position);
      return;
    }
  if (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) == position)
    return;
  if (focus != NULL && !gtk_widget_is_ancestor (focus, row) && focus != row)
    focus = NULL;
  g_object_ref (row);
  gtk_list_box_remove (self->list, row);
  gtk_list_box_insert (self->list, row, position);
  g_object_unref (row);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static void
on_items_changed_cb (SwStripList *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  GtkListBoxRow *row;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SwStripEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      put_row (self, entry, (int) i);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int) n)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
sw_strip_list_dispose (GObject *object)
{
  g_clear_object (&SW_STRIP_LIST (object)->items);
  G_OBJECT_CLASS (sw_strip_list_parent_class)->dispose (object);
}

static void
sw_strip_list_class_init (SwStripListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_strip_list_dispose;
}

static void
sw_strip_list_init (SwStripList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("strip preferences", "Shown in the strip"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

/*
 * sw_strip_list_new:
 * @items: what may stand in the strip
 *
 * Returns: (transfer floating): a list of it
 */
GtkWidget *
sw_strip_list_new (SwStripItems *items)
{
  SwStripList *self = g_object_new (SW_TYPE_STRIP_LIST, NULL);

  self->items = g_object_ref (items);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_items_changed_cb (self);
  return GTK_WIDGET (self);
}
