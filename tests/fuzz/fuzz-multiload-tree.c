/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Hostile text in every file that is read besides another: what the kernel lists, and the lesser numbers of a source. Lines of
 * "====" part the text of one tick from that of the next. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "plugins/multiload/frequency-source.h"
#include "plugins/multiload/memory-source.h"
#include "plugins/multiload/proc-stat.h"
#include "plugins/multiload/swap-io-source.h"
#include "plugins/multiload/swap-source.h"
#include "tests/fuzz/sw-fuzz.h"
#include "tests/sw-test.h"

#define SEPARATOR "====\n"
#define CPUFREQ "/sys/devices/system/cpu/cpufreq/policy0/"

static const char *const hostile_paths[] = {
  "/proc/spl/kstat/zfs/arcstats", "/proc/swaps", "/proc/vmstat", "/sys/block/zram0/mm_stat",
  CPUFREQ "scaling_cur_freq",
};

static SwSource *(*const constructors[]) (SwSamplePool *pool) = {
  frequency_source_new,
  memory_source_new,
  swap_io_source_new,
  swap_source_new,
};

static SwTestTree *
make_tree (void)
{
  SwTestTree *tree = sw_test_tree_new ();

  sw_test_tree_write (tree, "/proc/stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\n");
  sw_test_tree_write (tree, "/sys/module/zswap/parameters/enabled", "Y\n");
  sw_test_tree_write (tree, CPUFREQ "cpuinfo_max_freq", "4000000\n");
  for (guint i = 0; i < G_N_ELEMENTS (hostile_paths); i++)
    sw_test_tree_write (tree, hostile_paths[i], "");
  return tree;
}

/* The total changes each time, so that the swap devices are looked for anew. */
static void
write_tick (SwTestTree *tree, guint64 serial, const char *text, gsize length_bytes)
{
  g_autofree char *memory = g_strdup_printf ("MemTotal: 9000 kB\nMemFree: 1 kB\nMemAvailable: 500 "
                                             "kB\nSwapTotal: %u kB\nSwapFree: 9 kB\n",
                                             100 + (guint) serial);

  sw_test_tree_write (tree, "/proc/meminfo", memory);
  for (guint i = 0; i < G_N_ELEMENTS (hostile_paths); i++)
    sw_test_tree_write_bytes (tree, hostile_paths[i], text, length_bytes);
}

static void
sample (SwSource *source, const SwTick *tick)
{
  char text[SW_UNIT_TEXT_BYTES];

  if (!sw_source_sample (source, tick))
    return;
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    g_assert_false (sw_source_get_value (source, i) < 0 || isinf (sw_source_get_value (source, i)));
  sw_source_format_headline (source, sw_series_peek_row (sw_source_get_series (source), 0), text,
                             sizeof text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static SwTestTree *tree;
  static SwSamplePool *pool;
  SwSource *sources[G_N_ELEMENTS (constructors)];
  const char *at = (const char *) data;
  const char *const end = at + size;
  guint8 listed[64] = { 0 };

  proc_stat_parse_cpu_list (at, size, listed, G_N_ELEMENTS (listed));
  if (tree == NULL)
    {
      tree = make_tree ();
      pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
    }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    sources[i] = constructors[i](pool);
  for (guint64 serial = 1; serial == 1 || at < end; serial++)
    {
      const char *cut = memmem (at, end - at, SEPARATOR, strlen (SEPARATOR));
      const SwTick tick = sw_test_tick (serial);

      write_tick (tree, serial, at, (cut != NULL ? cut : end) - at);
      for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
        sample (sources[i], &tick);
      at = cut != NULL ? cut + strlen (SEPARATOR) : end;
    }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_object_unref (sources[i]);
  return 0;
}
