/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "widgets/sw-graph-cursor.h"

/**
 * SwGraphCursor:
 *
 * The instant that all graphs, legends and headlines of a board show together: set by the pointer or the
 * keyboard in any of the graphs, drawn in each.
 */
struct _SwGraphCursor
{
  GObject parent_instance;

  gint64 time_us; /* CLOCK_BOOTTIME; 0: none, everything shows the newest sample */
};

typedef enum
{
  PROP_TIME_US = 1,
} SwGraphCursorProperty;

static GParamSpec *properties[PROP_TIME_US + 1];

G_DEFINE_FINAL_TYPE (SwGraphCursor, sw_graph_cursor, G_TYPE_OBJECT)

static void
sw_graph_cursor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SwGraphCursorProperty) id)
    {
    case PROP_TIME_US:
      g_value_set_int64 (value, SW_GRAPH_CURSOR (object)->time_us);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_graph_cursor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SwGraphCursorProperty) id)
    {
    case PROP_TIME_US:
      sw_graph_cursor_set_time_us (SW_GRAPH_CURSOR (object), g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_graph_cursor_class_init (SwGraphCursorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_graph_cursor_get_property;
  object_class->set_property = sw_graph_cursor_set_property;

  properties[PROP_TIME_US]
      = g_param_spec_int64 ("time-us", NULL, NULL, 0, G_MAXINT64, 0,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_graph_cursor_init (G_GNUC_UNUSED SwGraphCursor *self)
{
}

/**
 * sw_graph_cursor_new:
 *
 * Returns: (transfer full): a cursor that points nowhere
 */
SwGraphCursor *
sw_graph_cursor_new (void)
{
  return g_object_new (SW_TYPE_GRAPH_CURSOR, NULL);
}

/**
 * sw_graph_cursor_get_time_us:
 * @self: a cursor
 *
 * Returns: CLOCK_BOOTTIME of the instant in microseconds; 0 for none
 */
gint64
sw_graph_cursor_get_time_us (SwGraphCursor *self)
{
  g_return_val_if_fail (SW_IS_GRAPH_CURSOR (self), 0);

  return self->time_us;
}

/**
 * sw_graph_cursor_set_time_us:
 * @self: a cursor
 * @time_us: CLOCK_BOOTTIME of the instant in microseconds; 0 for none
 */
void
sw_graph_cursor_set_time_us (SwGraphCursor *self, gint64 time_us)
{
  g_return_if_fail (SW_IS_GRAPH_CURSOR (self));
  g_return_if_fail (time_us >= 0);

  if (self->time_us == time_us)
    return;
  self->time_us = time_us;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIME_US]);
}

/**
 * sw_graph_cursor_find_row: (skip)
 * @self: (nullable): a cursor
 * @source: a source
 * @row: (out): index of a row of its series
 *
 * Finds what to show of @source: its sample at the instant pointed at, else its newest.
 *
 * Returns: whether there is one
 */
gboolean
sw_graph_cursor_find_row (SwGraphCursor *self, SwSource *source, guint *row)
{
  SwSeries *series;

  g_return_val_if_fail (self == NULL || SW_IS_GRAPH_CURSOR (self), FALSE);
  g_return_val_if_fail (SW_IS_SOURCE (source) && row != NULL, FALSE);

  series = sw_source_get_series (source);
  if (series == NULL || sw_series_get_n_rows (series) == 0)
    return FALSE;
  *row = sw_series_get_n_rows (series) - 1;
  if (self == NULL || self->time_us == 0)
    return TRUE;
  /* Half an interval is the farthest that the nearest sample can be, and some for lateness. */
  return sw_series_find_row (series, self->time_us, sw_source_get_interval_us (source) * 6 / 10,
                             row);
}

/* Of what is older than the kept samples, the mean of its bucket. */
static gboolean
find_old_values (SwSeries *series, gint64 time_us, float *values)
{
  const gint64 bucket_us = sw_series_get_resolution_us (series, time_us);
  gboolean known = FALSE;

  if (bucket_us == 0)
    return FALSE;
  for (guint i = 0; i < sw_series_get_n_channels (series); i++)
    {
      SwBucket bucket;

      sw_series_summarise (series, i, time_us, time_us + 1, &bucket, 1);
      values[i] = bucket.mean;
      known |= !isnan (bucket.mean);
    }
  return known;
}

/**
 * sw_graph_cursor_find_values: (skip)
 * @self: (nullable): a cursor
 * @source: a source
 * @values: (out caller-allocates): receives one value per channel
 *
 * Like [method@GraphCursor.find_row], and of times of which samples are no longer kept the means.
 *
 * Returns: whether anything is known
 */
gboolean
sw_graph_cursor_find_values (SwGraphCursor *self, SwSource *source, float *values)
{
  SwSeries *series;
  guint row;

  g_return_val_if_fail (self == NULL || SW_IS_GRAPH_CURSOR (self), FALSE);
  g_return_val_if_fail (SW_IS_SOURCE (source) && values != NULL, FALSE);

  series = sw_source_get_series (source);
  if (series == NULL)
    return FALSE;
  if (!sw_graph_cursor_find_row (self, source, &row))
    return self != NULL && find_old_values (series, self->time_us, values);
  memcpy (values, sw_series_peek_row (series, row),
          sw_series_get_n_channels (series) * sizeof *values);
  return TRUE;
}
