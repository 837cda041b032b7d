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
  const gboolean good = context->format == CAPTURE_FORMAT_PCAPNG
                            ? pcapng_packet_decode (context, bytes, n_bytes, packet)
                            : pcap_packet_decode (context, bytes, n_bytes, packet);

  if (good && packet_get_direction (packet) == PACKET_DIRECTION_UNKNOWN)
    packet->flags |= capture_flags_from_cooked_header (packet);
  return good;
}

/* draft-ietf-opsawg-pcaplinktype: in the first version two bytes, of which the first is 0; in the second one. */
guint32
capture_flags_from_cooked_header (const Packet *packet)
{
  if (packet->link_type == LINK_TYPE_LINUX_SLL && packet->captured_bytes >= 2
      && packet->bytes[0] == 0)
    return capture_flags_from_packet_type (packet->bytes[1]);
  if (packet->link_type == LINK_TYPE_LINUX_SLL2 && packet->captured_bytes >= 11)
    return capture_flags_from_packet_type (packet->bytes[10]);
  return 0;
}

/* Nanoseconds of TICKS of 10^-EXPONENT seconds. FALSE: too many. */
static gboolean
scale_decimal (guint64 ticks, guint exponent, guint64 *ns)
{
  for (*ns = ticks; exponent > 9 && *ns > 0; exponent--)
    *ns /= 10;
  for (; exponent < 9; exponent++)
    if (!g_uint64_checked_mul (ns, *ns, 10))
      return FALSE;
  return TRUE;
}

static guint64
shift_right (guint64 value, guint n_bits)
{
  return n_bits < 64 ? value >> n_bits : 0;
}

/* FRACTION, which is less than 2^EXPONENT, of a second: in halves of 32 bits, so that nothing overflows. */
static guint64
scale_fraction (guint64 fraction, guint exponent)
{
  const guint64 high = (fraction >> 32) * NS_PER_S;
  const guint64 low = (fraction & G_MAXUINT32) * NS_PER_S;

  return exponent < 32 ? low >> exponent : shift_right (high + (low >> 32), exponent - 32);
}

/* Nanoseconds of TICKS of 2^-EXPONENT seconds. FALSE: too many. */
static gboolean
scale_binary (guint64 ticks, guint exponent, guint64 *ns)
{
  const guint64 seconds = shift_right (ticks, exponent);
  const guint64 fraction
      = exponent < 64 ? ticks & ((G_GUINT64_CONSTANT (1) << exponent) - 1) : ticks;

  return g_uint64_checked_mul (ns, seconds, NS_PER_S)
         && g_uint64_checked_add (ns, *ns, scale_fraction (fraction, exponent));
}

/* What lies outside of the years 1677 to 2262, with or without the offset, has no time. */
gint64
capture_context_get_time (const CaptureContext *self, guint64 ticks)
{
  const guint exponent = self->resolution & 0x7f;
  gint64 offset_ns, time_ns;
  guint64 ns;

  if (self->resolution == 9 && self->offset_s == 0 && ticks <= G_MAXINT64)
    return ticks;
  if (!(self->resolution & 0x80 ? scale_binary (ticks, exponent, &ns)
                                : scale_decimal (ticks, exponent, &ns))
      || ns > G_MAXINT64 || __builtin_mul_overflow (self->offset_s, (gint64) NS_PER_S, &offset_ns)
      || __builtin_add_overflow ((gint64) ns, offset_ns, &time_ns))
    return PACKET_NO_TIME;
  return time_ns;
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
