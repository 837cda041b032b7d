/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The three blocks of pcapng that hold a packet: enhanced, simple, and the obsolete one before them. */

#pragma once

#include "plugins/packets/format/capture-record.h"

G_BEGIN_DECLS

/* FALSE: it holds no packet, or is too short for one. */
gboolean pcapng_packet_get_interface (const guint8 *block,
                                      gsize n_bytes,
                                      gboolean swapped,
                                      guint32 *interface);
gboolean pcapng_packet_decode (const CaptureContext *context,
                               const guint8 *block,
                               gsize n_bytes,
                               Packet *packet);

G_END_DECLS
