/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/multiload/sensor-source.h"

G_BEGIN_DECLS

#define TEMPERATURE_TYPE_SOURCE (temperature_source_get_type ())
G_DECLARE_FINAL_TYPE (TemperatureSource, temperature_source, TEMPERATURE, SOURCE, SensorSource)

SwSource *temperature_source_new (SwSamplePool *pool);

G_END_DECLS
