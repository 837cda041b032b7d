/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Reads pcap (draft-ietf-opsawg-pcap) a record at a time, as PcapngReader reads pcapng: in micro- or nanoseconds, of
 * either byte order, and the variants that tell interface and direction. */

#pragma once

#include "plugins/packets/format/capture-record.h"

G_BEGIN_DECLS

typedef struct _PcapReader PcapReader;

/* TRUE: pcap begins with these four bytes. */
gboolean pcap_reader_is_magic (const guint8 bytes[4]);

PcapReader *pcap_reader_new (const CaptureEvents *events, gpointer user_data);
void pcap_reader_free (PcapReader *self);

gboolean pcap_reader_measure (PcapReader *self,
                              const guint8 *bytes,
                              gsize n_bytes,
                              gsize *n_needed,
                              GError **error);
gboolean pcap_reader_take (PcapReader *self,
                           const guint8 *record,
                           gsize n_bytes,
                           guint64 offset,
                           GError **error);

/* FALSE: that is not the length of such a record. */
gboolean pcap_packet_decode (const CaptureContext *context,
                             const guint8 *record,
                             gsize n_bytes,
                             Packet *packet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PcapReader, pcap_reader_free)

G_END_DECLS
