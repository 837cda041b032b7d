/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the icon and its menu share: the descriptions of their interfaces, which are resources. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

guint sw_tray_protocol_export (GDBusConnection *bus,
                               const char *path,
                               const char *interface,
                               const GDBusInterfaceVTable *vtable,
                               gpointer user_data);

G_END_DECLS
