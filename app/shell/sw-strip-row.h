/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "shell/sw-strip-items.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP_ROW (sw_strip_row_get_type ())
G_DECLARE_FINAL_TYPE (SwStripRow, sw_strip_row, SW, STRIP_ROW, AdwExpanderRow)

GtkWidget *sw_strip_row_new (SwStripItems *items, SwStripEntry *entry);
SwStripEntry *sw_strip_row_get_entry (SwStripRow *self);

G_END_DECLS
