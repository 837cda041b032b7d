/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SW_AUTOSTART_ENTRY_MAX_BYTES (64 * 1024)

gboolean sw_autostart_entry_starts (const char *data, gsize length_bytes);
char *sw_autostart_entry_write (const char *program, gboolean hidden);

G_END_DECLS
