/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Frames from the packet ring, which has them in the order in which they came. */

#pragma once

#include "plugins/packets/capture/filter.h"
#include "plugins/packets/capture/loop.h"
#include "plugins/packets/capture/ring.h"

typedef struct
{
  Source source;
  Ring ring;
  Filter filter;
} RingSource;

void ring_source_init (RingSource *self, unsigned retire_ms);
