/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-tick.h"

G_BEGIN_DECLS

/* The lines of /proc/meminfo that are used (proc_meminfo(5)). */
typedef enum
{
  MEMINFO_TOTAL,
  MEMINFO_FREE,
  MEMINFO_AVAILABLE,
  MEMINFO_BUFFERS,
  MEMINFO_CACHED,
  MEMINFO_SWAP_CACHED,
  MEMINFO_SWAP_TOTAL,
  MEMINFO_SWAP_FREE,
  MEMINFO_ZSWAP,
  MEMINFO_ZSWAPPED,
  MEMINFO_SHMEM,
  MEMINFO_SRECLAIMABLE,
} MeminfoField;

#define MEMINFO_N_FIELDS (MEMINFO_SRECLAIMABLE + 1)

/* In bytes; 0 where the kernel has no such line. */
typedef struct
{
  guint64 bytes[MEMINFO_N_FIELDS];
  guint found; /* bit per field */
} MeminfoValues;

#define MEMINFO_TYPE (meminfo_get_type ())
G_DECLARE_FINAL_TYPE (Meminfo, meminfo, MEM, INFO, GObject)

Meminfo *meminfo_get_shared (SwSamplePool *pool);
const MeminfoValues *meminfo_read (Meminfo *self, const SwTick *tick, GError **error);

gboolean meminfo_parse (const char *text, gsize length_bytes, MeminfoValues *values);

static inline gboolean
meminfo_has (const MeminfoValues *values, MeminfoField field)
{
  return (values->found & 1u << field) != 0;
}

G_END_DECLS
