/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SAMPLE_POOL (sw_sample_pool_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSamplePool, sw_sample_pool, SW, SAMPLE_POOL, GObject)

SW_PUBLIC SwSamplePool *sw_sample_pool_new (const char *root);
SW_PUBLIC const char *sw_sample_pool_get_root (SwSamplePool *self);
SW_PUBLIC char *sw_sample_pool_resolve (SwSamplePool *self, const char *path);
SW_PUBLIC SwSampleFile *sw_sample_pool_get (SwSamplePool *self, const char *path);

G_END_DECLS
