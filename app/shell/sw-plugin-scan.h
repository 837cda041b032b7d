/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char **sw_plugin_scan_list_folders (void);
GPtrArray *sw_plugin_scan (const char *const *folders);

G_END_DECLS
