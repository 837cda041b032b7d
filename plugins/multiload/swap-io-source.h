/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-source.h"

G_BEGIN_DECLS

#define SWAP_IO_TYPE_SOURCE (swap_io_source_get_type ())
G_DECLARE_FINAL_TYPE (SwapIoSource, swap_io_source, SWAP_IO, SOURCE, SwSource)

SwSource *swap_io_source_new (SwSamplePool *pool);

G_END_DECLS
