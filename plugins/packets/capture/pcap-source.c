/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include <pcap/pcap.h>

#include "plugins/packets/capture/clock.h"
#include "plugins/packets/capture/filter.h"
#include "plugins/packets/capture/merge.h"
#include "plugins/packets/capture/pcap-source.h"
#include "plugins/packets/format/pcapng-flags.h"

/* How often an interface that is down is asked whether it is up again: libpcap has no other way. */
#define DOWN_NS (100 * CLOCK_MS)
/* Frames of one handle at a time, so that a busy one does not keep the others waiting. */
#define BATCH 1024

_Static_assert (MERGE_MAX_ORIGINS == SOURCE_MAX_FDS, "each handle is an origin");

/* A handle's part of the ring is no smaller: two of the largest frames. */
#define MIN_BUFFER_BYTES (512u * 1024)

typedef struct
{
  pcap_t *pcap;
  PcapSource *source;
  const Program *program; /* (nullable) borrowed */
  uint32_t flags;
  int ifindex;
} Handle;

struct PcapSource
{
  Source source;
  Handle handles[SOURCE_MAX_FDS];
  int fds[SOURCE_MAX_FDS];
  unsigned n_handles;
  unsigned buffer_bytes; /* of each */
  Merge *merge;
  Loop *loop; /* borrowed, while reading */
  uint64_t window_ns;
  uint64_t drops;
};

Source *
pcap_source_get_source (PcapSource *self)
{
  return &self->source;
}

static bool
give_frame (const MergedFrame *merged, void *data)
{
  PcapSource *self = data;
  const Handle *handle = &self->handles[merged->origin];
  const Frame frame = { .rest = merged->bytes,
                        .n_rest = merged->n_bytes,
                        .original_bytes = merged->original_bytes,
                        .time_ns = merged->time_ns,
                        .ifindex = handle->ifindex,
                        .flags = handle->flags };

  return loop_take (self->loop, &frame);
}

static void
on_frame (u_char *user, const struct pcap_pkthdr *header, const u_char *bytes)
{
  const Handle *handle = (const Handle *) user;
  PcapSource *self = handle->source;
  const MergedFrame frame
      = { .time_ns = (uint64_t) header->ts.tv_sec * CLOCK_S
                     + (uint64_t) header->ts.tv_usec, /* nanoseconds, as asked */
          .bytes = bytes,
          .n_bytes = header->caplen,
          .original_bytes = header->len,
          .origin = (uint32_t) (handle - self->handles) };

  if (!filter_run (handle->program, bytes, header->caplen, header->len)
      || merge_add (self->merge, &frame))
    return;
  /* More than can wait: rather a little out of order than lost. */
  merge_give (self->merge, UINT64_MAX, give_frame, self);
  merge_add (self->merge, &frame);
}

/* DEADLINE: none, or when it wants to be asked again. */
static uint64_t
read_handle (PcapSource *self, unsigned i)
{
  Handle *handle = &self->handles[i];
  int n;

  if (self->fds[i] < 0)
    return LOOP_NEVER;
  do
    n = pcap_dispatch (handle->pcap, BATCH, on_frame, (u_char *) handle);
  while (n == BATCH && !self->loop->over);
  if (n < 0)
    self->fds[i] = -1; /* gone; closing it now would take rights that are given up */
  return n >= 0 && pcap_get_required_select_timeout (handle->pcap) != NULL
             ? clock_now_ns () + DOWN_NS
             : LOOP_NEVER;
}

/* Nothing comes from the future: the clock was set back, and what waits would do so until it is there again. */
static uint64_t
choose_until_ns (const PcapSource *self, bool all)
{
  const uint64_t now_ns = clock_real_ns ();

  return all || merge_get_latest_ns (self->merge) > now_ns ? UINT64_MAX : now_ns - self->window_ns;
}

static void
pcap_source_read (Source *source, Loop *loop, bool all)
{
  PcapSource *self = (PcapSource *) source;
  uint64_t due_ns = LOOP_NEVER;

  self->loop = loop;
  for (unsigned i = 0; i < self->n_handles && !loop->over; i++)
    {
      const uint64_t again_ns = read_handle (self, i);

      due_ns = again_ns < due_ns ? again_ns : due_ns;
    }
  merge_give (self->merge, choose_until_ns (self, all), give_frame, self);
  if (merge_get_n_waiting (self->merge) > 0 && clock_now_ns () + self->window_ns < due_ns)
    due_ns = clock_now_ns () + self->window_ns;
  source->due_ns = due_ns;
}

static uint64_t
pcap_source_take_drops (Source *source)
{
  PcapSource *self = (PcapSource *) source;
  const uint64_t before = self->drops;
  struct pcap_stat statistics;

  self->drops = 0;
  for (unsigned i = 0; i < self->n_handles; i++)
    if (pcap_stats (self->handles[i].pcap, &statistics) == 0)
      self->drops += statistics.ps_drop;
  return self->drops > before ? self->drops - before : 0;
}

/* What the handles see was settled when they were opened. */
static int
pcap_source_choose (Source *, const Options *, const int *, unsigned)
{
  return 0;
}

static bool
prepare (pcap_t *pcap, const Options *options, unsigned buffer_bytes, bool promiscuous)
{
  return pcap_set_snaplen (pcap, (int) options->snap_bytes) == 0
         && pcap_set_promisc (pcap, promiscuous) == 0
         && pcap_set_timeout (pcap, (int) options->retire_ms) == 0
         && pcap_set_buffer_size (pcap, (int) buffer_bytes) == 0
         && pcap_set_tstamp_precision (pcap, PCAP_TSTAMP_PRECISION_NANO) == 0
         && pcap_activate (pcap) >= 0;
}

static pcap_t *
open_handle (const Interface *interface,
             const Options *options,
             unsigned buffer_bytes,
             pcap_direction_t direction,
             char *complaint,
             size_t n)
{
  char error[PCAP_ERRBUF_SIZE] = "";
  pcap_t *pcap = pcap_create (interface->link.name, error);
  const bool promiscuous = options->promiscuous && !interface_is_bridge (interface);

  if (pcap != NULL && prepare (pcap, options, buffer_bytes, promiscuous)
      && pcap_setdirection (pcap, direction) == 0 && pcap_setnonblock (pcap, 1, error) == 0)
    return pcap;
  snprintf (complaint, n, "%s: %s", interface->link.name,
            pcap != NULL && error[0] == '\0' ? pcap_geterr (pcap) : error);
  if (pcap != NULL)
    pcap_close (pcap);
  return NULL;
}

/* Where files say LINKTYPE_, libpcap has another number for a few. */
static uint16_t
link_type_of (pcap_t *pcap)
{
  const int type = pcap_datalink (pcap);

  return type == DLT_RAW ? LINK_TYPE_RAW : (uint16_t) type;
}

static bool
add_handle (PcapSource *self,
            Interface *interface,
            const Options *options,
            bool outbound,
            char *complaint,
            size_t n)
{
  Handle *handle = &self->handles[self->n_handles];

  if (self->n_handles == SOURCE_MAX_FDS)
    {
      snprintf (complaint, n, "more interfaces than libpcap is used for");
      return false;
    }
  *handle = (Handle) { .pcap = open_handle (interface, options, self->buffer_bytes,
                                            outbound ? PCAP_D_OUT : PCAP_D_IN, complaint, n),
                       .source = self,
                       .flags = outbound ? PACKET_FLAGS_OUTBOUND : PACKET_FLAGS_INBOUND,
                       .ifindex = interface->link.ifindex };
  if (handle->pcap == NULL)
    return false;
  self->fds[self->n_handles] = pcap_get_selectable_fd (handle->pcap);
  /* Not a packet socket: libpcap has a meaning of its own for some names. */
  if (self->fds[self->n_handles] < 0)
    {
      snprintf (complaint, n, "%s: libpcap has no descriptor for it", interface->link.name);
      return false;
    }
  self->n_handles++;
  interface->link_type = link_type_of (handle->pcap);
  /* It has headers of its own for what we cook, and the program is for ours. */
  if (interface->judged && interface->link_type != LINK_TYPE_LINUX_SLL2)
    interface->program = filter_get_nothing ();
  handle->program = interface->program;
  return true;
}

/* The ring is shared out: a hundred interfaces are no reason to take the machine's memory. */
static unsigned
choose_buffer_bytes (const Options *options, unsigned n_interfaces)
{
  const unsigned bytes = options->ring_mib * 1024 * 1024 / (2 * n_interfaces);

  return bytes > MIN_BUFFER_BYTES ? bytes : MIN_BUFFER_BYTES;
}

/* Of those that are bridges, or of all others. */
static bool
add_handles (PcapSource *self,
             Interfaces *interfaces,
             bool bridges,
             const Options *options,
             char *complaint,
             size_t n)
{
  for (unsigned i = 0; i < interfaces->n_entries; i++)
    for (int outbound = 0; outbound < 2; outbound++)
      if (interface_is_bridge (&interfaces->entries[i]) == bridges
          && !add_handle (self, &interfaces->entries[i], options, outbound, complaint, n))
        return false;
  return true;
}

PcapSource *
pcap_source_new (Stream *stream, const Options *options, char *complaint, size_t complaint_bytes)
{
  PcapSource *self = calloc (1, sizeof *self);

  snprintf (complaint, complaint_bytes, "no memory");
  if (self == NULL || (self->merge = merge_new ()) == NULL)
    return NULL;
  self->buffer_bytes = choose_buffer_bytes (options, stream->interfaces.n_entries);
  self->window_ns = options->retire_ms * CLOCK_MS * 3 / 2;
  /* A frame has the same time on a bridge as on the port by which it came, where it was before. */
  if (!add_handles (self, &stream->interfaces, false, options, complaint, complaint_bytes)
      || !add_handles (self, &stream->interfaces, true, options, complaint, complaint_bytes))
    return NULL;
  self->source = (Source) { .fds = self->fds,
                            .n_fds = self->n_handles,
                            .delay_ns = 2 * self->window_ns + 5 * CLOCK_MS,
                            .due_ns = LOOP_NEVER,
                            .read = pcap_source_read,
                            .take_drops = pcap_source_take_drops,
                            .choose = pcap_source_choose };
  return self;
}
