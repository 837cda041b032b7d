/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/multiload/temperature-source.h"

/* How hot the machine's parts are. The large number is the hottest sensor of the processor. */
struct _TemperatureSource
{
  SensorSource parent_instance;
};

/* What changes within a second is the processor's alone, and reading some chips costs more than it tells. */
#define INTERVAL_US (5 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (TemperatureSource, temperature_source, SENSOR_TYPE_SOURCE)

static void
temperature_source_class_init (TemperatureSourceClass *klass)
{
  SensorSourceClass *sensor_class = SENSOR_SOURCE_CLASS (klass);

  sensor_class->kind = HWMON_TEMPERATURE;
  sensor_class->divisor = 1000; /* millidegrees Celsius */
  sensor_class->min = -100;
  sensor_class->max = 250;
  sensor_class->none_text = NC_ ("source error", "This machine has no temperature sensors");
}

static void
temperature_source_init (G_GNUC_UNUSED TemperatureSource *self)
{
}

SwSource *
temperature_source_new (SwSamplePool *pool)
{
  TemperatureSource *self
      = g_object_new (TEMPERATURE_TYPE_SOURCE, "id", "temperature", "title",
                      C_ ("source", "Temperature"), "description",
                      C_ ("source",
                          "The large number is the processor’s hottest sensor. Sensors of sleeping "
                          "graphics cards and of disks are left alone."),
                      "unit", SW_UNIT_CELSIUS, "style", SW_STYLE_LINES, "interval-us", INTERVAL_US,
                      "natural-max", 100.0, NULL);

  sensor_source_find (SENSOR_SOURCE (self), pool);
  return SW_SOURCE (self);
}
