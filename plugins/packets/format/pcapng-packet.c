/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* draft-ietf-opsawg-pcapng, sections 4.3 (enhanced), 4.4 (simple) and A (the obsolete packet block). */

#include "config.h"

#include "plugins/packets/format/pcapng-packet.h"

#include "plugins/packets/format/pcapng-options.h"

#define TRAILER_BYTES 4 /* the length again */
#define ENHANCED_HEADER_BYTES 28
#define SIMPLE_HEADER_BYTES 12
#define NO_DROP_COUNT G_MAXUINT16

static guint
header_bytes (guint32 type)
{
  return type == PCAPNG_BLOCK_SIMPLE_PACKET ? SIMPLE_HEADER_BYTES : ENHANCED_HEADER_BYTES;
}

static gboolean
is_packet (guint32 type)
{
  return type == PCAPNG_BLOCK_ENHANCED_PACKET || type == PCAPNG_BLOCK_SIMPLE_PACKET
         || type == PCAPNG_BLOCK_OBSOLETE_PACKET;
}

/* The number within its section. */
gboolean
pcapng_packet_get_interface (const guint8 *block,
                             gsize n_bytes,
                             gboolean swapped,
                             guint32 *interface)
{
  const guint32 type = format_u32 (block, swapped);

  if (!is_packet (type) || n_bytes < header_bytes (type) + TRAILER_BYTES)
    return FALSE;
  if (type == PCAPNG_BLOCK_ENHANCED_PACKET)
    *interface = format_u32 (block + 8, swapped);
  else
    *interface = type == PCAPNG_BLOCK_SIMPLE_PACKET ? 0 : format_u16 (block + 8, swapped);
  return TRUE;
}

static void
take_options (Packet *packet, PcapngOptions options, gboolean enhanced)
{
  while (pcapng_options_next (&options))
    {
      if (options.code == PCAPNG_PACKET_FLAGS)
        pcapng_options_get_u32 (&options, &packet->flags);
      else if (!enhanced)
        continue;
      else if (options.code == PCAPNG_PACKET_DROP_COUNT)
        pcapng_options_get_u64 (&options, &packet->dropped);
      else if (options.code == PCAPNG_PACKET_ID)
        pcapng_options_get_u64 (&options, &packet->packet_id);
      else if (options.code == PCAPNG_PACKET_QUEUE)
        pcapng_options_get_u32 (&options, &packet->queue);
    }
}

/* The enhanced packet block and the obsolete one differ in their first word and in what options mean. */
static void
decode_enhanced (const CaptureContext *context,
                 const guint8 *block,
                 gsize n_bytes,
                 gboolean enhanced,
                 Packet *packet)
{
  const gboolean swapped = context->swapped;
  const gsize room = n_bytes - ENHANCED_HEADER_BYTES - TRAILER_BYTES;
  const guint64 ticks
      = (guint64) format_u32 (block + 12, swapped) << 32 | format_u32 (block + 16, swapped);
  const guint32 captured = MIN (format_u32 (block + 20, swapped), room);
  const gsize padded = MIN (format_padded (captured), room);

  packet->bytes = block + ENHANCED_HEADER_BYTES;
  packet->captured_bytes = captured;
  packet->original_bytes = MAX (format_u32 (block + 24, swapped), captured);
  packet->time_ns = capture_context_get_time (context, ticks);
  if (!enhanced && format_u16 (block + 10, swapped) != NO_DROP_COUNT)
    packet->dropped = format_u16 (block + 10, swapped);
  take_options (packet, pcapng_options_init (packet->bytes + padded, room - padded, swapped),
                enhanced);
}

static void
decode_simple (const CaptureContext *context, const guint8 *block, gsize n_bytes, Packet *packet)
{
  const gsize room = n_bytes - SIMPLE_HEADER_BYTES - TRAILER_BYTES;
  const guint32 original = format_u32 (block + 8, context->swapped);
  const guint32 limit = context->snap_bytes > 0 ? context->snap_bytes : G_MAXUINT32;

  packet->bytes = block + SIMPLE_HEADER_BYTES;
  packet->captured_bytes = MIN (MIN (original, limit), room);
  packet->original_bytes = original;
  packet->time_ns = PACKET_NO_TIME;
}

gboolean
pcapng_packet_decode (const CaptureContext *context,
                      const guint8 *block,
                      gsize n_bytes,
                      Packet *packet)
{
  guint32 type;

  if (n_bytes < SIMPLE_HEADER_BYTES + TRAILER_BYTES)
    return FALSE;
  type = format_u32 (block, context->swapped);
  if (!is_packet (type) || n_bytes < header_bytes (type) + TRAILER_BYTES
      || format_u32 (block + 4, context->swapped) != n_bytes)
    return FALSE;
  packet->packet_id = 0;
  packet->dropped = 0;
  packet->interface = context->interface;
  packet->flags = 0;
  packet->queue = G_MAXUINT32;
  packet->link_type = context->link_type;
  if (type == PCAPNG_BLOCK_SIMPLE_PACKET)
    decode_simple (context, block, n_bytes, packet);
  else
    decode_enhanced (context, block, n_bytes, type == PCAPNG_BLOCK_ENHANCED_PACKET, packet);
  if ((packet->flags & PACKET_FLAGS_FCS) == 0)
    packet->flags |= (guint32) context->fcs_bytes << PACKET_FLAGS_FCS_SHIFT & PACKET_FLAGS_FCS;
  return TRUE;
}
