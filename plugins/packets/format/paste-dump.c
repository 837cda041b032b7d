/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Dumps: each line an offset, bytes in groups, often what they are as text. Where the text begins nothing says: a wide gap,
 * a bar, a word that is no hex, or what the next line's offset tells. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/paste-private.h"

#define MAX_LINE_BYTES 64
#define MIN_OFFSET_DIGITS 3
#define MAX_OFFSET_DIGITS 8
#define HALF_LINE_BYTES 8

typedef struct
{
  const char *digits; /* of the offset */
  guint n_digits;
  const char *rest; /* what follows it */
  /* hexdump and od without options: 16 bits at a time, of a machine that puts the low byte first. */
  gboolean is_words;
  gboolean is_octal; /* od's offsets */
} DumpLine;

typedef struct
{
  Paste *paste;
  guint64 base;      /* the first line's offset */
  guint line_begin;  /* in the packet, of the last line's bytes */
  guint line_bytes;  /* that lines of this packet have; 0: not known yet */
  gboolean is_octal; /* the offsets are */
  gboolean repeats;  /* "*": lines like the last one were left out */
} Dump;

static guint
count_digits (const char *at, const char *end)
{
  guint n = 0;

  while (at + n < end && g_ascii_isxdigit (at[n]))
    n++;
  return n;
}

static const char *
skip_blanks (const char *at, const char *end)
{
  while (at < end && paste_is_blank (*at))
    at++;
  return at;
}

/* Plain hex in groups looks much the same: an offset has a colon, two blanks behind it, an odd number of digits, or single
 * bytes after it. */
static gboolean
is_offset (const DumpLine *line, const char *end, gboolean has_colon)
{
  const char *next = skip_blanks (line->rest, end);

  return has_colon || next == end || next - line->rest >= 2 || *line->rest == '\t'
         || line->n_digits % 2 != 0 || (line->n_digits >= 4 && count_digits (next, end) == 2);
}

/* FALSE: that is no line of a dump. */
static gboolean
parse_offset (const char *at, const char *end, DumpLine *line)
{
  gboolean has_colon;
  guint n_group;

  at = skip_blanks (at, end);
  if (at < end && *at == '|') /* strace */
    at = skip_blanks (at + 1, end);
  if (end - at > 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
    at += 2;
  line->digits = at;
  line->n_digits = count_digits (at, end);
  if (line->n_digits < MIN_OFFSET_DIGITS || line->n_digits > MAX_OFFSET_DIGITS)
    return FALSE;
  at += line->n_digits;
  has_colon = at < end && *at == ':';
  line->rest = has_colon ? at + 1 : at;
  if (line->rest < end && !paste_is_blank (*line->rest))
    return FALSE;
  n_group = count_digits (skip_blanks (line->rest, end), end);
  line->is_words = !has_colon && line->n_digits == 7 && n_group == 4;
  line->is_octal = !has_colon && line->n_digits == 7 && n_group == 2;
  return is_offset (line, end, has_colon);
}

static guint64
number_of (const DumpLine *line, guint base)
{
  g_autofree char *digits = g_strndup (line->digits, line->n_digits);

  return g_ascii_strtoull (digits, NULL, base);
}

/* The dump begins with the first line that has the offset 0, or with the text's first line. */
gboolean
paste_has_dump (const Paste *self)
{
  for (const char *at = self->at; at < self->end;)
    {
      const char *end = paste_end_of_line (at, self->end);
      DumpLine line;

      if (parse_offset (at, end, &line) && skip_blanks (line.rest, end) < end
          && (number_of (&line, 16) == 0 || at == self->at))
        return TRUE;
      at = end < self->end ? end + 1 : end;
    }
  return FALSE;
}

static gboolean
is_repetition (const char *at, const char *end)
{
  at = skip_blanks (at, end);
  return at < end && *at == '*' && skip_blanks (at + 1, end) == end;
}

/* Whether a gap of this width, where the line has N_BYTES already, is only that between its halves. */
static gboolean
is_middle_gap (guint n_bytes, gsize width, const char *at, const char *end)
{
  const char *next = at + 2;

  return n_bytes == HALF_LINE_BYTES && width == 2 && count_digits (at, end) == 2
         && (next == end || paste_is_blank (*next));
}

static gboolean
add_group (Dump *self, const DumpLine *line, const char *at, guint n_digits, GError **error)
{
  for (guint i = 0; i < n_digits; i += 2)
    {
      const char *digits = at + (line->is_words && n_digits == 4 ? 2 - i : i);

      if (!paste_add_byte (self->paste,
                           g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]),
                           error))
        return FALSE;
    }
  return TRUE;
}

/* The bytes of a line, up to where its text seems to begin. */
static gboolean
read_bytes (Dump *self, const DumpLine *line, const char *end, GError **error)
{
  const guint limit = self->line_bytes > 0 ? self->line_bytes : MAX_LINE_BYTES;
  const char *at = skip_blanks (line->rest, end);
  guint n_bytes = 0;

  self->line_begin = self->paste->bytes->len;
  while (at < end && n_bytes < limit)
    {
      const guint n_digits = count_digits (at, end);
      const char *next = skip_blanks (at + n_digits, end);
      const gsize width = next - (at + n_digits);

      if (n_digits == 0 || n_digits % 2 != 0 || (next < end && width == 0))
        {
          if (n_bytes > 0)
            break;
          return paste_refuse (self->paste, at, C_ ("pasted text", "this is not hexadecimal"),
                               error);
        }
      if (!add_group (self, line, at, n_digits, error))
        return FALSE;
      n_bytes += n_digits / 2;
      if (width >= 2 && !is_middle_gap (n_bytes, width, next, end))
        break;
      at = next;
    }
  return TRUE;
}

/* Lines that "*" stands for, up to offset N_BYTES of the packet. */
static gboolean
repeat_line (Dump *self, guint64 n_bytes, GError **error)
{
  GByteArray *bytes = self->paste->bytes;
  const guint period = bytes->len - self->line_begin;

  self->repeats = FALSE;
  while (period > 0 && bytes->len < n_bytes)
    if (!paste_add_byte (self->paste, bytes->data[bytes->len - period], error))
      return FALSE;
  return TRUE;
}

/* What the line before had too much of was its text. FALSE: OFFSET cannot follow. */
static gboolean
trim_to (Dump *self, guint64 offset)
{
  GByteArray *bytes = self->paste->bytes;

  if (offset < self->base + self->line_begin + 1 || offset > self->base + bytes->len)
    return FALSE;
  g_byte_array_set_size (bytes, offset - self->base);
  if (self->line_bytes == 0)
    self->line_bytes = bytes->len - self->line_begin;
  return TRUE;
}

/* With words one cannot see whether hexdump's offsets are meant or od's. */
static gboolean
go_to_offset (Dump *self, const DumpLine *line, GError **error)
{
  const guint64 offset = number_of (line, self->is_octal ? 8 : 16);

  if (self->paste->bytes->len == 0)
    {
      self->is_octal = line->is_octal;
      self->base = number_of (line, self->is_octal ? 8 : 16);
      return TRUE;
    }
  if (self->repeats && offset >= self->base && !repeat_line (self, offset - self->base, error))
    return FALSE;
  if (trim_to (self, offset) || trim_to (self, number_of (line, 8)))
    return TRUE;
  return paste_refuse (self->paste, line->digits,
                       C_ ("pasted text", "this offset does not follow the line before"), error);
}

static gboolean
end_packet (Dump *self, GError **error)
{
  self->line_bytes = 0;
  self->line_begin = 0;
  self->repeats = FALSE;
  return paste_end_packet (self->paste, error);
}

static gboolean
read_line (Dump *self, const char *end, GError **error)
{
  DumpLine line;

  if (is_repetition (self->paste->at, end))
    {
      self->repeats = TRUE;
      return TRUE;
    }
  /* What is between dumps: an empty line, tcpdump's summary. */
  if (!parse_offset (self->paste->at, end, &line))
    return end_packet (self, error);
  if (number_of (&line, 16) == 0 && !end_packet (self, error))
    return FALSE;
  if (!go_to_offset (self, &line, error))
    return FALSE;
  if (skip_blanks (line.rest, end) == end) /* hexdump's last line: where the end is */
    return end_packet (self, error);
  return read_bytes (self, &line, end, error);
}

gboolean
paste_read_dump (Paste *paste, GError **error)
{
  Dump self = { .paste = paste };

  while (paste->at < paste->end)
    {
      const char *end = paste_end_of_line (paste->at, paste->end);

      if (!read_line (&self, end, error))
        return FALSE;
      paste->at = end < paste->end ? end + 1 : end;
    }
  return TRUE;
}
