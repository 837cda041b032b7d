/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-unit.h"

G_BEGIN_DECLS

#define SW_TYPE_NUMERAL (sw_numeral_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwNumeral, sw_numeral, SW, NUMERAL, GtkWidget)

SW_PUBLIC GtkWidget *sw_numeral_new (SwUnit unit);
SW_PUBLIC char *sw_numeral_get_widest (SwUnit unit);
SW_PUBLIC const char *sw_numeral_get_text (SwNumeral *self);
SW_PUBLIC gboolean sw_numeral_set_text (SwNumeral *self, const char *text);
SW_PUBLIC gboolean sw_numeral_set_value (SwNumeral *self, SwUnit unit, double value);
SW_PUBLIC void sw_numeral_set_widest (SwNumeral *self, const char *widest);
SW_PUBLIC float sw_numeral_get_xalign (SwNumeral *self);
SW_PUBLIC void sw_numeral_set_xalign (SwNumeral *self, float xalign);

G_END_DECLS
