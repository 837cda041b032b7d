/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source-registry.h"
#include "shell/sw-strip.h"

G_BEGIN_DECLS

/* Its name among the pages. */
#define SW_PANEL_PREFERENCES "panel"

AdwPreferencesPage *sw_panel_preferences_new (SwStrip *strip,
                                              SwSourceRegistry *registry,
                                              GDBusConnection *bus);

G_END_DECLS
