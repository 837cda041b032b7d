/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SW_TYPE_STRIP_BAR (sw_strip_bar_get_type ())
G_DECLARE_FINAL_TYPE (SwStripBar, sw_strip_bar, SW, STRIP_BAR, GtkWidget)

GtkWidget *sw_strip_bar_new (void);
void sw_strip_bar_set_shape (SwStripBar *self,
                             GtkOrientation orientation,
                             int thickness_px,
                             gboolean docked);

G_END_DECLS
