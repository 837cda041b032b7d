/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-row.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_CELL (packets_cell_get_type ())
G_DECLARE_FINAL_TYPE (PacketsCell, packets_cell, PACKETS, CELL, GtkWidget)

GtkWidget *packets_cell_new (PacketsColumn column);
PacketsColumn packets_cell_get_column (PacketsCell *self);
float packets_cell_get_xalign (PacketsColumn column);
void packets_cell_set_row (PacketsCell *self, PacketsRow *row);
void packets_cell_refresh (PacketsCell *self);

G_END_DECLS
