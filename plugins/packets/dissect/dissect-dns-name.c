/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-dns.h"

/* RFC 1035, section 2.3.4, with the root's byte. */
#define NAME_MAX_BYTES 255
#define HEADER_BYTES 12

static inline gboolean
is_plain (guint8 c)
{
  return c >= ' ' && c < 0x7f && c != '.' && c != '\\';
}

/* One character that is not plain, as master files have it (RFC 1035, section 5.1): nothing in a label may look like the dot
 * between two. Returns how many bytes it was. */
static guint
add_character (DissectLine *line, const guint8 *label, guint n_bytes)
{
  const gunichar c = g_utf8_get_char_validated ((const char *) label, n_bytes);
  const guint8 octet = label[0];

  if (octet == '.' || octet == '\\')
    dissect_line_add_char (line, '\\');
  if ((gint32) c >= 0 && g_unichar_isprint (c))
    {
      const guint length = g_utf8_skip[octet];

      dissect_line_add_octets (line, label, length);
      return length;
    }
  dissect_line_add_char (line, '\\');
  dissect_line_add_char (line, '0' + octet / 100);
  dissect_line_add_char (line, '0' + octet / 10 % 10);
  dissect_line_add_char (line, '0' + octet % 10);
  return 1;
}

static void
add_label (DissectLine *line, const guint8 *label, guint n_bytes)
{
  guint at = 0;

  while (at < n_bytes)
    {
      const guint begin = at;

      while (at < n_bytes && is_plain (label[at]))
        at++;
      dissect_line_add_octets (line, label + begin, at - begin);
      if (at < n_bytes)
        at += add_character (line, label + at, n_bytes - at);
    }
}

/* The labels from AT on until the root. Each pointer leads to before the piece that it stands in (RFC 1035, section 4.1.4: "a
 * prior occurrence"), so they end. */
static guint32
read_labels (DissectBytes message, guint32 at, DissectLine *line)
{
  guint32 end = 0, piece = at, n_name_bytes = 1;
  guint8 n;

  while ((n = dissect_u8 (message, at)) != 0)
    {
      if (n >= 0xc0)
        {
          const guint32 target = dissect_u16 (message, at) & 0x3fff;

          end = end != 0 ? end : at + 2;
          if (target >= piece || target < HEADER_BYTES || !dissect_has (message, at, 2))
            return 0;
          at = piece = target;
          continue;
        }
      n_name_bytes += 1 + n;
      if (n > 63 || n_name_bytes > NAME_MAX_BYTES || !dissect_has (message, at + 1, n))
        return 0;
      if (line != NULL)
        {
          if (n_name_bytes > 2 + (guint32) n)
            dissect_line_add_char (line, '.');
          add_label (line, message.at + at + 1, n);
        }
      at += 1 + n;
    }
  if (!dissect_has (message, at, 1))
    return 0;
  if (line != NULL && n_name_bytes == 1)
    dissect_line_add (line, "<Root>");
  return end != 0 ? end : at + 1;
}

/* Adds the name at AT to LINE (nullable). Returns where what follows it begins; 0: it is none, and LINE is as it was. */
guint32
dns_read_name (DissectBytes message, guint32 at, DissectLine *line)
{
  const guint16 length = line != NULL ? line->length : 0;
  const guint32 end = read_labels (message, at, line);

  if (end == 0 && line != NULL)
    dissect_line_truncate (line, length);
  return end;
}

void
dns_add_name_field (Dissection *self,
                    DissectBytes message,
                    guint32 at,
                    guint32 end,
                    const char *name)
{
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  dns_read_name (message, at, &line);
  dissection_add_line (self, message, at, end - at, name, &line);
}
