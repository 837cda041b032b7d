/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Clock times as the user reads them, from the CLOCK_BOOTTIME that history is stamped with. Private. */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

typedef enum
{
  SW_TIME_TEXT_MINUTES,        /* 14:05 */
  SW_TIME_TEXT_SECONDS,        /* 14:05:30 */
  SW_TIME_TEXT_DAY_MINUTES,    /* Fri 14:05 */
  SW_TIME_TEXT_MINUTES_OR_DAY, /* 14:05, and at midnight the day that begins: Fri */
} SwTimeTextStyle;

#define SW_TIME_TEXT_BYTES 64

/* The first time not before FROM_US at which the local clock shows a multiple of STEP_US since its midnight: on either side
 * of where summer begins or ends by its own clock. */
gint64 sw_time_text_find_next_us (gint64 from_us, gint64 step_us);

/* Calls back, with OBJECT and as long as that lives, when the user chose another way to write times. */
void sw_time_text_connect_changed (gpointer object, GCallback callback);

void sw_time_text_format (gint64 boottime_us, SwTimeTextStyle style, char *text, gsize text_bytes);

/* The widest time of that style, to measure: late in the day, wherever the user lives. */
void sw_time_text_format_widest (SwTimeTextStyle style, char *text, gsize text_bytes);

/* The same as sw_time_text_format(), with the day where that is not today. */
void sw_time_text_format_moment (gint64 boottime_us, char *text, gsize text_bytes);

G_END_DECLS
