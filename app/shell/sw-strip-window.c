/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-panel-preferences.h"
#include "shell/sw-strip-bar.h"
#include "shell/sw-strip-cell.h"
#include "shell/sw-strip-window.h"

/* The strip on the screen: a bar of cells in a window that a dock keeps at its edge. It is none of the application's windows,
 * of which the last one that closes would end the program. */
struct _SwStripWindow
{
  GtkWindow parent_instance;

  SwStripBar *bar;
  GtkWidget *empty; /* in the bar while it has nothing to show */
  GtkWidget *menu;  /* of the context */
  GtkEventController *pointer;
  GtkEventController *drag; /* the pointer while something is dragged */

  SwStrip *strip; /* borrowed: it owns this */
  SwDock *dock;
  GHashTable *cells; /* of SwStripEntry to its borrowed SwStripCell */
  guint revealed : 1;
};

/* What the pointer touches to get the rest back. */
#define HIDDEN_PX 2

G_DEFINE_FINAL_TYPE (SwStripWindow, sw_strip_window, GTK_TYPE_WINDOW)

static GtkOrientation
get_orientation (SwStripWindow *self)
{
  const GtkPositionType edge = sw_strip_get_edge (self->strip);

  if (sw_dock_get_kind (self->dock) == SW_DOCK_KIND_WINDOW)
    return GTK_ORIENTATION_HORIZONTAL;
  return edge == GTK_POS_LEFT || edge == GTK_POS_RIGHT ? GTK_ORIENTATION_VERTICAL
                                                       : GTK_ORIENTATION_HORIZONTAL;
}

static GdkMonitor *
find_monitor (SwStripWindow *self)
{
  g_autofree char *wanted = g_settings_get_string (sw_strip_get_settings (self->strip), "monitor");
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (g_strcmp0 (gdk_monitor_get_connector (monitor), wanted) == 0)
        return monitor; /* the display keeps it */
    }
  return NULL;
}

static void
shape_cells (SwStripWindow *self)
{
  const int thickness_px = sw_strip_get_thickness_px (self->strip);
  GHashTableIter iter;
  gpointer cell;

  sw_strip_bar_set_shape (self->bar, get_orientation (self), thickness_px,
                          sw_dock_get_kind (self->dock) != SW_DOCK_KIND_WINDOW);
  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    sw_strip_cell_set_bar (cell, get_orientation (self), thickness_px);
}

static void
place (SwStripWindow *self)
{
  const SwDockPlace where = {
    .edge = sw_strip_get_edge (self->strip),
    .thickness_px = self->revealed ? sw_strip_get_thickness_px (self->strip) : HIDDEN_PX,
    .monitor = find_monitor (self),
    .reserve = !g_settings_get_boolean (sw_strip_get_settings (self->strip), "autohide"),
  };

  sw_dock_place (self->dock, &where);
}

/* A strip that is coming forth moves under the pointer, which is told to have left it. */
static gboolean
is_pointed (SwStripWindow *self)
{
  return gtk_event_controller_motion_contains_pointer (GTK_EVENT_CONTROLLER_MOTION (self->pointer))
         || gtk_drop_controller_motion_contains_pointer (GTK_DROP_CONTROLLER_MOTION (self->drag))
         || (self->revealed && sw_dock_is_pointed (self->dock));
}

/* What is hidden is not mapped, and so neither sampled nor drawn. */
static void
update_revealed (SwStripWindow *self)
{
  gboolean revealed;

  if (self->dock == NULL)
    return; /* it is going */
  revealed = !g_settings_get_boolean (sw_strip_get_settings (self->strip), "autohide")
             || sw_dock_get_kind (self->dock) == SW_DOCK_KIND_WINDOW
             || gtk_widget_get_visible (self->menu)
             || (gtk_window_is_active (GTK_WINDOW (self))
                 && gtk_window_get_focus_visible (GTK_WINDOW (self)))
             || is_pointed (self);
  if (self->revealed == revealed)
    return;
  self->revealed = revealed;
  gtk_widget_set_visible (GTK_WIDGET (self->bar), revealed);
  place (self);
}

static void
on_settings_changed_cb (SwStripWindow *self)
{
  if (g_settings_get_boolean (sw_strip_get_settings (self->strip), "transparent"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "transparent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "transparent");
  shape_cells (self);
  update_revealed (self);
  place (self);
}

static void
on_monitors_changed_cb (SwStripWindow *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      g_signal_handlers_disconnect_by_func (monitor, place, self);
      g_signal_connect_object (monitor, "notify", G_CALLBACK (place), self, G_CONNECT_SWAPPED);
    }
  place (self);
}

static void
update_empty (SwStripWindow *self)
{
  gboolean empty = TRUE;
  GHashTableIter iter;
  gpointer cell;

  g_hash_table_iter_init (&iter, self->cells);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    empty = empty && !gtk_widget_get_visible (cell);
  gtk_widget_set_visible (self->empty, empty);
}

static GtkWidget *
add_cell (SwStripWindow *self, SwStripEntry *entry)
{
  GtkWidget *cell = sw_strip_cell_new (self->strip, entry);

  g_hash_table_insert (self->cells, g_object_ref (entry), cell);
  sw_strip_cell_set_bar (SW_STRIP_CELL (cell), get_orientation (self),
                         sw_strip_get_thickness_px (self->strip));
  g_signal_connect_object (cell, "notify::visible", G_CALLBACK (update_empty), self,
                           G_CONNECT_SWAPPED);
  return cell;
}

/* Cells that stay are only moved: they keep the focus and what they have drawn. */
static void
on_items_changed_cb (SwStripWindow *self)
{
  GListModel *items = G_LIST_MODEL (sw_strip_get_items (self->strip));
  g_autoptr (GHashTable) gone = g_steal_pointer (&self->cells);
  GtkWidget *previous = NULL;
  GHashTableIter iter;
  gpointer key, cell;

  self->cells = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwStripEntry) entry = g_list_model_get_item (items, i);

      if (g_hash_table_steal_extended (gone, entry, &key, &cell))
        g_hash_table_insert (self->cells, key, cell);
      else
        cell = add_cell (self, entry);
      gtk_widget_insert_after (cell, GTK_WIDGET (self->bar), previous);
      previous = cell;
    }
  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, NULL, &cell))
    {
      g_autoptr (GObject) kept = g_object_ref (cell);

      gtk_widget_unparent (cell);
      /* GTK may keep the widget for a frame; the plugin's part of it goes now. */
      g_object_run_dispose (kept);
    }
  update_empty (self);
}

static void
popup_menu (SwStripWindow *self, double x, double y)
{
  const GtkPositionType sides[] = { [GTK_POS_LEFT] = GTK_POS_RIGHT,
                                    [GTK_POS_RIGHT] = GTK_POS_LEFT,
                                    [GTK_POS_TOP] = GTK_POS_BOTTOM,
                                    [GTK_POS_BOTTOM] = GTK_POS_TOP };

  gtk_popover_set_position (GTK_POPOVER (self->menu), sides[sw_strip_get_edge (self->strip)]);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_menu_clicked_cb (SwStripWindow *self, G_GNUC_UNUSED int n_press, double x, double y)
{
  popup_menu (self, x, y);
}

/* By the keyboard, at what has the focus. */
static void
on_menu_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *name,
                      G_GNUC_UNUSED GVariant *parameter)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (focus != NULL && !gtk_widget_compute_bounds (focus, widget, &bounds))
    return;
  popup_menu (SW_STRIP_WINDOW (widget), bounds.origin.x + bounds.size.width / 2,
              bounds.origin.y + bounds.size.height / 2);
}

static void
on_hide_activated_cb (GtkWidget *widget,
                      G_GNUC_UNUSED const char *name,
                      G_GNUC_UNUSED GVariant *parameter)
{
  sw_strip_set_enabled (SW_STRIP_WINDOW (widget)->strip, FALSE);
}

static void
sw_strip_window_dispose (GObject *object)
{
  SwStripWindow *self = SW_STRIP_WINDOW (object);

  /* First, so that nothing that goes places the strip anew. */
  g_clear_object (&self->dock);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_hash_table_remove_all (self->cells);
  self->bar = NULL;
  G_OBJECT_CLASS (sw_strip_window_parent_class)->dispose (object);
}

static void
sw_strip_window_finalize (GObject *object)
{
  g_hash_table_unref (SW_STRIP_WINDOW (object)->cells);
  G_OBJECT_CLASS (sw_strip_window_parent_class)->finalize (object);
}

static void
sw_strip_window_class_init (SwStripWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sw_strip_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_strip_window_finalize;
  gtk_widget_class_install_action (widget_class, "strip.menu", NULL, on_menu_activated_cb);
  gtk_widget_class_install_action (widget_class, "strip.hide", NULL, on_hide_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "strip.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "strip.menu",
                                       NULL);
}

static void
sw_strip_window_init (SwStripWindow *self)
{
  self->cells = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->revealed = TRUE;
  self->bar = SW_STRIP_BAR (sw_strip_bar_new ());
  self->empty = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_set_tooltip_text (self->empty, C_ ("strip", "Choose what the strip shows"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->empty), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("strip", "Choose what the strip shows"), -1);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->empty),
                                           "app.show-preferences::" SW_PANEL_PREFERENCES);
  gtk_widget_add_css_class (self->empty, "flat");
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self->bar));
  gtk_window_set_child (GTK_WINDOW (self), GTK_WIDGET (self->bar));
  gtk_window_set_title (GTK_WINDOW (self), C_ ("strip", "Strip"));
  gtk_widget_add_css_class (GTK_WIDGET (self), "strip");
}

static void
add_menu (SwStripWindow *self)
{
  g_autoptr (GMenu) model = g_menu_new ();

  g_menu_append (model, C_ ("strip menu", "_Pause"), "strip-state.paused");
  g_menu_append (model, C_ ("strip menu", "P_references"),
                 "app.show-preferences::" SW_PANEL_PREFERENCES);
  g_menu_append (model, C_ ("strip menu", "_Hide Strip"), "strip.hide");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (model));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  g_signal_connect_object (self->menu, "notify::visible", G_CALLBACK (update_revealed), self,
                           G_CONNECT_SWAPPED);
}

static void
add_actions (SwStripWindow *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GPropertyAction) paused = g_property_action_new ("paused", self->strip, "paused");

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (paused));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "strip-state", G_ACTION_GROUP (group));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "app",
                                  G_ACTION_GROUP (sw_strip_get_application (self->strip)));
}

static void
add_controllers (SwStripWindow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_menu_clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  self->pointer = gtk_event_controller_motion_new ();
  g_signal_connect_swapped (self->pointer, "notify::contains-pointer", G_CALLBACK (update_revealed),
                            self);
  gtk_widget_add_controller (GTK_WIDGET (self), self->pointer);
  self->drag = gtk_drop_controller_motion_new ();
  g_signal_connect_swapped (self->drag, "notify::contains-pointer", G_CALLBACK (update_revealed),
                            self);
  gtk_widget_add_controller (GTK_WIDGET (self), self->drag);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_revealed), NULL);
  g_signal_connect (self, "notify::focus-visible", G_CALLBACK (update_revealed), NULL);
}

/* The pointer may have gone elsewhere before the strip had come all the way, which nobody tells. */
static void
on_realized_cb (SwStripWindow *self)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (self)), "layout",
                           G_CALLBACK (update_revealed), self, G_CONNECT_SWAPPED);
}

static void
follow (SwStripWindow *self)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));

  g_signal_connect_object (sw_strip_get_items (self->strip), "items-changed",
                           G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sw_strip_get_settings (self->strip), "changed",
                           G_CALLBACK (on_settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gdk_display_get_monitors (display), "items-changed",
                           G_CALLBACK (on_monitors_changed_cb), self, G_CONNECT_SWAPPED);
}

/*
 * sw_strip_window_new:
 * @strip: what to show, which owns the window
 *
 * Returns: (transfer none): a window in its place, not shown yet; it is destroyed as any window is
 */
SwStripWindow *
sw_strip_window_new (SwStrip *strip)
{
  SwStripWindow *self = g_object_new (SW_TYPE_STRIP_WINDOW, NULL);

  self->strip = strip;
  self->dock = sw_dock_new (GTK_WINDOW (self));
  g_signal_connect_after (self, "realize", G_CALLBACK (on_realized_cb), NULL);
  add_actions (self);
  add_menu (self);
  add_controllers (self);
  follow (self);
  on_items_changed_cb (self);
  on_settings_changed_cb (self);
  on_monitors_changed_cb (self);
  return self;
}

SwDock *
sw_strip_window_get_dock (SwStripWindow *self)
{
  return self->dock;
}
