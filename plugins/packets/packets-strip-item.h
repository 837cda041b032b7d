/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-traffic.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_STRIP_ITEM (packets_strip_item_get_type ())
G_DECLARE_FINAL_TYPE (PacketsStripItem, packets_strip_item, PACKETS, STRIP_ITEM, GtkBox)

GtkWidget *packets_strip_item_new (PacketsTraffic *traffic);
char *packets_strip_item_describe (PacketsStripItem *self);

G_END_DECLS
