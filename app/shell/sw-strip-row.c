/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-strip-row.h"

/* One entry of the strip in the preferences: on or off, how wide, with its value or without, and its place: by drag, by
 * Ctrl+Shift+arrow or by buttons. */
struct _SwStripRow
{
  AdwExpanderRow parent_instance;

  GtkWidget *up;       /* (nullable) until it was expanded once */
  GtkWidget *down;     /* (nullable) the same */
  SwStripItems *items; /* of which it is one */
  SwStripEntry *entry;
};

G_DEFINE_FINAL_TYPE (SwStripRow, sw_strip_row, ADW_TYPE_EXPANDER_ROW)

static guint
get_position (SwStripRow *self)
{
  guint position = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (SwStripEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (entry == self->entry)
        position = i;
    }
  return position;
}

static void
move_up (SwStripRow *self)
{
  const guint position = get_position (self);

  if (position > 0)
    sw_strip_items_move (self->items, self->entry, position - 1);
}

static void
move_down (SwStripRow *self)
{
  sw_strip_items_move (self->items, self->entry, get_position (self) + 1);
}

static void
update_buttons (SwStripRow *self)
{
  const guint position = get_position (self);

  if (self->up == NULL)
    return;
  gtk_widget_set_sensitive (self->up, position > 0);
  gtk_widget_set_sensitive (self->down,
                            position + 1 < g_list_model_get_n_items (G_LIST_MODEL (self->items)));
}

static gboolean
on_key_pressed_cb (SwStripRow *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType modifiers)
{
  if ((modifiers & GDK_CONTROL_MASK) == 0 || (modifiers & GDK_SHIFT_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    move_up (self);
  else if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    move_down (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
on_drag_prepared_cb (SwStripRow *self)
{
  return gdk_content_provider_new_typed (SW_TYPE_STRIP_ENTRY, self->entry);
}

static void
on_drag_begun_cb (SwStripRow *self, G_GNUC_UNUSED GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr (GdkPaintable) image = gdk_paintable_get_current_image (live);

  gtk_drag_source_set_icon (source, image, 0, 0);
}

static gboolean
on_dropped_cb (SwStripRow *self, const GValue *value)
{
  SwStripEntry *entry = g_value_get_object (value);

  if (entry == NULL)
    return FALSE;
  sw_strip_items_move (self->items, entry, get_position (self));
  return TRUE;
}

static void
sw_strip_row_dispose (GObject *object)
{
  SwStripRow *self = SW_STRIP_ROW (object);

  g_clear_object (&self->items);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (sw_strip_row_parent_class)->dispose (object);
}

static void
sw_strip_row_class_init (SwStripRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_strip_row_dispose;
}

static void
add_controllers (SwStripRow *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkDropTarget *drop = gtk_drop_target_new (SW_TYPE_STRIP_ENTRY, GDK_ACTION_MOVE);

  /* Before the spin button within takes the arrows. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (on_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  g_signal_connect_swapped (drag, "prepare", G_CALLBACK (on_drag_prepared_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begun_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (on_dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

static void
sw_strip_row_init (SwStripRow *self)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");

  gtk_accessible_update_state (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (handle, "dimmed");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), handle);
  adw_expander_row_set_show_enable_switch (ADW_EXPANDER_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  add_controllers (self);
}

static GtkWidget *
create_button (SwStripRow *self, const char *icon_name, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_place_row (SwStripRow *self)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", C_ ("strip entry", "Place"), NULL);

  self->up
      = create_button (self, "go-up-symbolic", C_ ("strip entry", "Move Up"), G_CALLBACK (move_up));
  self->down = create_button (self, "go-down-symbolic", C_ ("strip entry", "Move Down"),
                              G_CALLBACK (move_down));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->up);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->down);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  g_signal_connect_object (self->items, "items-changed", G_CALLBACK (update_buttons), self,
                           G_CONNECT_SWAPPED);
  update_buttons (self);
}

static void
add_graph_rows (SwStripRow *self)
{
  GtkAdjustment *range
      = gtk_adjustment_new (0, SW_STRIP_MIN_WIDTH_PX, SW_STRIP_MAX_WIDTH_PX, 1, 10, 0);
  /* By its own role it is left out of what screen readers see, with the field that is in it. */
  GtkWidget *width = g_object_new (ADW_TYPE_SPIN_ROW, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_LIST_ITEM, "adjustment", range, NULL);
  GtkWidget *numeral = adw_switch_row_new ();

  g_object_set (width, "title", C_ ("strip entry", "_Width"), "subtitle",
                C_ ("strip entry", "In pixels"), "use-underline", TRUE, NULL);
  g_object_bind_property (self->entry, "width-px", width, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_set (numeral, "title", C_ ("strip entry", "_Value beside the Graph"), "use-underline",
                TRUE, NULL);
  g_object_bind_property (self->entry, "numeral", numeral, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), width);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), numeral);
}

/* There may be many entries, of which few are ever expanded. */
static void
on_expanded_changed_cb (SwStripRow *self)
{
  if (self->up != NULL || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    return;
  if (sw_strip_entry_get_source (self->entry) != NULL)
    add_graph_rows (self);
  add_place_row (self);
}

/*
 * sw_strip_row_new:
 * @items: what may stand in the strip
 * @entry: one of it
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
sw_strip_row_new (SwStripItems *items, SwStripEntry *entry)
{
  SwStripRow *self = g_object_new (SW_TYPE_STRIP_ROW, NULL);

  self->items = g_object_ref (items);
  self->entry = g_object_ref (entry);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), sw_strip_entry_get_title (entry));
  /* It is the row within that libadwaita names. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sw_strip_entry_get_title (entry), -1);
  g_object_bind_property (entry, "shown", self, "enable-expansion",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (on_expanded_changed_cb), NULL);
  return GTK_WIDGET (self);
}

SwStripEntry *
sw_strip_row_get_entry (SwStripRow *self)
{
  return self->entry;
}
