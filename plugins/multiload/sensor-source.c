/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-slow-reader.h"

#include "plugins/multiload/sensor-source.h"
#include "plugins/multiload/sysfs.h"

/* What sources of the machine's sensors share: one channel a sensor, read by a thread, since a chip behind a slow bus
 * takes milliseconds and a broken one for ever. The sensors are those found when it was made; when others come, the plugin
 * makes another source. */
typedef struct
{
  SwSamplePool *pool;
  GPtrArray *sensors; /* of HwmonSensor; one per channel */
  SwSlowReader *reader;
} SensorSourcePrivate;

/* More lines than these no graph tells apart; the others wait in the legend. */
#define N_SHOWN 8

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SensorSource, sensor_source, SW_TYPE_SOURCE)

#define PRIVATE(self) ((SensorSourcePrivate *) sensor_source_get_instance_private (self))

static void
sensor_source_start (SwSource *source)
{
  sw_slow_reader_start (PRIVATE (SENSOR_SOURCE (source))->reader);
}

static void
sensor_source_stop (SwSource *source)
{
  sw_slow_reader_stop (PRIVATE (SENSOR_SOURCE (source))->reader);
}

static gboolean
take_value (SensorSource *self, guint index, GError **error)
{
  SensorSourceClass *klass = SENSOR_SOURCE_GET_CLASS (self);
  const char *text;
  gsize length_bytes;
  gint64 number;

  text = sw_slow_reader_get (PRIVATE (self)->reader, index, &length_bytes, error);
  if (text == NULL)
    return FALSE;
  if (!sysfs_parse_number (text, length_bytes, &number) || number / klass->divisor < klass->min
      || number / klass->divisor > klass->max)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                           C_ ("source error", "The sensors give no sensible values"));
      return FALSE;
    }
  sw_source_set_value (SW_SOURCE (self), index, number / klass->divisor);
  return TRUE;
}

static gboolean
sensor_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  SensorSource *self = SENSOR_SOURCE (source);
  SensorSourcePrivate *priv = PRIVATE (self);
  gboolean has_value = FALSE;

  if (priv->sensors->len == 0)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           g_dpgettext2 (GETTEXT_PACKAGE, "source error",
                                         SENSOR_SOURCE_GET_CLASS (self)->none_text));
      return FALSE;
    }
  if (!sw_slow_reader_begin (priv->reader, tick, error))
    return FALSE;
  /* One that sleeps or fails is a gap; only when none answers there is something to tell. */
  for (guint i = 0; i < priv->sensors->len; i++)
    has_value |= take_value (self, i, NULL);
  return has_value || take_value (self, 0, error);
}

/* The highest of the row; of the processor's alone where there are any. */
static double
sensor_source_get_headline_value (SwSource *source, const float *values)
{
  SensorSourcePrivate *priv = PRIVATE (SENSOR_SOURCE (source));
  double highest = NAN;
  double highest_of_cpu = NAN;

  for (guint i = 0; i < priv->sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (priv->sensors, i);

      highest = fmax (highest, values[i]);
      if (sensor->is_cpu)
        highest_of_cpu = fmax (highest_of_cpu, values[i]);
    }
  return isnan (highest_of_cpu) ? highest : highest_of_cpu;
}

static void
sensor_source_finalize (GObject *object)
{
  SensorSourcePrivate *priv = PRIVATE (SENSOR_SOURCE (object));

  g_clear_object (&priv->reader);
  g_clear_object (&priv->pool);
  g_clear_pointer (&priv->sensors, g_ptr_array_unref);
  G_OBJECT_CLASS (sensor_source_parent_class)->finalize (object);
}

static void
sensor_source_class_init (SensorSourceClass *klass)
{
  SwSourceClass *source_class = SW_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sensor_source_finalize;
  source_class->start = sensor_source_start;
  source_class->sample = sensor_source_sample;
  source_class->stop = sensor_source_stop;
  source_class->get_headline_value = sensor_source_get_headline_value;
}

static void
sensor_source_init (SensorSource *self)
{
  PRIVATE (self)->reader = sw_slow_reader_new ();
}

/* Gives SELF its channels; once. */
void
sensor_source_find (SensorSource *self, SwSamplePool *pool)
{
  SensorSourcePrivate *priv = PRIVATE (self);

  g_assert (priv->sensors == NULL);
  priv->pool = g_object_ref (pool);
  priv->sensors = hwmon_find (pool, SENSOR_SOURCE_GET_CLASS (self)->kind);
  for (guint i = 0; i < priv->sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (priv->sensors, i);
      SwChannel *channel = sw_channel_new (sensor->id, sensor->name, SW_ROLE_1 + i % N_SHOWN);

      sw_channel_set_shown (channel, i < N_SHOWN);
      sw_source_add_channel (SW_SOURCE (self), channel);
      sw_slow_reader_add (priv->reader, sensor->path, sensor->guard_path);
    }
}

/* Whether the machine's sensors are still those that SOURCE was made for. */
gboolean
sensor_source_is_current (SwSource *source)
{
  SensorSourcePrivate *priv = PRIVATE (SENSOR_SOURCE (source));
  g_autoptr (GPtrArray) sensors
      = hwmon_find (priv->pool, SENSOR_SOURCE_GET_CLASS (SENSOR_SOURCE (source))->kind);

  return hwmon_is_same (priv->sensors, sensors);
}
