/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/dissect/dissect-tree.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_FIELD (packets_field_get_type ())
G_DECLARE_FINAL_TYPE (PacketsField, packets_field, PACKETS, FIELD, GObject)

GListStore *packets_field_list_new (const DissectTree *tree);
const char *packets_field_get_name (PacketsField *self);
const char *packets_field_get_text (PacketsField *self);
guint32 packets_field_get_offset (PacketsField *self);
guint32 packets_field_get_n_bytes (PacketsField *self);
DissectKind packets_field_get_kind (PacketsField *self, const guint8 **value);
PacketsField *packets_field_get_parent (PacketsField *self);
GListModel *packets_field_get_children (PacketsField *self);

G_END_DECLS
