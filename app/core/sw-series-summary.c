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
 * alone.
 *
 * The mean of a column is one over time: a piece counts for as long as it stands for, which is the time since the one
 * before, as in sw_series_get_statistics(). */

typedef struct
{
  gint64 begin_us;
  gint64 end_us;           /* inclusive; of a sample its moment */
  const SwBucket *buckets; /* (nullable) one per channel of the series */
  const float *row;        /* else these */
  gint64 since_us;         /* how long it stands for: since the one before */
  gint64 alone_us;         /* the same after a gap */
  gboolean broken;         /* a gap follows */
} Piece;

/* Of one channel. */
typedef struct
{
  guint current; /* column whose mean is being made */
  double known_us;
  double sum; /* value times microseconds */
  float last; /* mean of the piece before; NAN for none */
} Pen;

typedef struct
{
  gint64 from_us;
  gint64 to_us;
  SwBucket *columns; /* channel by channel */
  guint n_columns;
  guint first_channel;
  guint n_channels;
  Pen *pens;
  gint64 last_begin_us; /* of the piece before */
  gint64 last_end_us;
  gboolean last_broken;
} Summary;

/* May lie outside of the summary, on either side. */
static gint64
find_column (const Summary *summary, gint64 time_us)
{
  const double width_us = (double) summary->to_us - summary->from_us;
  const double column
      = floor (((double) time_us - summary->from_us) * summary->n_columns / width_us);

  return CLAMP (column, -1, (double) summary->n_columns);
}

/* How much of a piece that reaches over several columns lies in one of them. */
static double
get_overlap_us (const Summary *summary, gint64 column, const Piece *piece)
{
  const double column_us = ((double) summary->to_us - summary->from_us) / summary->n_columns;
  const double from_us = summary->from_us + column * column_us;

  return MAX (MIN (piece->end_us, from_us + column_us) - MAX (piece->begin_us, from_us), 1);
}

static void
add_to_column (SwBucket *columns, guint column, Pen *pen, const SwBucket *value, double length_us)
{
  SwBucket *bucket = &columns[column];

  if (column != pen->current)
    {
      pen->current = column;
      pen->sum = 0;
      pen->known_us = 0;
    }
  pen->sum += value->mean * length_us;
  pen->known_us += length_us;
  bucket->min = fminf (bucket->min, value->min);
  bucket->max = fmaxf (bucket->max, value->max);
  bucket->mean = pen->sum / pen->known_us;
}

/* The straight line from the last piece to this one, in the columns between the two. */
static void
draw_line (const Summary *summary,
           SwBucket *columns,
           gint64 first,
           gint64 end,
           gint64 to_us,
           float from,
           float to)
{
  const double span_us = (double) to_us - summary->last_end_us;
  const double column_us = ((double) summary->to_us - summary->from_us) / summary->n_columns;

  for (gint64 column = first; column < end; column++)
    {
      const double middle_us = summary->from_us + (column + 0.5) * column_us;
      const float height = from + (to - from) * ((middle_us - summary->last_end_us) / span_us);

      columns[column] = (SwBucket) { height, height, height };
    }
}

static void
add_piece (Summary *summary, const Piece *piece)
{
  const gint64 begin = find_column (summary, piece->begin_us);
  const gint64 first = MAX (begin, 0);
  const gint64 end
      = piece->end_us == piece->begin_us ? begin : find_column (summary, piece->end_us);
  const gint64 last = MIN (end, (gint64) summary->n_columns - 1);
  const gint64 line_first
      = summary->last_broken ? begin : find_column (summary, summary->last_end_us) + 1;

  for (guint i = 0; i < summary->n_channels; i++)
    {
      SwBucket *columns = &summary->columns[(gsize) i * summary->n_columns];
      Pen *pen = &summary->pens[i];
      const float last_mean = pen->last;
      const gboolean alone = summary->last_broken || isnan (last_mean);
      SwBucket value;

      if (piece->row != NULL)
        value.min = value.mean = value.max = piece->row[summary->first_channel + i];
      else
        value = piece->buckets[summary->first_channel + i];
      pen->last = value.mean;
      if (isnan (value.mean))
        continue;
      if (line_first < begin && !isnan (last_mean))
        draw_line (summary, columns, line_first, begin, piece->begin_us, last_mean, value.mean);
      for (gint64 column = first; column <= last; column++)
        add_to_column (columns, column, pen, &value,
                       begin < end ? get_overlap_us (summary, column, piece)
                       : alone     ? piece->alone_us
                                   : piece->since_us);
    }
  summary->last_begin_us = piece->begin_us;
  summary->last_end_us = piece->end_us;
  summary->last_broken = piece->broken;
}

/* The last one that begins before the time, since its curve may reach into the summary. */
guint
sw_series_find_bucket_before (SwSeries *self, gint64 time_us)
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
add_buckets (SwSeries *self, gint64 until_us, Summary *summary)
{
  for (guint i = sw_series_find_bucket_before (self, summary->from_us); i < self->n_buckets; i++)
    {
      const guint slot = sw_series_bucket_slot (self, i);
      const gint64 begin_us = self->bucket_times_us[slot];
      const gint64 length_us = MIN (self->bucket_us, until_us - begin_us);

      if (begin_us >= until_us || summary->last_begin_us >= summary->to_us)
        break;
      add_piece (summary, &(Piece) {
                              .begin_us = begin_us,
                              .end_us = begin_us + length_us - 1,
                              .buckets = &self->buckets[(gsize) slot * self->n_channels],
                              .since_us = summary->last_broken
                                              ? length_us
                                              : begin_us + length_us - 1 - summary->last_end_us,
                              .alone_us = length_us,
                              .broken = self->broken[slot],
                          });
    }
}

static void
add_rows (SwSeries *self, Summary *summary)
{
  guint row = sw_series_find_first_row (self, summary->from_us);

  for (row = row > 0 ? row - 1 : 0; row < self->n_rows; row++)
    {
      const gint64 time_us = sw_series_get_row_time_us (self, row);
      const gint64 until_us
          = row + 1 < self->n_rows ? sw_series_get_row_time_us (self, row + 1) : time_us + 1;

      if (summary->last_begin_us >= summary->to_us)
        break;
      add_piece (summary,
                 &(Piece) {
                     .begin_us = time_us,
                     .end_us = time_us,
                     .row = sw_series_peek_row (self, row),
                     .since_us = row > 0 ? time_us - sw_series_get_row_time_us (self, row - 1)
                                         : until_us - time_us,
                     .alone_us = until_us - time_us,
                 });
    }
}

static void
summarise (SwSeries *self, Summary *summary)
{
  gint64 rows_begin_us;

  summary->last_begin_us = summary->last_end_us = G_MININT64;
  summary->last_broken = TRUE;
  for (guint i = 0; i < summary->n_channels; i++)
    summary->pens[i] = (Pen) { .current = G_MAXUINT, .last = NAN };
  for (gsize i = 0; i < (gsize) summary->n_channels * summary->n_columns; i++)
    summary->columns[i] = (SwBucket) { NAN, NAN, NAN };
  if (self->n_rows == 0)
    return;
  rows_begin_us = self->row_times_us[sw_series_row_slot (self, 0)];
  if (summary->from_us < rows_begin_us)
    add_buckets (self, rows_begin_us, summary);
  add_rows (self, summary);
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
  Pen pen;

  g_return_if_fail (SW_IS_SERIES (self) && channel < self->n_channels);
  g_return_if_fail (buckets != NULL && n_buckets > 0 && to_us > from_us);

  summarise (self, &(Summary) {
                       .from_us = from_us,
                       .to_us = to_us,
                       .columns = buckets,
                       .n_columns = n_buckets,
                       .first_channel = channel,
                       .n_channels = 1,
                       .pens = &pen,
                   });
}

/**
 * sw_series_summarise_all: (skip)
 * @self: a series
 * @from_us: begin of the stretch
 * @to_us: its end, exclusive
 * @buckets: (out caller-allocates): receives what [method@Series.summarise] says of each channel, channel by channel
 * @n_buckets: into how many parts
 *
 * All channels in one walk, which is faster than one after the other.
 */
void
sw_series_summarise_all (SwSeries *self,
                         gint64 from_us,
                         gint64 to_us,
                         SwBucket *buckets,
                         guint n_buckets)
{
  g_autofree Pen *pens = NULL;

  g_return_if_fail (SW_IS_SERIES (self));
  g_return_if_fail (buckets != NULL && n_buckets > 0 && to_us > from_us);

  pens = g_new (Pen, MAX (self->n_channels, 1));
  summarise (self, &(Summary) {
                       .from_us = from_us,
                       .to_us = to_us,
                       .columns = buckets,
                       .n_columns = n_buckets,
                       .n_channels = self->n_channels,
                       .pens = pens,
                   });
}
