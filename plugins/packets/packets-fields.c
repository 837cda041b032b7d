/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-field-name.h"
#include "plugins/packets/packets-fields.h"

/* The fields of a packet as a tree, with what the system knows of them. Which protocols are unfolded is kept from packet to
 * packet; until somebody folds it, the highest one is. It emits "field-selected" when somebody chose another field, or none. */
struct _PacketsFields
{
  GtkWidget parent_instance;

  GtkWidget *scrolled; /* the only child */
  GtkListView *view;
  GtkTreeListModel *rows;        /* (nullable) */
  GtkSingleSelection *selection; /* (nullable) over the rows */
  PacketsNames *names;           /* (nullable) */
  GPtrArray *bound;              /* of GtkListItem, borrowed: those that show a row */
  GHashTable *unfolded; /* protocols' names to whether they are, for those that somebody folded */
  guint restoring : 1;
};

enum
{
  SIGNAL_FIELD_SELECTED = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsFields, packets_fields, GTK_TYPE_WIDGET)

static GListModel *
create_children (gpointer item, G_GNUC_UNUSED gpointer user_data)
{
  GListModel *children = packets_field_get_children (item);

  return children != NULL ? g_object_ref (children) : NULL;
}

static void
on_row_folded_cb (GtkTreeListRow *row, G_GNUC_UNUSED GParamSpec *pspec, PacketsFields *self)
{
  g_autoptr (PacketsField) field = gtk_tree_list_row_get_item (row);

  if (!self->restoring && field != NULL && packets_field_get_parent (field) == NULL)
    g_hash_table_insert (self->unfolded, g_strdup (packets_field_get_name (field)),
                         GINT_TO_POINTER (gtk_tree_list_row_get_expanded (row)));
}

static gboolean
is_unfolded (PacketsFields *self, GtkTreeListRow *row, gboolean highest)
{
  g_autoptr (PacketsField) field = gtk_tree_list_row_get_item (row);
  gpointer unfolded;

  if (g_hash_table_lookup_extended (self->unfolded, packets_field_get_name (field), NULL,
                                    &unfolded))
    return GPOINTER_TO_INT (unfolded);
  return highest;
}

/* From the last on, so that what unfolds moves none that is still to come. */
static void
unfold (PacketsFields *self)
{
  const guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  self->restoring = TRUE;
  for (guint i = n_rows; i-- > 0;)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->rows, i);

      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_row_folded_cb), self,
                               G_CONNECT_DEFAULT);
      gtk_tree_list_row_set_expanded (row, is_unfolded (self, row, i == n_rows - 1));
    }
  self->restoring = FALSE;
}

static void
on_selected_cb (PacketsFields *self)
{
  g_signal_emit (self, signals[SIGNAL_FIELD_SELECTED], 0);
}

static void
on_row_set_up_cb (G_GNUC_UNUSED GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *text = gtk_label_new (NULL);

  /* As wide as there is room, whatever it says. */
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (text), 8);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 8);
  gtk_label_set_single_line_mode (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), text);
  gtk_list_item_set_focusable (item, FALSE);
  gtk_list_item_set_child (item, expander);
}

static void
show_text (PacketsFields *self, GtkListItem *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  g_autoptr (PacketsField) field = gtk_tree_list_row_get_item (gtk_list_item_get_item (item));
  g_autofree char *text = packets_fields_describe (self, field);
  GtkWidget *label = gtk_tree_expander_get_child (expander);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  gtk_list_item_set_accessible_label (item, text);
}

static void
on_row_bound_cb (PacketsFields *self, GtkListItem *item)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)),
                                  gtk_list_item_get_item (item));
  show_text (self, item);
  g_ptr_array_add (self->bound, item);
}

static void
on_row_unbound_cb (PacketsFields *self, GtkListItem *item)
{
  g_ptr_array_remove_fast (self->bound, item);
}

/* More is known. */
static void
on_names_changed_cb (PacketsFields *self)
{
  for (guint i = 0; i < self->bound->len; i++)
    show_text (self, g_ptr_array_index (self->bound, i));
}

static gboolean
packets_fields_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PACKETS_FIELDS (widget)->view));
}

static void
packets_fields_dispose (GObject *object)
{
  PacketsFields *self = PACKETS_FIELDS (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->names);
  g_clear_pointer (&self->unfolded, g_hash_table_unref);
  G_OBJECT_CLASS (packets_fields_parent_class)->dispose (object);
}

static void
packets_fields_finalize (GObject *object)
{
  g_ptr_array_unref (PACKETS_FIELDS (object)->bound);
  G_OBJECT_CLASS (packets_fields_parent_class)->finalize (object);
}

static void
packets_fields_class_init (PacketsFieldsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_fields_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_fields_finalize;
  widget_class->grab_focus = packets_fields_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_FIELD_SELECTED]
      = g_signal_new ("field-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
}

static void
packets_fields_init (PacketsFields *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->unfolded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (on_row_set_up_cb), NULL);
  self->bound = g_ptr_array_new ();
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_row_bound_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_row_unbound_cb), self,
                           G_CONNECT_SWAPPED);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "packetfields");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("packets", "Fields"), -1);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

/* Returns: (transfer floating) */
PacketsFields *
packets_fields_new (void)
{
  return g_object_new (PACKETS_TYPE_FIELDS, NULL);
}

/* NAMES (nullable): none are shown. */
void
packets_fields_set_names (PacketsFields *self, PacketsNames *names)
{
  if (self->names == names)
    return;
  if (self->names != NULL)
    g_signal_handlers_disconnect_by_func (self->names, on_names_changed_cb, self);
  g_set_object (&self->names, names);
  if (names != NULL)
    g_signal_connect_object (names, "changed", G_CALLBACK (on_names_changed_cb), self,
                             G_CONNECT_SWAPPED);
  on_names_changed_cb (self);
}

/* TREE is not needed afterwards. */
void
packets_fields_set_tree (PacketsFields *self, const DissectTree *tree)
{
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  self->rows = gtk_tree_list_model_new (G_LIST_MODEL (packets_field_list_new (tree)), FALSE, FALSE,
                                        create_children, NULL, NULL);
  unfold (self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->rows));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

/* Returns: (nullable) (transfer none) */
PacketsField *
packets_fields_get_selected (PacketsFields *self)
{
  GtkTreeListRow *row;
  g_autoptr (PacketsField) field = NULL;

  if (self->selection == NULL)
    return NULL;
  row = gtk_single_selection_get_selected_item (self->selection);
  if (row == NULL)
    return NULL;
  field = gtk_tree_list_row_get_item (row);
  /* Its list holds it. */
  return field;
}

static gboolean
covers (PacketsField *field, guint32 offset)
{
  return offset >= packets_field_get_offset (field)
         && offset - packets_field_get_offset (field) < packets_field_get_n_bytes (field);
}

/* Goes down the tree as far as there is a field with that byte, and unfolds what is above it. Returns: (nullable)
 * (transfer none): it */
PacketsField *
packets_fields_select_byte (PacketsFields *self, guint32 offset)
{
  guint found = GTK_INVALID_LIST_POSITION;
  guint depth = 0;

  if (self->rows == NULL)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->rows, i);
      g_autoptr (PacketsField) field = gtk_tree_list_row_get_item (row);

      if (found != GTK_INVALID_LIST_POSITION && gtk_tree_list_row_get_depth (row) < depth)
        break;
      if (!covers (field, offset) || gtk_tree_list_row_get_depth (row) < depth)
        continue;
      found = i;
      depth = gtk_tree_list_row_get_depth (row) + 1;
      gtk_tree_list_row_set_expanded (row, TRUE);
    }
  if (found == GTK_INVALID_LIST_POSITION)
    return NULL;
  gtk_list_view_scroll_to (self->view, found, GTK_LIST_SCROLL_SELECT, NULL);
  return packets_fields_get_selected (self);
}

/* Returns: (transfer full): FIELD as it stands in the tree */
char *
packets_fields_describe (PacketsFields *self, PacketsField *field)
{
  g_return_val_if_fail (PACKETS_IS_FIELDS (self) && field != NULL, NULL);

  return packets_field_describe (field, self->names);
}
