/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_TICK (sw_tick_get_type ())

/**
 * SwTick:
 * @serial: number of the wakeup; equal for all that runs in the same one
 * @now_us: CLOCK_MONOTONIC when the wakeup began
 * @boottime_us: CLOCK_BOOTTIME when the wakeup began; what a series is stamped with
 * @due_us: the grid point that this run answers
 * @elapsed_us: time really passed since the job's previous run; 0 in its first and after a gap
 * @missed: periods that passed without a run and collapsed into this one
 * @gap: the machine slept, or the job was paused, since the previous run
 *
 * What a job is told when it runs. Divide rates by @elapsed_us, never by the interval.
 */
struct _SwTick
{
  guint64 serial;
  gint64 now_us;
  gint64 boottime_us;
  gint64 due_us;
  gint64 elapsed_us;
  guint64 missed;
  gboolean gap;

  /*< private >*/
  SwAccount *account; /* (nullable) where bytes read are booked */
};

SW_PUBLIC GType sw_tick_get_type (void) G_GNUC_CONST;
SW_PUBLIC SwTick *sw_tick_copy (const SwTick *self);
SW_PUBLIC void sw_tick_free (SwTick *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SwTick, sw_tick_free)

G_END_DECLS
