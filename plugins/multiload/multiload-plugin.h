/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <libpeas.h>

G_BEGIN_DECLS

#define MULTILOAD_TYPE_PLUGIN (multiload_plugin_get_type ())
G_DECLARE_FINAL_TYPE (MultiloadPlugin, multiload_plugin, MULTILOAD, PLUGIN, PeasExtensionBase)

G_END_DECLS
