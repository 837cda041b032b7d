/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_WATCH (sw_watch_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwWatch, sw_watch, SW, WATCH, GObject)

/**
 * SW_WATCH_EVERY_EVENT:
 *
 * Interval of a watch that must be answered at once, however often it fires.
 */
#define SW_WATCH_EVERY_EVENT G_GINT64_CONSTANT (0)

/**
 * SwWatchFunc:
 * @watch: the watch that fired
 * @condition: what was seen
 * @user_data: as given to [method@Scheduler.add_watch]
 *
 * Called when the descriptor is ready, at most once per grid point of its interval. May remove the watch.
 */
typedef void (*SwWatchFunc) (SwWatch *watch, GIOCondition condition, gpointer user_data);

SW_PUBLIC const char *sw_watch_get_owner (SwWatch *self);
SW_PUBLIC const char *sw_watch_get_name (SwWatch *self);
SW_PUBLIC int sw_watch_get_fd (SwWatch *self);
SW_PUBLIC const SwAccount *sw_watch_get_account (SwWatch *self);
SW_PUBLIC void sw_watch_book_read (SwWatch *self, gsize n_bytes);
SW_PUBLIC void sw_watch_set_interval_us (SwWatch *self, gint64 interval_us);
SW_PUBLIC void sw_watch_remove (SwWatch *self);

G_END_DECLS
