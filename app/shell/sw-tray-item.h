/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-tray-icon.h"

G_BEGIN_DECLS

#define SW_TYPE_TRAY_ITEM (sw_tray_item_get_type ())
G_DECLARE_FINAL_TYPE (SwTrayItem, sw_tray_item, SW, TRAY_ITEM, GObject)

SwTrayItem *sw_tray_item_new (GDBusConnection *bus, SwTrayIcon *icon);
void sw_tray_item_close (SwTrayItem *self);
void sw_tray_item_tell_icon (SwTrayItem *self);
void sw_tray_item_set_tooltip (SwTrayItem *self, const char *title, const char *text);
char *sw_tray_item_take_token (SwTrayItem *self);

G_END_DECLS
