/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

#include "plugins/multiload/block-devices.h"
#include "plugins/multiload/net-interfaces.h"

G_BEGIN_DECLS

#define DEVICE_TYPE_SOURCES (device_sources_get_type ())
G_DECLARE_FINAL_TYPE (DeviceSources, device_sources, DEVICE, SOURCES, GObject)

DeviceSources *device_sources_new (NetInterfaces *interfaces, BlockDevices *devices);
GList *device_sources_list (DeviceSources *self);

G_END_DECLS
