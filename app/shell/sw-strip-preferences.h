/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "shell/sw-strip.h"

G_BEGIN_DECLS

void sw_strip_preferences_add (AdwPreferencesPage *page, SwStrip *strip);

G_END_DECLS
