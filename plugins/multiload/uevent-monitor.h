/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

/* One message of the kernel about a device, as far as it is of use here; all point into the message. */
typedef struct
{
  const char *action;
  const char *device_path;
  const char *subsystem;
} Uevent;

gboolean uevent_parse (const char *bytes, gsize n_bytes, Uevent *event);

#define UEVENT_TYPE_MONITOR (uevent_monitor_get_type ())
G_DECLARE_FINAL_TYPE (UeventMonitor, uevent_monitor, UEVENT, MONITOR, GObject)

UeventMonitor *uevent_monitor_new (SwScheduler *scheduler, const char *owner);
void uevent_monitor_acquire (UeventMonitor *self);
void uevent_monitor_release (UeventMonitor *self);
gboolean uevent_monitor_get_listening (UeventMonitor *self);

G_END_DECLS
