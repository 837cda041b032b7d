/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What is captured, as it goes into the output: interfaces, frames, statistics. It neither waits nor knows where frames come
 * from. */

#pragma once

#include "plugins/packets/capture/fingerprint.h"
#include "plugins/packets/capture/interfaces.h"

typedef struct
{
  const Options *options;
  Output output;
  Interfaces interfaces;
  Fingerprints fingerprints;
  uint64_t n_sent;
  uint64_t drops; /* of the whole ring */
  bool begun;     /* interfaces are described as they come */
  bool changed;   /* something that statistics tell */
  bool hurries;   /* an interface's state is among it */
  bool reselect;  /* other interfaces are chosen than before */
} Stream;

/* 0, or an errno. */
int stream_init (Stream *self, const Options *options, int fd);

/* What interfaces there are is known, and what each carries. */
void stream_begin (Stream *self);

/* A LinkFunc. */
void stream_on_link (const Link *link, void *stream);

/* The ifindexes of what is chosen and there. How many. */
unsigned stream_get_ifindexes (const Stream *self, int ifindexes[INTERFACES_MAX]);

/* Whether the frame's interface is known. */
bool stream_take (Stream *self, const Frame *frame);
void stream_count_drops (Stream *self, uint64_t n);

/* Of what changed, or of all. */
void stream_tell_statistics (Stream *self, bool all);
