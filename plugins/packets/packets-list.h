/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/packets-row.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_LIST (packets_list_get_type ())
G_DECLARE_FINAL_TYPE (PacketsList, packets_list, PACKETS, LIST, GObject)

PacketsList *packets_list_new (void);
void packets_list_set_decoder (PacketsList *self, PacketsDecoder *decoder);
PacketsDecoder *packets_list_get_decoder (PacketsList *self);
void packets_list_update (PacketsList *self);

G_END_DECLS
