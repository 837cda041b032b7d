/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int sw_bus_client_quit (void);
int sw_bus_client_print_values (const char *const *ids);

G_END_DECLS
