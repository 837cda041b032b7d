/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

#include "plugins/packets/packets-traffic.h"

G_BEGIN_DECLS

typedef enum
{
  PACKETS_RATE_PACKETS,
  PACKETS_RATE_BITS,
} PacketsRateKind;

#define PACKETS_TYPE_RATE_SOURCE (packets_rate_source_get_type ())
G_DECLARE_FINAL_TYPE (PacketsRateSource, packets_rate_source, PACKETS, RATE_SOURCE, SwSource)

SwSource *packets_rate_source_new (PacketsTraffic *traffic, const char *name, PacketsRateKind kind);
const char *packets_rate_source_get_name (PacketsRateSource *self);

G_END_DECLS
