/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-hex-line.h"
#include "plugins/packets/packets-hex-text.h"

/* All lines of hex as one text, for those who have it read to them. Places in it are in characters, of which each is one byte.
 * All lines but the last one are of one length. */

static guint
get_line_length (guint n_per_line)
{
  return packets_hex_line_get_text_column (n_per_line, n_per_line) + 1;
}

/* Where the two digits of byte OFFSET stand. */
guint
packets_hex_text_find_byte (guint32 offset, guint n_per_line)
{
  return offset / n_per_line * get_line_length (n_per_line)
         + packets_hex_line_get_hex_column (offset % n_per_line);
}

/* How many characters it has. */
guint
packets_hex_text_count (gsize n_bytes, guint n_per_line)
{
  const guint n_before = n_bytes > 0 ? (guint) ((n_bytes - 1) / n_per_line) : 0;
  const guint n_last = (guint) (n_bytes - (gsize) n_before * n_per_line);

  if (n_bytes == 0)
    return 0;
  return n_before * get_line_length (n_per_line)
         + packets_hex_line_get_text_column (n_last, n_per_line);
}

/* What stands from BEGIN until before END, as far as there is so much. */
GBytes *
packets_hex_text_get (const guint8 *bytes, gsize n_bytes, guint n_per_line, guint begin, guint end)
{
  const guint line_length = get_line_length (n_per_line);
  const gsize n_lines = (n_bytes + n_per_line - 1) / n_per_line;
  const gsize first = begin / line_length;
  GString *text = g_string_new (NULL);

  for (gsize line = first; line < n_lines && line * line_length < end; line++)
    {
      const gsize offset = line * n_per_line;
      char written[PACKETS_HEX_LINE_BYTES];

      packets_hex_line_write (bytes + offset, n_bytes - offset, offset, n_per_line, written);
      g_string_append (text, written);
      if (line + 1 < n_lines)
        g_string_append_c (text, '\n');
    }
  g_string_truncate (text, MIN (text->len, end - MIN (end, first * line_length)));
  g_string_erase (text, 0, (gssize) MIN (text->len, begin - first * line_length));
  return g_string_free_to_bytes (text);
}

/* The line that AT is in, its end included. */
void
packets_hex_text_find_line (guint at, guint n_per_line, guint *begin, guint *end)
{
  *begin = at - at % get_line_length (n_per_line);
  *end = *begin + get_line_length (n_per_line);
}

/* What stands around AT between two gaps: a byte, a line's number, the bytes as text; in a gap nothing. */
void
packets_hex_text_find_word (const guint8 *bytes,
                            gsize n_bytes,
                            guint n_per_line,
                            guint at,
                            guint *begin,
                            guint *end)
{
  g_autoptr (GBytes) line = NULL;
  const char *text;
  gsize length;
  guint line_begin, line_end;

  packets_hex_text_find_line (at, n_per_line, &line_begin, &line_end);
  line = packets_hex_text_get (bytes, n_bytes, n_per_line, line_begin, line_end);
  text = g_bytes_get_data (line, &length);
  *begin = *end = at;
  while (*begin > line_begin && *begin - line_begin <= length
         && g_ascii_isgraph (text[*begin - line_begin - 1]))
    --*begin;
  while (*end - line_begin < length && g_ascii_isgraph (text[*end - line_begin]))
    ++*end;
}
