/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Waits, and moves what comes to where it goes, until the end. Nothing here wakes up while nothing happens. */

#pragma once

#include "plugins/packets/capture/stream.h"

#define LOOP_NEVER UINT64_MAX
/* libpcap has two for each interface. */
#define SOURCE_MAX_FDS 512

typedef struct Loop Loop;
typedef struct Source Source;

/* Where frames come from: the packet ring, or libpcap. */
struct Source
{
  const int *fds; /* that are ready when there are frames; -1: none any more */
  unsigned n_fds;
  uint64_t delay_ns; /* how long a frame may be on its way through it */
  uint64_t due_ns;   /* CLOCK_MONOTONIC: to be read then without being ready; LOOP_NEVER: no need */

  /* Gives loop_take() what has come, until that refuses; with ALL what it holds back for order's sake as well. */
  void (*read) (Source *self, Loop *loop, bool all);
  uint64_t (*take_drops) (Source *self);
  /* Other interfaces are chosen. 0, or an errno. */
  int (*choose) (Source *self, const Options *options, const int *ifindexes, unsigned n_ifindexes);
};

/* When what is to be done next; CLOCK_MONOTONIC. */
struct Loop
{
  const Options *options; /* borrowed, as all here */
  Stream *stream;
  Source *source;
  int links_fd;

  uint64_t statistics_ns;
  uint64_t told_ns;   /* the last ones */
  uint64_t stop_ns;   /* the duration's end */
  uint64_t end_ns;    /* the source has given what came before the stop */
  uint64_t cutoff_ns; /* no later frame counts; CLOCK_REALTIME as theirs */
  bool over;
  bool asked; /* what interfaces have come, in this round */
};

/* Tells the source what interfaces are chosen now. 0, or an errno. */
int loop_choose (Loop *self);

/* Whether more is wanted. */
bool loop_take (Loop *self, const Frame *frame);

/* Signals end the loop from here on, not the program. */
void loop_prepare_signals (void);

/* Until a signal, the end that the options say, or the reader's. */
void loop_run (Loop *self);
