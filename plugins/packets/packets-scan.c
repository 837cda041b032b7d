/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/packets-scan.h"

/* How many packets go by before it is asked whether anybody still wants to know. */
#define PACKETS_PER_QUESTION 256u

/* One filter going through one capture from its first packet to its last, a chunk at a time, in a worker. Only one chunk
 * at a time may be under way. */
struct _PacketsScan
{
  gatomicrefcount n_references;
  CaptureStore *store;
  FieldFilter *filter;

  /* The worker's. */
  CaptureCursor *cursor;
  Dissection dissection;
  GPtrArray *interfaces; /* names by index, as far as there were packets of them */
};

/* What one chunk is about. */
typedef struct
{
  PacketsScan *scan;
  guint begin;
  guint n_packets;
} Chunk;

PacketsScan *
packets_scan_new (CaptureStore *store, FieldFilter *filter)
{
  PacketsScan *self = g_new0 (PacketsScan, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->store = capture_store_ref (store);
  self->filter = field_filter_ref (filter);
  self->cursor = capture_cursor_new (store);
  self->interfaces = g_ptr_array_new_with_free_func (g_free);
  dissection_init (&self->dissection);
  return self;
}

static PacketsScan *
packets_scan_ref (PacketsScan *self)
{
  g_atomic_ref_count_inc (&self->n_references);
  return self;
}

void
packets_scan_unref (PacketsScan *self)
{
  if (!g_atomic_ref_count_dec (&self->n_references))
    return;
  capture_cursor_free (self->cursor);
  field_filter_unref (self->filter);
  capture_store_unref (self->store);
  g_ptr_array_unref (self->interfaces);
  g_free (self);
}

static void
chunk_free (Chunk *self)
{
  packets_scan_unref (self->scan);
  g_free (self);
}

static const char *
get_interface (PacketsScan *self, guint index)
{
  while (self->interfaces->len <= index)
    {
      g_auto (CaptureInterface) copy = { 0 };

      if (!capture_store_get_interface (self->store, self->interfaces->len, &copy))
        return "";
      g_ptr_array_add (self->interfaces,
                       capture_interface_dup_label (&copy, self->interfaces->len));
    }
  return g_ptr_array_index (self->interfaces, index);
}

/* A packet that cannot be read (any more) matches nothing. */
static gboolean
matches (PacketsScan *self, guint index)
{
  const char *interface;
  FieldVerdict verdict;
  Packet packet;

  if (!capture_cursor_read (self->cursor, index, &packet, &self->dissection.tcp, NULL))
    return FALSE;
  interface = get_interface (self, packet.interface);
  verdict = field_filter_presume (self->filter, &packet, interface);
  if (verdict != FIELD_VERDICT_UNKNOWN)
    return verdict == FIELD_VERDICT_YES;
  dissect_packet (&self->dissection, &packet);
  return field_filter_match (self->filter, &packet, &self->dissection, interface);
}

static void
scan_chunk (GTask *task,
            G_GNUC_UNUSED gpointer source_object,
            gpointer task_data,
            GCancellable *cancellable)
{
  const Chunk *chunk = task_data;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < chunk->n_packets; i++)
    {
      const guint32 index = chunk->begin + i;

      if (i % PACKETS_PER_QUESTION == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      if (matches (chunk->scan, index))
        g_array_append_val (found, index);
    }
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_array_unref);
}

/* Looks at N_PACKETS from BEGIN on, all of which are there. */
void
packets_scan_async (PacketsScan *self,
                    guint begin,
                    guint n_packets,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Chunk *chunk = g_new (Chunk, 1);

  chunk->scan = packets_scan_ref (self);
  chunk->begin = begin;
  chunk->n_packets = n_packets;
  g_task_set_source_tag (task, packets_scan_async);
  g_task_set_task_data (task, chunk, (GDestroyNotify) chunk_free);
  g_task_run_in_thread (task, scan_chunk);
}

/* Returns: (nullable) (transfer full): the numbers of those that match, and in END where to go on; %NULL: cancelled. */
GArray *
packets_scan_finish (GAsyncResult *result, guint *end)
{
  const Chunk *chunk = g_task_get_task_data (G_TASK (result));

  *end = chunk->begin + chunk->n_packets;
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
