/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-counter.h"
#include "core/sw-types.h"

#include "plugins/multiload/block-kind.h"
#include "plugins/multiload/uevent-monitor.h"

G_BEGIN_DECLS

/* The kernel allows 31 bytes. */
#define BLOCK_NAME_BYTES 64

typedef struct
{
  char name[BLOCK_NAME_BYTES];
  guint major;
  guint minor;
  guint64 sectors_read;
  guint64 sectors_written;
  guint64 busy_ms;
  SwCounter total_read; /* the totals'; what shows this device alone counts for itself */
  SwCounter total_written;
  SwCounter total_busy;
  guint64
      sequence; /* tells disks apart that come after each other under the same name; 0: unknown */
  BlockKind kind;
  guint looked_up : 1;
  guint counted : 1; /* in the totals */
} BlockDevice;

#define BLOCK_TYPE_DEVICES (block_devices_get_type ())
G_DECLARE_FINAL_TYPE (BlockDevices, block_devices, BLOCK, DEVICES, GObject)

BlockDevices *block_devices_new (SwSamplePool *pool, UeventMonitor *monitor);
void block_devices_acquire (BlockDevices *self);
void block_devices_release (BlockDevices *self);
gboolean block_devices_refresh (BlockDevices *self, const SwTick *tick, GError **error);
guint block_devices_get_n (BlockDevices *self);
BlockDevice *block_devices_get (BlockDevices *self, guint i);
BlockDevice *block_devices_lookup (BlockDevices *self, guint major, guint minor);
guint64 block_devices_get_generation (BlockDevices *self);
guint block_devices_get_n_counted (BlockDevices *self);
const char *block_devices_get_root (BlockDevices *self);
char *block_devices_list_counted (BlockDevices *self);

G_END_DECLS
