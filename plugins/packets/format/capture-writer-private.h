/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the two formats share: what is to be written, and the piece of it that is being made. Numbers are in the machine's
 * own byte order. */

#pragma once

#include "plugins/packets/format/capture-writer.h"

G_BEGIN_DECLS

typedef struct
{
  CaptureStore *store;
  const guint *indices; /* (nullable) all */
  guint n_packets;
  guint n_interfaces;
  CaptureLosses losses;

  GByteArray *piece;
  CaptureWriteFunc write;
  gpointer user_data;
} CaptureWriter;

gboolean capture_writer_flush (CaptureWriter *self, gsize when_bytes, GError **error);

gboolean capture_writer_write_pcapng (CaptureWriter *self, GError **error);
gboolean capture_writer_write_pcap (CaptureWriter *self, GError **error);

static inline guint
capture_writer_get_index (const CaptureWriter *self, guint position)
{
  return self->indices != NULL ? self->indices[position] : position;
}

static inline void
capture_writer_add (CaptureWriter *self, gconstpointer bytes, gsize n_bytes)
{
  g_byte_array_append (self->piece, bytes, n_bytes);
}

static inline void
capture_writer_add_u16 (CaptureWriter *self, guint16 value)
{
  capture_writer_add (self, &value, sizeof value);
}

static inline void
capture_writer_add_u32 (CaptureWriter *self, guint32 value)
{
  capture_writer_add (self, &value, sizeof value);
}

G_END_DECLS
