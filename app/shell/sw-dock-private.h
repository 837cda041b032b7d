/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The ways to dock. Each takes a window that is not realized yet, or returns NULL where the desktop has no such place. */

#pragma once

#include "shell/sw-dock.h"

G_BEGIN_DECLS

SwDock *sw_dock_x11_new (GtkWindow *window);
SwDock *sw_dock_layer_new (GtkWindow *window);
SwDock *sw_dock_window_new (GtkWindow *window);

G_END_DECLS
