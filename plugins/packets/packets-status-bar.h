/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-filter-model.h"
#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_STATUS_BAR (packets_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (PacketsStatusBar, packets_status_bar, PACKETS, STATUS_BAR, GtkWidget)

PacketsStatusBar *packets_status_bar_new (PacketsSession *session, PacketsFilterModel *model);
void packets_status_bar_update (PacketsStatusBar *self);

G_END_DECLS
