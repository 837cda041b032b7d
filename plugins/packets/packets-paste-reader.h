/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/format/paste.h"

G_BEGIN_DECLS

void packets_paste_read_async (char *text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *packets_paste_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
