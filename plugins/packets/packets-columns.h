/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "plugins/packets/packets-row.h"

G_BEGIN_DECLS

/* How often less room takes columns away. */
#define PACKETS_COLUMNS_N_STAGES 4

void packets_columns_add (GtkColumnView *view);
AdwBreakpoint *packets_columns_create_stage (guint stage);
void packets_columns_choose (GtkColumnView *view, guint n_stages, gboolean numbered);
void packets_columns_set_clock (GtkColumnView *view, gboolean clock);

G_END_DECLS
