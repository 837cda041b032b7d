/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Numbers alone: hex in any grouping, arrays of C, base64. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/paste-private.h"

static gboolean
is_separator (char c)
{
  return paste_is_blank (c) || c == ':' || c == ',' || c == '-' || c == ';';
}

static gboolean
refuse_digits (Paste *self, const char *where, GError **error)
{
  return paste_refuse (self, where, C_ ("pasted text", "this is not hexadecimal"), error);
}

/* A run of digits: one byte of one or two, or several of two each. */
static gboolean
add_digits (Paste *self, const char *begin, const char *end, GError **error)
{
  const gsize n_digits = end - begin;

  if (n_digits == 0)
    return refuse_digits (self, begin, error);
  if (n_digits == 1)
    return paste_add_byte (self, g_ascii_xdigit_value (*begin), error);
  if (n_digits % 2 != 0)
    return paste_refuse (self, begin, C_ ("pasted text", "there is an odd number of digits"),
                         error);
  for (; begin < end; begin += 2)
    if (!paste_add_byte (self,
                         g_ascii_xdigit_value (begin[0]) << 4 | g_ascii_xdigit_value (begin[1]),
                         error))
      return FALSE;
  return TRUE;
}

static gboolean
has_prefix (const char *at, const char *end)
{
  return end - at >= 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
}

static gboolean
take_digits (Paste *self, GError **error)
{
  const char *begin;

  if (has_prefix (self->at, self->end))
    self->at += 2;
  begin = self->at;
  while (self->at < self->end && g_ascii_isxdigit (*self->at))
    self->at++;
  return add_digits (self, begin, self->at, error);
}

/* TRUE: nothing but blanks is in the line that begins here. */
static gboolean
is_empty_line (const Paste *self)
{
  const char *at = self->at;

  while (at < self->end && paste_is_blank (*at))
    at++;
  return at == self->end || *at == '\n';
}

/* An empty line parts packets. */
gboolean
paste_read_hex (Paste *self, GError **error)
{
  const char *begin = self->at;

  while (self->at < self->end)
    if (*self->at == '\n')
      {
        self->at++;
        if (is_empty_line (self) && !paste_end_packet (self, error))
          return FALSE;
      }
    else if (is_separator (*self->at))
      self->at++;
    else if (!take_digits (self, error))
      {
        self->at = begin;
        return FALSE;
      }
  return TRUE;
}

/* Comments, as Wireshark puts beside its arrays. TRUE: there was one. */
static gboolean
skip_comment (Paste *self)
{
  const gsize left = self->end - self->at;
  const char *end;

  if (left < 2 || self->at[0] != '/' || (self->at[1] != '*' && self->at[1] != '/'))
    return FALSE;
  end = self->at[1] == '*' ? g_strstr_len (self->at + 2, left - 2, "*/")
                           : paste_end_of_line (self->at, self->end);
  if (end == NULL)
    self->at = self->end;
  else
    self->at = self->at[1] == '*' ? end + 2 : end;
  return TRUE;
}

static gboolean
take_decimal (Paste *self, GError **error)
{
  const char *begin = self->at;
  guint value = 0;

  for (; self->at < self->end && g_ascii_isdigit (*self->at) && value <= 0xff; self->at++)
    value = value * 10 + *self->at - '0';
  if (self->at == begin || value > 0xff || (self->at < self->end && g_ascii_isxdigit (*self->at)))
    return paste_refuse (self, begin, C_ ("pasted text", "this is not a number from 0 to 255"),
                         error);
  return paste_add_byte (self, value, error);
}

/* Each pair of braces is a packet; what is outside of them declares it. */
gboolean
paste_read_array (Paste *self, GError **error)
{
  gboolean inside = FALSE;

  while (self->at < self->end)
    {
      const char c = *self->at;

      if (skip_comment (self))
        continue;
      if (c == '{' || c == '}')
        {
          inside = c == '{';
          self->at++;
          if (!paste_end_packet (self, error))
            return FALSE;
        }
      else if (!inside || is_separator (c) || c == '\n')
        self->at++;
      else if (!(has_prefix (self->at, self->end) ? take_digits (self, error)
                                                  : take_decimal (self, error)))
        return FALSE;
    }
  return TRUE;
}

/* Less is more likely a word. */
#define MIN_BASE64_LETTERS 16

/* (transfer full) (nullable): the letters of it without its lines; %NULL: it cannot be base64. */
static char *
collect_base64 (const Paste *self)
{
  g_autofree char *text = g_strndup (self->at, self->end - self->at);
  g_autoptr (GString) letters = g_string_new (NULL);
  gboolean only_hex = TRUE;

  for (const char *at = g_strstrip (text); *at != '\0'; at++)
    {
      if (*at == '\r' || *at == '\n')
        continue;
      if (!g_ascii_isalnum (*at) && *at != '+' && *at != '/' && *at != '=')
        return NULL;
      only_hex = only_hex && g_ascii_isxdigit (*at);
      g_string_append_c (letters, *at);
    }
  if (only_hex || letters->len < MIN_BASE64_LETTERS || letters->len % 4 != 0
      || strcspn (letters->str, "=") + 2 < letters->len)
    return NULL;
  return g_string_free (g_steal_pointer (&letters), FALSE);
}

/* The last thing that it could be: the ERROR that hex had stays where it is not. */
gboolean
paste_read_base64 (Paste *self, GError **error)
{
  g_autofree char *letters = collect_base64 (self);
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;

  if (letters == NULL)
    return FALSE;
  g_clear_error (error);
  bytes = g_base64_decode (letters, &n_bytes);
  for (gsize i = 0; i < n_bytes; i++)
    if (!paste_add_byte (self, bytes[i], error))
      return FALSE;
  return TRUE;
}
