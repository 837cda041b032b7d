/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/pcapng-reader.h"

#include "plugins/packets/format/pcapng-comment.h"
#include "plugins/packets/format/pcapng-options.h"
#include "plugins/packets/format/pcapng-packet.h"

#define MIN_BLOCK_BYTES 12
#define SECTION_BYTES 28     /* type, length, magic, version, section's length, length again */
#define DESCRIPTION_BYTES 20 /* type, length, link type, reserved, snap length, length again */
#define STATISTICS_BYTES 24  /* type, length, interface, time, length again */
#define DEFAULT_RESOLUTION 6 /* microseconds */
#define MAX_NAME_BYTES 256   /* IFNAMSIZ is 16; Windows' names are GUIDs */
#define MAX_TEXT_BYTES 1024

typedef struct
{
  CaptureContext context;
  CaptureStatistics statistics;
  CaptureInterfaceState state;
} SectionInterface;

struct _PcapngReader
{
  const CaptureEvents *events;
  gpointer user_data;
  GArray *interfaces;   /* SectionInterface, of this section: no other can be spoken of */
  guint32 n_interfaces; /* of all sections */
  guint32 n_sections;
  gboolean swapped;
};

PcapngReader *
pcapng_reader_new (const CaptureEvents *events, gpointer user_data)
{
  PcapngReader *self = g_new0 (PcapngReader, 1);

  self->events = events;
  self->user_data = user_data;
  self->interfaces = g_array_new (FALSE, TRUE, sizeof (SectionInterface));
  return self;
}

void
pcapng_reader_free (PcapngReader *self)
{
  g_array_unref (self->interfaces);
  g_free (self);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_FORMAT, why);
  return FALSE;
}

/* The type of a section header reads the same in either byte order; the rest of the section is in that of its magic. */
static gboolean
find_byte_order (PcapngReader *self,
                 const guint8 *block,
                 gboolean is_section,
                 gboolean *swapped,
                 GError **error)
{
  if (!is_section)
    {
      *swapped = self->swapped;
      return self->n_sections > 0
             || refuse (error, C_ ("capture file", "it does not begin with a section"));
    }
  for (*swapped = FALSE; format_u32 (block + 8, *swapped) != PCAPNG_MAGIC; *swapped = TRUE)
    if (*swapped)
      return refuse (error, C_ ("capture file", "a section’s byte order is not known"));
  return TRUE;
}

/* How many of BYTES the block that begins there takes, or how many are needed to tell: more than N_BYTES. */
gboolean
pcapng_reader_measure (PcapngReader *self,
                       const guint8 *bytes,
                       gsize n_bytes,
                       gsize *n_needed,
                       GError **error)
{
  gboolean is_section, swapped;

  if (n_bytes < MIN_BLOCK_BYTES)
    {
      *n_needed = MIN_BLOCK_BYTES;
      return TRUE;
    }
  is_section = format_u32 (bytes, FALSE) == PCAPNG_BLOCK_SECTION;
  if (!find_byte_order (self, bytes, is_section, &swapped, error))
    return FALSE;
  *n_needed = format_u32 (bytes + 4, swapped);
  if (*n_needed < (is_section ? SECTION_BYTES : MIN_BLOCK_BYTES) || *n_needed % 4 != 0
      || *n_needed > CAPTURE_MAX_RECORD_BYTES)
    return refuse (error, C_ ("capture file", "a block has a length that cannot be"));
  return TRUE;
}

/* Minor versions only ever add what can be skipped. */
static gboolean
begin_section (PcapngReader *self, const guint8 *block, GError **error)
{
  self->swapped = format_u32 (block + 8, FALSE) != PCAPNG_MAGIC;
  if (format_u16 (block + 12, self->swapped) != PCAPNG_MAJOR_VERSION)
    return refuse (error, C_ ("capture file", "a section has a version that is not known"));
  g_array_set_size (self->interfaces, 0);
  self->n_sections++;
  return TRUE;
}

/* In bits, says the text of the specification; its example and some writers mean bytes. */
static guint8
fcs_bytes_of (guint8 length)
{
  const guint8 n_bytes = length <= 15 ? length : length / 8;

  return n_bytes <= 15 ? n_bytes : 0;
}

static void
take_description (SectionInterface *known,
                  CaptureInterface *description,
                  const PcapngOptions *option)
{
  if (option->code == PCAPNG_INTERFACE_NAME && option->length > 0)
    {
      g_free (description->name);
      description->name = pcapng_text_new (option->value, option->length, MAX_NAME_BYTES);
    }
  else if (option->code == PCAPNG_INTERFACE_DESCRIPTION)
    {
      g_free (description->description);
      description->description = pcapng_text_new (option->value, option->length, MAX_TEXT_BYTES);
    }
  else if (option->code == PCAPNG_INTERFACE_FILTER && option->length > 1 && option->value[0] == 0)
    {
      g_free (description->filter);
      description->filter = pcapng_text_new (option->value + 1, option->length - 1, MAX_TEXT_BYTES);
    }
  else if (option->code == PCAPNG_INTERFACE_RESOLUTION && option->length == 1)
    known->context.resolution = option->value[0];
  else if (option->code == PCAPNG_INTERFACE_FCS_LENGTH && option->length == 1)
    known->context.fcs_bytes = fcs_bytes_of (option->value[0]);
  else if (option->code == PCAPNG_INTERFACE_OFFSET)
    pcapng_options_get_u64 (option, (guint64 *) &known->context.offset_s);
  else if (option->code == PCAPNG_OPTION_COMMENT)
    pcapng_comment_read_description ((const char *) option->value, option->length,
                                     &description->ifindex);
}

static gboolean
add_interface (PcapngReader *self, const guint8 *block, gsize n_bytes, GError **error)
{
  g_auto (CaptureInterface) description
      = { .name = g_strdup (""), .statistics.time_ns = PACKET_NO_TIME };
  SectionInterface known = { .statistics.time_ns = PACKET_NO_TIME };
  PcapngOptions options;

  if (n_bytes < DESCRIPTION_BYTES)
    return refuse (error, C_ ("capture file", "an interface’s description is too short"));
  known.context.format = CAPTURE_FORMAT_PCAPNG;
  known.context.swapped = self->swapped;
  known.context.interface = self->n_interfaces;
  known.context.resolution = DEFAULT_RESOLUTION;
  known.context.link_type = format_u16 (block + 8, self->swapped);
  known.context.snap_bytes = format_u32 (block + 12, self->swapped);
  options = pcapng_options_init (block + 16, n_bytes - DESCRIPTION_BYTES, self->swapped);
  while (pcapng_options_next (&options))
    take_description (&known, &description, &options);
  description.link_type = known.context.link_type;
  description.snap_bytes = known.context.snap_bytes;
  description.section = self->n_sections - 1;
  if (!self->events->interface_added (self->user_data, &description, &known.context, error))
    return FALSE;
  g_array_append_val (self->interfaces, known);
  self->n_interfaces++;
  return TRUE;
}

/* Statistics of an interface that is not described lose nobody a packet. */
static void
count_interface (PcapngReader *self, const guint8 *block, gsize n_bytes)
{
  SectionInterface *known;
  PcapngOptions options;
  guint32 index;

  if (n_bytes < STATISTICS_BYTES)
    return;
  index = format_u32 (block + 8, self->swapped);
  if (index >= self->interfaces->len)
    return;
  known = &g_array_index (self->interfaces, SectionInterface, index);
  known->statistics.time_ns
      = capture_context_get_time (&known->context, (guint64) format_u32 (block + 12, self->swapped)
                                                           << 32
                                                       | format_u32 (block + 16, self->swapped));
  options = pcapng_options_init (block + 20, n_bytes - STATISTICS_BYTES, self->swapped);
  while (pcapng_options_next (&options))
    if (options.code == PCAPNG_STATISTICS_RECEIVED)
      pcapng_options_get_u64 (&options, &known->statistics.received);
    else if (options.code == PCAPNG_STATISTICS_DROPPED_BY_SYSTEM)
      pcapng_options_get_u64 (&options, &known->statistics.dropped_by_kernel);
    else if (options.code == PCAPNG_OPTION_COMMENT)
      pcapng_comment_read_statistics ((const char *) options.value, options.length,
                                      &known->statistics, &known->state);
  self->events->interface_counted (self->user_data, known->context.interface, &known->statistics,
                                   known->state);
}

static gboolean
read_packet (PcapngReader *self, const guint8 *block, gsize n_bytes, guint64 offset, GError **error)
{
  Packet packet;
  guint32 index;

  if (!pcapng_packet_get_interface (block, n_bytes, self->swapped, &index))
    return refuse (error, C_ ("capture file", "a packet’s block is too short"));
  if (index >= self->interfaces->len)
    return refuse (error, C_ ("capture file", "a packet’s interface is not described"));
  if (!pcapng_packet_decode (&g_array_index (self->interfaces, SectionInterface, index).context,
                             block, n_bytes, &packet))
    return refuse (error, C_ ("capture file", "a packet’s block is too short"));
  return self->events->packet_read (self->user_data, &packet, offset, n_bytes, error);
}

/* BLOCK is whole: what pcapng_reader_measure() said. OFFSET is where it lies in the file. */
gboolean
pcapng_reader_take (PcapngReader *self,
                    const guint8 *block,
                    gsize n_bytes,
                    guint64 offset,
                    GError **error)
{
  const gboolean is_section = format_u32 (block, FALSE) == PCAPNG_BLOCK_SECTION;

  if (memcmp (block + 4, block + n_bytes - 4, 4) != 0)
    return refuse (error, C_ ("capture file", "a block’s two lengths differ"));
  if (is_section)
    return begin_section (self, block, error);
  switch (format_u32 (block, self->swapped))
    {
    case PCAPNG_BLOCK_INTERFACE:
      return add_interface (self, block, n_bytes, error);
    case PCAPNG_BLOCK_ENHANCED_PACKET:
    case PCAPNG_BLOCK_SIMPLE_PACKET:
    case PCAPNG_BLOCK_OBSOLETE_PACKET:
      return read_packet (self, block, n_bytes, offset, error);
    case PCAPNG_BLOCK_STATISTICS:
      count_interface (self, block, n_bytes);
      return TRUE;
    default: /* names, secrets, custom blocks, those of the future */
      return TRUE;
    }
}
