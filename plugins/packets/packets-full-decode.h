/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/format/packet.h"
#include "plugins/packets/packets-fields.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_FULL_DECODE (packets_full_decode_get_type ())
G_DECLARE_FINAL_TYPE (PacketsFullDecode, packets_full_decode, PACKETS, FULL_DECODE, GtkWidget)

PacketsFullDecode *packets_full_decode_new (void);
gboolean packets_full_decode_find_program (PacketsFullDecode *self);
void packets_full_decode_set_packet (PacketsFullDecode *self,
                                     const Packet *packet,
                                     const char *interface_name);
PacketsFields *packets_full_decode_get_fields (PacketsFullDecode *self);

G_END_DECLS
