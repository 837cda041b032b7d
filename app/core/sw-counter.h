/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

/**
 * SwCounter:
 * @value: at the last call
 * @time_us: CLOCK_MONOTONIC of the last call that gave a rate or set the base
 * @growth: between the last two, as far as known
 * @valid: whether there was one
 *
 * A counter that only grows, turned into a rate. Zero-initialised it is ready for use.
 */
typedef struct
{
  guint64 value;
  gint64 time_us;
  guint64 growth;
  gboolean valid;
} SwCounter;

SW_PUBLIC double sw_counter_get_rate (SwCounter *self, guint64 value, const SwTick *tick);
SW_PUBLIC gboolean sw_counter_get_delta (SwCounter *self,
                                         guint64 value,
                                         const SwTick *tick,
                                         guint64 *delta,
                                         gint64 *elapsed_us);

G_END_DECLS
