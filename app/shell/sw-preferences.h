/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-plugin-host.h"

G_BEGIN_DECLS

AdwDialog *sw_preferences_new (GSettings *settings, SwPluginHost *host);

G_END_DECLS
