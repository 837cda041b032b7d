/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Makes captures by hand, in either byte order, well formed or not. */

#pragma once

#include <string.h>

#include <glib.h>

typedef struct
{
  GByteArray *bytes;
  gboolean swapped;
  guint block;     /* where the block that is being made begins */
  guint n_records; /* blocks of pcapng; the header and the frames of pcap */
} CaptureBuilder;

static inline CaptureBuilder
builder_new (gboolean swapped)
{
  return (CaptureBuilder) { .bytes = g_byte_array_new (), .swapped = swapped };
}

static inline void
builder_add (CaptureBuilder *self, gconstpointer bytes, gsize n_bytes)
{
  g_byte_array_append (self->bytes, bytes, n_bytes);
}

static inline void
builder_u8 (CaptureBuilder *self, guint8 value)
{
  builder_add (self, &value, sizeof value);
}

static inline void
builder_u16 (CaptureBuilder *self, guint16 value)
{
  value = self->swapped ? GUINT16_SWAP_LE_BE (value) : value;
  builder_add (self, &value, sizeof value);
}

static inline void
builder_u32 (CaptureBuilder *self, guint32 value)
{
  value = self->swapped ? GUINT32_SWAP_LE_BE (value) : value;
  builder_add (self, &value, sizeof value);
}

static inline void
builder_pad (CaptureBuilder *self)
{
  while (self->bytes->len % 4 != 0)
    builder_u8 (self, 0);
}

static inline void
builder_begin (CaptureBuilder *self, guint32 type)
{
  self->block = self->bytes->len;
  builder_u32 (self, type);
  builder_u32 (self, 0);
}

static inline void
builder_end (CaptureBuilder *self)
{
  const guint32 n_bytes = self->bytes->len + 4 - self->block;
  const guint32 length = self->swapped ? GUINT32_SWAP_LE_BE (n_bytes) : n_bytes;

  memcpy (self->bytes->data + self->block + 4, &length, sizeof length);
  builder_add (self, &length, sizeof length);
  self->n_records++;
}

static inline void
builder_option (CaptureBuilder *self, guint16 code, gconstpointer value, guint16 n_bytes)
{
  builder_u16 (self, code);
  builder_u16 (self, n_bytes);
  builder_add (self, value, n_bytes);
  builder_pad (self);
}

static inline void
builder_option_text (CaptureBuilder *self, guint16 code, const char *text)
{
  builder_option (self, code, text, strlen (text));
}

static inline void
builder_option_u32 (CaptureBuilder *self, guint16 code, guint32 value)
{
  value = self->swapped ? GUINT32_SWAP_LE_BE (value) : value;
  builder_option (self, code, &value, sizeof value);
}

static inline void
builder_option_u64 (CaptureBuilder *self, guint16 code, guint64 value)
{
  value = self->swapped ? GUINT64_SWAP_LE_BE (value) : value;
  builder_option (self, code, &value, sizeof value);
}

#include "tests/plugins/packets/capture-builder-blocks.h"
