/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-source.h"

#include "plugins/multiload/hwmon.h"

G_BEGIN_DECLS

#define SENSOR_TYPE_SOURCE (sensor_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (SensorSource, sensor_source, SENSOR, SOURCE, SwSource)

/* What its kinds differ in. */
struct _SensorSourceClass
{
  SwSourceClass parent_class;

  HwmonKind kind;
  double divisor; /* of the file's number, to the source's unit */
  double min;     /* what is out of these, in the source's unit, is no measurement */
  double max;
  const char *none_text; /* msgid in the context "source error" */
};

void sensor_source_find (SensorSource *self, SwSamplePool *pool);
gboolean sensor_source_is_current (SwSource *source);

G_END_DECLS
