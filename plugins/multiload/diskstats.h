/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-scan.h"

G_BEGIN_DECLS

/* /proc/diskstats counts in these, whatever the disk's own sectors are (Documentation/admin-guide/iostats.rst). */
#define DISKSTATS_SECTOR_BYTES 512

/* One device's line of /proc/diskstats. The name points into the text and is not terminated. */
typedef struct
{
  guint major;
  guint minor;
  const char *name;
  gsize name_length;
  guint64 sectors_read;
  guint64 sectors_written;
  guint64 busy_ms;
} DiskstatsLine;

gboolean diskstats_next (SwScan *text, DiskstatsLine *line);

G_END_DECLS
