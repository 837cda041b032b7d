/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/multiload/fan-source.h"

/* How fast the fans turn. The large number is the fastest. */
struct _FanSource
{
  SensorSource parent_instance;
};

#define INTERVAL_US (5 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (FanSource, fan_source, SENSOR_TYPE_SOURCE)

static void
fan_source_class_init (FanSourceClass *klass)
{
  SensorSourceClass *sensor_class = SENSOR_SOURCE_CLASS (klass);

  sensor_class->kind = HWMON_FAN;
  sensor_class->divisor = 1;
  sensor_class->min = 0;
  /* 65535 is what a counter says to which no fan is connected. */
  sensor_class->max = 60000;
  sensor_class->none_text = NC_ ("source error", "This machine has no fan sensors");
}

static void
fan_source_init (G_GNUC_UNUSED FanSource *self)
{
}

SwSource *
fan_source_new (SwSamplePool *pool)
{
  FanSource *self
      = g_object_new (FAN_TYPE_SOURCE, "id", "fans", "title", C_ ("source", "Fans"), "description",
                      C_ ("source", "The large number is the fastest fan."), "unit", SW_UNIT_RPM,
                      "style", SW_STYLE_LINES, "interval-us", INTERVAL_US, NULL);

  sensor_source_find (SENSOR_SOURCE (self), pool);
  return SW_SOURCE (self);
}
