/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-strip.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP_CELL (sw_strip_cell_get_type ())
G_DECLARE_FINAL_TYPE (SwStripCell, sw_strip_cell, SW, STRIP_CELL, GtkWidget)

GtkWidget *sw_strip_cell_new (SwStrip *strip, SwStripEntry *entry);
SwStripEntry *sw_strip_cell_get_entry (SwStripCell *self);
void sw_strip_cell_set_bar (SwStripCell *self, GtkOrientation orientation, int thickness_px);

G_END_DECLS
