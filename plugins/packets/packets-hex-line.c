/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-hex-line.h"

/* Where things stand in a line of hex, in characters: the offset, each byte with a gap after the eighth, the same bytes as
 * text. */
#define HEX_COLUMN 6u

/* Of byte AT of a line. */
guint
packets_hex_line_get_hex_column (guint at)
{
  return HEX_COLUMN + 3 * at + at / 8;
}

guint
packets_hex_line_get_text_column (guint at, guint n_per_line)
{
  return packets_hex_line_get_hex_column (n_per_line - 1) + 4 + at;
}

/* Which byte of a line is at COLUMN, or the nearest. */
guint
packets_hex_line_find_byte (double column, guint n_per_line)
{
  const double text = packets_hex_line_get_text_column (0, n_per_line);

  if (column >= text - 1)
    return (guint) CLAMP (column - text, 0, n_per_line - 1);
  for (guint at = 1; at < n_per_line; at++)
    if (column < packets_hex_line_get_hex_column (at))
      return at - 1;
  return n_per_line - 1;
}

/* One line of N_BYTES, of which at most N_PER_LINE are shown, which stand at OFFSET. Returns how long it is: ASCII. */
guint
packets_hex_line_write (const guint8 *bytes,
                        gsize n_bytes,
                        gsize offset,
                        guint n_per_line,
                        char text[PACKETS_HEX_LINE_BYTES])
{
  static const char digits[] = "0123456789abcdef";
  const guint length = packets_hex_line_get_text_column ((guint) MIN (n_bytes, n_per_line), n_per_line);

  g_assert (n_per_line <= PACKETS_HEX_BYTES_PER_LINE);
  memset (text, ' ', length);
  text[length] = '\0';
  for (guint i = 0; i < 4; i++)
    text[i] = digits[offset >> (12 - 4 * i) & 0xf];
  /* What is longer than most frames can be has its fifth digit in front of the gap. */
  if (offset > 0xffff)
    {
      memmove (text + 1, text, 4);
      text[0] = digits[offset >> 16 & 0xf];
    }
  for (guint i = 0; i < MIN (n_bytes, n_per_line); i++)
    {
      char *hex = text + packets_hex_line_get_hex_column (i);

      hex[0] = digits[bytes[i] >> 4];
      hex[1] = digits[bytes[i] & 0xf];
      text[packets_hex_line_get_text_column (i, n_per_line)]
          = g_ascii_isprint (bytes[i]) ? (char) bytes[i] : '.';
    }
  return length;
}
