/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PACKETS_TYPE_PLUGIN (packets_plugin_get_type ())
G_DECLARE_FINAL_TYPE (PacketsPlugin, packets_plugin, PACKETS, PLUGIN, GObject)

G_END_DECLS
