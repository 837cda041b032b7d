/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <linux/if_packet.h>

#include "plugins/packets/format/capture-record.h"
#include "plugins/packets/format/pcap-reader.h"
#include "plugins/packets/format/pcapng-packet.h"

#define NS_PER_S 1000000000

gboolean
capture_record_decode (const CaptureContext *context,
                       const guint8 *bytes,
                       gsize n_bytes,
                       Packet *packet)
{
  if (context->format == CAPTURE_FORMAT_PCAPNG)
    return pcapng_packet_decode (context, bytes, n_bytes, packet);
  return pcap_packet_decode (context, bytes, n_bytes, packet);
}

/* Nanoseconds of TICKS of 10^-EXPONENT seconds. */
static unsigned __int128
scale_decimal (guint64 ticks, guint exponent)
{
  unsigned __int128 ns = ticks;

  for (; exponent < 9; exponent++)
    ns *= 10;
  for (; exponent > 9 && ns > 0; exponent--)
    ns /= 10;
  return ns;
}

/* Nanoseconds of TICKS of 2^-EXPONENT seconds; an exponent has seven bits, so nothing overflows. */
static unsigned __int128
scale_binary (guint64 ticks, guint exponent)
{
  return (unsigned __int128) ticks * NS_PER_S >> exponent;
}

/* What lies outside of the years 1677 to 2262 has no time. */
gint64
capture_context_get_time (const CaptureContext *self, guint64 ticks)
{
  const guint exponent = self->resolution & 0x7f;
  __int128 ns;

  if (self->resolution == 9 && self->offset_s == 0 && ticks <= G_MAXINT64)
    return ticks;
  ns = self->resolution & 0x80 ? scale_binary (ticks, exponent) : scale_decimal (ticks, exponent);
  ns += (__int128) self->offset_s * NS_PER_S;
  return ns > G_MAXINT64 || ns <= G_MININT64 ? PACKET_NO_TIME : (gint64) ns;
}

/* packet(7) */
guint32
capture_flags_from_packet_type (guint8 packet_type)
{
  static const guint32 flags[] = {
    [PACKET_HOST] = PACKET_FLAGS_INBOUND | PACKET_RECEPTION_UNICAST << PACKET_FLAGS_RECEPTION_SHIFT,
    [PACKET_BROADCAST]
    = PACKET_FLAGS_INBOUND | PACKET_RECEPTION_BROADCAST << PACKET_FLAGS_RECEPTION_SHIFT,
    [PACKET_MULTICAST]
    = PACKET_FLAGS_INBOUND | PACKET_RECEPTION_MULTICAST << PACKET_FLAGS_RECEPTION_SHIFT,
    [PACKET_OTHERHOST]
    = PACKET_FLAGS_INBOUND | PACKET_RECEPTION_PROMISCUOUS << PACKET_FLAGS_RECEPTION_SHIFT,
    [PACKET_OUTGOING] = PACKET_FLAGS_OUTBOUND,
  };

  return packet_type < G_N_ELEMENTS (flags) ? flags[packet_type] : 0;
}
