/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Strings with the escapes of C, as strace prints what was sent and received: each line is a packet, its strings one after
 * the other. strace writes octal with as few digits as it can: "\0224\1" is 0x12, '4', 0x01. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/paste-private.h"

/* Strings of strace that are no bytes of a packet stand behind these. */
static const char *const beside[] = { "inet_addr(", "inet_pton(AF_INET, ", "inet_pton(AF_INET6, ",
                                      "sun_path=", "if_nametoindex(" };

gboolean
paste_has_escapes (const Paste *self)
{
  for (const char *at = self->at; at + 1 < self->end; at++)
    if (*at == '\\' && (at[1] == 'x' || (at[1] >= '0' && at[1] <= '7')))
      return TRUE;
  return FALSE;
}

static guint
digit_value (char c, guint base)
{
  const int value = g_ascii_xdigit_value (c);

  return value >= 0 && (guint) value < base ? (guint) value : G_MAXUINT;
}

/* A number of at most MAX_DIGITS. */
static gboolean
take_number (Paste *self, guint base, guint max_digits, GError **error)
{
  const char *begin = self->at;
  guint value = 0;

  for (guint i = 0; i < max_digits && self->at < self->end; i++, self->at++)
    {
      const guint digit = digit_value (*self->at, base);

      if (digit == G_MAXUINT)
        break;
      value = value * base + digit;
    }
  if (self->at == begin || value > 0xff)
    return paste_refuse (self, begin, C_ ("pasted text", "this is not the number of a byte"),
                         error);
  return paste_add_byte (self, value, error);
}

/* Behind the backslash. */
static gboolean
take_escape (Paste *self, GError **error)
{
  static const char letters[] = "abtnvfre\\\"'?";
  static const char values[] = "\a\b\t\n\v\f\r\033\\\"'?";
  const char c = self->at < self->end ? *self->at : '\0';
  const char *found = c != '\0' ? strchr (letters, c) : NULL;

  if (digit_value (c, 8) != G_MAXUINT)
    return take_number (self, 8, 3, error);
  self->at += c != '\0';
  if (c == 'x')
    return take_number (self, 16, 2, error);
  if (found == NULL)
    return paste_refuse (self, self->at - 1 - (c != '\0'),
                         C_ ("pasted text", "this escape is not known"), error);
  return paste_add_byte (self, values[found - letters], error);
}

/* Up to QUOTE, or where that is none to the line's end. */
static gboolean
take_string (Paste *self, char quote, const char *end, GError **error)
{
  while (self->at < end && *self->at != quote)
    if (*self->at == '\\')
      {
        self->at++;
        if (!take_escape (self, error))
          return FALSE;
      }
    else if (!paste_add_byte (self, *self->at++, error))
      return FALSE;
  if (quote == '\0')
    return TRUE;
  if (self->at >= end)
    return paste_refuse (self, self->at, C_ ("pasted text", "a quotation mark is missing"), error);
  self->at++;
  if (end - self->at >= 3 && memcmp (self->at, "...", 3) == 0)
    self->truncated = TRUE;
  return TRUE;
}

static gboolean
is_beside (const Paste *self, const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      const gsize length = strlen (beside[i]);

      if ((gsize) (self->at - line) >= length && memcmp (self->at - length, beside[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
skip_string (Paste *self, char quote, const char *end)
{
  for (; self->at < end && *self->at != quote; self->at++)
    if (*self->at == '\\' && self->at + 1 < end)
      self->at++;
  if (self->at < end)
    self->at++;
}

/* An apostrophe within a word is none. */
static gboolean
is_quote (const char *at, const char *line)
{
  return *at == '"' || (*at == '\'' && (at == line || at[-1] == 'b' || !g_ascii_isalnum (at[-1])));
}

/* All strings of the line that are bytes. */
static gboolean
take_quoted (Paste *self, const char *end, GError **error)
{
  const char *line = self->at;

  while (self->at < end)
    {
      const char quote = *self->at;

      if (!is_quote (self->at, line))
        self->at++;
      else if (is_beside (self, line))
        {
          self->at++;
          skip_string (self, quote, end);
        }
      else
        {
          self->at++;
          if (!take_string (self, quote, end, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* What the call returned is how many bytes there were: "… = 98", behind the call's parenthesis. */
static guint32
read_returned (const char *line, const char *end)
{
  const char *at = end;
  guint32 value = 0;

  while (at > line && g_ascii_isdigit (at[-1]))
    at--;
  if (at == end || end - at > 5 || at - line < 4 || memcmp (at - 4, ") = ", 4) != 0)
    return 0;
  for (; at < end; at++)
    value = value * 10 + (guint32) (*at - '0');
  return MIN (value, PASTE_MAX_PACKET_BYTES);
}

static gboolean
has_quote (const char *line, const char *end)
{
  for (const char *at = line; at < end; at++)
    if (is_quote (at, line))
      return TRUE;
  return FALSE;
}

static const char *
trim_line (const char *line, const char *end)
{
  while (end > line && paste_is_blank (end[-1]))
    end--;
  return end;
}

/* A line that ends with a string goes on in the next. */
static gboolean
is_continued (const char *line, const char *end)
{
  return end > line && (end[-1] == '"' || end[-1] == '\'' || end[-1] == '\\');
}

static gboolean
read_bare (Paste *self, const char *end, GError **error)
{
  while (self->at < end && paste_is_blank (*self->at))
    self->at++;
  return take_string (self, '\0', end, error) && paste_end_packet (self, error);
}

static gboolean
read_quoted (Paste *self, const char *end, GError **error)
{
  const char *line = self->at;

  if (!take_quoted (self, end, error))
    return FALSE;
  if (self->truncated)
    self->original_bytes = read_returned (line, end);
  return is_continued (line, end) || paste_end_packet (self, error);
}

/* Where there are quotation marks, only what is between them counts. */
gboolean
paste_read_escapes (Paste *self, GError **error)
{
  const gboolean quoted = has_quote (self->at, self->end);

  while (self->at < self->end)
    {
      const char *end = paste_end_of_line (self->at, self->end);
      const char *trimmed = trim_line (self->at, end);

      if (!(quoted ? read_quoted (self, trimmed, error) : read_bare (self, trimmed, error)))
        return FALSE;
      self->at = end < self->end ? end + 1 : end;
    }
  return TRUE;
}
