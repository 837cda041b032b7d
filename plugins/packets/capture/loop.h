/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Waits, and moves what comes to where it goes, until the end. Nothing here wakes up while nothing happens. */

#pragma once

#include "plugins/packets/capture/filter.h"
#include "plugins/packets/capture/ring.h"
#include "plugins/packets/capture/stream.h"

typedef struct
{
  const Options *options; /* borrowed */
  Stream *stream;         /* borrowed */
  Ring *ring;             /* borrowed */
  Filter *filter;         /* borrowed; a buffer */
  int links_fd;
} Loop;

/* Chooses by the interfaces that are there now. 0, or an errno; E2BIG: more than a program takes. */
int loop_select_interfaces (const Loop *self);

/* Signals end the loop from here on, not the program. */
void loop_prepare_signals (void);

/* Until a signal, the end that the options say, or the reader's. */
void loop_run (const Loop *self);
