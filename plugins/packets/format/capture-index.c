/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/format/capture-index.h"

G_STATIC_ASSERT (sizeof (CaptureIndexEntry) == 16);

void
capture_index_clear (CaptureIndex *self)
{
  for (guint i = 0; i < CAPTURE_INDEX_MAX_SEGMENTS && self->segments[i] != NULL; i++)
    g_clear_pointer (&self->segments[i], g_free);
}

gboolean
capture_index_add (CaptureIndex *self, const CaptureIndexEntry *entry)
{
  const guint segment = self->n_added / CAPTURE_INDEX_SEGMENT_PACKETS;

  if (segment >= CAPTURE_INDEX_MAX_SEGMENTS)
    return FALSE;
  if (self->segments[segment] == NULL)
    self->segments[segment] = g_try_new (CaptureIndexEntry, CAPTURE_INDEX_SEGMENT_PACKETS);
  if (self->segments[segment] == NULL)
    return FALSE;
  self->segments[segment][self->n_added % CAPTURE_INDEX_SEGMENT_PACKETS] = *entry;
  self->n_added++;
  return TRUE;
}

/* What was added is there for whoever sees the new count. */
void
capture_index_publish (CaptureIndex *self)
{
  g_atomic_int_set (&self->n_published, self->n_added);
}

guint
capture_index_get_n_packets (CaptureIndex *self)
{
  return g_atomic_int_get (&self->n_published);
}

const CaptureIndexEntry *
capture_index_get (CaptureIndex *self, guint index)
{
  return &self->segments[index / CAPTURE_INDEX_SEGMENT_PACKETS]
                        [index % CAPTURE_INDEX_SEGMENT_PACKETS];
}
