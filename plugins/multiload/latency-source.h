/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-slow-reader.h"
#include "core/sw-source.h"

G_BEGIN_DECLS

#define LATENCY_TYPE_SOURCE (latency_source_get_type ())
G_DECLARE_FINAL_TYPE (LatencySource, latency_source, LATENCY, SOURCE, SwSource)

SwSource *latency_source_new (void);
SwSource *latency_source_new_with_resolver (SwSlowReadFunc resolve, gpointer user_data);
const char *latency_source_get_host (LatencySource *self);
void latency_source_set_host (LatencySource *self, const char *host);

G_END_DECLS
