/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What dissectors of applications share: words for numbers, and fields that are text or addresses. */

#pragma once

#include "plugins/packets/dissect/dissector.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 value;
  const char *word;
} DissectWord;

/* (nullable) What VALUE is called in a table of DissectWord. */
#define dissect_word(words, value) dissect_find_word ((words), G_N_ELEMENTS (words), (value))
#define dissect_word_or(words, value, otherwise) \
  (dissect_word ((words), (value)) != NULL ? dissect_word ((words), (value)) : (otherwise))

const char *dissect_find_word (const DissectWord *words, gsize n_words, guint32 value);

void dissect_line_add_duration (DissectLine *self, guint32 seconds);
void dissect_line_add_hex_octets (DissectLine *self, const guint8 *octets, guint32 n_octets);

/* Fields; nothing happens where none are wanted. */
void dissect_app_text (Dissection *self,
                       DissectBytes bytes,
                       guint32 at,
                       guint32 n_bytes,
                       const char *name);
void dissect_app_hex (Dissection *self,
                      DissectBytes bytes,
                      guint32 at,
                      guint32 n_bytes,
                      const char *name);
void dissect_app_ipv4 (Dissection *self, DissectBytes bytes, guint32 at, const char *name);
void dissect_app_ipv6 (Dissection *self, DissectBytes bytes, guint32 at, const char *name);
void dissect_app_mac (Dissection *self, DissectBytes bytes, guint32 at, const char *name);
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
