/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The rates of a session's interfaces while it captures. */

#pragma once

#include <glib-object.h>

#include "core/sw-types.h"

#include "plugins/packets/packets-meter.h"
#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_TRAFFIC (packets_traffic_get_type ())
G_DECLARE_FINAL_TYPE (PacketsTraffic, packets_traffic, PACKETS, TRAFFIC, GObject)

/* Signals: "interfaces-changed", when there are others, or a capture began or ended; "rates-changed". */
PacketsTraffic *packets_traffic_new (SwScheduler *scheduler,
                                     const char *owner,
                                     PacketsSession *session);

/* Rates fall to nothing by themselves only while somebody looks. */
void packets_traffic_acquire (PacketsTraffic *self);
void packets_traffic_release (PacketsTraffic *self);

gboolean packets_traffic_get_capturing (PacketsTraffic *self);
guint packets_traffic_get_n_interfaces (PacketsTraffic *self);
const char *packets_traffic_get_name (PacketsTraffic *self, guint index);
PacketsRates packets_traffic_get_rates (PacketsTraffic *self, guint index);
PacketsRates packets_traffic_get_rates_of (PacketsTraffic *self, const char *name);
PacketsRates packets_traffic_get_total (PacketsTraffic *self);

G_END_DECLS
