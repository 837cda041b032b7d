/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-series-archive.h"

G_BEGIN_DECLS

struct _SwSeries
{
  GObject parent_instance;

  guint n_channels;

  gint64 *row_times_us;
  float *rows; /* capacity × n_channels */
  guint capacity;
  guint n_rows;
  guint first_row; /* index of the oldest */

  gint64 bucket_us;
  gint64 *bucket_times_us; /* begin of each */
  SwBucket *buckets;       /* bucket_capacity × n_channels */
  guint bucket_capacity;
  guint n_buckets;
  guint first_bucket;
  guint8 *broken; /* of each bucket: a gap began in it */
  double *sums;   /* of the newest bucket, per channel */
  guint *counts;  /* of the newest bucket, per channel */

  SwSeriesArchive *archive; /* (nullable) */
};

static inline guint
sw_series_row_slot (SwSeries *self, guint row)
{
  return (self->first_row + row) % self->capacity;
}

static inline guint
sw_series_bucket_slot (SwSeries *self, guint bucket)
{
  return (self->first_bucket + bucket) % self->bucket_capacity;
}

/* The last bucket that begins before TIME_US, else the first. */
guint sw_series_find_bucket_before (SwSeries *self, gint64 time_us);

G_END_DECLS
