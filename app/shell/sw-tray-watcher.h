/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SW_TYPE_TRAY_WATCHER (sw_tray_watcher_get_type ())
G_DECLARE_FINAL_TYPE (SwTrayWatcher, sw_tray_watcher, SW, TRAY_WATCHER, GObject)

SwTrayWatcher *sw_tray_watcher_new (GDBusConnection *bus);
gboolean sw_tray_watcher_get_hosted (SwTrayWatcher *self);
void sw_tray_watcher_set_service (SwTrayWatcher *self, const char *service);

G_END_DECLS
