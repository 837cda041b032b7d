/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Who bought which block of MAC addresses, from the text of IEEE's registries. For systems without udev's database. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The registries have 52,000 rows together and grow by 3,000 a year; what a file has beyond this is left out. */
#define OUI_TABLE_MAX_ROWS 200000
/* Of a name, in bytes. */
#define OUI_TABLE_MAX_NAME 128

typedef struct _OuiTable OuiTable;

OuiTable *oui_table_new (void);
void oui_table_free (OuiTable *self);
void oui_table_add_csv (OuiTable *self, const char *text, gsize n_bytes);
const char *oui_table_find (OuiTable *self, const guint8 mac[6]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OuiTable, oui_table_free)

G_END_DECLS
