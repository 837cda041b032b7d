/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Numbers in files, whose byte order is that of the machine that wrote them. Callers know that the bytes are there. */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Blocks of pcapng and records of pcap that are longer are refused: nothing that is no frame has to be kept. */
#define CAPTURE_MAX_RECORD_BYTES (16u << 20)

static inline guint16
format_u16 (const guint8 *bytes, gboolean swapped)
{
  guint16 value;

  memcpy (&value, bytes, sizeof value);
  return swapped ? GUINT16_SWAP_LE_BE (value) : value;
}

static inline guint32
format_u32 (const guint8 *bytes, gboolean swapped)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

static inline guint64
format_u64 (const guint8 *bytes, gboolean swapped)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return swapped ? GUINT64_SWAP_LE_BE (value) : value;
}

/* The next multiple of four. */
static inline gsize
format_padded (gsize n_bytes)
{
  return (n_bytes + 3) & ~(gsize) 3;
}

G_END_DECLS
