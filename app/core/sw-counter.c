/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-counter.h"
#include "core/sw-tick.h"

/* Two readings closer than this say more about the clock than about the counter. The base stays, so
 * that nothing counted is lost. */
#define MIN_ELAPSED_US (50 * 1000)

#define RANGE_OF_32_BITS (G_GUINT64_CONSTANT (1) << 32)

/* A counter that went backwards was reset, or it has 32 bits and wrapped. A wrap continues the growth that was; what
 * would be a great leap is a reset, and a leap on the graph that never happened is worse than a gap. */
#define SMALL_GROWTH (RANGE_OF_32_BITS / 64)
#define USUAL_GROWTH_TIMES 8

static gboolean
wrapped_at_32_bits (const SwCounter *self, guint64 now)
{
  guint64 growth;

  if (self->value >= RANGE_OF_32_BITS || self->value < RANGE_OF_32_BITS / 2)
    return FALSE;
  growth = now + RANGE_OF_32_BITS - self->value;
  return growth < SMALL_GROWTH || growth / USUAL_GROWTH_TIMES < self->growth;
}

static void
set_base (SwCounter *self, guint64 value, guint64 growth, gint64 time_us)
{
  self->value = value;
  self->growth = growth;
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
  g_return_val_if_fail (self != NULL && tick != NULL, FALSE);

  *elapsed_us = tick->now_us - self->time_us;
  if (!self->valid || tick->gap)
    {
      set_base (self, value, self->valid ? self->growth : 0, tick->now_us);
      return FALSE;
    }
  if (*elapsed_us < MIN_ELAPSED_US)
    return FALSE;
  if (value < self->value && !wrapped_at_32_bits (self, value))
    {
      set_base (self, value, 0, tick->now_us);
      return FALSE;
    }
  *delta = value >= self->value ? value - self->value : value + RANGE_OF_32_BITS - self->value;
  set_base (self, value, *delta, tick->now_us);
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
