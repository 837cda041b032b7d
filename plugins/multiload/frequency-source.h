/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-source.h"

G_BEGIN_DECLS

#define FREQUENCY_TYPE_SOURCE (frequency_source_get_type ())
G_DECLARE_FINAL_TYPE (FrequencySource, frequency_source, FREQUENCY, SOURCE, SwSource)

SwSource *frequency_source_new (SwSamplePool *pool);

G_END_DECLS
