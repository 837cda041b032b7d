/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "widgets/sw-graph-math.h"

/* History by columns of device pixels. Columns are counted from the clock's own zero, so that those that were
 * summed up stay as they are while the picture moves on: a new sample costs the columns it touches, not a day. */

/* More than one row on a device pixel, or times of which only buckets are left. */
gboolean
sw_graph_is_columnar (SwSeries *series, const SwGraphAxis *axis)
{
  const gint64 begin_us = axis->newest_us - axis->span_us;
  guint n_rows;

  if (sw_series_get_resolution_us (series, begin_us) > 0)
    return TRUE;
  n_rows = sw_series_find_first_row (series, axis->newest_us + 1)
           - sw_series_find_first_row (series, begin_us);
  /* One on each edge. */
  return n_rows > axis->width * axis->scale + 1;
}

guint
sw_graph_count_columns (const SwGraphAxis *axis)
{
  return (guint) ceil (axis->width * axis->scale) + 2;
}

static gboolean
is_kept (const SwGraphTrace *self, SwSeries *series, const SwGraphAxis *axis)
{
  const SwGraphAxis *old = &self->columns_axis;

  return self->columns_of == series && old->span_us == axis->span_us && old->width == axis->width
         && old->scale == axis->scale;
}

static void
reserve (SwGraphTrace *self, guint n_values)
{
  if (n_values <= self->columns_capacity)
    return;
  self->columns_capacity = n_values + n_values / 2;
  self->columns = g_renew (SwBucket, self->columns, self->columns_capacity);
}

/* Sums up the last N columns of each curve. */
static void
sum_up (SwGraphTrace *self, SwSeries *series, gint64 newest_column, guint n)
{
  const double column_us = sw_graph_axis_get_column_us (&self->columns_axis);
  const gint64 from_us = (newest_column + 1 - n) * column_us;
  const gint64 to_us = (newest_column + 1) * column_us;
  g_autofree SwBucket *part = NULL;

  if (n == self->n_points)
    {
      sw_series_summarise_all (series, from_us, to_us, self->columns, n);
      return;
    }
  part = g_new (SwBucket, (gsize) n * self->n_curves);
  sw_series_summarise_all (series, from_us, to_us, part, n);
  for (guint i = 0; i < self->n_curves; i++)
    memcpy (&self->columns[(gsize) (i + 1) * self->n_points - n], &part[(gsize) i * n],
            n * sizeof *part);
}

/* How many columns are older than what may have changed since they were summed up: from the then newest row on. */
static guint
keep_columns (SwGraphTrace *self, SwSeries *series, const SwGraphAxis *axis)
{
  const gint64 newest = sw_graph_axis_get_column (axis, axis->newest_us);
  const gint64 first = newest + 1 - self->n_points;
  const gint64 shift = newest - sw_graph_axis_get_column (axis, self->columns_axis.newest_us);
  const gint64 kept = MIN (sw_graph_axis_get_column (axis, self->columns_until_us), newest - shift) - first;

  if (!is_kept (self, series, axis) || shift < 0 || kept <= 0)
    return 0;
  for (guint i = 0; shift > 0 && i < self->n_curves; i++)
    {
      SwBucket *columns = &self->columns[(gsize) i * self->n_points];

      memmove (columns, columns + shift, (gsize) kept * sizeof *columns);
    }
  return kept;
}

void
sw_graph_trace_update_columns (SwGraphTrace *self, SwSeries *series, const SwGraphAxis *axis)
{
  const gint64 newest = sw_graph_axis_get_column (axis, axis->newest_us);
  const guint n_rows = sw_series_get_n_rows (series);
  guint kept;

  reserve (self, self->n_points * MAX (self->n_curves, 1));
  kept = keep_columns (self, series, axis);
  self->columns_axis = *axis;
  self->columns_of = series;
  self->columns_until_us = n_rows > 0 ? sw_series_get_row_time_us (series, n_rows - 1) : 0;
  if (kept < self->n_points)
    sum_up (self, series, newest, self->n_points - kept);
}
