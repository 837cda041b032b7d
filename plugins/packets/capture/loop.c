/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "plugins/packets/capture/clock.h"
#include "plugins/packets/capture/loop.h"

#define STATISTICS_NS CLOCK_S
/* For a reader that does not read, at the end. */
#define LAST_FLUSH_NS (2 * CLOCK_S)

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
loop_choose (Loop *self)
{
  static int ifindexes[INTERFACES_MAX];
  const unsigned n = stream_get_ifindexes (self->stream, ifindexes);

  self->stream->reselect = false;
  return self->source->choose (self->source, self->options, ifindexes, n);
}

static void
read_links (Loop *self)
{
  links_read (self->links_fd, stream_on_link, self->stream);
  /* Where all are chosen, one more changes nothing. Refused, the old choice stays: the others go on. */
  if (self->stream->reselect && !self->options->all)
    loop_choose (self);
}

/* The kernel tells of an interface before its first frame comes. */
static void
take_unknown (Loop *self, const Frame *frame)
{
  if (self->asked)
    return;
  self->asked = true;
  read_links (self);
  stream_take (self->stream, frame);
}

static bool
is_enough (const Loop *self)
{
  return self->options->count != 0 && self->stream->n_sent >= self->options->count;
}

bool
loop_take (Loop *self, const Frame *frame)
{
  const bool wanted = frame->time_ns <= self->cutoff_ns && !is_enough (self);

  if (wanted && !stream_take (self->stream, frame))
    take_unknown (self, frame);
  self->over |= !wanted || is_enough (self);
  return wanted;
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

static void
plan_statistics (Loop *self, uint64_t now_ns)
{
  if (self->stream->changed)
    self->statistics_ns = sooner (self->statistics_ns, now_ns + STATISTICS_NS);
  /* Not before the last frames of an interface that is gone. */
  if (self->stream->hurries)
    self->statistics_ns = sooner (self->statistics_ns, later (self->told_ns + STATISTICS_NS,
                                                              now_ns + self->source->delay_ns));
}

static void
tell_statistics (Loop *self, uint64_t now_ns)
{
  stream_count_drops (self->stream, self->source->take_drops (self->source));
  stream_tell_statistics (self->stream, false);
  self->statistics_ns = LOOP_NEVER;
  self->told_ns = now_ns;
}

static void
do_what_is_due (Loop *self)
{
  const uint64_t now_ns = clock_now_ns ();

  if (self->end_ns == LOOP_NEVER && (is_stop_signalled () || now_ns >= self->stop_ns))
    {
      self->stop_ns = LOOP_NEVER;
      self->cutoff_ns = clock_real_ns ();
      self->end_ns = now_ns + self->source->delay_ns;
    }
  if (now_ns >= self->statistics_ns)
    tell_statistics (self, now_ns);
  plan_statistics (self, now_ns);
  self->over |= now_ns >= self->end_ns;
}

/* NULL: without end. */
static const struct timespec *
time_left (uint64_t until_ns, struct timespec *left)
{
  const uint64_t now_ns = clock_now_ns ();
  const uint64_t ns = until_ns > now_ns ? until_ns - now_ns : 0;

  if (until_ns == LOOP_NEVER)
    return NULL;
  *left = (struct timespec) { (time_t) (ns / CLOCK_S), (long) (ns % CLOCK_S) };
  return left;
}

/* A pipe says so when its reader is gone, with nothing to write as well; a socket says that it is hung up, and would not stop
 * saying it. */
static struct pollfd
output_events (const Output *output)
{
  const short events = output->n_bytes > 0 ? POLLOUT : 0;

  return (struct pollfd) { output->waits ? -1 : output->fd, events, 0 };
}

static void
on_output_events (Output *output, short events)
{
  if (events & (POLLERR | POLLHUP))
    output->closed = true;
  if (events & POLLOUT)
    output_retry (output);
}

static uint64_t
next_ns (const Loop *self)
{
  return sooner (sooner (self->statistics_ns, self->source->due_ns),
                 sooner (self->stop_ns, self->end_ns));
}

static bool
is_any_ready (const struct pollfd *fds, unsigned n_fds)
{
  for (unsigned i = 0; i < n_fds; i++)
    if (fds[i].revents != 0)
      return true;
  return false;
}

static void
wait_and_read (Loop *self)
{
  static struct pollfd fds[SOURCE_MAX_FDS + 2];
  const unsigned n = self->source->n_fds;
  Output *output = &self->stream->output;
  struct timespec left;
  sigset_t none;

  for (unsigned i = 0; i < n; i++)
    fds[i] = (struct pollfd) { self->source->fds[i], POLLIN, 0 };
  fds[n] = (struct pollfd) { self->links_fd, POLLIN, 0 };
  fds[n + 1] = output_events (output);
  sigemptyset (&none);
  if (ppoll (fds, n + 2, time_left (next_ns (self), &left), &none) < 0)
    return;
  on_output_events (output, fds[n + 1].revents);
  self->asked = false;
  if (is_any_ready (fds, n) || clock_now_ns () >= self->source->due_ns)
    self->source->read (self->source, self, false);
  if (fds[n].revents != 0)
    read_links (self);
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
loop_run (Loop *self)
{
  Output *output = &self->stream->output;

  self->statistics_ns = self->stop_ns = self->end_ns = self->cutoff_ns = LOOP_NEVER;
  if (self->options->duration_s != 0)
    self->stop_ns = clock_now_ns () + self->options->duration_s * CLOCK_S;
  while (!self->over && !output_is_over (output))
    {
      do_what_is_due (self);
      output_flush (output);
      if (!self->over)
        wait_and_read (self);
    }
  self->source->read (self->source, self, true);
  stream_count_drops (self->stream, self->source->take_drops (self->source));
  stream_tell_statistics (self->stream, true);
  flush_at_end (output);
}
