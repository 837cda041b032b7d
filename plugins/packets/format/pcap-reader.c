/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/pcap-reader.h"

#include "plugins/packets/format/format-bytes.h"

#define FILE_HEADER_BYTES 24
#define RECORD_HEADER_BYTES 16
/* The variants of Kuznetzov (time, lengths, interface: 4 bytes, protocol: 2, packet type: 1, padding: 1) and Borkmann
 * (time, lengths, time's source: 2, interface: 2, protocol: 2, hardware: 1, packet type: 1). */
#define LONG_RECORD_HEADER_BYTES 24

#define FCS_PRESENT 0x04000000u
#define FCS_LENGTH_SHIFT 28 /* in units of two bytes */

/* What libpcap calls raw IP on this or that system, and wrote into files before LINKTYPE_RAW. */
#define DLT_RAW 12
#define DLT_RAW_OPENBSD 14

struct _PcapReader
{
  const CaptureEvents *events;
  gpointer user_data;
  CaptureContext context; /* but for its interface */
  GHashTable
      *interfaces; /* (nullable) of a variant: the system's index to ours, both as pointers */
  guint32 n_interfaces;
  gboolean begun;
};

typedef struct
{
  guint32 magic;
  CaptureFormat format;
  guint8 resolution;
} Variant;

static const Variant variants[] = {
  { 0xa1b2c3d4, CAPTURE_FORMAT_PCAP, 6 },
  { 0xa1b23c4d, CAPTURE_FORMAT_PCAP, 9 },
  { 0xa1b2cd34, CAPTURE_FORMAT_PCAP_KUZNETZOV, 6 },
  { 0xa1e2cb12, CAPTURE_FORMAT_PCAP_BORKMANN, 9 },
};

/* (nullable) */
static const Variant *
find_variant (const guint8 bytes[4], gboolean *swapped)
{
  for (guint order = 0; order < 2; order++)
    for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
      if (format_u32 (bytes, order) == variants[i].magic)
        {
          *swapped = order;
          return &variants[i];
        }
  return NULL;
}

gboolean
pcap_reader_is_magic (const guint8 bytes[4])
{
  gboolean swapped;

  return find_variant (bytes, &swapped) != NULL;
}

PcapReader *
pcap_reader_new (const CaptureEvents *events, gpointer user_data)
{
  PcapReader *self = g_new0 (PcapReader, 1);

  self->events = events;
  self->user_data = user_data;
  return self;
}

void
pcap_reader_free (PcapReader *self)
{
  g_clear_pointer (&self->interfaces, g_hash_table_unref);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT, why);
  return FALSE;
}

static gsize
record_header_bytes (const CaptureContext *context)
{
  return context->format == CAPTURE_FORMAT_PCAP ? RECORD_HEADER_BYTES : LONG_RECORD_HEADER_BYTES;
}

static void
read_lengths (const CaptureContext *context,
              const guint8 *record,
              guint32 *captured,
              guint32 *original)
{
  const guint32 first = format_u32 (record + 8, context->swapped);
  const guint32 second = format_u32 (record + 12, context->swapped);
  const gboolean exchanged = context->lengths == CAPTURE_LENGTHS_EXCHANGED
                             || (context->lengths == CAPTURE_LENGTHS_BY_SIZE && first > second);

  *captured = exchanged ? second : first;
  *original = exchanged ? first : second;
}

/* How many of BYTES the header or record that begins there takes, or how many are needed to tell: more than N_BYTES. */
gboolean
pcap_reader_measure (PcapReader *self,
                     const guint8 *bytes,
                     gsize n_bytes,
                     gsize *n_needed,
                     GError **error)
{
  guint32 captured, original;

  *n_needed = self->begun ? record_header_bytes (&self->context) : FILE_HEADER_BYTES;
  if (!self->begun || n_bytes < *n_needed)
    return TRUE;
  read_lengths (&self->context, bytes, &captured, &original);
  if (captured > CAPTURE_MAX_RECORD_BYTES - *n_needed)
    return refuse (error, C_ ("capture file", "a packet has a length that cannot be"));
  *n_needed += captured;
  return TRUE;
}

static gboolean
add_interface (PcapReader *self, guint32 ifindex, GError **error)
{
  g_autofree char *name = ifindex > 0 ? g_strdup_printf ("#%u", ifindex) : g_strdup ("");
  const CaptureInterface interface = {
    .name = name,
    .snap_bytes = self->context.snap_bytes,
    .link_type = self->context.link_type,
    .ifindex = ifindex,
    .statistics.time_ns = PACKET_NO_TIME,
  };

  self->context.interface = self->n_interfaces;
  if (!self->events->interface_added (self->user_data, &interface, &self->context, error))
    return FALSE;
  self->n_interfaces++;
  return TRUE;
}

/* libpcap's savefile.c tells the same: before 2.3 exchanged, in 2.3 one cannot know. */
static CaptureLengths
lengths_of_version (guint16 minor)
{
  if (minor >= 4)
    return CAPTURE_LENGTHS_USUAL;
  return minor == 3 ? CAPTURE_LENGTHS_BY_SIZE : CAPTURE_LENGTHS_EXCHANGED;
}

static gboolean
begin (PcapReader *self, const guint8 *header, GError **error)
{
  gboolean swapped;
  const Variant *variant = find_variant (header, &swapped);
  guint32 link_type;

  if (variant == NULL)
    return refuse (error, C_ ("capture file", "its first bytes are not known"));
  if (format_u16 (header + 4, swapped) != 2)
    return refuse (error, C_ ("capture file", "its version is not known"));
  link_type = format_u32 (header + 20, swapped);
  self->context.format = variant->format;
  self->context.resolution = variant->resolution;
  self->context.swapped = swapped;
  self->context.lengths = lengths_of_version (format_u16 (header + 6, swapped));
  self->context.snap_bytes = format_u32 (header + 16, swapped);
  self->context.link_type = link_type & 0xffff;
  if (self->context.link_type == DLT_RAW || self->context.link_type == DLT_RAW_OPENBSD)
    self->context.link_type = LINK_TYPE_RAW;
  if (link_type & FCS_PRESENT)
    self->context.fcs_bytes = MIN (15, (link_type >> FCS_LENGTH_SHIFT) * 2);
  self->begun = TRUE;
  if (variant->format == CAPTURE_FORMAT_PCAP)
    return add_interface (self, 0, error);
  self->interfaces = g_hash_table_new (NULL, NULL);
  return TRUE;
}

/* Of a variant: the interface that the record names, described when it is first seen. */
static gboolean
find_interface (PcapReader *self, const guint8 *record, GError **error)
{
  const guint32 ifindex = self->context.format == CAPTURE_FORMAT_PCAP_KUZNETZOV
                              ? format_u32 (record + 16, self->context.swapped)
                              : format_u16 (record + 18, self->context.swapped);
  gpointer index;

  if (g_hash_table_lookup_extended (self->interfaces, GUINT_TO_POINTER (ifindex), NULL, &index))
    {
      self->context.interface = GPOINTER_TO_UINT (index);
      return TRUE;
    }
  if (!add_interface (self, ifindex, error))
    return FALSE;
  g_hash_table_insert (self->interfaces, GUINT_TO_POINTER (ifindex),
                       GUINT_TO_POINTER (self->context.interface));
  return TRUE;
}

/* RECORD is whole: what pcap_reader_measure() said. OFFSET is where it lies in the file. */
gboolean
pcap_reader_take (PcapReader *self,
                  const guint8 *record,
                  gsize n_bytes,
                  guint64 offset,
                  GError **error)
{
  Packet packet;

  if (!self->begun)
    return begin (self, record, error);
  if (self->interfaces != NULL && !find_interface (self, record, error))
    return FALSE;
  if (!pcap_packet_decode (&self->context, record, n_bytes, &packet))
    return refuse (error, C_ ("capture file", "a packet has a length that cannot be"));
  return self->events->packet_read (self->user_data, &packet, offset, n_bytes, error);
}

gboolean
pcap_packet_decode (const CaptureContext *context,
                    const guint8 *record,
                    gsize n_bytes,
                    Packet *packet)
{
  const gsize header_bytes = record_header_bytes (context);
  const guint64 ticks_per_s = context->resolution == 9 ? 1000000000 : 1000000;
  guint32 captured, original;

  if (n_bytes < header_bytes)
    return FALSE;
  read_lengths (context, record, &captured, &original);
  if (captured != n_bytes - header_bytes)
    return FALSE;
  *packet = (Packet) {
    .bytes = record + header_bytes,
    .captured_bytes = captured,
    .original_bytes = MAX (original, captured),
    .time_ns
    = capture_context_get_time (context, format_u32 (record, context->swapped) * ticks_per_s
                                             + format_u32 (record + 4, context->swapped)),
    .interface = context->interface,
    .queue = G_MAXUINT32,
    .link_type = context->link_type,
    .flags = (guint32) context->fcs_bytes << PACKET_FLAGS_FCS_SHIFT,
  };
  if (context->format != CAPTURE_FORMAT_PCAP)
    packet->flags
        |= capture_flags_from_packet_type (record[context->format == CAPTURE_FORMAT_PCAP_KUZNETZOV
                                                      ? 22
                                                      : 23]);
  return TRUE;
}
