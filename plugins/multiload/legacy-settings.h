/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "plugins/multiload/legacy-finder.h"

G_BEGIN_DECLS

void legacy_settings_find (LegacyFindings *findings);

G_END_DECLS
