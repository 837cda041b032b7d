/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "core/sw-series-private.h"

/* A stretch of history in columns, from both tiers.
 *
 * It is walked piece by piece in the order of time: a piece is a sample, or a bucket of the older tier. Each is added
 * to the columns that it covers. Between two pieces that no gap parts runs the curve, and a column there that got
 * no piece of its own (samples or buckets wider apart than columns) is given its height: columns left empty are gaps
 * alone. */

typedef struct
{
  gint64 begin_us;
  gint64 end_us; /* inclusive; of a sample its moment */
  SwBucket value;
  gboolean broken; /* a gap follows */
} Piece;

typedef struct
{
  gint64 from_us;
  gint64 to_us;
  SwBucket *columns;
  guint n_columns;
  guint current; /* column whose mean is being made */
  double sum;
  guint count;
  Piece last; /* the piece before; its mean NAN for none */
} Summary;

/* May lie outside of the summary, on either side. */
static double
find_column (const Summary *summary, gint64 time_us)
{
  const double width_us = (double) summary->to_us - summary->from_us;

  return floor (((double) time_us - summary->from_us) * summary->n_columns / width_us);
}

static gint64
clamp_column (const Summary *summary, double column)
{
  return CLAMP (column, -1, (double) summary->n_columns);
}

static void
add_to_column (Summary *summary, guint column, const SwBucket *value)
{
  SwBucket *bucket = &summary->columns[column];

  if (column != summary->current)
    {
      summary->current = column;
      summary->sum = 0;
      summary->count = 0;
    }
  summary->sum += value->mean;
  summary->count++;
  bucket->min = fminf (bucket->min, value->min);
  bucket->max = fmaxf (bucket->max, value->max);
  bucket->mean = summary->sum / summary->count;
}

/* The straight line from the last piece to this one, in the columns between the two. */
static void
draw_line_to (Summary *summary, const Piece *piece)
{
  const Piece *last = &summary->last;
  const double span_us = (double) piece->begin_us - last->end_us;
  const double column_us = ((double) summary->to_us - summary->from_us) / summary->n_columns;
  const gint64 first = clamp_column (summary, find_column (summary, last->end_us)) + 1;
  const gint64 end = clamp_column (summary, find_column (summary, piece->begin_us));

  for (gint64 column = first; column < end; column++)
    {
      const double middle_us = summary->from_us + (column + 0.5) * column_us;
      const float height
          = last->value.mean
            + (piece->value.mean - last->value.mean) * ((middle_us - last->end_us) / span_us);

      summary->columns[column] = (SwBucket) { height, height, height };
    }
}

static void
add_piece (Summary *summary, const Piece *piece)
{
  gint64 first, last;

  if (!isnan (piece->value.mean))
    {
      if (!isnan (summary->last.value.mean) && !summary->last.broken)
        draw_line_to (summary, piece);
      first = MAX (clamp_column (summary, find_column (summary, piece->begin_us)), 0);
      last = MIN (clamp_column (summary, find_column (summary, piece->end_us)),
                  (gint64) summary->n_columns - 1);
      for (gint64 column = first; column <= last; column++)
        add_to_column (summary, column, &piece->value);
    }
  summary->last = *piece;
}

/* The last one that begins before the time, since its curve may reach into the summary. */
static guint
find_bucket_before (SwSeries *self, gint64 time_us)
{
  guint low = 0, high = self->n_buckets;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (self->bucket_times_us[sw_series_bucket_slot (self, middle)] < time_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? low - 1 : 0;
}

/* Of the bucket in which the samples begin, only the part before them. */
static void
add_buckets (SwSeries *self, guint channel, gint64 until_us, Summary *summary)
{
  for (guint i = find_bucket_before (self, summary->from_us); i < self->n_buckets; i++)
    {
      const guint slot = sw_series_bucket_slot (self, i);
      const gint64 begin_us = self->bucket_times_us[slot];

      if (begin_us >= until_us || summary->last.begin_us >= summary->to_us)
        break;
      add_piece (summary, &(Piece) {
                              .begin_us = begin_us,
                              .end_us = MIN (begin_us + self->bucket_us, until_us) - 1,
                              .value = self->buckets[(gsize) slot * self->n_channels + channel],
                              .broken = self->broken[slot],
                          });
    }
}

static void
add_rows (SwSeries *self, guint channel, Summary *summary)
{
  guint row = sw_series_find_first_row (self, summary->from_us);

  for (row = row > 0 ? row - 1 : 0; row < self->n_rows; row++)
    {
      const gint64 time_us = sw_series_get_row_time_us (self, row);
      const float value = sw_series_peek_row (self, row)[channel];

      if (summary->last.begin_us >= summary->to_us)
        break;
      add_piece (summary, &(Piece) {
                              .begin_us = time_us,
                              .end_us = time_us,
                              .value = { value, value, value },
                          });
    }
}

/**
 * sw_series_summarise: (skip)
 * @self: a series
 * @channel: an index
 * @from_us: begin of the stretch
 * @to_us: its end, exclusive
 * @buckets: (out caller-allocates) (array length=n_buckets): receives min, mean and max of each of its equal parts
 * @n_buckets: into how many parts
 *
 * Takes samples where they are still kept, else buckets. A part in which no sample lies has the height of the straight
 * line between its neighbours; in a gap, before the first and after the last sample it is NAN.
 */
void
sw_series_summarise (SwSeries *self,
                     guint channel,
                     gint64 from_us,
                     gint64 to_us,
                     SwBucket *buckets,
                     guint n_buckets)
{
  Summary summary
      = { .from_us = from_us, .to_us = to_us, .columns = buckets, .n_columns = n_buckets };
  gint64 rows_begin_us;

  g_return_if_fail (SW_IS_SERIES (self) && channel < self->n_channels);
  g_return_if_fail (buckets != NULL && n_buckets > 0 && to_us > from_us);

  summary.current = G_MAXUINT;
  summary.last = (Piece) { G_MININT64, G_MININT64, { NAN, NAN, NAN }, TRUE };
  for (guint i = 0; i < n_buckets; i++)
    buckets[i] = (SwBucket) { NAN, NAN, NAN };
  if (self->n_rows == 0)
    return;
  rows_begin_us = self->row_times_us[sw_series_row_slot (self, 0)];
  if (from_us < rows_begin_us)
    add_buckets (self, channel, rows_begin_us, &summary);
  add_rows (self, channel, &summary);
}
