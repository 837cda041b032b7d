/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugin/sw-plugin.h"

G_BEGIN_DECLS

/*
 * SwPluginState:
 * @SW_PLUGIN_STATE_OFF: switched off by the user
 * @SW_PLUGIN_STATE_ACTIVE: it works
 * @SW_PLUGIN_STATE_FAILED: it should work and does not; the reason says why
 */
typedef enum
{
  SW_PLUGIN_STATE_OFF,
  SW_PLUGIN_STATE_ACTIVE,
  SW_PLUGIN_STATE_FAILED,
} SwPluginState;

#define SW_TYPE_PLUGIN_ITEM (sw_plugin_item_get_type ())
G_DECLARE_FINAL_TYPE (SwPluginItem, sw_plugin_item, SW, PLUGIN_ITEM, GObject)

SwPluginItem *sw_plugin_item_new_from_file (const char *path);

const char *sw_plugin_item_get_id (SwPluginItem *self);
const char *sw_plugin_item_get_name (SwPluginItem *self);
const char *sw_plugin_item_get_description (SwPluginItem *self);
const char *sw_plugin_item_get_icon_name (SwPluginItem *self);
const char *sw_plugin_item_get_folder (SwPluginItem *self);
const char *sw_plugin_item_get_loader (SwPluginItem *self);
const char *const *sw_plugin_item_get_dependencies (SwPluginItem *self);
gboolean sw_plugin_item_is_broken (SwPluginItem *self);
int sw_plugin_item_compare (SwPluginItem *a, SwPluginItem *b);

gboolean sw_plugin_item_get_enabled (SwPluginItem *self);
void sw_plugin_item_set_enabled (SwPluginItem *self, gboolean enabled);
SwPluginState sw_plugin_item_get_state (SwPluginItem *self);
const char *sw_plugin_item_get_reason (SwPluginItem *self);
void sw_plugin_item_set_state (SwPluginItem *self, SwPluginState state, const char *reason);
SwPlugin *sw_plugin_item_get_plugin (SwPluginItem *self);
gboolean sw_plugin_item_has_preferences (SwPluginItem *self);
void sw_plugin_item_set_plugin (SwPluginItem *self, SwPlugin *plugin);

G_END_DECLS
