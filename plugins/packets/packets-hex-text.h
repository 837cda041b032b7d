/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint packets_hex_text_find_byte (guint32 offset, guint n_per_line);
GBytes *packets_hex_text_get (const guint8 *bytes,
                              gsize n_bytes,
                              guint n_per_line,
                              guint begin,
                              guint end);
guint packets_hex_text_count (gsize n_bytes, guint n_per_line);
void packets_hex_text_find_line (guint at, guint n_per_line, guint *begin, guint *end);
void packets_hex_text_find_word (const guint8 *bytes,
                                 gsize n_bytes,
                                 guint n_per_line,
                                 guint at,
                                 guint *begin,
                                 guint *end);

G_END_DECLS
