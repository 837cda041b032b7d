/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP_ITEM (sw_strip_item_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwStripItem, sw_strip_item, SW, STRIP_ITEM, GtkWidget)

SW_PUBLIC GtkWidget *sw_strip_item_new (SwSource *source);
SW_PUBLIC SwSource *sw_strip_item_get_source (SwStripItem *self);
SW_PUBLIC void sw_strip_item_set_bar (SwStripItem *self,
                                      GtkOrientation orientation,
                                      int thickness_px);
SW_PUBLIC void sw_strip_item_set_length_px (SwStripItem *self, int length_px);
SW_PUBLIC void sw_strip_item_set_numeral (SwStripItem *self, gboolean numeral);
SW_PUBLIC void sw_strip_item_set_paused (SwStripItem *self, gboolean paused);
SW_PUBLIC char *sw_strip_item_describe (SwStripItem *self);

G_END_DECLS
