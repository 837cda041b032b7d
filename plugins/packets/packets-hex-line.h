/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Most that a line shows, and room for its text. */
#define PACKETS_HEX_BYTES_PER_LINE 16u
#define PACKETS_HEX_LINE_BYTES 96

guint packets_hex_line_write (const guint8 *bytes,
                              gsize n_bytes,
                              gsize offset,
                              guint n_per_line,
                              char text[PACKETS_HEX_LINE_BYTES]);
guint packets_hex_line_get_hex_column (guint at);
guint packets_hex_line_get_text_column (guint at, guint n_per_line);
guint packets_hex_line_find_byte (double column, guint n_per_line);

G_END_DECLS
