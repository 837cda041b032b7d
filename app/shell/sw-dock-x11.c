/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

/* GTK 4.18 marks all of its X11 as deprecated, and has nothing else for it. */
#define GDK_DISABLE_DEPRECATION_WARNINGS

#include <string.h>

#include "shell/sw-dock-private.h"
#include "shell/sw-strut.h"

#ifdef GDK_WINDOWING_X11

#include <gdk/x11/gdkx.h>

#include <X11/Xatom.h>
#include <X11/Xlib.h>

/* A dock as Extended Window Manager Hints 1.5 has it: its type keeps it undecorated, above ordinary windows and out of their
 * lists, its struts keep those clear of it. Everything here is written to the window's properties, so a window manager that
 * is started anew finds it. GDK knows nothing of positions, which are therefore Xlib's; GTK keeps the size. */
struct _SwDockX11
{
  SwDock parent_instance;

  SwDockPlace place; /* that was asked for last; MONITOR is not used */
  GdkRectangle bar;  /* where the window belongs; GTK's pixels */
  long strut[SW_STRUT_N_VALUES];
  int width; /* of the last layout */
  int height;
  guint placed : 1;
  guint struts_written : 1;
};

#define SW_TYPE_DOCK_X11 (sw_dock_x11_get_type ())
G_DECLARE_FINAL_TYPE (SwDockX11, sw_dock_x11, SW, DOCK_X11, SwDock)
G_DEFINE_FINAL_TYPE (SwDockX11, sw_dock_x11, SW_TYPE_DOCK)

#define ALL_DESKTOPS 0xFFFFFFFF
#define SOURCE_APPLICATION 1 /* who asks, not a pager */

static Atom
get_atom (GdkDisplay *display, const char *name)
{
  return gdk_x11_get_xatom_by_name_for_display (display, name);
}

static void
write_property (GdkSurface *surface, const char *name, Atom type, const long *values, int n_values)
{
  GdkDisplay *display = gdk_surface_get_display (surface);

  XChangeProperty (gdk_x11_display_get_xdisplay (display), gdk_x11_surface_get_xid (surface),
                   get_atom (display, name), type, 32, PropModeReplace, (const guchar *) values,
                   n_values);
}

static void
write_struts (SwDockX11 *self, GdkSurface *surface)
{
  write_property (surface, "_NET_WM_STRUT_PARTIAL", XA_CARDINAL, self->strut, SW_STRUT_N_VALUES);
  /* The older one, for whoever does not know the newer. */
  write_property (surface, "_NET_WM_STRUT", XA_CARDINAL, self->strut, 4);
  self->struts_written = TRUE;
}

static GdkSurface *
get_surface (SwDockX11 *self)
{
  GtkWindow *window = sw_dock_get_window (SW_DOCK (self));

  return window != NULL ? gtk_native_get_surface (GTK_NATIVE (window)) : NULL;
}

static void
move (SwDockX11 *self, GdkSurface *surface)
{
  const int scale = gdk_surface_get_scale_factor (surface);

  XMoveWindow (gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface)),
               gdk_x11_surface_get_xid (surface), self->bar.x * scale, self->bar.y * scale);
}

/* A manager that keeps windows on the screen may have moved it while it had the size of another edge. Moving leads to
 * another layout of the same size, where this must end. */
static void
on_surface_laid_out_cb (SwDockX11 *self, int width, int height)
{
  if (self->width == width && self->height == height)
    return;
  self->width = width;
  self->height = height;
  if (self->placed)
    move (self, get_surface (self));
}

/* Before the window is mapped, so that the manager never takes it for anything else. */
static void
on_window_realized_cb (SwDockX11 *self)
{
  GdkSurface *surface = get_surface (self);
  GdkDisplay *display = gdk_surface_get_display (surface);
  const long type = (long) get_atom (display, "_NET_WM_WINDOW_TYPE_DOCK");

  write_property (surface, "_NET_WM_WINDOW_TYPE", XA_ATOM, &type, 1);
  gdk_x11_surface_set_skip_taskbar_hint (surface, TRUE);
  gdk_x11_surface_set_skip_pager_hint (surface, TRUE);
  write_struts (self, surface);
  g_signal_connect_object (surface, "layout", G_CALLBACK (on_surface_laid_out_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->placed)
    move (self, surface);
}

/* GDK writes what it thinks of desktops itself when it shows a window, so the manager is asked afterwards. */
static void
ask_for_all_desktops (GdkSurface *surface)
{
  GdkDisplay *display = gdk_surface_get_display (surface);
  XEvent event = {
    .xclient = {
      .type = ClientMessage,
      .window = gdk_x11_surface_get_xid (surface),
      .message_type = get_atom (display, "_NET_WM_DESKTOP"),
      .format = 32,
      .data.l = { ALL_DESKTOPS, SOURCE_APPLICATION },
    },
  };

  XSendEvent (gdk_x11_display_get_xdisplay (display), gdk_x11_display_get_xrootwindow (display),
              False, SubstructureRedirectMask | SubstructureNotifyMask, &event);
}

/* Some managers find a place for each window that they have not seen before. */
static void
on_window_mapped_cb (SwDockX11 *self)
{
  ask_for_all_desktops (get_surface (self));
  if (self->placed)
    move (self, get_surface (self));
}

static GdkRectangle
scale_rectangle (const GdkRectangle *rectangle, int scale)
{
  return (GdkRectangle) { rectangle->x * scale, rectangle->y * scale, rectangle->width * scale,
                          rectangle->height * scale };
}

static GArray *
list_monitors (GdkDisplay *display, int scale)
{
  GListModel *monitors = gdk_display_get_monitors (display);
  GArray *geometries = g_array_new (FALSE, FALSE, sizeof (GdkRectangle));

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle geometry;

      gdk_monitor_get_geometry (monitor, &geometry);
      geometry = scale_rectangle (&geometry, scale);
      g_array_append_val (geometries, geometry);
    }
  return geometries;
}

static GdkMonitor *
choose_monitor (GdkDisplay *display, GdkMonitor *wanted)
{
  GListModel *monitors = gdk_display_get_monitors (display);
  g_autoptr (GdkMonitor) first = NULL;

  if (wanted != NULL && gdk_monitor_is_valid (wanted))
    return wanted;
  wanted = gdk_x11_display_get_primary_monitor (display);
  if (wanted != NULL)
    return wanted;
  first = g_list_model_get_item (monitors, 0);
  return first; /* the display keeps it */
}

static gboolean
compute_strut (SwDockX11 *self, GdkDisplay *display, int scale, gboolean reserve)
{
  XWindowAttributes root = { 0 };
  g_autoptr (GArray) monitors = list_monitors (display, scale);
  const GdkRectangle bar = scale_rectangle (&self->bar, scale);
  SwStrutScreen screen = { .monitors = (const GdkRectangle *) (gpointer) monitors->data,
                           .n_monitors = monitors->len };

  memset (self->strut, 0, sizeof self->strut);
  if (!reserve)
    return FALSE;
  /* Its size, not that of the screen that Xlib remembers from the start. */
  XGetWindowAttributes (gdk_x11_display_get_xdisplay (display),
                        gdk_x11_display_get_xrootwindow (display), &root);
  screen.root_width = root.width;
  screen.root_height = root.height;
  return sw_strut_compute (&screen, &bar, self->place.edge, self->strut);
}

/* Also where nothing changed: a manager or the monitors may have moved the window. */
static gboolean
sw_dock_x11_place (SwDock *dock, const SwDockPlace *place)
{
  SwDockX11 *self = SW_DOCK_X11 (dock);
  GtkWindow *window = sw_dock_get_window (dock);
  GdkSurface *surface = get_surface (self);
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkMonitor *monitor = choose_monitor (display, place->monitor);
  long before[SW_STRUT_N_VALUES];
  GdkRectangle geometry;
  gboolean reserved;

  if (monitor == NULL)
    return FALSE; /* all are off */
  gdk_monitor_get_geometry (monitor, &geometry);
  self->place = *place;
  self->place.monitor = NULL;
  self->placed = TRUE;
  sw_strut_get_bar (&geometry, place->edge, place->thickness_px, &self->bar);
  gtk_widget_set_size_request (GTK_WIDGET (window), self->bar.width, self->bar.height);
  memcpy (before, self->strut, sizeof before);
  reserved = compute_strut (self, display, gdk_monitor_get_scale_factor (monitor), place->reserve);
  if (surface == NULL)
    return reserved;
  if (!self->struts_written || memcmp (before, self->strut, sizeof before) != 0)
    write_struts (self, surface);
  move (self, surface);
  return reserved;
}

/* Asked of the server, since its events tell of places that the window has left meanwhile. */
static gboolean
sw_dock_x11_is_pointed (SwDock *dock)
{
  SwDockX11 *self = SW_DOCK_X11 (dock);
  GdkSurface *surface = get_surface (self);
  GdkDisplay *display;
  GdkRectangle bar;
  Window root, child;
  int x, y, window_x, window_y;
  unsigned int mask;

  if (surface == NULL || !self->placed)
    return FALSE;
  display = gdk_surface_get_display (surface);
  bar = scale_rectangle (&self->bar, gdk_surface_get_scale_factor (surface));
  return XQueryPointer (gdk_x11_display_get_xdisplay (display),
                        gdk_x11_display_get_xrootwindow (display), &root, &child, &x, &y, &window_x,
                        &window_y, &mask)
         && gdk_rectangle_contains_point (&bar, x, y);
}

static void
sw_dock_x11_class_init (SwDockX11Class *klass)
{
  SW_DOCK_CLASS (klass)->kind = SW_DOCK_KIND_X11;
  SW_DOCK_CLASS (klass)->place = sw_dock_x11_place;
  SW_DOCK_CLASS (klass)->is_pointed = sw_dock_x11_is_pointed;
}

static void
sw_dock_x11_init (G_GNUC_UNUSED SwDockX11 *self)
{
}

SwDock *
sw_dock_x11_new (GtkWindow *window)
{
  SwDock *self;

  if (!GDK_IS_X11_DISPLAY (gtk_widget_get_display (GTK_WIDGET (window))))
    return NULL;
  self = g_object_new (SW_TYPE_DOCK_X11, "window", window, NULL);
  gtk_window_set_decorated (window, FALSE);
  /* Its size is what is requested. A default size GTK would give up for the one that the manager reports meanwhile, and cut to
   * the room that struts leave, its own among them. */
  gtk_window_set_resizable (window, FALSE);
  g_signal_connect_object (window, "realize", G_CALLBACK (on_window_realized_cb), self,
                           G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "map", G_CALLBACK (on_window_mapped_cb), self,
                           G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  return self;
}

#else

SwDock *
sw_dock_x11_new (G_GNUC_UNUSED GtkWindow *window)
{
  return NULL;
}

#endif
