/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* A source that this machine doesn't have, in one line: its title, the reason, the way to its settings. Private. */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_ABSENT_ROW (sw_absent_row_get_type ())

G_DECLARE_FINAL_TYPE (SwAbsentRow, sw_absent_row, SW, ABSENT_ROW, GtkListBoxRow)

GtkWidget *sw_absent_row_new (SwSource *source);
SwSource *sw_absent_row_get_source (SwAbsentRow *self);

G_END_DECLS
