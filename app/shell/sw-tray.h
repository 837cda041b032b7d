/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-source-registry.h"

G_BEGIN_DECLS

#define SW_TYPE_TRAY (sw_tray_get_type ())
G_DECLARE_FINAL_TYPE (SwTray, sw_tray, SW, TRAY, GObject)

GSettings *sw_tray_open_settings (void);
SwTray *sw_tray_new (GDBusConnection *bus,
                     GSettings *settings,
                     SwSourceRegistry *registry,
                     GListModel *pages);
gboolean sw_tray_get_shown (SwTray *self);
SwSource *sw_tray_get_source (SwTray *self);
char *sw_tray_take_token (SwTray *self);

G_END_DECLS
