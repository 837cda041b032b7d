/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-filter-model.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_TABLE (packets_table_get_type ())
G_DECLARE_FINAL_TYPE (PacketsTable, packets_table, PACKETS, TABLE, GtkWidget)

PacketsTable *packets_table_new (PacketsFilterModel *model);
void packets_table_set_numbered (PacketsTable *self, gboolean numbered);
void packets_table_set_clock (PacketsTable *self, gboolean clock);
void packets_table_refresh (PacketsTable *self);
void packets_table_set_live (PacketsTable *self, gboolean live);
void packets_table_forget (PacketsTable *self);
gboolean packets_table_get_following (PacketsTable *self);
void packets_table_follow (PacketsTable *self);
void packets_table_step (PacketsTable *self, int n_packets);
gboolean packets_table_has_selection (PacketsTable *self);
GtkBitset *packets_table_get_selection (PacketsTable *self);
guint packets_table_get_selected (PacketsTable *self);
void packets_table_select_index (PacketsTable *self, guint index);

G_END_DECLS
