/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/names/service-names.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_NAMES (packets_names_get_type ())
G_DECLARE_FINAL_TYPE (PacketsNames, packets_names, PACKETS, NAMES, GObject)

PacketsNames *packets_names_new (const char *root);
void packets_names_load (PacketsNames *self);
ServiceNames *packets_names_get_services (PacketsNames *self);
const char *packets_names_get_vendor (PacketsNames *self, const guint8 mac[6]);

G_END_DECLS
