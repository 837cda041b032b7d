/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-row.h"

/* One line of the list: the number of a packet until somebody reads it, then its texts. There are as many as fit the
 * screen a few times, whatever the capture's length. */
struct _PacketsRow
{
  GObject parent_instance;

  PacketsDecoder *decoder;
  guint index;
  guint generation; /* of the decoder, when the texts were made */
  PacketDirection direction;
  char *texts; /* (nullable) the block that the columns' texts of this row point into */
  const char *columns[PACKETS_N_COLUMNS]; /* NULL: not decoded yet */
};

G_DEFINE_FINAL_TYPE (PacketsRow, packets_row, G_TYPE_OBJECT)

static void
packets_row_finalize (GObject *object)
{
  PacketsRow *self = PACKETS_ROW (object);

  g_free (self->texts);
  g_object_unref (self->decoder);
  G_OBJECT_CLASS (packets_row_parent_class)->finalize (object);
}

static void
packets_row_class_init (PacketsRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_row_finalize;
}

static void
packets_row_init (G_GNUC_UNUSED PacketsRow *self)
{
}

PacketsRow *
packets_row_new (PacketsDecoder *decoder, guint index)
{
  PacketsRow *self = g_object_new (PACKETS_TYPE_ROW, NULL);

  self->decoder = g_object_ref (decoder);
  self->index = index;
  return self;
}

static const char *
get_direction_text (PacketDirection direction)
{
  switch (direction)
    {
    case PACKET_DIRECTION_INBOUND:
      return C_ ("direction of a packet", "in");
    case PACKET_DIRECTION_OUTBOUND:
      return C_ ("direction of a packet", "out");
    case PACKET_DIRECTION_UNKNOWN:
    default:
      return C_ ("direction of a packet", "unknown direction");
    }
}

/* Of what changes from row to row and is not static, in the order of their places in one block. */
typedef struct
{
  char number[16];
  char time[PACKETS_TIME_BYTES];
  char length[16];
} Numbers;

static void
keep_texts (PacketsRow *self, const Numbers *numbers, const Dissection *dissection)
{
  const struct
  {
    PacketsColumn column;
    const char *text;
  } parts[] = {
    { PACKETS_COLUMN_NUMBER, numbers->number },
    { PACKETS_COLUMN_LENGTH, numbers->length },
    { PACKETS_COLUMN_SOURCE, packets_decoder_get_source (self->decoder) },
    { PACKETS_COLUMN_DESTINATION, packets_decoder_get_destination (self->decoder) },
    { PACKETS_COLUMN_SUMMARY, dissection->summary.text },
    /* Last, as it comes last: until then there is room for it. */
    { PACKETS_COLUMN_TIME, numbers->time },
  };
  gsize n_bytes = PACKETS_TIME_BYTES;
  char *at;

  for (guint i = 0; i < G_N_ELEMENTS (parts) - 1; i++)
    n_bytes += strlen (parts[i].text) + 1;
  g_free (self->texts);
  self->texts = at = g_malloc (n_bytes);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      self->columns[parts[i].column] = at;
      at = stpcpy (at, parts[i].text) + 1;
    }
}

static void
show_failure (PacketsRow *self, const GError *error)
{
  for (guint i = 0; i < PACKETS_N_COLUMNS; i++)
    self->columns[i] = "";
  self->direction = PACKET_DIRECTION_UNKNOWN;
  g_free (self->texts);
  self->texts = g_utf8_make_valid (error->message, -1);
  self->columns[PACKETS_COLUMN_SUMMARY] = self->texts;
}

static void
decode (PacketsRow *self)
{
  g_autoptr (GError) error = NULL;
  Numbers numbers = { 0 };
  const Dissection *dissection = packets_decoder_read (self->decoder, self->index, NULL, &error);
  gint64 time_ns;

  self->generation = packets_decoder_get_generation (self->decoder);
  if (dissection == NULL)
    {
      show_failure (self, error);
      return;
    }
  time_ns = dissection->packet->time_ns;
  self->direction = packet_get_direction (dissection->packet);
  self->columns[PACKETS_COLUMN_DIRECTION] = get_direction_text (self->direction);
  self->columns[PACKETS_COLUMN_PROTOCOL] = dissection->protocol;
  self->columns[PACKETS_COLUMN_INTERFACE]
      = packets_decoder_get_interface (self->decoder, dissection->packet->interface);
  g_snprintf (numbers.number, sizeof numbers.number, "%u", self->index + 1);
  g_snprintf (numbers.length, sizeof numbers.length, "%u", dissection->packet->original_bytes);
  keep_texts (self, &numbers, dissection);
  packets_decoder_format_time (self->decoder, self->index, time_ns,
                               (char *) self->columns[PACKETS_COLUMN_TIME]);
}

static void
ensure_decoded (PacketsRow *self)
{
  if (self->texts == NULL || self->generation != packets_decoder_get_generation (self->decoder))
    decode (self);
}

/* Valid until the next call after the decoder has told that something changed. */
const char *
packets_row_get_text (PacketsRow *self, PacketsColumn column)
{
  ensure_decoded (self);
  return self->columns[column];
}

PacketDirection
packets_row_get_direction (PacketsRow *self)
{
  ensure_decoded (self);
  return self->direction;
}
