/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_CLOCK (sw_clock_get_type ())

SW_PUBLIC
G_DECLARE_DERIVABLE_TYPE (SwClock, sw_clock, SW, CLOCK, GObject)

/**
 * SwClockClass:
 * @monotonic_us: CLOCK_MONOTONIC in microseconds; stands still in suspend
 * @boottime_us: CLOCK_BOOTTIME in microseconds; goes on in suspend
 * @busy_ns: nanoseconds since any moment, by which single runs are timed
 *
 * Where the scheduler takes its time from. The class itself reads the system's clocks through the
 * vDSO (no system call); a test derives from it and turns time by hand.
 */
struct _SwClockClass
{
  GObjectClass parent_class;

  gint64 (*monotonic_us) (SwClock *self);
  gint64 (*boottime_us) (SwClock *self);
  gint64 (*busy_ns) (SwClock *self);

  /*< private >*/
  gpointer padding[3];
};

SW_PUBLIC SwClock *sw_clock_new (void);
SW_PUBLIC gint64 sw_clock_get_monotonic_us (SwClock *self);
SW_PUBLIC gint64 sw_clock_get_boottime_us (SwClock *self);
SW_PUBLIC gint64 sw_clock_get_busy_ns (SwClock *self);
SW_PUBLIC gint64 sw_clock_get_epoch_us (void);

G_END_DECLS
