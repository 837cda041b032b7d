/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "shell/sw-strip-items.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP_LIST (sw_strip_list_get_type ())
G_DECLARE_FINAL_TYPE (SwStripList, sw_strip_list, SW, STRIP_LIST, AdwBin)

GtkWidget *sw_strip_list_new (SwStripItems *items);

G_END_DECLS
