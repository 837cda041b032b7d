/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SW_TYPE_FRAME_WATCH (sw_frame_watch_get_type ())
G_DECLARE_FINAL_TYPE (SwFrameWatch, sw_frame_watch, SW, FRAME_WATCH, GObject)

SwFrameWatch *sw_frame_watch_get (GdkFrameClock *clock);
void sw_frame_watch_expect (SwFrameWatch *self);
gboolean sw_frame_watch_get_starved (SwFrameWatch *self);

G_END_DECLS
