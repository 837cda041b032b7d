/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/paste-private.h"

G_DEFINE_QUARK (packets-paste-error-quark, paste_error)

static void
pasted_packet_free (PastedPacket *self)
{
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* Lines and columns count from 1, columns in characters. */
gboolean
paste_refuse (Paste *self, const char *where, const char *why, GError **error)
{
  guint line = 1, column = 1;

  for (const char *at = self->begin; at < where; at++)
    if (*at == '\n')
      {
        line++;
        column = 1;
      }
    else if (((guchar) *at & 0xc0) != 0x80)
      column++;
  g_set_error (error, PASTE_ERROR, PASTE_ERROR_INVALID,
               /* Translators: the last part says what is wrong there. */
               C_ ("pasted text", "Line %u, column %u: %s"), line, column, why);
  return FALSE;
}

gboolean
paste_add_byte (Paste *self, guint8 byte, GError **error)
{
  if (self->bytes->len >= PASTE_MAX_PACKET_BYTES)
    {
      g_set_error (error, PASTE_ERROR, PASTE_ERROR_TOO_LONG,
                   C_ ("pasted text", "A packet has more than %u bytes"), PASTE_MAX_PACKET_BYTES);
      return FALSE;
    }
  g_byte_array_append (self->bytes, &byte, 1);
  return TRUE;
}

/* What was read since the last end is a packet, unless it is nothing. */
gboolean
paste_end_packet (Paste *self, GError **error)
{
  PastedPacket *packet;

  if (self->bytes->len == 0)
    return TRUE;
  if (self->packets->len >= PASTE_MAX_PACKETS)
    {
      g_set_error (error, PASTE_ERROR, PASTE_ERROR_TOO_LONG,
                   C_ ("pasted text", "There are more than %u packets"), PASTE_MAX_PACKETS);
      return FALSE;
    }
  packet = g_new (PastedPacket, 1);
  packet->bytes = g_bytes_new (self->bytes->data, self->bytes->len);
  packet->link_type = paste_guess_link_type (self->bytes->data, self->bytes->len);
  /* At least one more where the text does not tell how many. */
  packet->original_bytes = MAX (self->original_bytes, self->bytes->len + self->truncated);
  g_ptr_array_add (self->packets, packet);
  g_byte_array_set_size (self->bytes, 0);
  self->truncated = FALSE;
  self->original_bytes = 0;
  return TRUE;
}

static gboolean
contains (const Paste *self, const char *word)
{
  return g_strstr_len (self->at, self->end - self->at, word) != NULL;
}

static gboolean
read_text (Paste *self, GError **error)
{
  if (paste_has_dump (self)) /* first: beside it anything may stand */
    return paste_read_dump (self, error);
  if (paste_has_escapes (self))
    return paste_read_escapes (self, error);
  if (contains (self, "{"))
    return paste_read_array (self, error);
  if (paste_read_hex (self, error))
    return TRUE;
  g_byte_array_set_size (self->bytes, 0);
  g_ptr_array_set_size (self->packets, 0);
  return paste_read_base64 (self, error);
}

/* (transfer full) (nullable): PastedPackets, at least one. */
GPtrArray *
paste_read (const char *text, gsize n_bytes, GError **error)
{
  g_autoptr (GPtrArray) packets
      = g_ptr_array_new_with_free_func ((GDestroyNotify) pasted_packet_free);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Paste self = {
    .begin = text,
    .at = text,
    .end = text + n_bytes,
    .packets = packets,
    .bytes = bytes,
  };

  if (n_bytes > PASTE_MAX_TEXT_BYTES)
    {
      g_set_error_literal (error, PASTE_ERROR, PASTE_ERROR_TOO_LONG,
                           C_ ("pasted text", "The text is too long"));
      return NULL;
    }
  if (!read_text (&self, error) || !paste_end_packet (&self, error))
    return NULL;
  if (packets->len > 0)
    return g_steal_pointer (&packets);
  g_set_error_literal (error, PASTE_ERROR, PASTE_ERROR_NOTHING,
                       C_ ("pasted text", "There are no bytes in the text"));
  return NULL;
}
