/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "widgets/sw-graph-render.h"

G_BEGIN_DECLS

#define SW_TYPE_TRAY_ICON (sw_tray_icon_get_type ())
G_DECLARE_FINAL_TYPE (SwTrayIcon, sw_tray_icon, SW, TRAY_ICON, GObject)

SwTrayIcon *sw_tray_icon_new (void);
gboolean sw_tray_icon_draw (SwTrayIcon *self, SwGraphRender *render, gboolean paused);
GVariant *sw_tray_icon_to_variant (SwTrayIcon *self);

G_END_DECLS
