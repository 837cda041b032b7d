/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-dock-private.h"

#if defined(HAVE_LAYER_SHELL) && defined(GDK_WINDOWING_WAYLAND)

#include <gdk/wayland/gdkwayland.h>
#include <gtk4-layer-shell.h>

/* A surface of wlr-layer-shell-unstable-v1, by gtk4-layer-shell: it stands between GDK and libwayland and has GDK take it for
 * an ordinary window. When its output goes, some compositors close such a surface and some just forget it; the window stays
 * and gets another one. */
struct _SwDockLayer
{
  SwDock parent_instance;

  GdkMonitor *monitor;  /* (nullable) asked for; the library's own pointer to it is no reference */
  GdkMonitor *entered;  /* (nullable) where the compositor shows it */
  GtkPositionType edge; /* that it is anchored to, once it was placed */
  guint placed : 1;
  guint awaiting : 1; /* shown again as soon as there is a monitor */
  guint retried : 1;  /* since it was placed */
};

#define SW_TYPE_DOCK_LAYER (sw_dock_layer_get_type ())
G_DECLARE_FINAL_TYPE (SwDockLayer, sw_dock_layer, SW, DOCK_LAYER, SwDock)
G_DEFINE_FINAL_TYPE (SwDockLayer, sw_dock_layer, SW_TYPE_DOCK)

/* The first version whose surfaces can take the keyboard when they are clicked. */
#define ON_DEMAND_VERSION 4

static void
set_anchors (GtkWindow *window, GtkPositionType edge)
{
  const gboolean across = edge == GTK_POS_TOP || edge == GTK_POS_BOTTOM;

  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_LEFT, across || edge == GTK_POS_LEFT);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_RIGHT, across || edge == GTK_POS_RIGHT);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_TOP, !across || edge == GTK_POS_TOP);
  gtk_layer_set_anchor (window, GTK_LAYER_SHELL_EDGE_BOTTOM, !across || edge == GTK_POS_BOTTOM);
}

static gboolean
has_monitor (GtkWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));

  return g_list_model_get_n_items (gdk_display_get_monitors (display)) > 0;
}

/* A monitor leaves the list before it becomes invalid. */
static gboolean
has_lost_monitor (SwDockLayer *self, GtkWindow *window)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (window)));

  for (guint i = 0; self->entered != NULL && i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (monitor == self->entered)
        return FALSE;
    }
  return self->entered != NULL;
}

static void
on_monitor_entered_cb (SwDockLayer *self, GdkMonitor *monitor)
{
  g_set_object (&self->entered, monitor);
}

static void
on_window_realized_cb (SwDockLayer *self, GtkWindow *window)
{
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (window)), "enter-monitor",
                           G_CALLBACK (on_monitor_entered_cb), self, G_CONNECT_SWAPPED);
}

static void
hide (SwDockLayer *self, GtkWindow *window)
{
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  g_clear_object (&self->entered);
}

/* The length comes from the anchors. A surface is made for one output and one edge: it takes another one only as a new surface,
 * so that it is never half at both. */
static gboolean
sw_dock_layer_place (SwDock *dock, const SwDockPlace *place)
{
  SwDockLayer *self = SW_DOCK_LAYER (dock);
  GtkWindow *window = sw_dock_get_window (dock);
  GtkWidget *widget = GTK_WIDGET (window);
  const gboolean across = place->edge == GTK_POS_TOP || place->edge == GTK_POS_BOTTOM;
  const gboolean moves = self->placed
                         && (place->edge != self->edge || place->monitor != self->monitor
                             || has_lost_monitor (self, window));

  if (moves && gtk_widget_get_visible (widget))
    {
      hide (self, window);
      self->awaiting = TRUE;
    }
  gtk_layer_set_monitor (window, place->monitor);
  g_set_object (&self->monitor, place->monitor);
  set_anchors (window, place->edge);
  gtk_window_set_default_size (window, across ? 0 : place->thickness_px,
                               across ? place->thickness_px : 0);
  gtk_layer_set_exclusive_zone (window, place->reserve ? place->thickness_px : 0);
  self->edge = place->edge;
  self->placed = TRUE;
  self->retried = FALSE;
  if (self->awaiting && has_monitor (window))
    {
      self->awaiting = FALSE;
      gtk_widget_set_visible (widget, TRUE);
    }
  return place->reserve;
}

/* Nobody else closes a surface like this. Its owner may have placed it anew before, or will when it hears of the monitors;
 * a compositor that closes it again and again is left alone until then. */
static gboolean
on_window_close_requested_cb (SwDockLayer *self)
{
  GtkWindow *window = sw_dock_get_window (SW_DOCK (self));

  hide (self, window);
  gtk_layer_set_monitor (window, NULL);
  g_clear_object (&self->monitor);
  self->awaiting = self->retried || !has_monitor (window);
  if (!self->awaiting)
    gtk_widget_set_visible (GTK_WIDGET (window), TRUE);
  self->retried = TRUE;
  return GDK_EVENT_STOP;
}

static void
sw_dock_layer_dispose (GObject *object)
{
  SwDockLayer *self = SW_DOCK_LAYER (object);

  g_clear_object (&self->monitor);
  g_clear_object (&self->entered);
  G_OBJECT_CLASS (sw_dock_layer_parent_class)->dispose (object);
}

static void
sw_dock_layer_class_init (SwDockLayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_dock_layer_dispose;
  SW_DOCK_CLASS (klass)->kind = SW_DOCK_KIND_LAYER;
  SW_DOCK_CLASS (klass)->place = sw_dock_layer_place;
}

static void
sw_dock_layer_init (G_GNUC_UNUSED SwDockLayer *self)
{
}

SwDock *
sw_dock_layer_new (GtkWindow *window)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  SwDock *self;

  /* GDK knows first: the library complains aloud where there is none. */
  if (!GDK_IS_WAYLAND_DISPLAY (display)
      || !gdk_wayland_display_query_registry (GDK_WAYLAND_DISPLAY (display), "zwlr_layer_shell_v1")
      || !gtk_layer_is_supported ())
    return NULL;
  self = g_object_new (SW_TYPE_DOCK_LAYER, "window", window, NULL);
  gtk_layer_init_for_window (window);
  gtk_layer_set_namespace (window, "stillwatch-strip");
  gtk_layer_set_layer (window, GTK_LAYER_SHELL_LAYER_TOP);
  if (gtk_layer_get_protocol_version () >= ON_DEMAND_VERSION)
    gtk_layer_set_keyboard_mode (window, GTK_LAYER_SHELL_KEYBOARD_MODE_ON_DEMAND);
  g_signal_connect_object (window, "realize", G_CALLBACK (on_window_realized_cb), self,
                           G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_window_close_requested_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

#else

SwDock *
sw_dock_layer_new (G_GNUC_UNUSED GtkWindow *window)
{
  return NULL;
}

#endif
