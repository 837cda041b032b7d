/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "plugins/packets/capture/clock.h"
#include "plugins/packets/capture/loop.h"

#define NEVER UINT64_MAX
#define STATISTICS_NS CLOCK_S
/* For a reader that does not read, at the end. */
#define LAST_FLUSH_NS (2 * CLOCK_S)

/* When what is to be done next; CLOCK_MONOTONIC, NEVER where there is nothing. */
typedef struct
{
  uint64_t statistics_ns;
  uint64_t told_ns;   /* the last ones */
  uint64_t stop_ns;   /* no later frame counts; at first the duration's end */
  uint64_t end_ns;    /* the ring has given what came before stop_ns */
  uint64_t cutoff_ns; /* stop_ns as frames tell time */
  bool over;
} Agenda;

static volatile sig_atomic_t stop_signalled;

static void
on_signal (int)
{
  stop_signalled = 1;
}

static sigset_t
stop_signals (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  return set;
}

void
loop_prepare_signals (void)
{
  const struct sigaction stop = { .sa_handler = on_signal };
  const struct sigaction ignore = { .sa_handler = SIG_IGN };
  const sigset_t set = stop_signals ();

  sigaction (SIGINT, &stop, NULL);
  sigaction (SIGTERM, &stop, NULL);
  sigaction (SIGHUP, &stop, NULL);
  sigaction (SIGPIPE, &ignore, NULL);
  sigprocmask (SIG_BLOCK, &set, NULL);
}

/* poll() lets a signal in only while it waits, which under load it never does. */
static bool
is_stop_signalled (void)
{
  sigset_t pending;

  return stop_signalled
         || (sigpending (&pending) == 0
             && (sigismember (&pending, SIGINT) || sigismember (&pending, SIGTERM)
                 || sigismember (&pending, SIGHUP)));
}

int
loop_select_interfaces (const Loop *self)
{
  static int ifindexes[INTERFACES_MAX];
  const unsigned n = stream_get_ifindexes (self->stream, ifindexes);

  self->stream->reselect = false;
  if (!filter_assemble (self->filter, self->options, ifindexes, n))
    return E2BIG;
  return filter_attach (self->filter, self->ring->fd);
}

static void
read_links (const Loop *self)
{
  links_read (self->links_fd, stream_on_link, self->stream);
  /* Refused, the old one stays: the others go on. */
  if (self->stream->reselect && !self->options->all)
    loop_select_interfaces (self);
}

static bool
is_enough (const Loop *self)
{
  return self->options->count != 0 && self->stream->n_sent >= self->options->count;
}

static void
read_block (const Loop *self, Agenda *agenda, const struct tpacket_hdr_v1 *block)
{
  const struct tpacket3_hdr *header = ring_first_frame (block);
  bool asked = false;
  Frame frame;

  for (uint32_t i = 0; i < block->num_pkts && !agenda->over; i++)
    {
      const struct tpacket3_hdr *next
          = (const void *) ((const uint8_t *) header + header->tp_next_offset);

      /* The processor that received it has it; that takes as long as all the rest. */
      __builtin_prefetch (next);
      __builtin_prefetch ((const uint8_t *) next + 64);
      __builtin_prefetch ((const uint8_t *) next + 128);
      frame_read (&frame, header);
      if (frame.time_ns > agenda->cutoff_ns)
        agenda->over = true;
      else if (!stream_take (self->stream, &frame) && !asked)
        {
          /* The kernel tells of an interface before its first frame comes. */
          asked = true;
          read_links (self);
          stream_take (self->stream, &frame);
        }
      agenda->over |= is_enough (self);
      header = next;
    }
}

static void
read_ring (const Loop *self, Agenda *agenda)
{
  const struct tpacket_hdr_v1 *block;

  /* As many as there are at most, so that a flood keeps nothing else waiting. */
  for (unsigned i = 0; i < self->ring->n_blocks && !agenda->over; i++)
    {
      block = ring_get_block (self->ring);
      if (block == NULL)
        return;
      if (block->block_status & TP_STATUS_LOSING)
        stream_count_drops (self->stream, ring_take_drops (self->ring));
      read_block (self, agenda, block);
      ring_release_block (self->ring);
      output_flush (&self->stream->output);
    }
}

static uint64_t
sooner (uint64_t a, uint64_t b)
{
  return a < b ? a : b;
}

static uint64_t
later (uint64_t a, uint64_t b)
{
  return a > b ? a : b;
}

/* How long a frame may be on its way through the ring. */
static uint64_t
ring_delay_ns (const Loop *self)
{
  return (2 * self->options->retire_ms + 5) * CLOCK_MS;
}

static void
plan_statistics (const Loop *self, Agenda *agenda, uint64_t now_ns)
{
  if (self->stream->changed)
    agenda->statistics_ns = sooner (agenda->statistics_ns, now_ns + STATISTICS_NS);
  /* Not before the last frames of an interface that is gone. */
  if (self->stream->hurries)
    agenda->statistics_ns = sooner (agenda->statistics_ns, later (agenda->told_ns + STATISTICS_NS,
                                                                  now_ns + ring_delay_ns (self)));
}

static void
tell_statistics (const Loop *self, Agenda *agenda, uint64_t now_ns)
{
  stream_count_drops (self->stream, ring_take_drops (self->ring));
  stream_tell_statistics (self->stream, false);
  agenda->statistics_ns = NEVER;
  agenda->told_ns = now_ns;
}

static void
do_what_is_due (const Loop *self, Agenda *agenda)
{
  const uint64_t now_ns = clock_now_ns ();

  if (agenda->end_ns == NEVER && (is_stop_signalled () || now_ns >= agenda->stop_ns))
    {
      agenda->stop_ns = NEVER;
      agenda->cutoff_ns = clock_real_ns ();
      agenda->end_ns = now_ns + ring_delay_ns (self);
    }
  if (now_ns >= agenda->statistics_ns)
    tell_statistics (self, agenda, now_ns);
  plan_statistics (self, agenda, now_ns);
  agenda->over |= now_ns >= agenda->end_ns;
}

/* NULL: without end. */
static const struct timespec *
time_left (uint64_t until_ns, struct timespec *left)
{
  const uint64_t now_ns = clock_now_ns ();
  const uint64_t ns = until_ns > now_ns ? until_ns - now_ns : 0;

  if (until_ns == NEVER)
    return NULL;
  *left = (struct timespec) { (time_t) (ns / CLOCK_S), (long) (ns % CLOCK_S) };
  return left;
}

/* A pipe says so when its reader is gone, with nothing to write as well. */
static struct pollfd
output_events (const Output *output)
{
  const short events = output->n_bytes > 0 ? POLLOUT : 0;

  return (struct pollfd) { output->waits ? -1 : output->fd, events, 0 };
}

static void
on_output_events (Output *output, short events)
{
  if (events & POLLERR)
    output->closed = true;
  if (events & POLLOUT)
    output_retry (output);
}

static void
wait_and_read (const Loop *self, Agenda *agenda)
{
  Output *output = &self->stream->output;
  const uint64_t until_ns
      = sooner (agenda->statistics_ns, sooner (agenda->stop_ns, agenda->end_ns));
  struct pollfd fds[]
      = { { self->ring->fd, POLLIN, 0 }, { self->links_fd, POLLIN, 0 }, output_events (output) };
  struct timespec left;
  sigset_t none;

  sigemptyset (&none);
  if (ppoll (fds, sizeof fds / sizeof fds[0], time_left (until_ns, &left), &none) <= 0)
    return;
  if (fds[0].revents != 0)
    read_ring (self, agenda);
  if (fds[1].revents != 0)
    read_links (self);
  on_output_events (output, fds[2].revents);
}

static void
flush_at_end (Output *output)
{
  const uint64_t until_ns = clock_now_ns () + LAST_FLUSH_NS;
  struct timespec left;

  while (!output_flush (output) && !output_is_over (output) && clock_now_ns () < until_ns)
    {
      struct pollfd fd = output_events (output);

      if (ppoll (&fd, 1, time_left (until_ns, &left), NULL) > 0)
        on_output_events (output, fd.revents);
    }
}

void
loop_run (const Loop *self)
{
  Output *output = &self->stream->output;
  Agenda agenda = { .statistics_ns = NEVER, .stop_ns = NEVER, .end_ns = NEVER, .cutoff_ns = NEVER };

  if (self->options->duration_s != 0)
    agenda.stop_ns = clock_now_ns () + self->options->duration_s * CLOCK_S;
  while (!agenda.over && !output_is_over (output))
    {
      do_what_is_due (self, &agenda);
      output_flush (output);
      if (!agenda.over)
        wait_and_read (self, &agenda);
    }
  stream_count_drops (self->stream, ring_take_drops (self->ring));
  stream_tell_statistics (self->stream, true);
  flush_at_end (output);
}
