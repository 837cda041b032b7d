/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/names/field-filter.h"
#include "plugins/packets/packets-list.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_FILTER_MODEL (packets_filter_model_get_type ())
G_DECLARE_FINAL_TYPE (PacketsFilterModel, packets_filter_model, PACKETS, FILTER_MODEL, GObject)

PacketsFilterModel *packets_filter_model_new (PacketsList *list);
void packets_filter_model_set_filter (PacketsFilterModel *self, FieldFilter *filter);
void packets_filter_model_set_active (PacketsFilterModel *self, gboolean active);
gboolean packets_filter_model_get_filtered (PacketsFilterModel *self);
gboolean packets_filter_model_get_searching (PacketsFilterModel *self);
double packets_filter_model_get_progress (PacketsFilterModel *self);
guint packets_filter_model_get_index (PacketsFilterModel *self, guint position);
guint packets_filter_model_find (PacketsFilterModel *self, guint index);

G_END_DECLS
