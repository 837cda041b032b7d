/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *sw_prefix_find (const char *program, const char *bindir, const char *prefix);
char *sw_prefix_move (const char *path, const char *prefix, const char *moved);
char *sw_prefix_resolve (const char *path);
void sw_prefix_announce (void);

G_END_DECLS
