/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Attributes of /sys that the kernel answers from memory, read once when a device appears. Each opens and closes its
 * file: not for sampling. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *attribute_path (const char *root, const char *class, const char *name, const char *attribute);
gboolean attribute_is_of (const char *root,
                          const char *class,
                          const char *name,
                          const char *attribute);
guint64 attribute_number_of (const char *root,
                             const char *class,
                             const char *name,
                             const char *attribute);

gssize attribute_read (const char *path, char *buffer, gsize buffer_bytes);
gboolean attribute_exists (const char *path);

G_END_DECLS
