/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * SwDockKind:
 * @SW_DOCK_KIND_WINDOW: there is no place for strips: a small ordinary window
 * @SW_DOCK_KIND_X11: a dock as the window managers of X11 know it
 * @SW_DOCK_KIND_LAYER: a surface of the layer shell
 */
typedef enum
{
  SW_DOCK_KIND_WINDOW,
  SW_DOCK_KIND_X11,
  SW_DOCK_KIND_LAYER,
} SwDockKind;

/*
 * SwDockPlace:
 * @edge: the edge of the monitor, all along which the window lies
 * @thickness_px: of the window, in GTK's pixels
 * @monitor: (nullable): where; %NULL for the monitor that the desktop prefers
 * @reserve: whether other windows keep clear of it
 */
typedef struct
{
  GtkPositionType edge;
  int thickness_px;
  GdkMonitor *monitor;
  gboolean reserve;
} SwDockPlace;

#define SW_TYPE_DOCK (sw_dock_get_type ())
G_DECLARE_DERIVABLE_TYPE (SwDock, sw_dock, SW, DOCK, GObject)

/*
 * SwDockClass:
 * @kind: what it is
 * @place: puts the window there, whether or not it is shown yet; called again whenever anything of it changes, among that the
 *   monitors. Returns whether other windows keep clear of it
 * @is_pointed: (nullable): whether the pointer is in the place asked for last; %NULL where a window is in its place at once
 */
struct _SwDockClass
{
  GObjectClass parent_class;

  SwDockKind kind;
  gboolean (*place) (SwDock *self, const SwDockPlace *place);
  gboolean (*is_pointed) (SwDock *self);
};

SwDock *sw_dock_new (GtkWindow *window);
GtkWindow *sw_dock_get_window (SwDock *self);
SwDockKind sw_dock_get_kind (SwDock *self);
void sw_dock_place (SwDock *self, const SwDockPlace *place);
gboolean sw_dock_get_reserved (SwDock *self);
gboolean sw_dock_is_pointed (SwDock *self);

G_END_DECLS
