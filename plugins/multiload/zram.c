/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/zram.h"

struct _Zram
{
  SwSamplePool *pool;
  GPtrArray *stats; /* of SwSampleFile, one per device */
};

/* More are not made: one per processor was the custom once, one per machine is today's. */
#define MAX_DEVICES 64
#define MAX_NUMBER 4096

Zram *
zram_new (SwSamplePool *pool)
{
  Zram *self = g_new0 (Zram, 1);

  self->pool = g_object_ref (pool);
  self->stats = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
zram_free (Zram *self)
{
  g_ptr_array_unref (self->stats);
  g_object_unref (self->pool);
  g_free (self);
}

/* A line of /proc/swaps: "/dev/zram0   partition  8388604  0  100". Other devices, and zram under other names, are
 * ordinary swap. */
static gboolean
scan_zram_number (SwScan *line, guint64 *number)
{
  return sw_scan_literal (line, "/dev/zram") && line->at < line->end
         && !sw_scan_is_blank (*line->at) && sw_scan_u64 (line, number) && *number < MAX_NUMBER
         && line->at < line->end && sw_scan_is_blank (*line->at);
}

/* Finds the devices anew. Allocates and opens: to be called only when the swap space has changed. */
void
zram_rescan (Zram *self, const SwTick *tick)
{
  g_autoptr (SwSampleFile) swaps = sw_sample_pool_get (self->pool, "/proc/swaps");
  gsize length_bytes;
  const char *text = sw_sample_file_read (swaps, tick, &length_bytes, NULL);
  SwScan scan, line;
  guint64 number;

  g_ptr_array_set_size (self->stats, 0);
  if (text == NULL)
    return;
  scan = sw_scan_init (text, length_bytes);
  while (self->stats->len < MAX_DEVICES && sw_scan_take_line (&scan, &line))
    if (scan_zram_number (&line, &number))
      {
        g_autofree char *path = g_strdup_printf ("/sys/block/zram%u/mm_stat", (guint) number);

        g_ptr_array_add (self->stats, sw_sample_pool_get (self->pool, path));
      }
}

/* "orig_data_size compr_data_size mem_used_total …" in bytes (Documentation/admin-guide/blockdev/zram.rst). */
gboolean
zram_parse_mm_stat (const char *text, gsize length_bytes, ZramTotals *totals)
{
  SwScan scan = sw_scan_init (text, length_bytes);

  return sw_scan_u64 (&scan, &totals->stored_bytes) && sw_scan_skip_words (&scan, 1)
         && sw_scan_u64 (&scan, &totals->memory_bytes);
}

/* The sum over the devices; one that is gone or unreadable holds nothing. */
ZramTotals
zram_read (Zram *self, const SwTick *tick)
{
  ZramTotals sum = { 0 }, one;

  for (guint i = 0; i < self->stats->len; i++)
    {
      gsize length_bytes;
      const char *text
          = sw_sample_file_read (g_ptr_array_index (self->stats, i), tick, &length_bytes, NULL);

      if (text == NULL || !zram_parse_mm_stat (text, length_bytes, &one))
        continue;
      sum.stored_bytes += one.stored_bytes;
      sum.memory_bytes += one.memory_bytes;
    }
  return sum;
}
