/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/packets-hex.h"

G_BEGIN_DECLS

struct _PacketsHex
{
  GtkWidget parent_instance;

  GBytes *bytes; /* (nullable) */
  guint32 mark_offset;
  guint32 mark_bytes;
  guint32 cursor;
  char *explanation; /* (nullable) of the byte that was picked */
  guint n_per_line;
  double char_width; /* seldom a whole number of pixels, and a line has many of them */
  int line_height;
  PangoLayout *layout;       /* (nullable) one line's */
  GtkAdjustment *adjustment; /* (nullable) of the window that it is in */
};

static inline guint32
packets_hex_count_bytes (PacketsHex *self)
{
  return self->bytes != NULL ? (guint32) g_bytes_get_size (self->bytes) : 0;
}

/* (nullable) */
static inline const guint8 *
packets_hex_get_data (PacketsHex *self)
{
  return self->bytes != NULL ? g_bytes_get_data (self->bytes, NULL) : NULL;
}

void packets_hex_text_iface_init (GtkAccessibleTextInterface *iface);
/* All of the text goes before a change, and comes after it. */
void packets_hex_tell_text (PacketsHex *self, GtkAccessibleTextContentChange change);

G_END_DECLS
