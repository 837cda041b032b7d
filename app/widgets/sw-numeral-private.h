/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* Texts with tabular figures, for whatever draws values itself. Private. */

#pragma once

#include "widgets/sw-numeral.h"

G_BEGIN_DECLS

/* In the font of WIDGET. GTK gives a widget's own layouts no more of its style than that: the features of the
 * font, which style sheets may set, are for labels alone. */
PangoLayout *sw_numeral_create_layout (GtkWidget *widget, const char *text);

/* (nullable) What was drawn last, for tests. */
PangoLayout *sw_numeral_peek_layout (SwNumeral *self);

G_END_DECLS
