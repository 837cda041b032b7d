/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): WORD for a shell. A command is read before it is run: quotes only where they are needed. */
char *packets_quote_word (const char *word);

G_END_DECLS
