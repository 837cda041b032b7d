/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "widgets/sw-time-range.h"

G_BEGIN_DECLS

#define SW_TYPE_HISTORY_VIEW (sw_history_view_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwHistoryView, sw_history_view, SW, HISTORY_VIEW, AdwNavigationPage)

SW_PUBLIC AdwNavigationPage *sw_history_view_new (SwSourceRegistry *registry, SwSource *source);
SW_PUBLIC SwSource *sw_history_view_get_source (SwHistoryView *self);
SW_PUBLIC void sw_history_view_set_source (SwHistoryView *self, SwSource *source);
SW_PUBLIC SwTimeRange *sw_history_view_get_range (SwHistoryView *self);
SW_PUBLIC void sw_history_view_add_action (SwHistoryView *self, GtkWidget *widget);

G_END_DECLS
