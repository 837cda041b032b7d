/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-plugin-host.h"
#include "shell/sw-strip.h"

G_BEGIN_DECLS

AdwDialog *sw_preferences_new (GSettings *settings,
                               SwScheduler *scheduler,
                               SwSourceRegistry *registry,
                               SwPluginHost *host,
                               SwStrip *strip,
                               GDBusConnection *bus);
gboolean sw_preferences_show (AdwDialog *dialog, const char *page, const char *title);

G_END_DECLS
