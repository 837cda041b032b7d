/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-plugin-host.h"
#include "shell/sw-strip.h"

G_BEGIN_DECLS

/* Makes the preferences anew. Returns: (transfer floating) */
typedef AdwDialog *(*SwPreferencesFunc) (gpointer user_data);

/* Before the id of a plugin: the name of the plugin's own page. */
#define SW_PREFERENCES_PLUGIN "plugin:"

AdwDialog *sw_preferences_new (GSettings *settings,
                               SwScheduler *scheduler,
                               SwSourceRegistry *registry,
                               SwPluginHost *host,
                               SwStrip *strip,
                               GDBusConnection *bus);
gboolean sw_preferences_show (AdwDialog *dialog, const char *place);

G_END_DECLS
