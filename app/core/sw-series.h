/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SERIES (sw_series_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSeries, sw_series, SW, SERIES, GObject)

/**
 * SwBucket:
 * @min: the least value, NAN where there was none
 * @mean: the mean over the values
 * @max: the greatest value
 *
 * What a channel did in a stretch of time.
 */
typedef struct
{
  float min;
  float mean;
  float max;
} SwBucket;

/**
 * SwStatistics:
 * @min: the least value, NAN where there was none
 * @mean: the mean over the time that is known
 * @max: the greatest value
 * @max_us: CLOCK_BOOTTIME when it was reached; of an older tier the middle of the bucket
 * @known_us: how much of the time is known
 *
 * What a channel did in a stretch of time, and when it peaked.
 */
typedef struct
{
  float min;
  float mean;
  float max;
  gint64 max_us;
  gint64 known_us;
} SwStatistics;

SW_PUBLIC SwSeries *sw_series_new (guint n_channels);
SW_PUBLIC SwSeries *sw_series_new_sized (guint n_channels,
                                         guint n_rows,
                                         gint64 bucket_us,
                                         guint n_buckets);
SW_PUBLIC guint sw_series_get_n_channels (SwSeries *self);
SW_PUBLIC void sw_series_push (SwSeries *self, gint64 time_us, const double *values);
SW_PUBLIC void sw_series_push_gap (SwSeries *self, gint64 time_us);

SW_PUBLIC guint sw_series_get_n_rows (SwSeries *self);
SW_PUBLIC guint sw_series_get_capacity (SwSeries *self);
SW_PUBLIC gint64 sw_series_get_row_time_us (SwSeries *self, guint row);
SW_PUBLIC const float *sw_series_peek_row (SwSeries *self, guint row);
SW_PUBLIC gboolean sw_series_find_row (SwSeries *self,
                                       gint64 time_us,
                                       gint64 tolerance_us,
                                       guint *row);
SW_PUBLIC guint sw_series_find_first_row (SwSeries *self, gint64 from_us);
SW_PUBLIC void sw_series_summarise (SwSeries *self,
                                    guint channel,
                                    gint64 from_us,
                                    gint64 to_us,
                                    SwBucket *buckets,
                                    guint n_buckets);
SW_PUBLIC void sw_series_summarise_all (SwSeries *self,
                                        gint64 from_us,
                                        gint64 to_us,
                                        SwBucket *buckets,
                                        guint n_buckets);
SW_PUBLIC void sw_series_get_statistics (SwSeries *self,
                                         guint channel,
                                         gint64 from_us,
                                         gint64 to_us,
                                         SwStatistics *statistics);
SW_PUBLIC gint64 sw_series_get_begin_us (SwSeries *self);
SW_PUBLIC gint64 sw_series_get_resolution_us (SwSeries *self, gint64 time_us);

G_END_DECLS
