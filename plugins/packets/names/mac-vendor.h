/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Who made the network card behind a MAC address, or what else the address says of itself. */

#pragma once

#include "plugins/packets/names/oui-table.h"

G_BEGIN_DECLS

typedef struct _MacVendor MacVendor;

MacVendor *mac_vendor_new (void);
void mac_vendor_free (MacVendor *self);
gboolean mac_vendor_open_hwdb (MacVendor *self);
void mac_vendor_take_table (MacVendor *self, OuiTable *table);
const char *mac_vendor_find (MacVendor *self, const guint8 mac[6]);
gboolean mac_vendor_peek (MacVendor *self, const guint8 mac[6], const char **name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MacVendor, mac_vendor_free)

G_END_DECLS
