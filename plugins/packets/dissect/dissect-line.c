/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/dissect-line.h"

static const char HEX_DIGITS[] = "0123456789abcdef";

/* What fits of N_BYTES of TEXT, without cutting a character of several bytes in two. */
static void
add_bytes (DissectLine *self, const char *text, gsize n_bytes)
{
  gsize room = DISSECT_LINE_BYTES - 1 - self->length;

  if (n_bytes > room)
    {
      while (room > 0 && ((guchar) text[room] & 0xc0) == 0x80)
        room--;
      n_bytes = room;
    }
  memcpy (self->text + self->length, text, n_bytes);
  self->length += n_bytes;
  self->text[self->length] = '\0';
}

/* TEXT is the program's own: valid UTF-8 without control characters. */
void
dissect_line_add (DissectLine *self, const char *text)
{
  add_bytes (self, text, strlen (text));
}

void
dissect_line_add_char (DissectLine *self, char c)
{
  add_bytes (self, &c, 1);
}

void
dissect_line_add_unsigned (DissectLine *self, guint64 value)
{
  char digits[20];
  guint at = sizeof digits;

  do
    digits[--at] = '0' + value % 10;
  while ((value /= 10) != 0);
  add_bytes (self, digits + at, sizeof digits - at);
}

/* At least N_DIGITS, without a prefix. */
void
dissect_line_add_hex (DissectLine *self, guint64 value, guint n_digits)
{
  char digits[16];
  guint at = sizeof digits;

  do
    digits[--at] = HEX_DIGITS[value & 0xf];
  while ((value >>= 4) != 0 || (at > 0 && sizeof digits - at < n_digits));
  add_bytes (self, digits + at, sizeof digits - at);
}

void
dissect_line_add_mac (DissectLine *self, const guint8 mac[6])
{
  char text[17];

  for (guint i = 0; i < 6; i++)
    {
      text[3 * i] = HEX_DIGITS[mac[i] >> 4];
      text[3 * i + 1] = HEX_DIGITS[mac[i] & 0xf];
      if (i < 5)
        text[3 * i + 2] = ':';
    }
  add_bytes (self, text, sizeof text);
}

void
dissect_line_add_ipv4 (DissectLine *self, const guint8 address[4])
{
  char text[15];
  guint n = 0;

  for (guint i = 0; i < 4; i++)
    {
      const guint8 octet = address[i];

      if (i > 0)
        text[n++] = '.';
      if (octet >= 100)
        text[n++] = '0' + octet / 100;
      if (octet >= 10)
        text[n++] = '0' + octet / 10 % 10;
      text[n++] = '0' + octet % 10;
    }
  add_bytes (self, text, n);
}

/* The first of the longest runs of zeros, of two groups at least (RFC 5952, section 4.2). */
static void
find_zeros (const guint16 groups[8], guint *begin, guint *length)
{
  guint run = 0;

  *begin = 8;
  *length = 1;
  for (guint i = 0; i < 8; i++)
    {
      run = groups[i] == 0 ? run + 1 : 0;
      if (run > *length)
        {
          *length = run;
          *begin = i + 1 - run;
        }
    }
}

/* As RFC 5952 has it. */
void
dissect_line_add_ipv6 (DissectLine *self, const guint8 address[16])
{
  guint16 groups[8];
  guint begin, length;

  for (guint i = 0; i < 8; i++)
    groups[i] = address[2 * i] << 8 | address[2 * i + 1];
  find_zeros (groups, &begin, &length);
  for (guint i = 0; i < 8; i++)
    {
      if (i == begin)
        {
          dissect_line_add (self, "::");
          i += length - 1;
          continue;
        }
      if (i > 0 && i != begin + length)
        dissect_line_add_char (self, ':');
      if (i == 6 && begin == 0 && (length == 6 || (length == 5 && groups[5] == 0xffff)))
        {
          dissect_line_add_ipv4 (self, address + 12);
          return;
        }
      dissect_line_add_hex (self, groups[i], 1);
    }
}

/* Text from outside: what is neither printable ASCII nor valid, printable UTF-8 becomes a full stop. */
void
dissect_line_add_octets (DissectLine *self, const guint8 *octets, guint32 n_octets)
{
  const char *at = (const char *) octets;
  const char *end = at + n_octets;

  while (at < end && self->length < DISSECT_LINE_BYTES - 1)
    {
      const char *run = at;
      gunichar c;
      gboolean valid;
      guint n_bytes;

      /* Nearly always it is ASCII, which is taken whole. */
      while (at < end && *at >= ' ' && *at < 0x7f)
        at++;
      add_bytes (self, run, at - run);
      if (at == end)
        return;
      c = g_utf8_get_char_validated (at, end - at);
      valid = (gint32) c >= 0;
      n_bytes = valid ? g_utf8_skip[(guchar) *at] : 1;
      if (valid && g_unichar_isprint (c))
        add_bytes (self, at, n_bytes);
      else
        add_bytes (self, ".", 1);
      at += n_bytes;
    }
}

/* For what is rare: it is slow. The arguments are the program's own or numbers, never text from outside. */
void
dissect_line_add_printf (DissectLine *self, const char *format, ...)
{
  char text[DISSECT_LINE_BYTES];
  va_list arguments;

  va_start (arguments, format);
  g_vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  dissect_line_add (self, text);
}
