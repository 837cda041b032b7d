/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"

#include "plugins/multiload/block-devices.h"

G_BEGIN_DECLS

#define DISK_TYPE_SOURCE (disk_source_get_type ())
G_DECLARE_FINAL_TYPE (DiskSource, disk_source, DISK, SOURCE, SwSource)

SwSource *disk_source_new (BlockDevices *devices);
SwSource *disk_source_new_for_device (BlockDevices *devices, const BlockDevice *device);
SwSource *disk_busy_source_new (BlockDevices *devices);
SwSource *disk_busy_source_new_for_device (BlockDevices *devices, const BlockDevice *device);
gboolean disk_source_is_of (DiskSource *self, const BlockDevice *device);
guint disk_source_get_major (DiskSource *self);
guint disk_source_get_minor (DiskSource *self);

G_END_DECLS
