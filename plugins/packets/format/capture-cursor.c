/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/capture-store-private.h"

/* One packet somewhere costs a small read; who goes on from there, in either direction, soon reads in large pieces. */
#define MIN_WINDOW_BYTES (16u << 10)
#define MAX_WINDOW_BYTES (256u << 10)

struct _CaptureCursor
{
  CaptureStore *store;
  GArray *contexts; /* CaptureContext, a copy, by the interface's number */
  guint8 *buffer;
  gsize buffer_bytes; /* allocated */
  guint64 begin;      /* of the window, which is in the buffer */
  guint64 end;
  gsize window_bytes; /* wanted next */
};

CaptureCursor *
capture_cursor_new (CaptureStore *store)
{
  CaptureCursor *self = g_new0 (CaptureCursor, 1);

  self->store = capture_store_ref (store);
  self->contexts = g_array_new (FALSE, FALSE, sizeof (CaptureContext));
  self->window_bytes = MIN_WINDOW_BYTES;
  return self;
}

void
capture_cursor_free (CaptureCursor *self)
{
  capture_store_unref (self->store);
  g_array_unref (self->contexts);
  g_free (self->buffer);
  g_free (self);
}

/* Behind the last window, before it, or somewhere else: around it. */
static guint64
place_window (CaptureCursor *self, guint64 begin, guint64 end, gsize *n_bytes)
{
  /* The packet at the window's edge is cut in two by it. */
  const gboolean forward
      = begin >= self->begin && end > self->end && begin <= self->end + self->window_bytes;
  const gboolean backward
      = end <= self->end && begin < self->begin && end + self->window_bytes >= self->begin;
  const gsize needed = end - begin;

  if (self->end == self->begin || (!forward && !backward))
    self->window_bytes = MIN_WINDOW_BYTES;
  else
    self->window_bytes = MIN (self->window_bytes * 4, MAX_WINDOW_BYTES);
  *n_bytes = MAX (self->window_bytes, needed);
  if (forward)
    return begin;
  if (backward)
    return end - MIN (*n_bytes, end);
  return begin - MIN ((*n_bytes - needed) / 2, begin);
}

static gboolean
fill_window (CaptureCursor *self, guint64 begin, guint64 end, GError **error)
{
  gsize n_bytes, n_read;
  const guint64 place = place_window (self, begin, end, &n_bytes);

  if (n_bytes > self->buffer_bytes)
    {
      g_free (self->buffer);
      self->buffer = g_malloc (n_bytes);
      self->buffer_bytes = n_bytes;
    }
  self->begin = self->end = place;
  if (!capture_store_read_at (self->store, place, self->buffer, n_bytes, &n_read, error))
    return FALSE;
  self->end += n_read;
  if (end <= self->end)
    return TRUE;
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_READ,
                       C_ ("capture file", "The file has become shorter since it was opened"));
  return FALSE;
}

static gboolean
decode (CaptureCursor *self, const CaptureIndexEntry *entry, Packet *packet, GError **error)
{
  const guint interface = entry->interface;

  if (interface >= self->contexts->len)
    capture_store_copy_contexts (self->store, self->contexts);
  if (capture_record_decode (&g_array_index (self->contexts, CaptureContext, interface),
                             self->buffer + (entry->offset - self->begin), entry->length, packet))
    return TRUE;
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_READ,
                       C_ ("capture file", "The file has changed since it was opened"));
  return FALSE;
}

/* PACKET's bytes are the cursor's, and good until it reads again. */
gboolean
capture_cursor_read (CaptureCursor *self,
                     guint index,
                     Packet *packet,
                     TcpMark *mark,
                     GError **error)
{
  const CaptureIndexEntry *entry;

  g_return_val_if_fail (index < capture_store_get_n_packets (self->store), FALSE);

  entry = capture_index_get (capture_store_get_index (self->store), index);
  if ((entry->offset < self->begin || entry->offset + entry->length > self->end)
      && !fill_window (self, entry->offset, entry->offset + entry->length, error))
    return FALSE;
  if (!decode (self, entry, packet, error))
    return FALSE;
  if (mark != NULL)
    capture_store_get_mark (self->store, entry, mark);
  return TRUE;
}
