/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source.h"
#include "shell/sw-plugin-item.h"

G_BEGIN_DECLS

#define SW_STRIP_MIN_WIDTH_PX 16
#define SW_STRIP_MAX_WIDTH_PX 600
#define SW_STRIP_DEFAULT_WIDTH_PX 60

/* What stands before a plugin's name in the id of its own item. */
#define SW_STRIP_PLUGIN_PREFIX "plugin:"

#define SW_TYPE_STRIP_ENTRY (sw_strip_entry_get_type ())
G_DECLARE_FINAL_TYPE (SwStripEntry, sw_strip_entry, SW, STRIP_ENTRY, GObject)

SwStripEntry *sw_strip_entry_new (const char *id);
const char *sw_strip_entry_get_id (SwStripEntry *self);
const char *sw_strip_entry_get_title (SwStripEntry *self);

SwSource *sw_strip_entry_get_source (SwStripEntry *self);
const char *sw_strip_entry_get_page (SwStripEntry *self);
SwPluginItem *sw_strip_entry_get_plugin (SwStripEntry *self);
void sw_strip_entry_set_source (SwStripEntry *self, SwSource *source, const char *page);
void sw_strip_entry_set_plugin (SwStripEntry *self, SwPluginItem *plugin);
gboolean sw_strip_entry_is_present (SwStripEntry *self);

gboolean sw_strip_entry_get_shown (SwStripEntry *self);
void sw_strip_entry_set_shown (SwStripEntry *self, gboolean shown);
guint sw_strip_entry_get_width_px (SwStripEntry *self);
void sw_strip_entry_set_width_px (SwStripEntry *self, guint width_px);
gboolean sw_strip_entry_get_numeral (SwStripEntry *self);
void sw_strip_entry_set_numeral (SwStripEntry *self, gboolean numeral);

G_END_DECLS
