/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "plugins/packets/capture/merge.h"

/* 100,000 packets/s in two windows of some 30 ms. */
#define MAX_FRAMES 8192
#define MAX_BYTES ((size_t) 4 * 1024 * 1024)

typedef struct
{
  MergedFrame frame;
  uint64_t order_ns; /* its time, but not before that of the one before it in its origin */
  size_t offset;     /* of its bytes */
  uint32_t serial;
} Waiting;

struct Merge
{
  Waiting waiting[MAX_FRAMES];
  size_t n_waiting;
  uint8_t *bytes; /* of all */
  uint8_t *spare; /* where those go that wait on */
  size_t n_bytes;
  uint64_t latest_ns[MERGE_MAX_ORIGINS]; /* of what waits, by origin; 0: nothing */
};

Merge *
merge_new (void)
{
  Merge *self = calloc (1, sizeof *self);

  if (self == NULL)
    return NULL;
  self->bytes = malloc (MAX_BYTES);
  self->spare = malloc (MAX_BYTES);
  if (self->bytes != NULL && self->spare != NULL)
    return self;
  merge_free (self);
  return NULL;
}

void
merge_free (Merge *self)
{
  free (self->bytes);
  free (self->spare);
  free (self);
}

static void
append (Merge *self, const MergedFrame *frame)
{
  uint64_t *latest_ns = &self->latest_ns[frame->origin];

  if (*latest_ns < frame->time_ns)
    *latest_ns = frame->time_ns;
  self->waiting[self->n_waiting]
      = (Waiting) { *frame, *latest_ns, self->n_bytes, (uint32_t) self->n_waiting };
  memcpy (self->bytes + self->n_bytes, frame->bytes, frame->n_bytes);
  self->n_bytes += frame->n_bytes;
  self->n_waiting++;
}

bool
merge_add (Merge *self, const MergedFrame *frame)
{
  if (frame->origin >= MERGE_MAX_ORIGINS || self->n_waiting == MAX_FRAMES
      || frame->n_bytes > MAX_BYTES - self->n_bytes)
    return false;
  append (self, frame);
  return true;
}

static int
compare (const void *a, const void *b)
{
  const Waiting *first = a, *second = b;

  if (first->order_ns != second->order_ns)
    return first->order_ns < second->order_ns ? -1 : 1;
  if (first->frame.origin != second->frame.origin)
    return first->frame.origin < second->frame.origin ? -1 : 1;
  return first->serial < second->serial ? -1 : 1;
}

/* Heap sort: qsort() allocates. */
static void
sift (Waiting *heap, size_t root, size_t n)
{
  for (size_t child; (child = 2 * root + 1) < n; root = child)
    {
      Waiting keep;

      if (child + 1 < n && compare (&heap[child], &heap[child + 1]) < 0)
        child++;
      if (compare (&heap[root], &heap[child]) >= 0)
        return;
      keep = heap[root];
      heap[root] = heap[child];
      heap[child] = keep;
    }
}

static void
sort (Waiting *waiting, size_t n)
{
  for (size_t i = n / 2; i-- > 0;)
    sift (waiting, i, n);
  for (size_t i = n; i-- > 1;)
    {
      const Waiting last = waiting[i];

      waiting[i] = waiting[0];
      waiting[0] = last;
      sift (waiting, 0, i);
    }
}

/* Those from FIRST on wait for longer. */
static void
keep_from (Merge *self, size_t first)
{
  const size_t n = self->n_waiting;
  uint8_t *before = self->bytes;

  self->bytes = self->spare;
  self->spare = before;
  self->n_bytes = 0;
  self->n_waiting = 0;
  memset (self->latest_ns, 0, sizeof self->latest_ns);
  for (size_t i = first; i < n; i++)
    {
      MergedFrame frame = self->waiting[i].frame;

      frame.bytes = before + self->waiting[i].offset;
      append (self, &frame);
    }
}

void
merge_give (Merge *self,
            uint64_t until_ns,
            bool (*func) (const MergedFrame *frame, void *data),
            void *data)
{
  bool more = true;
  size_t i;

  sort (self->waiting, self->n_waiting);
  for (i = 0; i < self->n_waiting && self->waiting[i].order_ns <= until_ns && more; i++)
    {
      MergedFrame *frame = &self->waiting[i].frame;

      frame->bytes = self->bytes + self->waiting[i].offset;
      more = func (frame, data);
    }
  keep_from (self, i);
}

size_t
merge_get_n_waiting (const Merge *self)
{
  return self->n_waiting;
}

uint64_t
merge_get_latest_ns (const Merge *self)
{
  uint64_t latest_ns = 0;

  for (size_t i = 0; i < self->n_waiting; i++)
    if (self->waiting[i].order_ns > latest_ns)
      latest_ns = self->waiting[i].order_ns;
  return latest_ns;
}
