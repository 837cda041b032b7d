/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/format/capture-store-private.h"

#include "plugins/packets/dissect/tcp-flows.h"
#include "plugins/packets/format/capture-reader.h"

#define READ_BYTES (256u << 10)

struct _CaptureStore
{
  int n_references;            /* atomic */
  int fd;                      /* owned */
  CaptureCloseFunc close_func; /* (nullable) of whoever gave it */
  CaptureIndex index;
  TcpFlows *flows;

  /* Of the thread that feeds. */
  CaptureReader *reader;
  guint8 *buffer; /* (nullable) READ_BYTES, while a file is indexed */
  guint64 n_fed;  /* bytes */
  gboolean has_first_time;
  GError *failure; /* (nullable) of the file; the reader keeps its own */

  GMutex mutex; /* of what follows */
  GArray *contexts;
  GArray *interfaces;
  guint64 generation;
  guint64 n_bytes;
  gint64 first_time_ns;
};

static gboolean
on_interface_added_cb (gpointer user_data,
                       const CaptureInterface *interface,
                       const CaptureContext *context,
                       GError **error)
{
  CaptureStore *self = user_data;
  CaptureInterface copy;

  if (context->interface >= CAPTURE_INDEX_MAX_INTERFACES)
    {
      g_set_error (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_LIMIT,
                   C_ ("capture file", "The capture has more than %u interfaces"),
                   CAPTURE_INDEX_MAX_INTERFACES);
      return FALSE;
    }
  capture_interface_copy (&copy, interface);
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->interfaces, copy);
  g_array_append_val (self->contexts, *context);
  self->generation++;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

static void
on_interface_counted_cb (gpointer user_data,
                         guint32 index,
                         const CaptureStatistics *statistics,
                         CaptureInterfaceState state)
{
  CaptureStore *self = user_data;
  CaptureInterface *interface;

  g_mutex_lock (&self->mutex);
  interface = &g_array_index (self->interfaces, CaptureInterface, index);
  interface->statistics = *statistics;
  interface->state = state;
  self->generation++;
  g_mutex_unlock (&self->mutex);
}

static gboolean
refuse_more_packets (GError **error)
{
  g_set_error_literal (error, CAPTURE_STORE_ERROR, CAPTURE_STORE_ERROR_LIMIT,
                       C_ ("capture file", "The capture has more packets than can be shown"));
  return FALSE;
}

static void
note_first_time (CaptureStore *self, gint64 time_ns)
{
  if (self->has_first_time || time_ns == PACKET_NO_TIME)
    return;
  self->has_first_time = TRUE;
  g_mutex_lock (&self->mutex);
  self->first_time_ns = time_ns;
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_packet_read_cb (gpointer user_data,
                   const Packet *packet,
                   guint64 offset,
                   guint32 record_bytes,
                   GError **error)
{
  CaptureStore *self = user_data;
  TcpMarks marks = TCP_MARK_NONE;
  const guint32 flow = tcp_flows_note (self->flows, packet, &marks);
  const CaptureIndexEntry entry = {
    .offset = offset,
    .interface = packet->interface,
    .flow = flow,
    .length = record_bytes,
    .marks = marks,
  };

  if (offset > CAPTURE_INDEX_MAX_OFFSET || !capture_index_add (&self->index, &entry))
    return refuse_more_packets (error);
  note_first_time (self, packet->time_ns);
  return TRUE;
}

static const CaptureEvents events = {
  .interface_added = on_interface_added_cb,
  .packet_read = on_packet_read_cb,
  .interface_counted = on_interface_counted_cb,
};

/* FD is the store's from now on: a regular file, which is read to index it, and read and written for a live stream. */
CaptureStore *
capture_store_new (int fd)
{
  CaptureStore *self = g_new0 (CaptureStore, 1);

  self->n_references = 1;
  self->fd = fd;
  self->flows = tcp_flows_new ();
  self->reader = capture_reader_new (&events, self);
  self->contexts = g_array_new (FALSE, FALSE, sizeof (CaptureContext));
  self->interfaces = g_array_new (FALSE, FALSE, sizeof (CaptureInterface));
  g_array_set_clear_func (self->interfaces, (GDestroyNotify) capture_interface_clear);
  self->first_time_ns = PACKET_NO_TIME;
  g_mutex_init (&self->mutex);
  return self;
}

void
capture_store_set_close_func (CaptureStore *self, CaptureCloseFunc close_func)
{
  self->close_func = close_func;
}

CaptureStore *
capture_store_ref (CaptureStore *self)
{
  g_atomic_int_inc (&self->n_references);
  return self;
}

void
capture_store_unref (CaptureStore *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_references))
    return;
  if (self->close_func != NULL)
    self->close_func (self->fd);
  else
    close (self->fd);
  capture_reader_free (self->reader);
  capture_index_clear (&self->index);
  tcp_flows_free (self->flows);
  g_array_unref (self->contexts);
  g_array_unref (self->interfaces);
  g_free (self->buffer);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
fail (GError **error, CaptureStoreError code, const char *format)
{
  g_set_error (error, CAPTURE_STORE_ERROR, code, format, g_strerror (errno));
  return FALSE;
}

/* As many of N_BYTES as there are: fewer only at the file's end. */
gboolean
capture_store_read_at (CaptureStore *self,
                       guint64 offset,
                       guint8 *bytes,
                       gsize n_bytes,
                       gsize *n_read,
                       GError **error)
{
  for (*n_read = 0; *n_read < n_bytes;)
    {
      const gssize n = pread (self->fd, bytes + *n_read, n_bytes - *n_read, offset + *n_read);

      if (n == 0)
        return TRUE;
      if (n > 0)
        *n_read += n;
      else if (errno != EINTR)
        return fail (error, CAPTURE_STORE_ERROR_READ,
                     C_ ("capture file", "The capture cannot be read: %s"));
    }
  return TRUE;
}

/* What is whole of it is there for all from now on, whether or not something is wrong with what follows. */
static gboolean
feed (CaptureStore *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  const gboolean good = capture_reader_push (self->reader, bytes, n_bytes, error);

  self->n_fed += n_bytes;
  capture_index_publish (&self->index);
  g_mutex_lock (&self->mutex);
  self->n_bytes = self->n_fed;
  g_mutex_unlock (&self->mutex);
  return good;
}

/* Goes on where the last call ended, by about MAX_BYTES. */
gboolean
capture_store_index (CaptureStore *self, gsize max_bytes, gboolean *at_end, GError **error)
{
  gsize n_read;

  *at_end = FALSE;
  if (self->buffer == NULL)
    self->buffer = g_malloc (READ_BYTES);
  for (gsize n_done = 0; n_done < MAX (max_bytes, 1) && !*at_end; n_done += n_read)
    {
      if (!capture_store_read_at (self, self->n_fed, self->buffer, READ_BYTES, &n_read, error)
          || !feed (self, self->buffer, n_read, error))
        return FALSE;
      *at_end = n_read < READ_BYTES;
    }
  if (*at_end)
    g_clear_pointer (&self->buffer, g_free);
  return TRUE;
}

/* Sets how many bytes are in the file although it failed. */
static gboolean
write_bytes (CaptureStore *self,
             const guint8 *bytes,
             gsize n_bytes,
             gsize *n_written,
             GError **error)
{
  for (*n_written = 0; *n_written < n_bytes;)
    {
      const gssize n
          = pwrite (self->fd, bytes + *n_written, n_bytes - *n_written, self->n_fed + *n_written);

      if (n > 0)
        *n_written += n;
      else if (n == 0 || errno != EINTR)
        return fail (error, CAPTURE_STORE_ERROR_WRITE,
                     C_ ("capture file", "The capture cannot be written: %s"));
    }
  return TRUE;
}

/* The bytes go into the file first, so that whoever reads a packet finds it there. After an error in writing nothing more is
 * taken: what would follow a gap could not be read. */
gboolean
capture_store_append (CaptureStore *self, const guint8 *bytes, gsize n_bytes, GError **error)
{
  gsize n_written = 0;
  gboolean good;

  if (self->failure == NULL)
    {
      write_bytes (self, bytes, n_bytes, &n_written, &self->failure);
      good = feed (self, bytes, n_written, self->failure == NULL ? error : NULL);
      if (self->failure == NULL)
        return good;
    }
  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

/* No more bytes come. */
gboolean
capture_store_finish (CaptureStore *self, GError **error)
{
  g_clear_pointer (&self->buffer, g_free);
  return capture_reader_finish (self->reader, error);
}

guint
capture_store_get_n_packets (CaptureStore *self)
{
  return capture_index_get_n_packets (&self->index);
}

/* Read or written so far. */
guint64
capture_store_get_n_bytes (CaptureStore *self)
{
  guint64 n_bytes;

  g_mutex_lock (&self->mutex);
  n_bytes = self->n_bytes;
  g_mutex_unlock (&self->mutex);
  return n_bytes;
}

guint
capture_store_get_n_interfaces (CaptureStore *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->interfaces->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

/* Another number whenever an interface came, or its state or figures changed. */
guint64
capture_store_get_generation (CaptureStore *self)
{
  guint64 generation;

  g_mutex_lock (&self->mutex);
  generation = self->generation;
  g_mutex_unlock (&self->mutex);
  return generation;
}

/* Packets of all interfaces, without a copy of any: it is asked often, and a hostile file has many. */
void
capture_store_count_lost (CaptureStore *self, guint64 *by_kernel, guint64 *by_us)
{
  g_mutex_lock (&self->mutex);
  capture_interface_count_lost ((const CaptureInterface *) (gpointer) self->interfaces->data,
                                self->interfaces->len, by_kernel, by_us);
  g_mutex_unlock (&self->mutex);
}

/* FALSE: there is none of that number. */
gboolean
capture_store_get_interface (CaptureStore *self, guint index, CaptureInterface *copy)
{
  gboolean known;

  g_mutex_lock (&self->mutex);
  known = index < self->interfaces->len;
  if (known)
    capture_interface_copy (copy, &g_array_index (self->interfaces, CaptureInterface, index));
  g_mutex_unlock (&self->mutex);
  return known;
}

/* Of the first packet that has one; PACKET_NO_TIME: none has. */
gint64
capture_store_get_first_time_ns (CaptureStore *self)
{
  gint64 time_ns;

  g_mutex_lock (&self->mutex);
  time_ns = self->first_time_ns;
  g_mutex_unlock (&self->mutex);
  return time_ns;
}

CaptureIndex *
capture_store_get_index (CaptureStore *self)
{
  return &self->index;
}

/* What the index keeps of a TCP segment, and what its numbers count from. */
void
capture_store_get_mark (CaptureStore *self, const CaptureIndexEntry *entry, TcpMark *mark)
{
  *mark = (TcpMark) { .marks = entry->marks };
  tcp_flows_get_base (self->flows, entry->flow, mark);
}

void
capture_store_copy_contexts (CaptureStore *self, GArray *contexts)
{
  g_mutex_lock (&self->mutex);
  g_array_append_vals (contexts, &g_array_index (self->contexts, CaptureContext, contexts->len),
                       self->contexts->len - contexts->len);
  g_mutex_unlock (&self->mutex);
}
