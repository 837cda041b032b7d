/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SESSION (sw_session_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSession, sw_session, SW, SESSION, GObject)

SW_PUBLIC SwSession *sw_session_new (void);
SW_PUBLIC SwSession *sw_session_new_for_bus (GDBusConnection *system_bus);
SW_PUBLIC gboolean sw_session_get_locked (SwSession *self);
SW_PUBLIC gboolean sw_session_get_on_battery (SwSession *self);
SW_PUBLIC gboolean sw_session_get_power_saver (SwSession *self);

G_END_DECLS
