/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Reads pcapng a block at a time: CaptureReader, or a test, has the bytes and finds where blocks end. All that the
 * specification (draft-ietf-opsawg-pcapng) allows is taken; what is unknown is skipped. After an error nothing more is
 * read: what follows garbage cannot be told from it. */

#pragma once

#include "plugins/packets/format/capture-record.h"

G_BEGIN_DECLS

typedef struct _PcapngReader PcapngReader;

PcapngReader *pcapng_reader_new (const CaptureEvents *events, gpointer user_data);
void pcapng_reader_free (PcapngReader *self);

gboolean pcapng_reader_measure (PcapngReader *self,
                                const guint8 *bytes,
                                gsize n_bytes,
                                gsize *n_needed,
                                GError **error);
gboolean pcapng_reader_take (PcapngReader *self,
                             const guint8 *block,
                             gsize n_bytes,
                             guint64 offset,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcapngReader, pcapng_reader_free)

G_END_DECLS
