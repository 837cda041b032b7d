/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source.h"
#include "widgets/sw-graph-cursor.h"

G_BEGIN_DECLS

#define SW_TYPE_LEGEND (sw_legend_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwLegend, sw_legend, SW, LEGEND, AdwBin)

SW_PUBLIC GtkWidget *sw_legend_new (SwSource *source, SwGraphCursor *cursor);

G_END_DECLS
