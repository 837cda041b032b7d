/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

gboolean sw_screenshot_save (AdwApplicationWindow *window, const char *path, GError **error);

G_END_DECLS
