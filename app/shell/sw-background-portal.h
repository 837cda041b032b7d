/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void sw_background_portal_request_async (GDBusConnection *bus,
                                         gboolean autostart,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean sw_background_portal_request_finish (GAsyncResult *result,
                                              gboolean *granted,
                                              GError **error);

G_END_DECLS
