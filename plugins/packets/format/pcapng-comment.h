/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the capture helper says in comments, because pcapng has no field for it: words KEY=VALUE with blanks between
 * (capture/README.md). Anybody else's comment changes nothing. */

#pragma once

#include "plugins/packets/format/capture-interface.h"

G_BEGIN_DECLS

void pcapng_comment_read_description (const char *comment, gsize n_bytes, guint32 *ifindex);
void pcapng_comment_read_statistics (const char *comment,
                                     gsize n_bytes,
                                     CaptureStatistics *statistics,
                                     CaptureInterfaceState *state);

/* Text from outside that is shown: at most MAX_BYTES of it, up to its first NUL, valid UTF-8 without control characters. */
char *pcapng_text_new (const guint8 *bytes, gsize n_bytes, gsize max_bytes);

G_END_DECLS
