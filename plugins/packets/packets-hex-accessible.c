/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-hex-private.h"
#include "plugins/packets/packets-hex-text.h"

/* The bytes as a screen reader has them: a text of lines, with a caret and a selection. */

static GBytes *
packets_hex_get_contents (GtkAccessibleText *text, unsigned int start, unsigned int end)
{
  PacketsHex *self = PACKETS_HEX (text);

  return packets_hex_text_get (packets_hex_get_data (self), packets_hex_count_bytes (self),
                               self->n_per_line, start, end);
}

static GBytes *
packets_hex_get_contents_at (GtkAccessibleText *text,
                             unsigned int offset,
                             GtkAccessibleTextGranularity granularity,
                             unsigned int *start,
                             unsigned int *end)
{
  PacketsHex *self = PACKETS_HEX (text);

  if (granularity == GTK_ACCESSIBLE_TEXT_GRANULARITY_WORD)
    packets_hex_text_find_word (packets_hex_get_data (self), packets_hex_count_bytes (self),
                                self->n_per_line, offset, start, end);
  else if (granularity == GTK_ACCESSIBLE_TEXT_GRANULARITY_CHARACTER)
    {
      *start = offset;
      *end = offset + 1;
    }
  else
    packets_hex_text_find_line (offset, self->n_per_line, start, end);
  *end = MIN (*end, packets_hex_text_count (packets_hex_count_bytes (self), self->n_per_line));
  *start = MIN (*start, *end);
  return packets_hex_get_contents (text, *start, *end);
}

static unsigned int
packets_hex_get_caret_position (GtkAccessibleText *text)
{
  PacketsHex *self = PACKETS_HEX (text);

  return packets_hex_count_bytes (self) > 0
             ? packets_hex_text_find_byte (self->cursor, self->n_per_line)
             : 0;
}

static gboolean
packets_hex_get_selection (GtkAccessibleText *text,
                           gsize *n_ranges,
                           GtkAccessibleTextRange **ranges)
{
  PacketsHex *self = PACKETS_HEX (text);
  gsize begin;

  *n_ranges = self->mark_bytes > 0;
  if (self->mark_bytes == 0)
    return FALSE;
  begin = packets_hex_text_find_byte (self->mark_offset, self->n_per_line);
  *ranges = g_new (GtkAccessibleTextRange, 1);
  (*ranges)->start = begin;
  (*ranges)->length
      = packets_hex_text_find_byte (self->mark_offset + self->mark_bytes - 1, self->n_per_line) + 2
        - begin;
  return TRUE;
}

/* All of the text goes before a change, and comes after it. */
void
packets_hex_tell_text (PacketsHex *self, GtkAccessibleTextContentChange change)
{
  const guint n_characters
      = packets_hex_text_count (packets_hex_count_bytes (self), self->n_per_line);

  if (n_characters > 0)
    gtk_accessible_text_update_contents (GTK_ACCESSIBLE_TEXT (self), change, 0, n_characters);
}

void
packets_hex_text_iface_init (GtkAccessibleTextInterface *iface)
{
  iface->get_contents = packets_hex_get_contents;
  iface->get_contents_at = packets_hex_get_contents_at;
  iface->get_caret_position = packets_hex_get_caret_position;
  iface->get_selection = packets_hex_get_selection;
}
