/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>

#include "plugins/packets/capture/clock.h"
#include "plugins/packets/capture/ring-source.h"

/* How much later than asked for the kernel's timer may hand over a block, on a machine that has much to do. */
#define MAX_LATE_MS 50

static bool
read_block (Loop *loop, const struct tpacket_hdr_v1 *block)
{
  const struct tpacket3_hdr *header = ring_first_frame (block);
  Frame frame;

  for (uint32_t i = 0; i < block->num_pkts; i++)
    {
      const struct tpacket3_hdr *next
          = (const void *) ((const uint8_t *) header + header->tp_next_offset);

      /* Another processor has it; to get it takes as long as all the rest. */
      __builtin_prefetch (next);
      __builtin_prefetch ((const uint8_t *) next + 64);
      __builtin_prefetch ((const uint8_t *) next + 128);
      frame_read (&frame, header);
      if (!loop_take (loop, &frame))
        return false;
      header = next;
    }
  return true;
}

static void
ring_source_read (Source *source, Loop *loop, bool)
{
  RingSource *self = (RingSource *) source;
  const struct tpacket_hdr_v1 *block;
  bool more = !loop->over;

  /* As many as there are at most, so that a flood keeps nothing else waiting. */
  for (unsigned i = 0; i < self->ring.n_blocks && more; i++)
    {
      block = ring_get_block (&self->ring);
      if (block == NULL)
        return;
      if (block->block_status & TP_STATUS_LOSING)
        stream_count_drops (loop->stream, ring_take_drops (&self->ring));
      more = read_block (loop, block);
      ring_release_block (&self->ring);
      output_flush (&loop->stream->output);
    }
}

static uint64_t
ring_source_take_drops (Source *source)
{
  return ring_take_drops (&((RingSource *) source)->ring);
}

static int
ring_source_choose (Source *source,
                    const Options *options,
                    const int *ifindexes,
                    unsigned n_ifindexes)
{
  RingSource *self = (RingSource *) source;

  if (!filter_assemble (&self->filter, options, ifindexes, n_ifindexes))
    return E2BIG;
  return filter_attach (&self->filter, self->ring.fd);
}

void
ring_source_init (RingSource *self, unsigned retire_ms)
{
  self->source = (Source) { .fds = &self->ring.fd,
                            .n_fds = 1,
                            /* A block that is not full is looked at twice before it is given, by a
                             * timer that may be late. */
                            .delay_ns = (2 * retire_ms + MAX_LATE_MS) * CLOCK_MS,
                            .due_ns = LOOP_NEVER,
                            .read = ring_source_read,
                            .take_drops = ring_source_take_drops,
                            .choose = ring_source_choose };
}
