/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A packet's bytes as text, as for the clipboard. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void packet_text_add_dump (GString *text, const guint8 *bytes, gsize n_bytes);

G_END_DECLS
