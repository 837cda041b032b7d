/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What a wakeup costs with all sources of processors and memory at once: one read of each file, and not one
 * allocation. */

#include "config.h"

#include <math.h>

#include "core/sw-account.h"

#include "plugins/multiload/cores-source.h"
#include "plugins/multiload/cpu-source.h"
#include "plugins/multiload/frequency-source.h"
#include "plugins/multiload/load-source.h"
#include "plugins/multiload/memory-source.h"
#include "plugins/multiload/pressure-source.h"
#include "plugins/multiload/swap-io-source.h"
#include "plugins/multiload/swap-source.h"
#include "tests/sw-test.h"

static SwSource *(*const constructors[]) (SwSamplePool *pool) = {
  cpu_source_new,    cores_source_new, frequency_source_new, load_source_new,
  memory_source_new, swap_source_new,  swap_io_source_new,   pressure_source_new,
};

#define N_SOURCES G_N_ELEMENTS (constructors)

static guint64 n_allocations;

/* AddressSanitizer brings allocation functions of its own. */
#ifndef __SANITIZE_ADDRESS__
extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *old, size_t size);

void *
malloc (size_t size)
{
  n_allocations++;
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  n_allocations++;
  return __libc_calloc (n, size);
}

void *
realloc (void *old, size_t size)
{
  n_allocations++;
  return __libc_realloc (old, size);
}
#endif

static void
write_tree (SwTestTree *tree)
{
  const struct
  {
    const char *path;
    const char *text;
  } files[] = {
    { "/proc/stat", "cpu 1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4\ncpu1 1 2 3 4\nintr 1 2 3\n" },
    { "/proc/loadavg", "0.20 0.18 0.12 1/80 11206\n" },
    { "/proc/meminfo", "MemTotal: 1000 kB\nMemFree: 300 kB\nMemAvailable: 500 kB\nSwapTotal: 9 "
                       "kB\nSwapFree: 5 kB\n" },
    { "/proc/vmstat", "pswpin 1\npswpout 2\n" },
    { "/proc/spl/kstat/zfs/arcstats", "size 4 5\n" },
    { "/proc/pressure/cpu", "some avg10=0 avg60=0 avg300=0 total=1\n" },
    { "/proc/pressure/memory", "some avg10=0 avg60=0 avg300=0 total=1\n" },
    { "/proc/pressure/io", "some avg10=0 avg60=0 avg300=0 total=1\n" },
    { "/sys/block/zram0/mm_stat", "1024 512 1024\n" },
    { "/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "1000000\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    sw_test_tree_write (tree, files[i].path, files[i].text);
  sw_test_tree_write (tree, "/sys/devices/system/cpu/cpufreq/policy0/cpuinfo_max_freq",
                      "2000000\n");
  sw_test_tree_write (tree, "/sys/devices/system/cpu/possible", "0-1\n");
  sw_test_tree_write (tree, "/proc/swaps",
                      "Filename Type Size Used Priority\n/dev/zram0 partition 9 4 100\n");
}

#define N_FILES 10

static void
sample_all (SwSource *const *sources, guint64 serial, SwAccount *account)
{
  SwTick tick = sw_test_tick (serial);

  tick.account = account;
  for (guint i = 0; i < N_SOURCES; i++)
    g_assert_true (sw_source_sample (sources[i], &tick));
}

static void
test_reads_each_file_once_and_allocates_nothing (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  SwSamplePool *pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  SwSource *sources[N_SOURCES];
  SwAccount account = { 0 };
  guint64 before;

  write_tree (tree);
  for (guint i = 0; i < N_SOURCES; i++)
    {
      sources[i] = constructors[i](pool);
      sw_source_acquire (sources[i]);
    }
  for (guint64 serial = 1; serial <= 2; serial++)
    sample_all (sources, serial, &account);
  account = (SwAccount) { 0 };
  before = n_allocations;
  for (guint64 serial = 3; serial < 10003; serial++)
    sample_all (sources, serial, &account);
  g_assert_cmpuint (n_allocations - before, ==, 0);
  g_assert_cmpuint (account.reads, ==, 10000 * N_FILES);
  for (guint i = 0; i < N_SOURCES; i++)
    {
      sw_source_release (sources[i]);
      sw_test_assert_last_unref (sources[i]);
    }
  sw_test_assert_last_unref (pool);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sampling/cost", test_reads_each_file_once_and_allocates_nothing);
  return g_test_run ();
}
