/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "shell/sw-plugin-host.h"

G_BEGIN_DECLS

char *sw_debug_info_to_string (SwPluginHost *host, GtkWindow *window);

G_END_DECLS
