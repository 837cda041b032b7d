/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "plugin/sw-context.h"

G_BEGIN_DECLS

AdwPreferencesGroup *multiload_source_preferences_new (SwSource *source, GSettings *settings);
AdwPreferencesPage *multiload_preferences_new (SwContext *context, GSettings *settings);

G_END_DECLS
