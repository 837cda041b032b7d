/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The numbers of _NET_WM_STRUT_PARTIAL: four thicknesses, then start and end along each edge. */
#define SW_STRUT_N_VALUES 12

/* All in device pixels of the X screen. */
typedef struct
{
  int root_width;
  int root_height;
  const GdkRectangle *monitors;
  guint n_monitors;
} SwStrutScreen;

void sw_strut_get_bar (const GdkRectangle *monitor,
                       GtkPositionType edge,
                       int thickness,
                       GdkRectangle *bar);
gboolean sw_strut_compute (const SwStrutScreen *screen,
                           const GdkRectangle *bar,
                           GtkPositionType edge,
                           long strut[SW_STRUT_N_VALUES]);

G_END_DECLS
