/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-decoder.h"

/* Reads and decodes the packets of one capture one by one, for the main thread: those that are on the screen, the one
 * whose details are shown, those that are copied. Whoever goes through all of them has a cursor of its own elsewhere. */
struct _PacketsDecoder
{
  GObject parent_instance;

  CaptureStore *store;
  CaptureCursor *cursor;
  Packet packet;
  Dissection dissection;
  GPtrArray *
      interfaces; /* names by index, as far as they were asked for; never forgotten: rows borrow them */
  PacketsResolver *resolver; /* (nullable) names instead of addresses, where it has them */
  PacketsTimeFormat time_format;
  guint generation; /* what was made of packets before it counted on is to be made anew */
};

G_DEFINE_FINAL_TYPE (PacketsDecoder, packets_decoder, G_TYPE_OBJECT)

static void
packets_decoder_dispose (GObject *object)
{
  g_clear_object (&PACKETS_DECODER (object)->resolver);
  G_OBJECT_CLASS (packets_decoder_parent_class)->dispose (object);
}

static void
packets_decoder_finalize (GObject *object)
{
  PacketsDecoder *self = PACKETS_DECODER (object);

  capture_cursor_free (self->cursor);
  capture_store_unref (self->store);
  g_ptr_array_unref (self->interfaces);
  G_OBJECT_CLASS (packets_decoder_parent_class)->finalize (object);
}

static void
packets_decoder_class_init (PacketsDecoderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = packets_decoder_dispose;
  G_OBJECT_CLASS (klass)->finalize = packets_decoder_finalize;
}

static void
packets_decoder_init (PacketsDecoder *self)
{
  dissection_init (&self->dissection);
  self->interfaces = g_ptr_array_new_with_free_func (g_free);
}

PacketsDecoder *
packets_decoder_new (CaptureStore *store)
{
  PacketsDecoder *self = g_object_new (PACKETS_TYPE_DECODER, NULL);

  self->store = capture_store_ref (store);
  self->cursor = capture_cursor_new (store);
  return self;
}

CaptureStore *
packets_decoder_get_store (PacketsDecoder *self)
{
  return self->store;
}

/* Returns: (nullable): what the packet says, with its fields in TREE (nullable); all of it until the next call. */
const Dissection *
packets_decoder_read (PacketsDecoder *self, guint index, DissectTree *tree, GError **error)
{
  if (!capture_cursor_read (self->cursor, index, &self->packet, &self->dissection.tcp, error))
    return NULL;
  self->dissection.tree = tree;
  dissect_packet (&self->dissection, &self->packet);
  self->dissection.tree = NULL;
  return &self->dissection;
}

/* A capture that names no interfaces has them by number. */
const char *
packets_decoder_get_interface (PacketsDecoder *self, guint interface)
{
  while (self->interfaces->len <= interface)
    {
      g_auto (CaptureInterface) copy = { 0 };

      if (!capture_store_get_interface (self->store, self->interfaces->len, &copy))
        return "";
      g_ptr_array_add (self->interfaces,
                       capture_interface_dup_label (&copy, self->interfaces->len));
    }
  return g_ptr_array_index (self->interfaces, interface);
}

static void
format_seconds (gint64 ns, char text[PACKETS_TIME_BYTES])
{
  const guint64 us = (guint64) (ns < 0 ? -(ns / 1000) : ns / 1000);

  g_snprintf (text, PACKETS_TIME_BYTES, "%s%" G_GUINT64_FORMAT ".%06u", ns < 0 ? "−" : "",
              us / G_USEC_PER_SEC, (guint) (us % G_USEC_PER_SEC));
}

static void
format_clock (gint64 ns, char text[PACKETS_TIME_BYTES])
{
  const gint64 us = ns / 1000;
  const gint64 seconds = us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0);
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (seconds);

  *text = '\0';
  if (local != NULL)
    g_snprintf (text, PACKETS_TIME_BYTES, "%02d:%02d:%02d.%06u", g_date_time_get_hour (local),
                g_date_time_get_minute (local), g_date_time_get_second (local),
                (guint) (us - seconds * G_USEC_PER_SEC));
}

/* Of the packet before INDEX, or its own: what the cursor holds changes. */
static gint64
get_time_before (PacketsDecoder *self, guint index, gint64 time_ns)
{
  Packet before;
  TcpMark mark;

  if (index == 0 || !capture_cursor_read (self->cursor, index - 1, &before, &mark, NULL)
      || before.time_ns == PACKET_NO_TIME)
    return time_ns;
  return before.time_ns;
}

/* Of the packet INDEX, which was captured at TIME_NS. What packets_decoder_read() returned may be gone afterwards. */
void
packets_decoder_format_time (PacketsDecoder *self,
                             guint index,
                             gint64 time_ns,
                             char text[PACKETS_TIME_BYTES])
{
  gint64 base_ns;

  *text = '\0';
  if (time_ns == PACKET_NO_TIME)
    return;
  if (self->time_format == PACKETS_TIME_CLOCK)
    {
      format_clock (time_ns, text);
      return;
    }
  if (self->time_format == PACKETS_TIME_DELTA)
    base_ns = get_time_before (self, index, time_ns);
  else
    base_ns = capture_store_get_first_time_ns (self->store);
  if (base_ns == PACKET_NO_TIME)
    base_ns = time_ns;
  /* Times of a hostile file are as far apart as they can be. */
  if (__builtin_sub_overflow (time_ns, base_ns, &base_ns))
    return;
  format_seconds (base_ns, text);
}

/* RESOLVER (nullable): addresses as they are. */
void
packets_decoder_set_resolver (PacketsDecoder *self, PacketsResolver *resolver)
{
  g_set_object (&self->resolver, resolver);
}

/* A name takes the address's place in its line: it is valid only until the next question. */
static const char *
name_address (PacketsDecoder *self, const guint8 *address, DissectLine *line)
{
  const char *name = NULL;

  if (self->resolver != NULL && packets_resolver_get_enabled (self->resolver)
      && self->dissection.ip_version != 0)
    name = packets_resolver_lookup (self->resolver, self->dissection.ip_version, address);
  if (name != NULL)
    {
      dissect_line_clear (line);
      dissect_line_add_octets (line, (const guint8 *) name, (guint32) strlen (name));
    }
  return line->text;
}

/* Of the packet that was read last: its source's name, or address. */
const char *
packets_decoder_get_source (PacketsDecoder *self)
{
  return name_address (self, self->dissection.ip_source, &self->dissection.source);
}

const char *
packets_decoder_get_destination (PacketsDecoder *self)
{
  return name_address (self, self->dissection.ip_destination, &self->dissection.destination);
}

void
packets_decoder_set_time_format (PacketsDecoder *self, PacketsTimeFormat format)
{
  if (self->time_format == format)
    return;
  self->time_format = format;
  packets_decoder_invalidate (self);
}

guint
packets_decoder_get_generation (PacketsDecoder *self)
{
  return self->generation;
}

/* What rows have made of their packets is old. */
void
packets_decoder_invalidate (PacketsDecoder *self)
{
  self->generation++;
}
