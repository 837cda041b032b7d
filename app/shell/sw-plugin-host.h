/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-plugin-item.h"

G_BEGIN_DECLS

#define SW_TYPE_PLUGIN_HOST (sw_plugin_host_get_type ())
G_DECLARE_FINAL_TYPE (SwPluginHost, sw_plugin_host, SW, PLUGIN_HOST, GObject)

SwPluginHost *sw_plugin_host_new (GSettings *settings,
                                  SwScheduler *scheduler,
                                  SwSourceRegistry *registry,
                                  SwSamplePool *pool,
                                  SwSession *session);
void sw_plugin_host_load (SwPluginHost *self, const char *const *folders);
const char *const *sw_plugin_host_get_folders (SwPluginHost *self);
SwScheduler *sw_plugin_host_get_scheduler (SwPluginHost *self);
SwSourceRegistry *sw_plugin_host_get_registry (SwPluginHost *self);
SwContext *sw_plugin_host_get_context (SwPluginHost *self, SwPluginItem *item);
SwPluginItem *sw_plugin_host_lookup (SwPluginHost *self, const char *id);
void sw_plugin_host_set_enabled (SwPluginHost *self, SwPluginItem *item, gboolean enabled);

G_END_DECLS
