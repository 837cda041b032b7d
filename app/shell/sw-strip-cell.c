/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-series.h"
#include "shell/sw-strip-cell.h"
#include "widgets/sw-strip-item.h"

/* One entry of the strip on the screen: shows a graph or a plugin's own item, opens its page, pauses the strip, and takes its
 * place among the others by drag or by Ctrl+Shift+arrow. It has no handler for the wheel.
 *
 * CSS: one node with the name `stripcell` around what it shows. Accessibility: a button with the entry's title as name and
 * the value as description. */
struct _SwStripCell
{
  GtkWidget parent_instance;

  GtkWidget *child; /* (nullable) a plugin may fail to make one */

  SwStrip *strip; /* borrowed: it owns the window */
  SwStripEntry *entry;
  gint64 spoken_us;     /* when the value was told last */
  guint pressed_button; /* 0 for none, or if it became a drag */
};

/* As the graphs do. */
#define POLITE_US (5 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (SwStripCell, sw_strip_cell, GTK_TYPE_WIDGET)

static void
open_page (SwStripCell *self)
{
  const char *page = sw_strip_entry_get_page (self->entry);

  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.show-page", "s", page);
}

static gboolean
find_position (SwStripCell *self, SwStripEntry *entry, guint *position)
{
  GListModel *items = G_LIST_MODEL (sw_strip_get_items (self->strip));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwStripEntry) other = g_list_model_get_item (items, i);

      if (other != entry)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static void
on_pressed_cb (SwStripCell *self,
               G_GNUC_UNUSED int n_press,
               G_GNUC_UNUSED double x,
               G_GNUC_UNUSED double y,
               GtkGestureClick *click)
{
  self->pressed_button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click));
}

static void
finish_click (SwStripCell *self, guint button, double x, double y)
{
  const guint pressed = self->pressed_button;

  self->pressed_button = 0;
  if (button != pressed || !gtk_widget_contains (GTK_WIDGET (self), x, y))
    return;
  if (button == GDK_BUTTON_PRIMARY)
    open_page (self);
  else if (button == GDK_BUTTON_MIDDLE)
    sw_strip_set_paused (self->strip, !sw_strip_get_paused (self->strip));
}

static void
on_released_cb (SwStripCell *self,
                G_GNUC_UNUSED int n_press,
                double x,
                double y,
                GtkGestureClick *click)
{
  finish_click (self, gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (click)), x, y);
}

/* After each layout GTK makes up a movement with the buttons as they are now. One that is let go before its press was heard of
 * is up in it already, at which the gesture gives up: what was pressed is kept here, too. */
static void
on_release_unpaired_cb (SwStripCell *self, double x, double y, guint button)
{
  finish_click (self, button, x, y);
}

/* (nullable): the next one that is shown, before or behind */
static GtkWidget *
find_neighbour (SwStripCell *self, gboolean forwards)
{
  GtkWidget *at = GTK_WIDGET (self);

  do
    at = forwards ? gtk_widget_get_next_sibling (at) : gtk_widget_get_prev_sibling (at);
  while (SW_IS_STRIP_CELL (at) && !gtk_widget_get_visible (at));
  return SW_IS_STRIP_CELL (at) ? at : NULL;
}

static void
shift (SwStripCell *self, gboolean forwards)
{
  GtkWidget *neighbour = find_neighbour (self, forwards);
  guint position;

  if (neighbour != NULL && find_position (self, SW_STRIP_CELL (neighbour)->entry, &position))
    sw_strip_items_move (sw_strip_get_items (self->strip), self->entry, position);
}

static gboolean
on_key_pressed_cb (SwStripCell *self,
                   guint keyval,
                   G_GNUC_UNUSED guint keycode,
                   GdkModifierType modifiers)
{
  const gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean moves = (modifiers & GDK_CONTROL_MASK) != 0 && (modifiers & GDK_SHIFT_MASK) != 0;

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_space:
    case GDK_KEY_KP_Space:
      if (moves)
        return GDK_EVENT_PROPAGATE;
      open_page (self);
      return GDK_EVENT_STOP;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      if (!moves)
        return GDK_EVENT_PROPAGATE;
      shift (self, (keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right) != mirrored);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (!moves)
        return GDK_EVENT_PROPAGATE;
      shift (self, keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static GdkContentProvider *
on_drag_prepared_cb (SwStripCell *self)
{
  return gdk_content_provider_new_typed (SW_TYPE_STRIP_ENTRY, self->entry);
}

static void
on_drag_begun_cb (SwStripCell *self, G_GNUC_UNUSED GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (GTK_WIDGET (self));
  g_autoptr (GdkPaintable) image = gdk_paintable_get_current_image (live);

  self->pressed_button = 0;
  gtk_drag_source_set_icon (source, image, 0, 0);
}

static gboolean
on_dropped_cb (SwStripCell *self, const GValue *value)
{
  SwStripEntry *entry = g_value_get_object (value);
  guint position;

  if (entry == NULL || !find_position (self, self->entry, &position))
    return FALSE;
  sw_strip_items_move (sw_strip_get_items (self->strip), entry, position);
  return TRUE;
}

/* Often enough to be right when asked for, seldom enough to cost nothing. */
static void
on_source_sampled_cb (SwStripCell *self, SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);
  char text[4 * SW_UNIT_TEXT_BYTES];
  gint64 now_us;
  guint newest;

  if (sw_strip_get_paused (self->strip) || series == NULL || sw_series_get_n_rows (series) == 0)
    return;
  newest = sw_series_get_n_rows (series) - 1;
  now_us = sw_series_get_row_time_us (series, newest);
  if (self->spoken_us != 0 && now_us - self->spoken_us < POLITE_US
      && !gtk_widget_has_focus (GTK_WIDGET (self)))
    return;
  self->spoken_us = now_us;
  sw_source_format_headline (source, sw_series_peek_row (series, newest), text, sizeof text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
on_entry_changed_cb (SwStripCell *self)
{
  SwSource *source = sw_strip_entry_get_source (self->entry);

  gtk_widget_set_visible (GTK_WIDGET (self),
                          sw_strip_entry_get_shown (self->entry) && self->child != NULL
                              && gtk_widget_get_visible (self->child)
                              && (source == NULL || sw_source_get_enabled (source)));
  if (!SW_IS_STRIP_ITEM (self->child))
    return;
  sw_strip_item_set_length_px (SW_STRIP_ITEM (self->child),
                               (int) sw_strip_entry_get_width_px (self->entry));
  sw_strip_item_set_numeral (SW_STRIP_ITEM (self->child), sw_strip_entry_get_numeral (self->entry));
}

static void
on_strip_paused_changed_cb (SwStripCell *self)
{
  const gboolean paused = sw_strip_get_paused (self->strip);

  if (!SW_IS_STRIP_ITEM (self->child))
    return;
  sw_strip_item_set_paused (SW_STRIP_ITEM (self->child), paused);
  self->spoken_us = 0;
  if (paused)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    C_ ("strip", "Paused"), -1);
}

/* For who asks by the keyboard (Ctrl+F1); the item answers the pointer itself. */
static gboolean
on_tooltip_queried_cb (SwStripCell *self,
                       G_GNUC_UNUSED int x,
                       G_GNUC_UNUSED int y,
                       G_GNUC_UNUSED gboolean keyboard,
                       GtkTooltip *tooltip)
{
  g_autofree char *values = NULL;
  g_autofree char *text = NULL;

  if (!SW_IS_STRIP_ITEM (self->child))
    return FALSE;
  values = sw_strip_item_describe (SW_STRIP_ITEM (self->child));
  text = g_strdup_printf ("%s\n%s", sw_strip_entry_get_title (self->entry), values);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
sw_strip_cell_dispose (GObject *object)
{
  SwStripCell *self = SW_STRIP_CELL (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (sw_strip_cell_parent_class)->dispose (object);
}

static void
sw_strip_cell_class_init (SwStripCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_strip_cell_dispose;
  gtk_widget_class_set_css_name (widget_class, "stripcell");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
add_controllers (SwStripCell *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkDragSource *drag = gtk_drag_source_new ();
  GtkDropTarget *drop = gtk_drop_target_new (SW_TYPE_STRIP_ENTRY, GDK_ACTION_MOVE);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed_cb), self);
  g_signal_connect_swapped (click, "unpaired-release", G_CALLBACK (on_release_unpaired_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
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
sw_strip_cell_init (SwStripCell *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_tooltip_queried_cb), NULL);
  add_controllers (self);
}

static void
show_source (SwStripCell *self, SwSource *source)
{
  self->child = sw_strip_item_new (source);
  g_signal_connect_object (source, "sampled", G_CALLBACK (on_source_sampled_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::enabled", G_CALLBACK (on_entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* What hides itself has nothing to show for now, and takes no room. */
static void
show_child (SwStripCell *self)
{
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
  g_signal_connect_object (self->child, "notify::visible", G_CALLBACK (on_entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/*
 * sw_strip_cell_new:
 * @strip: which it is part of
 * @entry: what to show, which is there
 *
 * Returns: (transfer floating): the entry on the screen
 */
GtkWidget *
sw_strip_cell_new (SwStrip *strip, SwStripEntry *entry)
{
  SwStripCell *self = g_object_new (SW_TYPE_STRIP_CELL, NULL);
  SwSource *source = sw_strip_entry_get_source (entry);

  self->strip = strip;
  self->entry = g_object_ref (entry);
  if (source != NULL)
    show_source (self, source);
  else
    self->child = sw_plugin_create_strip_item (
        sw_plugin_item_get_plugin (sw_strip_entry_get_plugin (entry)));
  if (self->child != NULL)
    show_child (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sw_strip_entry_get_title (entry), -1);
  g_signal_connect_object (entry, "notify", G_CALLBACK (on_entry_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (strip, "notify::paused", G_CALLBACK (on_strip_paused_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_entry_changed_cb (self);
  on_strip_paused_changed_cb (self);
  return GTK_WIDGET (self);
}

SwStripEntry *
sw_strip_cell_get_entry (SwStripCell *self)
{
  return self->entry;
}

void
sw_strip_cell_set_bar (SwStripCell *self, GtkOrientation orientation, int thickness_px)
{
  if (SW_IS_STRIP_ITEM (self->child))
    sw_strip_item_set_bar (SW_STRIP_ITEM (self->child), orientation, thickness_px);
  else if (GTK_IS_ORIENTABLE (self->child))
    gtk_orientable_set_orientation (GTK_ORIENTABLE (self->child), orientation);
}
