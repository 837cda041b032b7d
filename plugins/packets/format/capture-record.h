/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* From the bytes of a record (a block of pcapng, a header with its frame of pcap) to a packet. Whoever indexes a capture
 * and whoever reads one packet of it again decodes by the same function. */

#pragma once

#include "plugins/packets/format/capture-interface.h"
#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

typedef enum
{
  CAPTURE_FORMAT_UNKNOWN,
  CAPTURE_FORMAT_PCAPNG,
  CAPTURE_FORMAT_PCAP,
  CAPTURE_FORMAT_PCAP_KUZNETZOV, /* with interface and packet type, as a patched libpcap wrote it */
  CAPTURE_FORMAT_PCAP_BORKMANN,  /* the same with nanoseconds, as netsniff-ng writes it */
} CaptureFormat;

/* pcap before 2.4 had the two lengths of a frame the other way round, sometimes. */
typedef enum
{
  CAPTURE_LENGTHS_USUAL,
  CAPTURE_LENGTHS_EXCHANGED,
  CAPTURE_LENGTHS_BY_SIZE,
} CaptureLengths;

/* What the record itself doesn't say: its interface does. Doesn't change once the interface is described. */
typedef struct
{
  guint32 interface; /* counted on over all sections */
  guint32 snap_bytes;
  guint16 link_type;
  CaptureFormat format : 8;
  CaptureLengths lengths : 8;
  guint8 fcs_bytes;
  guint8 resolution; /* as if_tsresol has it: 10^-N seconds, or with the highest bit 2^-N */
  guint8 swapped;
  gint64 offset_s; /* added to all times */
} CaptureContext;

/* What comes of reading a capture, in its order. What is pointed to is borrowed during the call. */
typedef struct
{
  gboolean (*interface_added) (gpointer user_data,
                               const CaptureInterface *interface,
                               const CaptureContext *context,
                               GError **error);
  gboolean (*packet_read) (gpointer user_data,
                           const Packet *packet,
                           guint64 offset,
                           guint32 record_bytes,
                           GError **error);
  /* What the file has not said remains what it was. */
  void (*interface_counted) (gpointer user_data,
                             guint32 interface,
                             const CaptureStatistics *statistics,
                             CaptureInterfaceState state);
} CaptureEvents;

/* FALSE: these bytes are no packet of that interface. */
gboolean capture_record_decode (const CaptureContext *context,
                                const guint8 *bytes,
                                gsize n_bytes,
                                Packet *packet);

gint64 capture_context_get_time (const CaptureContext *self, guint64 ticks);

/* What Linux said of a frame in the header that stands in place of the link layer's, as `tcpdump -i any` has it; 0: it is not such
 * a frame. Reading gives them to packets whose capture has none of its own. */
guint32 capture_flags_from_cooked_header (const Packet *packet);

/* Of sll_pkttype, which is where direction comes from in Linux. */
guint32 capture_flags_from_packet_type (guint8 packet_type);

G_END_DECLS
