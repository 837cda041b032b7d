/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-checked-entry.h"

G_BEGIN_DECLS

GtkWidget *packets_filter_help_new (PacketsCheckedEntry *entry);

G_END_DECLS
