/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plugins/multiload/device-reader.h"
#include "plugins/multiload/name-list.h"
#include "plugins/multiload/sensor-source.h"
#include "plugins/multiload/sysfs.h"

/* What sources of the machine's sensors share: one channel a sensor, read by a thread, since a chip behind a slow bus
 * takes milliseconds and a broken one for ever, which is then a gap of its own sensors. The sensors are those found when it was made; when others come, the plugin
 * makes another source. */
typedef struct
{
  SwSamplePool *pool;
  GPtrArray *sensors; /* of HwmonSensor; one per channel */
  DeviceReader *reader;
  char *description; /* while all answer */
  gboolean *silent;  /* by sensor: does not answer, as the description says */
} SensorSourcePrivate;

/* More lines than these no graph tells apart; the others wait in the legend. */
#define N_SHOWN 8

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SensorSource, sensor_source, SW_TYPE_SOURCE)

#define PRIVATE(self) ((SensorSourcePrivate *) sensor_source_get_instance_private (self))

static void
sensor_source_start (SwSource *source)
{
  device_reader_start (PRIVATE (SENSOR_SOURCE (source))->reader);
}

static void
sensor_source_stop (SwSource *source)
{
  device_reader_stop (PRIVATE (SENSOR_SOURCE (source))->reader);
}

static gboolean
take_value (SensorSource *self, guint index, GError **error)
{
  SensorSourceClass *klass = SENSOR_SOURCE_GET_CLASS (self);
  const char *text;
  gsize length_bytes;
  gint64 number;

  text = device_reader_get (PRIVATE (self)->reader, index, &length_bytes, error);
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

static void
describe_silent (SensorSource *self)
{
  SensorSourcePrivate *priv = PRIVATE (self);
  g_auto (NameList) names = name_list_init ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < priv->sensors->len; i++)
    if (priv->silent[i])
      name_list_add (&names, ((HwmonSensor *) g_ptr_array_index (priv->sensors, i))->name);
  if (names.n_names > 0)
    text = g_strdup_printf (C_ ("source description", "%s\n\nThese sensors do not answer: %s"),
                            priv->description, names.text->str);
  sw_source_set_description (SW_SOURCE (self), text != NULL ? text : priv->description);
}

/* The rule, that nothing changed, costs a glance at each. */
static void
note_silent (SensorSource *self)
{
  SensorSourcePrivate *priv = PRIVATE (self);
  gboolean changed = FALSE;

  for (guint i = 0; i < priv->sensors->len; i++)
    {
      const gboolean silent = device_reader_is_silent (priv->reader, i);

      changed |= silent != priv->silent[i];
      priv->silent[i] = silent;
    }
  if (changed)
    describe_silent (self);
}

static gboolean
sensor_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  SensorSource *self = SENSOR_SOURCE (source);
  SensorSourcePrivate *priv = PRIVATE (self);
  gboolean has_answers, has_value = FALSE;

  if (priv->sensors->len == 0)
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           g_dpgettext2 (GETTEXT_PACKAGE, "source error",
                                         SENSOR_SOURCE_GET_CLASS (self)->none_text));
      return FALSE;
    }
  has_answers = device_reader_begin (priv->reader, tick, error);
  note_silent (self);
  if (!has_answers)
    return FALSE;
  /* One that sleeps, fails or is silent is a gap; only when none answers there is something to tell. */
  for (guint i = 0; i < priv->sensors->len; i++)
    has_value |= take_value (self, i, NULL);
  return has_value || take_value (self, 0, error);
}

/* The highest of the row; of the processor's alone where there are any, answering or not: another part's in their place
 * would be taken for theirs. */
static double
sensor_source_get_headline_value (SwSource *source, const float *values)
{
  SensorSourcePrivate *priv = PRIVATE (SENSOR_SOURCE (source));
  double highest = NAN;
  double highest_of_cpu = NAN;
  gboolean has_cpu = FALSE;

  for (guint i = 0; i < priv->sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (priv->sensors, i);

      highest = fmax (highest, values[i]);
      if (sensor->is_cpu)
        highest_of_cpu = fmax (highest_of_cpu, values[i]);
      has_cpu |= sensor->is_cpu;
    }
  return has_cpu ? highest_of_cpu : highest;
}

static void
sensor_source_finalize (GObject *object)
{
  SensorSourcePrivate *priv = PRIVATE (SENSOR_SOURCE (object));

  g_clear_pointer (&priv->reader, device_reader_free);
  g_free (priv->description);
  g_free (priv->silent);
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
  PRIVATE (self)->reader = device_reader_new ();
}

/* Gives SELF its channels; once. */
void
sensor_source_find (SensorSource *self, SwSamplePool *pool)
{
  SensorSourcePrivate *priv = PRIVATE (self);

  g_assert (priv->sensors == NULL);
  priv->pool = g_object_ref (pool);
  priv->sensors = hwmon_find (pool, SENSOR_SOURCE_GET_CLASS (self)->kind);
  priv->description = g_strdup (sw_source_get_description (SW_SOURCE (self)));
  priv->silent = g_new0 (gboolean, priv->sensors->len);
  for (guint i = 0; i < priv->sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (priv->sensors, i);
      g_autofree char *chip = g_path_get_dirname (sensor->path);
      SwChannel *channel = sw_channel_new (sensor->id, sensor->name, SW_ROLE_1 + i % N_SHOWN);

      sw_channel_set_shown (channel, i < N_SHOWN);
      sw_source_add_channel (SW_SOURCE (self), channel);
      device_reader_add (priv->reader, sensor->path, sensor->guard_path, chip);
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
