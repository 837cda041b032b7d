/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The three blocks of pcapng that hold a packet: enhanced, simple, and the obsolete one before them. */

#pragma once

#include "plugins/packets/format/capture-record.h"

G_BEGIN_DECLS

#define PCAPNG_BLOCK_SECTION 0x0a0d0d0au
#define PCAPNG_BLOCK_INTERFACE 1u
#define PCAPNG_BLOCK_OBSOLETE_PACKET 2u
#define PCAPNG_BLOCK_SIMPLE_PACKET 3u
#define PCAPNG_BLOCK_STATISTICS 5u
#define PCAPNG_BLOCK_ENHANCED_PACKET 6u

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
