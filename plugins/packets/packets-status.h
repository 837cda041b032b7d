/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugin/sw-context.h"

#include "plugins/packets/packets-traffic.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_STATUS (packets_status_get_type ())
G_DECLARE_FINAL_TYPE (PacketsStatus, packets_status, PACKETS, STATUS, GObject)

PacketsStatus *packets_status_new (SwContext *context,
                                   PacketsTraffic *traffic,
                                   PacketsSession *session);
void packets_status_withdraw (PacketsStatus *self);

G_END_DECLS
