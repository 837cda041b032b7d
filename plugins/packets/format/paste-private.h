/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the readers of pasted text share: where they are in it, and the packets that they have found. */

#pragma once

#include "plugins/packets/format/paste.h"

G_BEGIN_DECLS

typedef struct
{
  const char *begin; /* of the whole text */
  const char *at;
  const char *end;

  GPtrArray *packets; /* PastedPacket */
  GByteArray *bytes;  /* of the packet that is being read */
  gboolean truncated;
  guint32 original_bytes; /* 0: not told */
} Paste;

/* What the text looks like; none: plain hex. */
gboolean paste_has_escapes (const Paste *self);
gboolean paste_has_dump (const Paste *self);

/* FALSE with an error. */
gboolean paste_read_hex (Paste *self, GError **error);
gboolean paste_read_array (Paste *self, GError **error);
gboolean paste_read_base64 (Paste *self, GError **error);
gboolean paste_read_dump (Paste *self, GError **error);
gboolean paste_read_escapes (Paste *self, GError **error);

gboolean paste_add_byte (Paste *self, guint8 byte, GError **error);
gboolean paste_end_packet (Paste *self, GError **error);

/* Sets ERROR with the line and column of WHERE. */
gboolean paste_refuse (Paste *self, const char *where, const char *why, GError **error);

static inline gboolean
paste_is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

static inline const char *
paste_end_of_line (const char *at, const char *end)
{
  while (at < end && *at != '\n')
    at++;
  return at;
}

G_END_DECLS
