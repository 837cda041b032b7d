/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/format/capture-store.h"
#include "plugins/packets/names/field-filter.h"

G_BEGIN_DECLS

typedef struct _PacketsScan PacketsScan;

PacketsScan *packets_scan_new (CaptureStore *store, FieldFilter *filter);
void packets_scan_unref (PacketsScan *self);
void packets_scan_async (PacketsScan *self,
                         guint begin,
                         guint n_packets,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GArray *packets_scan_finish (GAsyncResult *result, guint *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketsScan, packets_scan_unref)

G_END_DECLS
