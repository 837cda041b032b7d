/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Writes pcap with nanoseconds, which has room for times, lengths and bytes, and for one link type. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/capture-record.h"
#include "plugins/packets/format/capture-store-private.h"
#include "plugins/packets/format/capture-writer-private.h"

#define PIECE_BYTES (256u << 10)
#define MAGIC_NANOSECONDS 0xa1b23c4du
#define NS_PER_S 1000000000
/* What libpcap takes at most from most links, and says itself where there is no limit. */
#define USUAL_SNAP_BYTES 262144u

/* Looks at the index alone, before anything is written. */
static gboolean
find_link_type (CaptureWriter *self, guint16 *link_type, guint32 *snap_bytes, GError **error)
{
  g_autoptr (GArray) contexts = g_array_new (FALSE, FALSE, sizeof (CaptureContext));

  capture_store_copy_contexts (self->store, contexts);
  *link_type = contexts->len > 0 ? g_array_index (contexts, CaptureContext, 0).link_type
                                 : (guint16) LINK_TYPE_ETHERNET;
  *snap_bytes = USUAL_SNAP_BYTES;
  for (guint i = 0; i < self->n_packets; i++)
    {
      const CaptureIndexEntry *entry = capture_index_get (capture_store_get_index (self->store),
                                                          capture_writer_get_index (self, i));
      const guint16 this_type
          = g_array_index (contexts, CaptureContext, entry->interface).link_type;

      *snap_bytes = MAX (*snap_bytes, (guint32) entry->length);
      if (i == 0)
        *link_type = this_type;
      else if (this_type != *link_type)
        {
          g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_UNSUITABLE,
                               C_ ("capture file",
                                   "The packets are of several link types, and a pcap file holds "
                                   "only one: save them as pcapng"));
          return FALSE;
        }
    }
  return TRUE;
}

static void
write_header (CaptureWriter *self, guint16 link_type, guint32 snap_bytes)
{
  capture_writer_add_u32 (self, MAGIC_NANOSECONDS);
  capture_writer_add_u16 (self, 2);
  capture_writer_add_u16 (self, 4);
  capture_writer_add_u32 (self, 0);
  capture_writer_add_u32 (self, 0);
  capture_writer_add_u32 (self, snap_bytes);
  capture_writer_add_u32 (self, link_type);
}

static CaptureLosses
losses_of (const Packet *packet)
{
  const guint32 flags = packet->flags & ~capture_flags_from_cooked_header (packet);
  CaptureLosses losses = CAPTURE_LOSS_NONE;

  if ((flags & PACKET_FLAGS_DIRECTION) != 0)
    losses |= CAPTURE_LOSS_DIRECTIONS;
  if ((flags & ~PACKET_FLAGS_DIRECTION) != 0 || packet->packet_id != 0 || packet->dropped != 0
      || packet->queue != G_MAXUINT32)
    losses |= CAPTURE_LOSS_DETAILS;
  return losses;
}

static void
write_packet (CaptureWriter *self, const Packet *packet)
{
  gint64 time_ns = packet->time_ns;

  if (time_ns < 0 || time_ns / NS_PER_S > G_MAXUINT32)
    {
      self->losses |= CAPTURE_LOSS_TIMES;
      time_ns = 0;
    }
  self->losses |= losses_of (packet);
  capture_writer_add_u32 (self, time_ns / NS_PER_S);
  capture_writer_add_u32 (self, time_ns % NS_PER_S);
  capture_writer_add_u32 (self, packet->captured_bytes);
  capture_writer_add_u32 (self, packet->original_bytes);
  capture_writer_add (self, packet->bytes, packet->captured_bytes);
}

static void
note_lost_interfaces (CaptureWriter *self)
{
  g_auto (CaptureInterface) first = { 0 };

  if (self->n_interfaces > 1
      || (capture_store_get_interface (self->store, 0, &first) && *first.name != '\0'))
    self->losses |= CAPTURE_LOSS_INTERFACES;
}

gboolean
capture_writer_write_pcap (CaptureWriter *self, GError **error)
{
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (self->store);
  guint16 link_type;
  guint32 snap_bytes;

  if (!find_link_type (self, &link_type, &snap_bytes, error))
    return FALSE;
  note_lost_interfaces (self);
  write_header (self, link_type, snap_bytes);
  for (guint i = 0; i < self->n_packets; i++)
    {
      Packet packet;

      if (!capture_cursor_read (cursor, capture_writer_get_index (self, i), &packet, NULL, error))
        return FALSE;
      write_packet (self, &packet);
      if (!capture_writer_flush (self, PIECE_BYTES, error))
        return FALSE;
    }
  return TRUE;
}
