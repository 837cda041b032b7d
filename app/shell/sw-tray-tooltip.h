/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a panel says about a source while its icon is pointed at. */

#pragma once

#include "core/sw-source.h"

G_BEGIN_DECLS

const char *sw_tray_tooltip_get_title (SwSource *source);
void sw_tray_tooltip_format (SwSource *source, gboolean paused, GString *text);

G_END_DECLS
