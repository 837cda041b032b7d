/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SW_TYPE_AUTOSTART (sw_autostart_get_type ())
G_DECLARE_FINAL_TYPE (SwAutostart, sw_autostart, SW, AUTOSTART, GObject)

SwAutostart *sw_autostart_new (GSettings *settings);
SwAutostart *sw_autostart_new_for_folders (const char *const *folders);
SwAutostart *sw_autostart_new_for_portal (GDBusConnection *bus, GSettings *settings);
gboolean sw_autostart_get_enabled (SwAutostart *self);
gboolean sw_autostart_get_busy (SwAutostart *self);
const char *sw_autostart_get_error (SwAutostart *self);
void sw_autostart_set_enabled (SwAutostart *self, gboolean enabled);

G_END_DECLS
