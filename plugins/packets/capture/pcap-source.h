/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Frames from libpcap, where the packet ring does not work: two handles for each interface, one for each direction, which no
 * common order joins. So frames wait for a moment and are sorted by time. libpcap puts VLAN tags back itself; how a frame
 * was addressed and whether its checksum is ready it does not tell. */

#pragma once

#include "plugins/packets/capture/loop.h"

typedef struct PcapSource PcapSource;

/* For the interfaces of the stream as they are now: none that comes later. NULL: as the complaint says. */
PcapSource *pcap_source_new (Stream *stream,
                             const Options *options,
                             char *complaint,
                             size_t complaint_bytes);
Source *pcap_source_get_source (PcapSource *self);
