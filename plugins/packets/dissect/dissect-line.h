/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* One line of text of bounded length, put together without allocating and without printf(), which would take longer
 * than all the rest of decoding a frame. What does not fit is left out. Always terminated, always UTF-8, never a control character. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DISSECT_LINE_BYTES 256

typedef struct
{
  guint16 length; /* without the terminator */
  char text[DISSECT_LINE_BYTES];
} DissectLine;

static inline void
dissect_line_truncate (DissectLine *self, guint length)
{
  self->length = MIN (length, self->length);
  self->text[self->length] = '\0';
}

/* In place of an initializer, which would clear all of it. */
static inline void
dissect_line_clear (DissectLine *self)
{
  self->length = 0;
  self->text[0] = '\0';
}

void dissect_line_add (DissectLine *self, const char *text);
void dissect_line_add_char (DissectLine *self, char c);
void dissect_line_add_unsigned (DissectLine *self, guint64 value);
void dissect_line_add_hex (DissectLine *self, guint64 value, guint n_digits);
void dissect_line_add_mac (DissectLine *self, const guint8 mac[6]);
void dissect_line_add_ipv4 (DissectLine *self, const guint8 address[4]);
void dissect_line_add_ipv6 (DissectLine *self, const guint8 address[16]);
void dissect_line_add_octets (DissectLine *self, const guint8 *octets, guint32 n_octets);
void dissect_line_add_printf (DissectLine *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
