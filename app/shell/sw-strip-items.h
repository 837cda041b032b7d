/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source-registry.h"
#include "shell/sw-plugin-host.h"
#include "shell/sw-strip-entry.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP_ITEMS (sw_strip_items_get_type ())
G_DECLARE_FINAL_TYPE (SwStripItems, sw_strip_items, SW, STRIP_ITEMS, GObject)

SwStripItems *sw_strip_items_new (GSettings *settings,
                                  SwSourceRegistry *registry,
                                  SwPluginHost *host);
void sw_strip_items_move (SwStripItems *self, SwStripEntry *entry, guint position);

GPtrArray *sw_strip_items_parse (GVariant *stored);

G_END_DECLS
