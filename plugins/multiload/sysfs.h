/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What finding devices in /sys takes: once, when a source is made, and only attributes that the kernel holds in memory
 * (names, labels, links). Whatever a driver answers goes through SwSlowReader. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *sysfs_list (const char *folder, const char *prefix, const char *suffix);
gboolean sysfs_read_line (const char *folder, const char *name, char *line, gsize line_bytes);
char *sysfs_get_link_name (const char *folder, const char *name);
gboolean sysfs_parse_number (const char *text, gsize length_bytes, gint64 *value);

G_END_DECLS
