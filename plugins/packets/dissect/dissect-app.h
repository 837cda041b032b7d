/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What dissectors of applications share. */

#pragma once

#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

void dissect_line_add_duration (DissectLine *self, guint32 seconds);
void dissect_line_add_hex_octets (DissectLine *self, const guint8 *octets, guint32 n_octets);

/* Fields; nothing happens where none are wanted. */
void dissect_app_hex (Dissection *self,
                      DissectBytes bytes,
                      guint32 at,
                      guint32 n_bytes,
                      const char *name);
void dissect_app_duration (Dissection *self, DissectBytes bytes, guint32 at, const char *name);

/* What a segment of a stream holds of a part that says it has N_BYTES, which can be more than the segment has. */
static inline DissectBytes
dissect_app_promised (DissectBytes segment, guint32 at, guint32 n_bytes)
{
  DissectBytes part = dissect_part (segment, at, n_bytes);

  part.claimed_bytes = n_bytes;
  return part;
}

/* PART of SEGMENT ends too early. */
void dissect_app_fail (Dissection *self,
                       DissectBytes segment,
                       DissectBytes part,
                       guint32 at,
                       const char *why);

G_END_DECLS
