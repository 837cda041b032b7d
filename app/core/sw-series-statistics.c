/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-series-private.h"

/* Min, mean, max and the peak's time over a stretch of both tiers. The mean is weighted by time, as a bucket of the older
 * tier stands for many samples. */

typedef struct
{
  SwStatistics *result;
  double sum; /* value times microseconds */
} Tally;

static void
add (Tally *tally, const SwBucket *value, gint64 moment_us, gint64 length_us)
{
  SwStatistics *result = tally->result;

  if (isnan (value->mean))
    return;
  result->min = fminf (result->min, value->min);
  if (!(value->max <= result->max))
    {
      result->max = value->max;
      result->max_us = moment_us;
    }
  tally->sum += (double) value->mean * length_us;
  result->known_us += length_us;
}

static void
add_buckets (SwSeries *self, guint channel, gint64 from_us, gint64 until_us, Tally *tally)
{
  for (guint i = sw_series_find_bucket_before (self, from_us); i < self->n_buckets; i++)
    {
      const guint slot = sw_series_bucket_slot (self, i);
      const gint64 begin_us = self->bucket_times_us[slot];
      const gint64 end_us = MIN (begin_us + self->bucket_us, until_us);

      if (begin_us >= until_us)
        break;
      if (end_us > from_us)
        add (tally, &self->buckets[(gsize) slot * self->n_channels + channel],
             begin_us + (end_us - begin_us) / 2, end_us - MAX (begin_us, from_us));
    }
}

/* A sample stands for the time since the one before; the first after a gap for as long as the next one. */
static gint64
get_length_us (SwSeries *self, guint channel, guint row)
{
  const gint64 time_us = sw_series_get_row_time_us (self, row);

  if (row > 0 && !isnan (sw_series_peek_row (self, row - 1)[channel]))
    return time_us - sw_series_get_row_time_us (self, row - 1);
  if (row + 1 < self->n_rows && !isnan (sw_series_peek_row (self, row + 1)[channel]))
    return sw_series_get_row_time_us (self, row + 1) - time_us;
  return 1;
}

static void
add_rows (SwSeries *self, guint channel, gint64 from_us, gint64 to_us, Tally *tally)
{
  for (guint row = sw_series_find_first_row (self, from_us); row < self->n_rows; row++)
    {
      const gint64 time_us = sw_series_get_row_time_us (self, row);
      const float value = sw_series_peek_row (self, row)[channel];

      if (time_us >= to_us)
        break;
      add (tally, &(SwBucket) { value, value, value }, time_us, get_length_us (self, channel, row));
    }
}

/**
 * sw_series_get_statistics: (skip)
 * @self: a series
 * @channel: an index
 * @from_us: begin of the stretch
 * @to_us: its end, exclusive
 * @statistics: (out caller-allocates): receives what is known of it
 *
 * Takes samples where they are still kept, else buckets, which may reach beyond @from_us by their length.
 */
void
sw_series_get_statistics (SwSeries *self,
                          guint channel,
                          gint64 from_us,
                          gint64 to_us,
                          SwStatistics *statistics)
{
  Tally tally = { .result = statistics };

  g_return_if_fail (SW_IS_SERIES (self) && channel < self->n_channels);
  g_return_if_fail (statistics != NULL && to_us > from_us);

  *statistics = (SwStatistics) { NAN, NAN, NAN, 0, 0 };
  if (self->n_rows == 0)
    return;
  if (sw_series_get_resolution_us (self, from_us) > 0)
    add_buckets (self, channel, from_us,
                 MIN (self->row_times_us[sw_series_row_slot (self, 0)], to_us), &tally);
  add_rows (self, channel, from_us, to_us, &tally);
  if (statistics->known_us > 0)
    statistics->mean = tally.sum / statistics->known_us;
}
