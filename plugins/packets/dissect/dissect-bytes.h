/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A window on a frame's bytes that is never left: what lies beyond reads as 0. Inline, because every frame of a capture
 * passes here. Numbers are in network byte order unless a name says otherwise. */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const guint8 *at; /* the first byte of this layer */
  guint32 n_bytes;  /* how many of them were captured */
  guint32
      claimed_bytes; /* how many the layer below says there are, at least n_bytes: more where the frame was cut short */
  guint32 offset; /* of AT in the frame */
} DissectBytes;

static inline gboolean
dissect_has (DissectBytes bytes, guint32 at, guint32 n_bytes)
{
  return at <= bytes.n_bytes && n_bytes <= bytes.n_bytes - at;
}

static inline guint8
dissect_u8 (DissectBytes bytes, guint32 at)
{
  return at < bytes.n_bytes ? bytes.at[at] : 0;
}

static inline guint16
dissect_u16 (DissectBytes bytes, guint32 at)
{
  guint16 value;

  if (!dissect_has (bytes, at, sizeof value))
    return 0;
  memcpy (&value, bytes.at + at, sizeof value);
  return GUINT16_FROM_BE (value);
}

static inline guint32
dissect_u24 (DissectBytes bytes, guint32 at)
{
  if (!dissect_has (bytes, at, 3))
    return 0;
  return (guint32) bytes.at[at] << 16 | (guint32) bytes.at[at + 1] << 8 | bytes.at[at + 2];
}

static inline guint32
dissect_u32 (DissectBytes bytes, guint32 at)
{
  guint32 value;

  if (!dissect_has (bytes, at, sizeof value))
    return 0;
  memcpy (&value, bytes.at + at, sizeof value);
  return GUINT32_FROM_BE (value);
}

static inline guint64
dissect_u64 (DissectBytes bytes, guint32 at)
{
  guint64 value;

  if (!dissect_has (bytes, at, sizeof value))
    return 0;
  memcpy (&value, bytes.at + at, sizeof value);
  return GUINT64_FROM_BE (value);
}

static inline guint16
dissect_u16_le (DissectBytes bytes, guint32 at)
{
  return GUINT16_SWAP_LE_BE (dissect_u16 (bytes, at));
}

static inline guint32
dissect_u32_le (DissectBytes bytes, guint32 at)
{
  return GUINT32_SWAP_LE_BE (dissect_u32 (bytes, at));
}

/* What follows the first AT bytes. */
static inline DissectBytes
dissect_from (DissectBytes bytes, guint32 at)
{
  const guint32 captured = MIN (at, bytes.n_bytes);
  const guint32 claimed = MIN (at, bytes.claimed_bytes);

  return (DissectBytes) {
    .at = bytes.at + captured,
    .n_bytes = bytes.n_bytes - captured,
    .claimed_bytes = bytes.claimed_bytes - claimed,
    .offset = bytes.offset + captured,
  };
}

/* N_BYTES of it from AT on, or what there is of them. */
static inline DissectBytes
dissect_part (DissectBytes bytes, guint32 at, guint32 n_bytes)
{
  DissectBytes part = dissect_from (bytes, at);

  part.claimed_bytes = MIN (part.claimed_bytes, n_bytes);
  part.n_bytes = MIN (part.n_bytes, n_bytes);
  return part;
}

G_END_DECLS
