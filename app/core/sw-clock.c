/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <time.h>

#include "core/sw-clock.h"

#define N_READINGS 3
#define TREMBLE_US 1000

G_DEFINE_TYPE (SwClock, sw_clock, G_TYPE_OBJECT)

static gint64
read_clock_us (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return now.tv_sec * SW_SECOND_US + now.tv_nsec / 1000;
}

static gint64
sw_clock_real_monotonic_us (G_GNUC_UNUSED SwClock *self)
{
  return read_clock_us (CLOCK_MONOTONIC);
}

static gint64
sw_clock_real_boottime_us (G_GNUC_UNUSED SwClock *self)
{
  return read_clock_us (CLOCK_BOOTTIME);
}

static gint64
sw_clock_real_busy_ns (G_GNUC_UNUSED SwClock *self)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
sw_clock_class_init (SwClockClass *klass)
{
  klass->monotonic_us = sw_clock_real_monotonic_us;
  klass->boottime_us = sw_clock_real_boottime_us;
  klass->busy_ns = sw_clock_real_busy_ns;
}

static void
sw_clock_init (G_GNUC_UNUSED SwClock *self)
{
}

/**
 * sw_clock_new:
 *
 * Returns: (transfer full): the system's clocks
 */
SwClock *
sw_clock_new (void)
{
  return g_object_new (SW_TYPE_CLOCK, NULL);
}

/**
 * sw_clock_get_monotonic_us:
 * @self: a clock
 *
 * Returns: CLOCK_MONOTONIC in microseconds
 */
gint64
sw_clock_get_monotonic_us (SwClock *self)
{
  g_return_val_if_fail (SW_IS_CLOCK (self), 0);

  return SW_CLOCK_GET_CLASS (self)->monotonic_us (self);
}

/**
 * sw_clock_get_boottime_us:
 * @self: a clock
 *
 * Returns: CLOCK_BOOTTIME in microseconds
 */
gint64
sw_clock_get_boottime_us (SwClock *self)
{
  g_return_val_if_fail (SW_IS_CLOCK (self), 0);

  return SW_CLOCK_GET_CLASS (self)->boottime_us (self);
}

/**
 * sw_clock_get_busy_ns:
 * @self: a clock
 *
 * Returns: nanoseconds since any moment, by which single runs are timed
 */
gint64
sw_clock_get_busy_ns (SwClock *self)
{
  g_return_val_if_fail (SW_IS_CLOCK (self), 0);

  return SW_CLOCK_GET_CLASS (self)->busy_ns (self);
}

/* The middle of the tightest of a few readings: whoever loses the processor between two clocks reads them too far apart. */
static gint64
measure_epoch_us (void)
{
  gint64 epoch_us = 0, least_us = G_MAXINT64;

  for (guint i = 0; i < N_READINGS; i++)
    {
      const gint64 before_us = read_clock_us (CLOCK_BOOTTIME);
      const gint64 real_us = read_clock_us (CLOCK_REALTIME);
      const gint64 span_us = read_clock_us (CLOCK_BOOTTIME) - before_us;

      if (span_us >= least_us)
        continue;
      least_us = span_us;
      epoch_us = real_us - (before_us + span_us / 2);
    }
  return epoch_us;
}

/**
 * sw_clock_get_epoch_us:
 *
 * Of the system's own clocks, whatever a clock is made of. It stays the same, so that a moment is always told as the same
 * time, until it is off by a millisecond, which is more than its reading takes: the time was set. For the main thread.
 *
 * Returns: Unix time in microseconds at the zero of CLOCK_BOOTTIME, by which history is stamped
 */
gint64
sw_clock_get_epoch_us (void)
{
  static gint64 epoch_us = 0;
  const gint64 now_us = measure_epoch_us ();

  if (ABS (now_us - epoch_us) > TREMBLE_US)
    epoch_us = now_us;
  return epoch_us;
}
