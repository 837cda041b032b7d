/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-dock-private.h"

/* Where the desktop has no place for strips: an ordinary window, with a title bar to move it by, just as large as
 * what it shows. */
struct _SwDockWindow
{
  SwDock parent_instance;
};

#define SW_TYPE_DOCK_WINDOW (sw_dock_window_get_type ())
G_DECLARE_FINAL_TYPE (SwDockWindow, sw_dock_window, SW, DOCK_WINDOW, SwDock)
G_DEFINE_FINAL_TYPE (SwDockWindow, sw_dock_window, SW_TYPE_DOCK)

static gboolean
sw_dock_window_place (G_GNUC_UNUSED SwDock *dock, G_GNUC_UNUSED const SwDockPlace *place)
{
  return FALSE;
}

static void
sw_dock_window_class_init (SwDockWindowClass *klass)
{
  SW_DOCK_CLASS (klass)->kind = SW_DOCK_KIND_WINDOW;
  SW_DOCK_CLASS (klass)->place = sw_dock_window_place;
}

static void
sw_dock_window_init (G_GNUC_UNUSED SwDockWindow *self)
{
}

SwDock *
sw_dock_window_new (GtkWindow *window)
{
  gtk_window_set_resizable (window, FALSE);
  return g_object_new (SW_TYPE_DOCK_WINDOW, "window", window, NULL);
}
