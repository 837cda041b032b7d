/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-bus-error.h"

G_BEGIN_DECLS

/*
 * SwBusRange:
 * @from_us: the first time that is wanted; 0 or less counts from now
 * @to_us: the time before which it ends; 0 or less counts from now
 * @step_us: length of a stretch; 0 for the samples as they came
 * @statistic: "mean", "minimum" or "maximum"
 *
 * Which part of a history a caller wants, as it was asked for: anything may stand in it.
 */
typedef struct
{
  gint64 from_us;
  gint64 to_us;
  gint64 step_us;
  const char *statistic;
} SwBusRange;

GVariant *sw_bus_data_list_sources (SwSourceRegistry *registry);
GVariant *sw_bus_data_get_values (GPtrArray *sources);
GVariant *sw_bus_data_get_series (SwSource *source, const SwBusRange *range, GError **error);

G_END_DECLS
