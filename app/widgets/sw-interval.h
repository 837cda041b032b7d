/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

SW_PUBLIC const guint *sw_interval_get_presets_ms (guint *n_presets);
SW_PUBLIC char *sw_interval_to_string (guint interval_ms);

G_END_DECLS
