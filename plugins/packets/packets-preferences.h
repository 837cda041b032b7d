/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwPreferencesPage *packets_preferences_new (GSettings *settings);

G_END_DECLS
