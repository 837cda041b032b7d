/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-field.h"
#include "plugins/packets/packets-names.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_FIELDS (packets_fields_get_type ())
G_DECLARE_FINAL_TYPE (PacketsFields, packets_fields, PACKETS, FIELDS, GtkWidget)

PacketsFields *packets_fields_new (void);
void packets_fields_set_names (PacketsFields *self, PacketsNames *names);
void packets_fields_set_tree (PacketsFields *self, const DissectTree *tree);
PacketsField *packets_fields_get_selected (PacketsFields *self);
PacketsField *packets_fields_select_byte (PacketsFields *self, guint32 offset);
char *packets_fields_describe (PacketsFields *self, PacketsField *field);

G_END_DECLS
