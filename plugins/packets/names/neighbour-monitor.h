/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

#include "plugins/packets/names/neighbours.h"

G_BEGIN_DECLS

#define NEIGHBOUR_TYPE_MONITOR (neighbour_monitor_get_type ())
G_DECLARE_FINAL_TYPE (NeighbourMonitor, neighbour_monitor, NEIGHBOUR, MONITOR, GObject)

NeighbourMonitor *neighbour_monitor_new (SwScheduler *scheduler, const char *owner);
void neighbour_monitor_acquire (NeighbourMonitor *self);
void neighbour_monitor_release (NeighbourMonitor *self);
const Neighbours *neighbour_monitor_get_neighbours (NeighbourMonitor *self);

G_END_DECLS
