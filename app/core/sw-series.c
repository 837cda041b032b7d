/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <sys/mman.h>

#include "core/sw-series-private.h"

/**
 * SwSeries:
 *
 * The history of a source in constant memory: every sample in a first ring of rows (one value per channel), and
 * min, mean and max over buckets of time in a second one that reaches further back. Gaps are NAN.
 * Times are CLOCK_BOOTTIME in microseconds, so that a suspend is as long as it was.
 *
 * What is older may be known to an archive ([iface@SeriesArchive]).
 *
 * It belongs to a source, never to a widget: resizing, settings and closed windows leave it untouched. The memory is
 * reserved at once but touched only as it fills.
 */
/* An hour of seconds, then a day in steps of ten. */
#define DEFAULT_ROWS 3600
#define DEFAULT_BUCKET_US (10 * SW_SECOND_US)
#define DEFAULT_BUCKETS 8640

G_DEFINE_FINAL_TYPE (SwSeries, sw_series, G_TYPE_OBJECT)

/* Zeroed memory that takes room only where it was written. Not the heap's: calloc() clears what it gives again, and a
 * day of history that is not there yet would be resident from the first second. Nor a huge page for the first row. */
static gpointer
reserve (gsize n_items, gsize item_bytes)
{
  const gsize size_bytes = MAX (n_items, 1) * item_bytes;
  gpointer memory
      = mmap (NULL, size_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    g_error ("No memory for a history of %" G_GSIZE_FORMAT " bytes", size_bytes);
  madvise (memory, size_bytes, MADV_NOHUGEPAGE);
  return memory;
}

static void
release (gpointer memory, gsize n_items, gsize item_bytes)
{
  if (memory != NULL)
    munmap (memory, MAX (n_items, 1) * item_bytes);
}

static void
sw_series_dispose (GObject *object)
{
  g_clear_object (&SW_SERIES (object)->archive);
  G_OBJECT_CLASS (sw_series_parent_class)->dispose (object);
}

static void
sw_series_finalize (GObject *object)
{
  SwSeries *self = SW_SERIES (object);
  const gsize n_values = (gsize) self->capacity * self->n_channels;
  const gsize n_bucket_values = (gsize) self->bucket_capacity * self->n_channels;

  release (self->row_times_us, self->capacity, sizeof *self->row_times_us);
  release (self->rows, n_values, sizeof *self->rows);
  release (self->bucket_times_us, self->bucket_capacity, sizeof *self->bucket_times_us);
  release (self->buckets, n_bucket_values, sizeof *self->buckets);
  release (self->broken, self->bucket_capacity, sizeof *self->broken);
  g_free (self->sums);
  g_free (self->counts);
  G_OBJECT_CLASS (sw_series_parent_class)->finalize (object);
}

static void
sw_series_class_init (SwSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_series_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_series_finalize;
}

static void
sw_series_init (G_GNUC_UNUSED SwSeries *self)
{
}

/**
 * sw_series_new_sized:
 * @n_channels: values per row
 * @n_rows: how many samples are kept as they came
 * @bucket_us: length of a bucket
 * @n_buckets: how many buckets are kept
 *
 * Returns: (transfer full): an empty series
 */
SwSeries *
sw_series_new_sized (guint n_channels, guint n_rows, gint64 bucket_us, guint n_buckets)
{
  SwSeries *self;

  g_return_val_if_fail (n_rows > 0 && n_buckets > 0 && bucket_us > 0, NULL);

  self = g_object_new (SW_TYPE_SERIES, NULL);
  self->n_channels = n_channels;
  self->capacity = n_rows;
  self->row_times_us = reserve (n_rows, sizeof *self->row_times_us);
  self->rows = reserve ((gsize) n_rows * n_channels, sizeof *self->rows);
  self->bucket_us = bucket_us;
  self->bucket_capacity = n_buckets;
  self->bucket_times_us = reserve (n_buckets, sizeof *self->bucket_times_us);
  self->buckets = reserve ((gsize) n_buckets * n_channels, sizeof *self->buckets);
  self->broken = reserve (n_buckets, sizeof *self->broken);
  self->sums = g_new0 (double, MAX (n_channels, 1));
  self->counts = g_new0 (guint, MAX (n_channels, 1));
  return self;
}

/**
 * sw_series_new:
 * @n_channels: values per row
 *
 * Returns: (transfer full): an empty series that keeps 3600 samples, and a day in buckets of 10 s
 */
SwSeries *
sw_series_new (guint n_channels)
{
  return sw_series_new_sized (n_channels, DEFAULT_ROWS, DEFAULT_BUCKET_US, DEFAULT_BUCKETS);
}

/**
 * sw_series_get_n_channels:
 * @self: a series
 *
 * Returns: values per row
 */
guint
sw_series_get_n_channels (SwSeries *self)
{
  g_return_val_if_fail (SW_IS_SERIES (self), 0);

  return self->n_channels;
}

static float *
append_row (SwSeries *self, gint64 time_us)
{
  guint slot;

  if (self->n_rows == self->capacity)
    self->first_row = (self->first_row + 1) % self->capacity;
  else
    self->n_rows++;
  slot = sw_series_row_slot (self, self->n_rows - 1);
  self->row_times_us[slot] = time_us;
  return &self->rows[(gsize) slot * self->n_channels];
}

static void
begin_bucket (SwSeries *self, gint64 begin_us)
{
  guint slot;

  if (self->n_buckets == self->bucket_capacity)
    self->first_bucket = (self->first_bucket + 1) % self->bucket_capacity;
  else
    self->n_buckets++;
  slot = sw_series_bucket_slot (self, self->n_buckets - 1);
  self->bucket_times_us[slot] = begin_us;
  self->broken[slot] = FALSE;
  for (guint i = 0; i < self->n_channels; i++)
    {
      self->buckets[(gsize) slot * self->n_channels + i] = (SwBucket) { NAN, NAN, NAN };
      self->sums[i] = 0;
      self->counts[i] = 0;
    }
}

/* Rows are kept as float: what does not fit is no value. */
static float
as_kept (double value)
{
  return fabs (value) <= G_MAXFLOAT ? (float) value : NAN;
}

static void
add_to_bucket (SwSeries *self, gint64 time_us, const float *values)
{
  const gint64 into_us = time_us % self->bucket_us;
  const gint64 begin_us = time_us - into_us - (into_us < 0 ? self->bucket_us : 0);
  guint slot = sw_series_bucket_slot (self, self->n_buckets - 1);

  if (self->n_buckets == 0 || self->bucket_times_us[slot] != begin_us)
    {
      begin_bucket (self, begin_us);
      slot = sw_series_bucket_slot (self, self->n_buckets - 1);
    }
  for (guint i = 0; i < self->n_channels; i++)
    {
      SwBucket *bucket = &self->buckets[(gsize) slot * self->n_channels + i];

      if (isnan (values[i]))
        continue;
      self->sums[i] += values[i];
      self->counts[i]++;
      bucket->min = fminf (bucket->min, values[i]);
      bucket->max = fmaxf (bucket->max, values[i]);
      bucket->mean = self->sums[i] / self->counts[i];
    }
}

static gboolean
is_later (SwSeries *self, gint64 time_us)
{
  return self->n_rows == 0
         || time_us > self->row_times_us[sw_series_row_slot (self, self->n_rows - 1)];
}

/**
 * sw_series_push:
 * @self: a series
 * @time_us: when the values were read; a time not later than the last one's is ignored
 * @values: (array): one value per channel, NAN where there is none
 */
void
sw_series_push (SwSeries *self, gint64 time_us, const double *values)
{
  float *row;

  g_return_if_fail (SW_IS_SERIES (self));
  g_return_if_fail (values != NULL || self->n_channels == 0);

  if (!is_later (self, time_us))
    return;
  row = append_row (self, time_us);
  for (guint i = 0; i < self->n_channels; i++)
    row[i] = as_kept (values[i]);
  add_to_bucket (self, time_us, row);
}

static gboolean
ends_in_gap (SwSeries *self)
{
  const float *row = sw_series_peek_row (self, self->n_rows - 1);

  for (guint i = 0; i < self->n_channels; i++)
    if (!isnan (row[i]))
      return FALSE;
  return TRUE;
}

/**
 * sw_series_push_gap:
 * @self: a series
 * @time_us: from when on nothing is known
 *
 * Ends the curve here, so that none is drawn to the next sample. A gap that goes on takes no further room.
 */
void
sw_series_push_gap (SwSeries *self, gint64 time_us)
{
  float *row;

  g_return_if_fail (SW_IS_SERIES (self));

  if (self->n_rows == 0 || !is_later (self, time_us) || ends_in_gap (self))
    return;
  row = append_row (self, time_us);
  for (guint i = 0; i < self->n_channels; i++)
    row[i] = NAN;
  if (self->n_buckets > 0)
    self->broken[sw_series_bucket_slot (self, self->n_buckets - 1)] = TRUE;
}

/**
 * sw_series_get_n_rows:
 * @self: a series
 *
 * Returns: samples and gaps kept as they came
 */
guint
sw_series_get_n_rows (SwSeries *self)
{
  g_return_val_if_fail (SW_IS_SERIES (self), 0);

  return self->n_rows;
}

/**
 * sw_series_get_capacity:
 * @self: a series
 *
 * Returns: how many rows are kept at most
 */
guint
sw_series_get_capacity (SwSeries *self)
{
  g_return_val_if_fail (SW_IS_SERIES (self), 0);

  return self->capacity;
}

/**
 * sw_series_get_row_time_us:
 * @self: a series
 * @row: an index, 0 for the oldest
 *
 * Returns: CLOCK_BOOTTIME of the row in microseconds
 */
gint64
sw_series_get_row_time_us (SwSeries *self, guint row)
{
  g_return_val_if_fail (SW_IS_SERIES (self) && row < self->n_rows, 0);

  return self->row_times_us[sw_series_row_slot (self, row)];
}

/**
 * sw_series_peek_row: (skip)
 * @self: a series
 * @row: an index, 0 for the oldest
 *
 * Returns: (transfer none): one value per channel, until the next push
 */
const float *
sw_series_peek_row (SwSeries *self, guint row)
{
  g_return_val_if_fail (SW_IS_SERIES (self) && row < self->n_rows, NULL);

  return &self->rows[(gsize) sw_series_row_slot (self, row) * self->n_channels];
}

/**
 * sw_series_find_first_row:
 * @self: a series
 * @from_us: a time
 *
 * Returns: the first row not before @from_us; the number of rows if there is none
 */
guint
sw_series_find_first_row (SwSeries *self, gint64 from_us)
{
  guint low = 0, high;

  g_return_val_if_fail (SW_IS_SERIES (self), 0);

  high = self->n_rows;
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (self->row_times_us[sw_series_row_slot (self, middle)] < from_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * sw_series_find_row:
 * @self: a series
 * @time_us: a time
 * @tolerance_us: how far from it the row may be
 * @row: (out): the index of the row nearest to @time_us
 *
 * Returns: whether there is one
 */
gboolean
sw_series_find_row (SwSeries *self, gint64 time_us, gint64 tolerance_us, guint *row)
{
  guint after;
  gint64 distance_us = G_MAXINT64;

  g_return_val_if_fail (SW_IS_SERIES (self) && row != NULL, FALSE);

  after = sw_series_find_first_row (self, time_us);
  if (after < self->n_rows)
    {
      *row = after;
      distance_us = sw_series_get_row_time_us (self, after) - time_us;
    }
  if (after > 0 && time_us - sw_series_get_row_time_us (self, after - 1) < distance_us)
    {
      *row = after - 1;
      distance_us = time_us - sw_series_get_row_time_us (self, after - 1);
    }
  return self->n_rows > 0 && distance_us <= tolerance_us;
}

/**
 * sw_series_get_begin_us:
 * @self: a series
 *
 * Returns: the oldest time of which anything is known; 0 while empty
 */
gint64
sw_series_get_begin_us (SwSeries *self)
{
  g_return_val_if_fail (SW_IS_SERIES (self), 0);

  if (self->n_buckets > 0)
    return self->bucket_times_us[sw_series_bucket_slot (self, 0)];
  return self->n_rows > 0 ? self->row_times_us[sw_series_row_slot (self, 0)] : 0;
}

/**
 * sw_series_get_resolution_us:
 * @self: a series
 * @time_us: a time
 *
 * Returns: the length of the buckets that are all that is known of @time_us; 0 where samples are kept as they came
 */
gint64
sw_series_get_resolution_us (SwSeries *self, gint64 time_us)
{
  gint64 rows_begin_us;

  g_return_val_if_fail (SW_IS_SERIES (self), 0);

  if (self->n_rows == 0)
    return 0;
  rows_begin_us = self->row_times_us[sw_series_row_slot (self, 0)];
  /* The first rows lie in the bucket that begins before them. */
  if (time_us >= rows_begin_us || sw_series_get_begin_us (self) + self->bucket_us > rows_begin_us)
    return 0;
  return self->bucket_us;
}
