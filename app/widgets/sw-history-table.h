/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the channels of a source did in a range of time, in numbers: a row each. Private. */

#pragma once

#include <adwaita.h>

#include "core/sw-source.h"
#include "widgets/sw-graph-cursor.h"
#include "widgets/sw-time-range.h"

G_BEGIN_DECLS

#define SW_TYPE_HISTORY_TABLE (sw_history_table_get_type ())

G_DECLARE_FINAL_TYPE (SwHistoryTable, sw_history_table, SW, HISTORY_TABLE, AdwBin)

/* RANGE and CURSOR stay for good, the source may be another later. */
void sw_history_table_bind (SwHistoryTable *self, SwTimeRange *range, SwGraphCursor *cursor);
void sw_history_table_set_source (SwHistoryTable *self, SwSource *source);

G_END_DECLS
