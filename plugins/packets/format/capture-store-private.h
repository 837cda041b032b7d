/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What CaptureCursor takes of a CaptureStore. */

#pragma once

#include "plugins/packets/format/capture-index.h"
#include "plugins/packets/format/capture-record.h"
#include "plugins/packets/format/capture-store.h"

G_BEGIN_DECLS

CaptureIndex *capture_store_get_index (CaptureStore *self);
void capture_store_get_mark (CaptureStore *self, const CaptureIndexEntry *entry, TcpMark *mark);

/* Brings CONTEXTS, of CaptureContext, which holds a copy of the first ones, up to date. */
void capture_store_copy_contexts (CaptureStore *self, GArray *contexts);

gboolean capture_store_read_at (CaptureStore *self,
                                guint64 offset,
                                guint8 *bytes,
                                gsize n_bytes,
                                gsize *n_read,
                                GError **error);

G_END_DECLS
