/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_ABSENT_ROW (sw_absent_row_get_type ())

G_DECLARE_FINAL_TYPE (SwAbsentRow, sw_absent_row, SW, ABSENT_ROW, AdwBin)

GtkWidget *sw_absent_row_new (SwSource *source);
SwSource *sw_absent_row_get_source (SwAbsentRow *self);

G_END_DECLS
