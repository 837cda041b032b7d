/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SW_TRAY_MENU_PATH "/StatusNotifierItem/Menu"

#define SW_TYPE_TRAY_MENU (sw_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (SwTrayMenu, sw_tray_menu, SW, TRAY_MENU, GObject)

SwTrayMenu *sw_tray_menu_new (GDBusConnection *bus, GListModel *pages);
void sw_tray_menu_close (SwTrayMenu *self);
void sw_tray_menu_set_paused (SwTrayMenu *self, gboolean paused);

G_END_DECLS
