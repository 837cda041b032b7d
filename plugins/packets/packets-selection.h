/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Which packets of a list are selected, any number of them. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PACKETS_TYPE_SELECTION (packets_selection_get_type ())
G_DECLARE_FINAL_TYPE (PacketsSelection, packets_selection, PACKETS, SELECTION, GObject)

PacketsSelection *packets_selection_new (GListModel *model);

G_END_DECLS
