/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source.h"
#include "widgets/sw-graph-cursor.h"
#include "widgets/sw-time-range.h"

G_BEGIN_DECLS

#define SW_TYPE_CARD (sw_card_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwCard, sw_card, SW, CARD, AdwBin)

SW_PUBLIC GtkWidget *sw_card_new (SwSource *source, SwGraphCursor *cursor);
SW_PUBLIC SwSource *sw_card_get_source (SwCard *self);
SW_PUBLIC void sw_card_set_range (SwCard *self, SwTimeRange *range);

G_END_DECLS
