/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

SW_PUBLIC GSettings *sw_settings_open (const char *schema_id, const char *path);

G_END_DECLS
