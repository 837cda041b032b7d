/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Bytes into a temporary file, unpacked or as they come. For worker threads. */

#pragma once

#include <gio/gio.h>

#include "plugins/packets/packets-load.h"

G_BEGIN_DECLS

gboolean packets_is_packed (int fd);

/* Both: FALSE with an error if nothing came of it or it was cancelled; else NOTE (nullable, to be freed) says what was wrong
 * with the rest. */
gboolean packets_unpack (int packed,
                         int fd,
                         guint64 max_bytes,
                         PacketsProgress *progress,
                         GCancellable *cancellable,
                         char **note,
                         GError **error);
gboolean packets_fetch (GInputStream *stream,
                        int fd,
                        guint64 max_bytes,
                        GCancellable *cancellable,
                        char **note,
                        GError **error);

G_END_DECLS
