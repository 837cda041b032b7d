/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A history under any order of pushes, gaps and questions, beside a list that keeps everything. Two bytes are one step:
 * what to do, and with what. */

#include "config.h"

#include <math.h>

#include "core/sw-series.h"
#include "tests/fuzz/sw-fuzz.h"

#define N_CHANNELS 2
#define N_ROWS 7
#define BUCKET_US 100
#define N_BUCKETS 3
#define N_COLUMNS 5

typedef struct
{
  gint64 time_us;
  float values[N_CHANNELS];
} Row;

typedef struct
{
  SwSeries *series;
  GArray *rows; /* of Row: all that were ever taken */
  gint64 now_us;
} Model;

static const double odd_values[]
    = { 0, 1, -1, NAN, INFINITY, -INFINITY, G_MAXDOUBLE, 1e-300, G_MAXFLOAT, 3.5 };

static guint
first_kept (Model *model)
{
  return model->rows->len - MIN (model->rows->len, N_ROWS);
}

static gboolean
ends_in_gap (Model *model)
{
  const Row *last = &g_array_index (model->rows, Row, model->rows->len - 1);

  return isnan (last->values[0]) && isnan (last->values[1]);
}

static void
push (Model *model, guint8 argument, gboolean gap)
{
  const double value = odd_values[argument % G_N_ELEMENTS (odd_values)];
  Row row = { model->now_us, { NAN, NAN } };
  gboolean later = model->rows->len == 0
                   || g_array_index (model->rows, Row, model->rows->len - 1).time_us < row.time_us;

  if (gap)
    sw_series_push_gap (model->series, row.time_us);
  else
    sw_series_push (model->series, row.time_us, (double[]) { value, argument });
  if (!gap)
    {
      row.values[0] = fabs (value) <= G_MAXFLOAT ? (float) value : NAN;
      row.values[1] = argument;
    }
  /* A gap begins no history, and one that goes on is not repeated. */
  if (later && !(gap && (model->rows->len == 0 || ends_in_gap (model))))
    g_array_append_val (model->rows, row);
}

static void
check_rows (Model *model)
{
  const guint first = first_kept (model);

  g_assert_cmpuint (sw_series_get_n_rows (model->series), ==, model->rows->len - first);
  for (guint i = first; i < model->rows->len; i++)
    {
      const Row *row = &g_array_index (model->rows, Row, i);
      const float *kept = sw_series_peek_row (model->series, i - first);

      g_assert_cmpint (sw_series_get_row_time_us (model->series, i - first), ==, row->time_us);
      for (guint c = 0; c < N_CHANNELS; c++)
        g_assert_true (kept[c] == row->values[c] || (isnan (kept[c]) && isnan (row->values[c])));
    }
}

static void
check_find (Model *model, guint8 argument)
{
  const gint64 wanted_us = model->now_us - argument * 4;
  const guint first = first_kept (model);
  gint64 nearest_us = G_MAXINT64;
  guint found = G_MAXUINT;

  for (guint i = first; i < model->rows->len; i++)
    nearest_us = MIN (nearest_us, ABS (g_array_index (model->rows, Row, i).time_us - wanted_us));
  g_assert_true (sw_series_find_row (model->series, wanted_us, argument, &found)
                 == (nearest_us <= argument));
  if (nearest_us <= argument)
    g_assert_cmpint (ABS (sw_series_get_row_time_us (model->series, found) - wanted_us), ==,
                     nearest_us);
}

/* Where no bucket is needed, the samples in the stretch must be within what the columns say, and the columns within
 * what the samples and the one on either side say. */
static void
check_summary (Model *model, guint8 argument)
{
  const gint64 to_us = model->now_us + argument;
  const gint64 from_us = to_us - 1 - argument * 3;
  const guint first = first_kept (model);
  SwBucket columns[N_COLUMNS];
  float least = INFINITY, greatest = -INFINITY;

  sw_series_summarise (model->series, 1, from_us, to_us, columns, N_COLUMNS);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_assert_true (isnan (columns[i].mean)
                   || (columns[i].min <= columns[i].mean && columns[i].mean <= columns[i].max));
  if (first == model->rows->len || from_us < g_array_index (model->rows, Row, first).time_us)
    return;
  for (guint i = first; i < model->rows->len; i++)
    {
      const Row *row = &g_array_index (model->rows, Row, i);
      guint column;

      least = fminf (least, row->values[1]);
      greatest = fmaxf (greatest, row->values[1]);
      if (row->time_us < from_us || row->time_us >= to_us || isnan (row->values[1]))
        continue;
      column = (row->time_us - from_us) * N_COLUMNS / (to_us - from_us);
      g_assert_true (columns[column].min <= row->values[1]
                     && row->values[1] <= columns[column].max);
    }
  for (guint i = 0; i < N_COLUMNS; i++)
    g_assert_true (isnan (columns[i].mean)
                   || (least <= columns[i].min && columns[i].max <= greatest));
}

static void
step (Model *model, guint8 op, guint8 argument)
{
  switch (op)
    {
    case 'p':
      model->now_us += argument;
      push (model, argument, FALSE);
      break;
    case 'g':
      model->now_us += argument;
      push (model, argument, TRUE);
      break;
    case 'b':
      model->now_us -= argument;
      push (model, argument, FALSE);
      break;
    case 'j':
      model->now_us += argument * G_GINT64_CONSTANT (1000000000000);
      break;
    case 'f':
      check_find (model, argument);
      break;
    default:
      check_summary (model, argument);
    }
  check_rows (model);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (SwSeries) series = sw_series_new_sized (N_CHANNELS, N_ROWS, BUCKET_US, N_BUCKETS);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Model model = { series, rows, 1000 };

  for (size_t i = 0; i + 1 < size; i += 2)
    step (&model, data[i], data[i + 1]);
  return 0;
}
