/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-plural.h"

#include "plugins/packets/packets-interface-choice.h"

/* A button that tells from which interfaces to capture, and the list to choose them in: all, those that come later
 * included, or some by name. A chosen one that is not there stays chosen. It emits "chosen" when the choice changed.
 *
 * The machine's interfaces are looked at only while the list is open. */
struct _PacketsInterfaceChoice
{
  GtkWidget parent_instance;

  GtkWidget *button; /* the only child */
  GtkWidget *popover;
  GtkCheckButton *all;
  GtkListBox *list;

  PacketsInterfaces *interfaces;
  GPtrArray *chosen; /* names, ends with NULL; empty: all */
  guint acquired : 1;
};

enum
{
  SIGNAL_CHOSEN = 1,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PacketsInterfaceChoice, packets_interface_choice, GTK_TYPE_WIDGET)

static guint
count_chosen (PacketsInterfaceChoice *self)
{
  return self->chosen->len - 1;
}

static gboolean
find (PacketsInterfaceChoice *self, const char *name, guint *index)
{
  for (guint i = 0; i < count_chosen (self); i++)
    if (g_str_equal (g_ptr_array_index (self->chosen, i), name))
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

static void
update_label (PacketsInterfaceChoice *self)
{
  const guint n_chosen = count_chosen (self);
  g_autofree char *text = NULL;
  GtkWidget *label = gtk_menu_button_get_child (GTK_MENU_BUTTON (self->button));

  if (n_chosen == 0)
    text = g_strdup (C_ ("interfaces", "All Interfaces"));
  else if (n_chosen <= 2)
    text = g_strjoinv (", ", (char **) self->chosen->pdata);
  else
    text = g_strdup_printf (sw_plural ("interfaces", "%u Interface", "%u Interfaces", n_chosen),
                            n_chosen);
  gtk_label_set_label (GTK_LABEL (label), text);
  /* Else all that is in the list would be part of its name. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
}

static void
tell_chosen (PacketsInterfaceChoice *self)
{
  update_label (self);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
clear_chosen (PacketsInterfaceChoice *self)
{
  g_ptr_array_set_size (self->chosen, 0);
  g_ptr_array_add (self->chosen, NULL);
}

static void
on_check_toggled_cb (GtkCheckButton *check, PacketsInterfaceChoice *self)
{
  const char *name = g_object_get_data (G_OBJECT (check), "name");
  const gboolean active = gtk_check_button_get_active (check);
  guint index;

  if (active == find (self, name, &index))
    return;
  if (active)
    g_ptr_array_insert (self->chosen, (int) count_chosen (self), g_strdup (name));
  else
    g_ptr_array_remove_index (self->chosen, index);
  gtk_check_button_set_active (self->all, count_chosen (self) == 0);
  tell_chosen (self);
}

static void
uncheck_rows (PacketsInterfaceChoice *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row)), FALSE);
}

/* Without any chosen all is what is left, so that it cannot be switched off by itself. */
static void
on_all_toggled_cb (PacketsInterfaceChoice *self)
{
  if (!gtk_check_button_get_active (self->all))
    {
      gtk_check_button_set_active (self->all, count_chosen (self) == 0);
      return;
    }
  if (count_chosen (self) == 0)
    return;
  clear_chosen (self);
  uncheck_rows (self);
  tell_chosen (self);
}

static GtkWidget *
create_text (PacketsInterface *interface)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (packets_interface_get_name (interface));
  GtkWidget *state = gtk_label_new (NULL);
  g_autofree char *text
      = g_strdup_printf ("%s · %s", packets_interface_get_kind_name (interface),
                         packets_interface_get_up (interface) ? C_ ("interface state", "up")
                                                              : C_ ("interface state", "down"));

  gtk_label_set_label (GTK_LABEL (state), text);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (state, "dimmed");
  gtk_widget_add_css_class (state, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), state);
  return box;
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  PacketsInterface *interface = item;
  PacketsInterfaceChoice *self = user_data;
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *row = gtk_list_box_row_new ();
  guint index;

  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), create_text (interface));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               find (self, packets_interface_get_name (interface), &index));
  g_object_set_data_full (G_OBJECT (check), "name",
                          g_strdup (packets_interface_get_name (interface)), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_check_toggled_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), check);
  return row;
}

static void
on_popover_shown_cb (PacketsInterfaceChoice *self)
{
  if (self->acquired)
    return;
  self->acquired = TRUE;
  packets_interfaces_acquire (self->interfaces);
}

static void
on_popover_closed_cb (PacketsInterfaceChoice *self)
{
  if (!self->acquired)
    return;
  self->acquired = FALSE;
  packets_interfaces_release (self->interfaces);
}

static void
packets_interface_choice_dispose (GObject *object)
{
  PacketsInterfaceChoice *self = PACKETS_INTERFACE_CHOICE (object);

  on_popover_closed_cb (self);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->interfaces);
  g_clear_pointer (&self->chosen, g_ptr_array_unref);
  G_OBJECT_CLASS (packets_interface_choice_parent_class)->dispose (object);
}

static void
packets_interface_choice_class_init (PacketsInterfaceChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = packets_interface_choice_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_list (PacketsInterfaceChoice *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *none = gtk_label_new (C_ ("interfaces", "Looking for interfaces…"));

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (self->list, none);
  gtk_widget_add_css_class (none, "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "interfacelist");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("interfaces", "Interfaces"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  return scrolled;
}

static void
create_popover (PacketsInterfaceChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->all
      = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (C_ ("interfaces", "All, those that come "
                                                                             "later included")));
  gtk_check_button_set_active (self->all, TRUE);
  g_signal_connect_object (self->all, "toggled", G_CALLBACK (on_all_toggled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->all));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), create_list (self));
  self->popover = gtk_popover_new ();
  gtk_widget_set_size_request (self->popover, 260, -1);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (on_popover_shown_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (on_popover_closed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
packets_interface_choice_init (PacketsInterfaceChoice *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->chosen = g_ptr_array_new_with_free_func (g_free);
  clear_chosen (self);
  create_popover (self);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_tooltip_text (self->button, C_ ("interfaces", "From which interfaces to capture"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  C_ ("interfaces", "From which interfaces to capture"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  update_label (self);
}

/* Returns: (transfer floating) */
PacketsInterfaceChoice *
packets_interface_choice_new (PacketsInterfaces *interfaces)
{
  PacketsInterfaceChoice *self = g_object_new (PACKETS_TYPE_INTERFACE_CHOICE, NULL);

  self->interfaces = g_object_ref (interfaces);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (interfaces), create_row, self, NULL);
  return self;
}

/* Returns: (nullable): names; NULL: all */
const char *const *
packets_interface_choice_get_chosen (PacketsInterfaceChoice *self)
{
  return count_chosen (self) > 0 ? (const char *const *) self->chosen->pdata : NULL;
}

/* NAMES (nullable) or empty: all. */
void
packets_interface_choice_set_chosen (PacketsInterfaceChoice *self, const char *const *names)
{
  clear_chosen (self);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_ptr_array_insert (self->chosen, (int) i, g_strdup (names[i]));
  gtk_check_button_set_active (self->all, count_chosen (self) == 0);
  update_label (self);
}
