/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <stdint.h>
#include <time.h>

#define CLOCK_MS ((uint64_t) 1000000)
#define CLOCK_S ((uint64_t) 1000000000)

static inline uint64_t
clock_read_ns (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (uint64_t) now.tv_sec * CLOCK_S + (uint64_t) now.tv_nsec;
}

/* For deadlines. */
static inline uint64_t
clock_now_ns (void)
{
  return clock_read_ns (CLOCK_MONOTONIC);
}

/* For what stands in the stream, as the frames' own. */
static inline uint64_t
clock_real_ns (void)
{
  return clock_read_ns (CLOCK_REALTIME);
}
