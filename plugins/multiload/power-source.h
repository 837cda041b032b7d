/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

#include "plugins/multiload/power-supplies.h"

G_BEGIN_DECLS

#define POWER_TYPE_SOURCE (power_source_get_type ())
G_DECLARE_FINAL_TYPE (PowerSource, power_source, POWER, SOURCE, SwSource)

SwSource *power_source_new (PowerSupplies *supplies);

G_END_DECLS
