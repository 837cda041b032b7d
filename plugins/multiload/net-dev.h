/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-scan.h"

G_BEGIN_DECLS

/* One interface's line of /proc/net/dev. The name points into the text and is not terminated. */
typedef struct
{
  const char *name;
  gsize name_length;
  guint64 in_bytes;
  guint64 out_bytes;
} NetDevLine;

gboolean net_dev_begin (SwScan *text);
gboolean net_dev_next (SwScan *text, NetDevLine *line);

G_END_DECLS
