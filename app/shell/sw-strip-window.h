/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-strip.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP_WINDOW (sw_strip_window_get_type ())
G_DECLARE_FINAL_TYPE (SwStripWindow, sw_strip_window, SW, STRIP_WINDOW, GtkWindow)

SwStripWindow *sw_strip_window_new (SwStrip *strip);
SwDock *sw_strip_window_get_dock (SwStripWindow *self);

G_END_DECLS
