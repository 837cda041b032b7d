/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-counter.h"
#include "core/sw-tick.h"

/* Two readings closer than this say more about the clock than about the counter. The base stays, so
 * that nothing counted is lost. */
#define MIN_ELAPSED_US (50 * 1000)

/* Half the range: a true wrap between two readings lands in the low half, a reset counter or a
 * replaced device seldom comes from the high one. */
#define HIGH_HALF_OF_32_BITS (G_GUINT64_CONSTANT (1) << 31)
#define RANGE_OF_32_BITS (G_GUINT64_CONSTANT (1) << 32)

static gboolean
wrapped_at_32_bits (guint64 before, guint64 now)
{
  return before < RANGE_OF_32_BITS && before >= HIGH_HALF_OF_32_BITS && now < HIGH_HALF_OF_32_BITS;
}

static void
set_base (SwCounter *self, guint64 value, gint64 time_us)
{
  self->value = value;
  self->time_us = time_us;
  self->valid = TRUE;
}

/**
 * sw_counter_get_delta: (skip)
 * @self: a counter
 * @value: its reading now
 * @tick: the wakeup of the reading
 * @delta: (out): how much it grew
 * @elapsed_us: (out): since when
 *
 * A first reading, one after a gap, one that follows too soon and one of a counter that was reset give nothing.
 * A counter of 32 bits that wrapped goes on.
 *
 * Returns: whether there is a difference to speak of
 */
gboolean
sw_counter_get_delta (SwCounter *self,
                      guint64 value,
                      const SwTick *tick,
                      guint64 *delta,
                      gint64 *elapsed_us)
{
  guint64 before;

  g_return_val_if_fail (self != NULL && tick != NULL, FALSE);

  before = self->value;
  *elapsed_us = tick->now_us - self->time_us;
  if (!self->valid || tick->gap)
    {
      set_base (self, value, tick->now_us);
      return FALSE;
    }
  if (*elapsed_us < MIN_ELAPSED_US)
    return FALSE;
  set_base (self, value, tick->now_us);
  if (value >= before)
    *delta = value - before;
  else if (wrapped_at_32_bits (before, value))
    *delta = value + RANGE_OF_32_BITS - before;
  else
    return FALSE;
  return TRUE;
}

/**
 * sw_counter_get_rate: (skip)
 * @self: a counter
 * @value: its reading now
 * @tick: the wakeup of the reading
 *
 * Returns: growth per second, never negative; NAN where [method@Counter.get_delta] gives nothing
 */
double
sw_counter_get_rate (SwCounter *self, guint64 value, const SwTick *tick)
{
  guint64 delta;
  gint64 elapsed_us;

  if (!sw_counter_get_delta (self, value, tick, &delta, &elapsed_us))
    return NAN;
  return (double) delta * SW_SECOND_US / elapsed_us;
}
