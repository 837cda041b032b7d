/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The sources of a session: two for each interface while it is captured. */

#pragma once

#include "plugin/sw-context.h"

#include "plugins/packets/packets-traffic.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_SOURCES (packets_sources_get_type ())
G_DECLARE_FINAL_TYPE (PacketsSources, packets_sources, PACKETS, SOURCES, GObject)

PacketsSources *packets_sources_new (SwContext *context, PacketsTraffic *traffic);
void packets_sources_withdraw (PacketsSources *self);

G_END_DECLS
