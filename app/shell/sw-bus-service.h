/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_BUS_INTERFACE "org.stillwatch.Stillwatch1"
#define SW_BUS_PATH "/org/stillwatch/Stillwatch"

#define SW_TYPE_BUS_SERVICE (sw_bus_service_get_type ())
G_DECLARE_FINAL_TYPE (SwBusService, sw_bus_service, SW, BUS_SERVICE, GObject)

SwBusService *sw_bus_service_new (GApplication *application,
                                  GDBusConnection *connection,
                                  const char *object_path,
                                  GError **error);
void sw_bus_service_open (SwBusService *self,
                          SwScheduler *scheduler,
                          SwSourceRegistry *registry,
                          GListModel *pages);
void sw_bus_service_close (SwBusService *self);

G_END_DECLS
