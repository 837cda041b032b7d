/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/multiload/gpu-cards.h"

G_BEGIN_DECLS

#define GPU_TYPE_SOURCE (gpu_source_get_type ())
G_DECLARE_FINAL_TYPE (GpuSource, gpu_source, GPU, SOURCE, SwSource)

SwSource *gpu_source_new (GpuCards *cards);

G_END_DECLS
