/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_BUS_READS (sw_bus_reads_get_type ())
G_DECLARE_FINAL_TYPE (SwBusReads, sw_bus_reads, SW, BUS_READS, GObject)

SwBusReads *sw_bus_reads_new (GApplication *application,
                              SwScheduler *scheduler,
                              SwSourceRegistry *registry);
void sw_bus_reads_begin (SwBusReads *self, GPtrArray *sources, GDBusMethodInvocation *invocation);
void sw_bus_reads_close (SwBusReads *self);

G_END_DECLS
