/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-row.h"

G_BEGIN_DECLS

void packets_columns_add (GtkColumnView *view);

G_END_DECLS
