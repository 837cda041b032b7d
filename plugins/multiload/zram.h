/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-tick.h"

G_BEGIN_DECLS

/* What the zram devices that are swapped to hold. */
typedef struct
{
  guint64 stored_bytes; /* as the programs know it */
  guint64 memory_bytes; /* that it takes, compressed, with all overhead */
} ZramTotals;

/* The zram devices among the swap devices. */
typedef struct _Zram Zram;

Zram *zram_new (SwSamplePool *pool);
void zram_free (Zram *self);
void zram_rescan (Zram *self, const SwTick *tick);
ZramTotals zram_read (Zram *self, const SwTick *tick);

gboolean zram_parse_mm_stat (const char *text, gsize length_bytes, ZramTotals *totals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Zram, zram_free)

G_END_DECLS
