/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/multiload/sensor-source.h"

G_BEGIN_DECLS

#define FAN_TYPE_SOURCE (fan_source_get_type ())
G_DECLARE_FINAL_TYPE (FanSource, fan_source, FAN, SOURCE, SensorSource)

SwSource *fan_source_new (SwSamplePool *pool);

G_END_DECLS
