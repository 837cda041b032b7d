/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

#include "plugins/multiload/power-supplies.h"

G_BEGIN_DECLS

#define BATTERY_TYPE_SOURCE (battery_source_get_type ())
G_DECLARE_FINAL_TYPE (BatterySource, battery_source, BATTERY, SOURCE, SwSource)

SwSource *battery_source_new (PowerSupplies *supplies);

G_END_DECLS
