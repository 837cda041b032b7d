/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Writes pcapng: a section for each that the capture had, with all of its interfaces at its beginning. */

#include "config.h"

#include <string.h>

#include "plugins/packets/format/capture-store-private.h"
#include "plugins/packets/format/capture-writer-private.h"

#include "plugins/packets/format/format-bytes.h"
#include "plugins/packets/format/pcapng-constants.h"

#define PIECE_BYTES (256u << 10)
#define NO_SECTION G_MAXUINT32

typedef struct
{
  CaptureWriter *writer;
  guint32 section;        /* that is being written; NO_SECTION: none yet */
  guint next_interface;   /* that is not described yet */
  guint first_interface;  /* of this section */
  guint first_snap_bytes; /* and its limit, which is that of simple blocks */
} Pcapng;

static guint
begin_block (CaptureWriter *writer, guint32 type)
{
  const guint begin = writer->piece->len;

  capture_writer_add_u32 (writer, type);
  capture_writer_add_u32 (writer, 0);
  return begin;
}

static void
end_block (CaptureWriter *writer, guint begin)
{
  const guint32 n_bytes = writer->piece->len + sizeof n_bytes - begin;

  capture_writer_add_u32 (writer, n_bytes);
  memcpy (writer->piece->data + begin + 4, &n_bytes, sizeof n_bytes);
}

static void
add_padding (CaptureWriter *writer, gsize n_bytes)
{
  static const guint8 zeros[3];

  capture_writer_add (writer, zeros, format_padded (n_bytes) - n_bytes);
}

static void
add_option (CaptureWriter *writer, guint16 code, gconstpointer value, gsize n_bytes)
{
  n_bytes = MIN (n_bytes, G_MAXUINT16);
  capture_writer_add_u16 (writer, code);
  capture_writer_add_u16 (writer, n_bytes);
  capture_writer_add (writer, value, n_bytes);
  add_padding (writer, n_bytes);
}

static void
add_option_text (CaptureWriter *writer, guint16 code, const char *text)
{
  if (text != NULL && *text != '\0')
    add_option (writer, code, text, strlen (text));
}

static void
add_option_u64 (CaptureWriter *writer, guint16 code, guint64 value)
{
  add_option (writer, code, &value, sizeof value);
}

static void
write_section (CaptureWriter *writer)
{
  const guint begin = begin_block (writer, PCAPNG_BLOCK_SECTION);

  capture_writer_add_u32 (writer, PCAPNG_MAGIC);
  capture_writer_add_u16 (writer, PCAPNG_MAJOR_VERSION);
  capture_writer_add_u16 (writer, 0);
  capture_writer_add_u32 (writer, G_MAXUINT32); /* its length is not known: 64 bits */
  capture_writer_add_u32 (writer, G_MAXUINT32);
  add_option_text (writer, PCAPNG_SECTION_APPLICATION, "Stillwatch");
  add_option (writer, PCAPNG_OPTION_END, NULL, 0);
  end_block (writer, begin);
}

static void
write_interface (CaptureWriter *writer, const CaptureInterface *interface)
{
  const guint begin = begin_block (writer, PCAPNG_BLOCK_INTERFACE);
  const guint8 nanoseconds = 9;

  capture_writer_add_u16 (writer, interface->link_type);
  capture_writer_add_u16 (writer, 0);
  capture_writer_add_u32 (writer, interface->snap_bytes);
  add_option_text (writer, PCAPNG_INTERFACE_NAME, interface->name);
  add_option_text (writer, PCAPNG_INTERFACE_DESCRIPTION, interface->description);
  add_option (writer, PCAPNG_INTERFACE_RESOLUTION, &nanoseconds, 1);
  if (interface->filter != NULL)
    {
      g_autofree char *filter = g_strconcat (" ", interface->filter, NULL);

      filter[0] = '\0'; /* text, not a program */
      add_option (writer, PCAPNG_INTERFACE_FILTER, filter, strlen (interface->filter) + 1);
    }
  if (interface->ifindex > 0)
    {
      g_autofree char *comment = g_strdup_printf ("ifindex=%u", interface->ifindex);

      add_option_text (writer, PCAPNG_OPTION_COMMENT, comment);
    }
  add_option (writer, PCAPNG_OPTION_END, NULL, 0);
  end_block (writer, begin);
}

/* As the capture helper says it: capture/README.md. */
static void
write_statistics (CaptureWriter *writer, guint32 index, const CaptureInterface *interface)
{
  static const char *const states[] = {
    [CAPTURE_INTERFACE_UNKNOWN] = "",
    [CAPTURE_INTERFACE_UP] = " state=up",
    [CAPTURE_INTERFACE_DOWN] = " state=down",
    [CAPTURE_INTERFACE_GONE] = " state=gone",
  };
  const CaptureStatistics *figures = &interface->statistics;
  const guint begin = begin_block (writer, PCAPNG_BLOCK_STATISTICS);
  g_autofree char *comment
      = g_strdup_printf ("in_packets=%" G_GUINT64_FORMAT " in_bytes=%" G_GUINT64_FORMAT
                         " out_packets=%" G_GUINT64_FORMAT " out_bytes=%" G_GUINT64_FORMAT
                         " skipped=%" G_GUINT64_FORMAT "%s",
                         figures->in_packets, figures->in_bytes, figures->out_packets,
                         figures->out_bytes, figures->dropped_by_us, states[interface->state]);

  capture_writer_add_u32 (writer, index);
  capture_writer_add_u32 (writer, (guint64) figures->time_ns >> 32);
  capture_writer_add_u32 (writer, figures->time_ns);
  add_option_u64 (writer, PCAPNG_STATISTICS_RECEIVED, figures->received);
  add_option_u64 (writer, PCAPNG_STATISTICS_DROPPED_BY_SYSTEM, figures->dropped_by_kernel);
  add_option_text (writer, PCAPNG_OPTION_COMMENT, comment);
  add_option (writer, PCAPNG_OPTION_END, NULL, 0);
  end_block (writer, begin);
}

/* Figures are of the whole capture: beside some of its packets they would be wrong. */
static void
end_section (Pcapng *self)
{
  if (self->section == NO_SECTION || self->writer->indices != NULL)
    return;
  for (guint i = self->first_interface; i < self->next_interface; i++)
    {
      g_auto (CaptureInterface) interface = { 0 };

      if (capture_store_get_interface (self->writer->store, i, &interface)
          && interface.statistics.time_ns >= 0)
        write_statistics (self->writer, i - self->first_interface, &interface);
    }
}

/* Goes on to the next section that has interfaces, and describes them. FALSE: there is none. */
static gboolean
begin_next_section (Pcapng *self)
{
  if (self->next_interface >= self->writer->n_interfaces)
    return FALSE;
  end_section (self);
  write_section (self->writer);
  self->first_interface = self->next_interface;
  for (; self->next_interface < self->writer->n_interfaces; self->next_interface++)
    {
      g_auto (CaptureInterface) interface = { 0 };

      capture_store_get_interface (self->writer->store, self->next_interface, &interface);
      if (self->next_interface == self->first_interface)
        {
          self->section = interface.section;
          self->first_snap_bytes = interface.snap_bytes;
        }
      else if (interface.section != self->section)
        return TRUE;
      write_interface (self->writer, &interface);
    }
  return TRUE;
}

/* Without a time, and with nothing else that a simple block has no room for. */
static gboolean
is_simple (Pcapng *self, const Packet *packet)
{
  const guint32 limit = self->first_snap_bytes > 0 ? self->first_snap_bytes : G_MAXUINT32;

  return packet->time_ns == PACKET_NO_TIME && packet->interface == self->first_interface
         && packet->flags == 0 && packet->packet_id == 0 && packet->dropped == 0
         && packet->queue == G_MAXUINT32 && packet->captured_bytes == MIN (packet->original_bytes, limit);
}

static void
add_packet_options (CaptureWriter *writer, const Packet *packet)
{
  const guint before = writer->piece->len;

  if (packet->flags != 0)
    add_option (writer, PCAPNG_PACKET_FLAGS, &packet->flags, sizeof packet->flags);
  if (packet->dropped != 0)
    add_option_u64 (writer, PCAPNG_PACKET_DROP_COUNT, packet->dropped);
  if (packet->packet_id != 0)
    add_option_u64 (writer, PCAPNG_PACKET_ID, packet->packet_id);
  if (packet->queue != G_MAXUINT32)
    add_option (writer, PCAPNG_PACKET_QUEUE, &packet->queue, sizeof packet->queue);
  if (writer->piece->len > before)
    add_option (writer, PCAPNG_OPTION_END, NULL, 0);
}

static void
write_packet (Pcapng *self, const Packet *packet)
{
  CaptureWriter *writer = self->writer;
  const gboolean simple = is_simple (self, packet);
  const guint64 time_ns = MAX (packet->time_ns, 0);
  const guint begin
      = begin_block (writer, simple ? PCAPNG_BLOCK_SIMPLE_PACKET : PCAPNG_BLOCK_ENHANCED_PACKET);

  if (!simple)
    {
      if (packet->time_ns < 0)
        writer->losses |= CAPTURE_LOSS_TIMES;
      capture_writer_add_u32 (writer, packet->interface - self->first_interface);
      capture_writer_add_u32 (writer, time_ns >> 32);
      capture_writer_add_u32 (writer, time_ns);
      capture_writer_add_u32 (writer, packet->captured_bytes);
    }
  capture_writer_add_u32 (writer, packet->original_bytes);
  capture_writer_add (writer, packet->bytes, packet->captured_bytes);
  add_padding (writer, packet->captured_bytes);
  if (!simple)
    add_packet_options (writer, packet);
  end_block (writer, begin);
}

static gboolean
write_packets (Pcapng *self, GError **error)
{
  CaptureWriter *writer = self->writer;
  g_autoptr (CaptureCursor) cursor = capture_cursor_new (writer->store);

  for (guint i = 0; i < writer->n_packets; i++)
    {
      Packet packet;

      if (!capture_cursor_read (cursor, capture_writer_get_index (writer, i), &packet, NULL, error))
        return FALSE;
      while (packet.interface >= self->next_interface && begin_next_section (self))
        ;
      write_packet (self, &packet);
      if (!capture_writer_flush (writer, PIECE_BYTES, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
capture_writer_write_pcapng (CaptureWriter *writer, GError **error)
{
  Pcapng self = { .writer = writer, .section = NO_SECTION };

  if (!write_packets (&self, error))
    return FALSE;
  while (begin_next_section (&self))
    ;
  if (self.section == NO_SECTION)
    write_section (writer);
  end_section (&self);
  return TRUE;
}
