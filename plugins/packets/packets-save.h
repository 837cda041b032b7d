/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Packets into a file, in a worker thread: beside it first, and in its place when it is whole and on the disk. */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/format/capture-store.h"
#include "plugins/packets/packets-load.h"

G_BEGIN_DECLS

/* INDICES (nullable): copied; without them the packets that are there now. */
void packets_save_async (CaptureStore *store,
                         GFile *file,
                         const guint *indices,
                         guint n_indices,
                         PacketsProgress *progress,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
/* NOTE (nullable) (out): what the format cannot hold, in a sentence; %NULL if nothing was lost. */
gboolean packets_save_finish (GAsyncResult *result, char **note, GError **error);

G_END_DECLS
