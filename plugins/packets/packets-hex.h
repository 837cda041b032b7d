/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PACKETS_TYPE_HEX (packets_hex_get_type ())
G_DECLARE_FINAL_TYPE (PacketsHex, packets_hex, PACKETS, HEX, GtkWidget)

PacketsHex *packets_hex_new (void);
void packets_hex_set_bytes (PacketsHex *self, GBytes *bytes);
void packets_hex_mark (PacketsHex *self, guint32 offset, guint32 n_bytes);
void packets_hex_explain (PacketsHex *self, guint32 offset, const char *field);

G_END_DECLS
