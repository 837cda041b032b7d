/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The packets of a store as a file: what is written goes to the caller in pieces, who does with them what it wants. Blocks
 * for as long as that takes: for a thread of its own, in which it may run while the store is fed. */

#pragma once

#include "plugins/packets/format/capture-store.h"

G_BEGIN_DECLS

typedef enum
{
  CAPTURE_WRITER_PCAPNG,
  CAPTURE_WRITER_PCAP,
} CaptureWriterFormat;

/* What the packets had that is not in what was written. */
typedef enum
{
  CAPTURE_LOSS_NONE = 0,
  CAPTURE_LOSS_DIRECTIONS = 1 << 0,
  CAPTURE_LOSS_INTERFACES = 1 << 1, /* which of several, or its name */
  CAPTURE_LOSS_DETAILS = 1 << 2,    /* other flags, packet ids, queues, drop counts */
  CAPTURE_LOSS_TIMES = 1 << 3,      /* a time is missing or too far away */
} CaptureLosses;

/* FALSE, with an error: stop. */
typedef gboolean (*CaptureWriteFunc) (gpointer user_data,
                                      const guint8 *bytes,
                                      gsize n_bytes,
                                      GError **error);

gboolean capture_writer_write (CaptureStore *store,
                               CaptureWriterFormat format,
                               const guint *indices,
                               guint n_indices,
                               CaptureWriteFunc write,
                               gpointer user_data,
                               CaptureLosses *losses,
                               GError **error);

char *capture_losses_describe (CaptureLosses losses);

G_END_DECLS
