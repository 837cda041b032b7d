/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The options at the end of a block: draft-ietf-opsawg-pcapng, section 3.5. A list that is damaged ends where it is. */

#pragma once

#include "plugins/packets/format/format-bytes.h"
#include "plugins/packets/format/pcapng-constants.h"

G_BEGIN_DECLS

typedef struct
{
  const guint8 *at;
  gsize n_bytes; /* left */
  gboolean swapped;

  /* The option last taken. */
  guint16 code;
  guint16 length;
  const guint8 *value;
} PcapngOptions;

static inline PcapngOptions
pcapng_options_init (const guint8 *at, gsize n_bytes, gboolean swapped)
{
  return (PcapngOptions) { .at = at, .n_bytes = n_bytes, .swapped = swapped };
}

static inline gboolean
pcapng_options_next (PcapngOptions *self)
{
  gsize taken;

  if (self->n_bytes < 4)
    return FALSE;
  self->code = format_u16 (self->at, self->swapped);
  self->length = format_u16 (self->at + 2, self->swapped);
  if (self->code == PCAPNG_OPTION_END || self->length > self->n_bytes - 4)
    return FALSE;
  self->value = self->at + 4;
  taken = MIN (4 + format_padded (self->length), self->n_bytes);
  self->at += taken;
  self->n_bytes -= taken;
  return TRUE;
}

/* FALSE: the value has not the length of such a number. */
static inline gboolean
pcapng_options_get_u32 (const PcapngOptions *self, guint32 *value)
{
  if (self->length != sizeof *value)
    return FALSE;
  *value = format_u32 (self->value, self->swapped);
  return TRUE;
}

static inline gboolean
pcapng_options_get_u64 (const PcapngOptions *self, guint64 *value)
{
  if (self->length != sizeof *value)
    return FALSE;
  *value = format_u64 (self->value, self->swapped);
  return TRUE;
}

G_END_DECLS
