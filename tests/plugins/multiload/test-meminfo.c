/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-account.h"

#include "plugins/multiload/meminfo.h"
#include "tests/sw-test.h"

#define KIB 1024

static void
test_takes_what_is_there (void)
{
  const struct
  {
    const char *text;
    gboolean parses;
    guint64 total;
    guint64 zswapped;
  } cases[] = {
    { "MemTotal:       24684096 kB\nMemFree: 1 kB\nZswapped:  7 kB\n", TRUE, 24684096ull * KIB,
      7 * KIB },
    /* In any order, with strangers between, without the last newline. */
    { "Zswapped: 7 kB\nHugePages_Total:       0\nMemFree: 1 kB\n\n:\nMemTotal:9 kB", TRUE, 9 * KIB,
      7 * KIB },
    { "MemTotal: 9 kB\r\nMemFree: 1 kB\r\n", TRUE, 9 * KIB, 0 },
    { "MemTotal: 9 kB\nMemFree: 1 kB\nZswapped: x kB\n", TRUE, 9 * KIB, 0 },
    { "MemTotal: 9 kB\nMemFree: 1 kB\nZswapped: 18446744073709551615 kB\n", TRUE, 9 * KIB, 0 },
    { "MemTotal: 18014398509481983 kB\nMemFree: 1 kB\n", TRUE, G_MAXUINT64 - 1023, 0 },
    { "MemTotal: 9 kB\n", FALSE, 0, 0 },
    { "MemTotal: 9 kB\nMemFre", FALSE, 0, 0 },
    { "MemTotal: 0 kB\nMemFree: 0 kB\n", FALSE, 0, 0 },
    { "MemTotal: 99999999999999999999 kB\nMemFree: 0 kB\n", FALSE, 0, 0 },
    { "MemTotal: -5 kB\nMemFree: 0 kB\n", FALSE, 0, 0 },
    { "MemTotalx: 9 kB\nMemFree: 0 kB\n", FALSE, 0, 0 },
    { "", FALSE, 0, 0 },
    { "\n\n\n", FALSE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MeminfoValues values;

      g_assert_cmpint (meminfo_parse (cases[i].text, strlen (cases[i].text), &values), ==,
                       cases[i].parses);
      if (!cases[i].parses)
        continue;
      g_assert_cmpuint (values.bytes[MEMINFO_TOTAL], ==, cases[i].total);
      g_assert_cmpuint (values.bytes[MEMINFO_ZSWAPPED], ==, cases[i].zswapped);
      g_assert_cmpint (meminfo_has (&values, MEMINFO_ZSWAPPED), ==, cases[i].zswapped > 0);
    }
}

static void
test_tells_names_apart (void)
{
  const char *const text = "MemTotal: 100 kB\nMemFree: 2 kB\nMemAvailable: 3 kB\nBuffers: 4 kB\n"
                           "Cached: 5 kB\nSwapCached: 6 kB\nActive: 99 kB\nSwapTotal: 7 kB\n"
                           "SwapFree: 8 kB\nZswap: 9 kB\nZswapped: 10 kB\nShmem: 11 kB\n"
                           "KReclaimable: 99 kB\nSReclaimable: 12 kB\nShmemHugePages: 99 kB\n";
  MeminfoValues values;

  g_assert_true (meminfo_parse (text, strlen (text), &values));
  g_assert_cmpuint (values.bytes[MEMINFO_TOTAL], ==, 100 * KIB);
  for (guint i = MEMINFO_FREE; i < MEMINFO_N_FIELDS; i++)
    g_assert_cmpuint (values.bytes[i], ==, (1 + i) * KIB);
}

static void
test_is_shared_and_read_once (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  SwSamplePool *pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  Meminfo *meminfo = meminfo_get_shared (pool);
  Meminfo *again = meminfo_get_shared (pool);
  SwAccount account = { 0 };
  SwTick tick = sw_test_tick (1);

  tick.account = &account;
  sw_test_tree_write (tree, "/proc/meminfo", "MemTotal: 9 kB\nMemFree: 1 kB\n");
  g_assert_true (meminfo == again);
  g_assert_nonnull (meminfo_read (meminfo, &tick, NULL));
  g_assert_nonnull (meminfo_read (again, &tick, NULL));
  g_assert_cmpuint (account.reads, ==, 1);
  g_object_unref (again);
  sw_test_assert_last_unref (meminfo);
  meminfo = meminfo_get_shared (pool);
  sw_test_assert_last_unref (pool);
  sw_test_assert_last_unref (meminfo);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meminfo/lines", test_takes_what_is_there);
  g_test_add_func ("/meminfo/names", test_tells_names_apart);
  g_test_add_func ("/meminfo/shared", test_is_shared_and_read_once);
  return g_test_run ();
}
