/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

/* wireshark's own bound on a packet (WTAP_MAX_PACKET_SIZE_STANDARD); what is longer is cut. */
#define PACKETS_TSHARK_MAX_FRAME_BYTES 262144u

GByteArray *packets_tshark_file_new (const Packet *packet, const char *interface_name);

G_END_DECLS
