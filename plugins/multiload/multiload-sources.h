/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugin/sw-context.h"

#include "plugins/multiload/uevent-monitor.h"

G_BEGIN_DECLS

#define MULTILOAD_TYPE_SOURCES (multiload_sources_get_type ())
G_DECLARE_FINAL_TYPE (MultiloadSources, multiload_sources, MULTILOAD, SOURCES, GObject)

MultiloadSources *multiload_sources_new (SwContext *context, GSettings *settings);
void multiload_sources_withdraw (MultiloadSources *self);
UeventMonitor *multiload_sources_get_uevents (MultiloadSources *self);

G_END_DECLS
