/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/dissect/dissect-tree.h"
#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

/* What tshark may write about one packet; the rest is left out. */
#define PACKETS_TSHARK_MAX_BYTES (4u << 20)
/* And how long it may compute. */
#define PACKETS_TSHARK_MAX_SECONDS 20

#define PACKETS_TYPE_TSHARK (packets_tshark_get_type ())
G_DECLARE_FINAL_TYPE (PacketsTshark, packets_tshark, PACKETS, TSHARK, GObject)

char *packets_tshark_find (void);

PacketsTshark *packets_tshark_new (const char *program);
void packets_tshark_decode_async (PacketsTshark *self,
                                  const Packet *packet,
                                  const char *interface_name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
DissectTree *packets_tshark_decode_finish (PacketsTshark *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
