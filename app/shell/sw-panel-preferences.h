/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source-registry.h"

G_BEGIN_DECLS

AdwPreferencesPage *sw_panel_preferences_new (SwSourceRegistry *registry, GDBusConnection *bus);

G_END_DECLS
