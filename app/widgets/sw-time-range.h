/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_TIME_RANGE (sw_time_range_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwTimeRange, sw_time_range, SW, TIME_RANGE, GObject)

SW_PUBLIC SwTimeRange *sw_time_range_new (gint64 span_us);
SW_PUBLIC gint64 sw_time_range_get_span_us (SwTimeRange *self);
SW_PUBLIC void sw_time_range_set_span_us (SwTimeRange *self, gint64 span_us);
SW_PUBLIC gint64 sw_time_range_get_end_us (SwTimeRange *self);
SW_PUBLIC void sw_time_range_set_end_us (SwTimeRange *self, gint64 end_us);
SW_PUBLIC gint64 sw_time_range_get_begin_us (SwTimeRange *self);
SW_PUBLIC gboolean sw_time_range_get_live (SwTimeRange *self);
SW_PUBLIC void sw_time_range_follow (SwTimeRange *self);
SW_PUBLIC void sw_time_range_cover (SwTimeRange *self, gint64 oldest_us, gint64 newest_us);
SW_PUBLIC gint64 sw_time_range_get_oldest_us (SwTimeRange *self);
SW_PUBLIC gint64 sw_time_range_get_newest_us (SwTimeRange *self);
SW_PUBLIC void sw_time_range_zoom (SwTimeRange *self, double factor, gint64 about_us);
SW_PUBLIC void sw_time_range_pan (SwTimeRange *self, gint64 later_us);
SW_PUBLIC void sw_time_range_show (SwTimeRange *self, gint64 time_us);

G_END_DECLS
