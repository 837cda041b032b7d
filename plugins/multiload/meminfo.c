/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"
#include "core/sw-source.h"

#include "plugins/multiload/meminfo.h"

/* /proc/meminfo, parsed at most once per wakeup for all the sources that need it. */
struct _Meminfo
{
  GObject parent_instance;

  SwSamplePool *pool; /* (nullable) weak: the pool whose readers share this */
  SwSampleFile *file;
  MeminfoValues values;
  guint64 serial; /* of the wakeup that filled values; 0: none */
};

#define SHARED_KEY "multiload-meminfo"

G_DEFINE_FINAL_TYPE (Meminfo, meminfo, G_TYPE_OBJECT)

static const char *const names[MEMINFO_N_FIELDS] = {
  [MEMINFO_TOTAL] = "MemTotal:",
  [MEMINFO_FREE] = "MemFree:",
  [MEMINFO_AVAILABLE] = "MemAvailable:",
  [MEMINFO_BUFFERS] = "Buffers:",
  [MEMINFO_CACHED] = "Cached:",
  [MEMINFO_SWAP_CACHED] = "SwapCached:",
  [MEMINFO_SWAP_TOTAL] = "SwapTotal:",
  [MEMINFO_SWAP_FREE] = "SwapFree:",
  [MEMINFO_ZSWAP] = "Zswap:",
  [MEMINFO_ZSWAPPED] = "Zswapped:",
  [MEMINFO_SHMEM] = "Shmem:",
  [MEMINFO_SRECLAIMABLE] = "SReclaimable:",
};

static void
meminfo_finalize (GObject *object)
{
  Meminfo *self = MEM_INFO (object);

  if (self->pool != NULL)
    g_object_set_data (G_OBJECT (self->pool), SHARED_KEY, NULL);
  g_clear_weak_pointer (&self->pool);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (meminfo_parent_class)->finalize (object);
}

static void
meminfo_class_init (MeminfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = meminfo_finalize;
}

static void
meminfo_init (G_GNUC_UNUSED Meminfo *self)
{
}

/* The one that all readers of POOL share, a reference for the caller. It goes with its last reader. */
Meminfo *
meminfo_get_shared (SwSamplePool *pool)
{
  Meminfo *self = g_object_get_data (G_OBJECT (pool), SHARED_KEY);

  if (self != NULL)
    return g_object_ref (self);
  self = g_object_new (MEMINFO_TYPE, NULL);
  self->file = sw_sample_pool_get (pool, "/proc/meminfo");
  g_set_weak_pointer (&self->pool, pool);
  g_object_set_data (G_OBJECT (pool), SHARED_KEY, self);
  return self;
}

/* FIRST is a guess: the kernel's lines come in the order of the table. */
static gboolean
scan_name (SwScan *line, guint first, guint *field)
{
  for (guint i = 0; i < MEMINFO_N_FIELDS; i++)
    {
      *field = (first + i) % MEMINFO_N_FIELDS;
      if (sw_scan_literal (line, names[*field]))
        return TRUE;
    }
  return FALSE;
}

/* Lines such as "MemTotal:       24684096 kB". FALSE without the total and the free memory, from which all else is told
 * apart. */
gboolean
meminfo_parse (const char *text, gsize length_bytes, MeminfoValues *values)
{
  const guint all = (1u << MEMINFO_N_FIELDS) - 1;
  SwScan scan = sw_scan_init (text, length_bytes);
  SwScan line;
  guint field, next = 0;
  guint64 kib, bytes;

  *values = (MeminfoValues) { 0 };
  while (values->found != all && sw_scan_take_line (&scan, &line))
    {
      if (!scan_name (&line, next, &field))
        continue;
      next = field + 1;
      if (!sw_scan_u64 (&line, &kib) || __builtin_mul_overflow (kib, (guint64) 1024, &bytes))
        continue;
      values->bytes[field] = bytes;
      values->found |= 1u << field;
    }
  return meminfo_has (values, MEMINFO_TOTAL) && meminfo_has (values, MEMINFO_FREE)
         && values->bytes[MEMINFO_TOTAL] > 0;
}

/* What the memory holds at TICK; it stays until the next wakeup. */
const MeminfoValues *
meminfo_read (Meminfo *self, const SwTick *tick, GError **error)
{
  const char *text;
  gsize length_bytes;

  if (self->serial != 0 && self->serial == tick->serial)
    return &self->values;
  self->serial = 0;
  text = sw_sample_file_read (self->file, tick, &length_bytes, error);
  if (text == NULL)
    return NULL;
  if (!meminfo_parse (text, length_bytes, &self->values))
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                           C_ ("source error",
                               "The kernel’s account of the memory cannot be understood"));
      return NULL;
    }
  self->serial = tick->serial;
  return &self->values;
}
