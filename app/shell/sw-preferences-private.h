/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-types.h"
#include "shell/sw-plugin-host.h"

G_BEGIN_DECLS

/* The name of that page. */
#define SW_PREFERENCES_PLUGINS "plugins"

void sw_preferences_add_general (AdwPreferencesDialog *dialog, GSettings *settings);
AdwPreferencesPage *sw_preferences_graphs_new (SwSourceRegistry *registry, SwPluginHost *host);
AdwPreferencesPage *sw_preferences_plugins_new (SwPluginHost *host);
GtkWidget *sw_preferences_plugins_open (AdwPreferencesDialog *dialog,
                                        SwPluginHost *host,
                                        const char *id);
AdwPreferencesPage *sw_preferences_cost_new (SwScheduler *scheduler,
                                             SwSourceRegistry *registry,
                                             SwPluginHost *host);

G_END_DECLS
