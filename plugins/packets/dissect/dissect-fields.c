/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissector.h"

/* More would not be read. */
#define MAX_OCTETS 32

void
dissection_add_octets (Dissection *self,
                       DissectBytes bytes,
                       guint32 at,
                       guint32 n_bytes,
                       const char *name)
{
  const DissectBytes part = dissect_part (bytes, at, n_bytes);
  DissectLine line;

  if (self->tree == NULL || n_bytes == 0)
    return;
  dissect_line_clear (&line);
  for (guint32 i = 0; i < MIN (part.n_bytes, MAX_OCTETS); i++)
    {
      if (i > 0)
        dissect_line_add_char (&line, ':');
      dissect_line_add_hex (&line, part.at[i], 2);
    }
  if (part.n_bytes > MAX_OCTETS)
    dissect_line_add (&line, "…");
  dissection_add_line (self, bytes, at, n_bytes, name, &line);
}

static void
add_address (Dissection *self,
             DissectBytes bytes,
             guint32 at,
             guint32 n_bytes,
             const char *name,
             void (*add) (DissectLine *line, const guint8 *address))
{
  DissectLine line;

  if (self->tree == NULL || !dissect_has (bytes, at, n_bytes))
    return;
  dissect_line_clear (&line);
  add (&line, bytes.at + at);
  dissection_add_line (self, bytes, at, n_bytes, name, &line);
}

void
dissection_add_mac (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  DissectLine line;

  if (self->tree == NULL || !dissect_has (bytes, at, 6))
    return;
  dissect_line_clear (&line);
  dissect_line_add_mac (&line, bytes.at + at);
  dissect_tree_add_value (self->tree, bytes.offset + at, name, line.text, DISSECT_KIND_MAC,
                          bytes.at + at);
}

void
dissection_add_port (Dissection *self,
                     DissectBytes bytes,
                     guint32 at,
                     const char *name,
                     DissectKind kind)
{
  DissectLine line;

  if (self->tree == NULL || !dissect_has (bytes, at, 2))
    return;
  dissect_line_clear (&line);
  dissect_line_add_unsigned (&line, dissect_u16 (bytes, at));
  dissect_tree_add_value (self->tree, bytes.offset + at, name, line.text, kind, bytes.at + at);
}

void
dissection_add_ipv4 (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  add_address (self, bytes, at, 4, name, dissect_line_add_ipv4);
}

void
dissection_add_ipv6 (Dissection *self, DissectBytes bytes, guint32 at, const char *name)
{
  add_address (self, bytes, at, 16, name, dissect_line_add_ipv6);
}

void
dissection_add_text (Dissection *self,
                     DissectBytes bytes,
                     guint32 at,
                     guint32 n_bytes,
                     const char *name)
{
  const DissectBytes part = dissect_part (bytes, at, n_bytes);
  DissectLine line;

  if (self->tree == NULL)
    return;
  dissect_line_clear (&line);
  dissect_line_add_octets (&line, part.at, part.n_bytes);
  dissection_add_line (self, bytes, at, n_bytes, name, &line);
}

void
dissection_add_value (Dissection *self,
                      DissectBytes bytes,
                      guint32 at,
                      guint32 n_head,
                      guint32 n_bytes,
                      const char *name)
{
  const DissectBytes part = dissect_from (dissect_part (bytes, at, n_bytes), n_head);
  guint32 n_text = 0;
  DissectLine line;

  if (self->tree == NULL)
    return;
  while (n_text < part.n_bytes && part.at[n_text] != '\0')
    n_text++;
  dissect_line_clear (&line);
  dissect_line_add_octets (&line, part.at, n_text);
  dissection_add_line (self, bytes, at, n_bytes, name, &line);
}
