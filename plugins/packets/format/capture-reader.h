/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Reads a capture from bytes that come in pieces of any size, from a pipe or a file: its first bytes tell which format it
 * is in. Of what has come only the last record that is not whole is kept. */

#pragma once

#include "plugins/packets/format/capture-record.h"

G_BEGIN_DECLS

typedef struct _CaptureReader CaptureReader;

CaptureReader *capture_reader_new (const CaptureEvents *events, gpointer user_data);
void capture_reader_free (CaptureReader *self);

gboolean capture_reader_push (CaptureReader *self,
                              const guint8 *bytes,
                              gsize n_bytes,
                              GError **error);
gboolean capture_reader_finish (CaptureReader *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaptureReader, capture_reader_free)

G_END_DECLS
