/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer files are not read. multiload-ng's have 6 kB, a panel of lxpanel 2 kB and one of multiload-ng's more. */
#define LEGACY_TEXT_MAX_BYTES (256 * 1024)

GHashTable *legacy_text_parse_key_file (const char *text, gsize length_bytes);
GPtrArray *legacy_text_parse_lxpanel (const char *text, gsize length_bytes);

G_END_DECLS
