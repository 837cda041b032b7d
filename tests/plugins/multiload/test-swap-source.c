/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/swap-source.h"
#include "plugins/multiload/zram.h"
#include "tests/plugins/multiload/source-fixture.h"

#define KIB 1024.0
#define MEMORY "MemTotal: 1000 kB\nMemFree: 300 kB\n"

static void
write_zram (SourceFixture *fixture)
{
  sw_test_tree_write (fixture->tree, "/sys/block/zram0/mm_stat",
                      " 204800    40960    51200        0    51200       50        0        0\n");
  sw_test_tree_write (fixture->tree, "/proc/swaps",
                      "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
                      "/dev/sda2                               partition\t600\t\t400\t\t-2\n"
                      "/dev/zram0                              partition\t400\t\t200\t\t100\n");
}

static const char *const classes[] = { "used", "zram", "zswap", "cached" };

static double
get_sum (SourceFixture *fixture)
{
  return source_fixture_get_sum (fixture, classes, G_N_ELEMENTS (classes));
}

static void
test_ordinary_swap (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *headline = NULL;

  fixture->source = swap_source_new (fixture->pool);
  g_assert_false (source_fixture_has (fixture, "zram"));
  g_assert_false (source_fixture_has (fixture, "compressed"));
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      MEMORY "SwapCached: 100 kB\nSwapTotal: 1000 kB\nSwapFree: 400 kB\n");
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "used"), ==, 500 * KIB);
  g_assert_cmpfloat (source_fixture_get (fixture, "cached"), ==, 100 * KIB);
  g_assert_cmpfloat (get_sum (fixture) + 400 * KIB, ==, 1000 * KIB);
  g_assert_cmpfloat (sw_source_get_natural_max (fixture->source), ==, 1000 * KIB);
  headline = source_fixture_get_headline (fixture);
  g_assert_cmpstr (headline, ==, "600 KiB");
}

static void
test_compressed_swap (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *headline = NULL;

  write_zram (fixture);
  sw_test_tree_write (fixture->tree, "/sys/module/zswap/parameters/enabled", "Y\n");
  fixture->source = swap_source_new (fixture->pool);
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      MEMORY "SwapCached: 100 kB\nSwapTotal: 1000 kB\nSwapFree: 400 kB\n"
                             "Zswap: 50 kB\nZswapped: 100 kB\n");
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "zram"), ==, 200 * KIB);
  g_assert_cmpfloat (source_fixture_get (fixture, "zswap"), ==, 100 * KIB);
  g_assert_cmpfloat (source_fixture_get (fixture, "used"), ==, 200 * KIB);
  g_assert_cmpfloat (source_fixture_get (fixture, "compressed"), ==, 100 * KIB);
  g_assert_cmpfloat (get_sum (fixture) + 400 * KIB, ==, 1000 * KIB);
  headline = source_fixture_get_headline (fixture);
  g_assert_cmpstr (headline, ==, "600 KiB (3.0×)");
}

/* zram that is no swap (a filesystem on it) is not counted; one that becomes swap is, as the total tells. */
static void
test_zram_comes_and_goes (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  write_zram (fixture);
  fixture->source = swap_source_new (fixture->pool);
  sw_test_tree_write (fixture->tree, "/proc/swaps",
                      "Filename Type Size Used Priority\n/dev/sda2 partition 600 400 -2\n"
                      "/dev/zram partition 1 1 1\n/dev/zram0p1 partition 1 1 1\n"
                      "/dev/zram99999999999999999999 partition 1 1 1\n/dev/zram7");
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      MEMORY "SwapTotal: 600 kB\nSwapFree: 200 kB\n");
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "zram"), ==, 0);
  write_zram (fixture);
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      MEMORY "SwapTotal: 1000 kB\nSwapFree: 400 kB\n");
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpfloat (source_fixture_get (fixture, "zram"), ==, 200 * KIB);
  sw_test_tree_remove (fixture->tree, "/sys/block/zram0");
  sw_test_tree_write (fixture->tree, "/proc/swaps", "Filename Type Size Used Priority\n");
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      MEMORY "SwapTotal: 600 kB\nSwapFree: 200 kB\n");
  g_assert_true (source_fixture_sample (fixture, 3));
  g_assert_cmpfloat (source_fixture_get (fixture, "zram"), ==, 0);
  g_assert_cmpfloat (get_sum (fixture) + 200 * KIB, ==, 600 * KIB);
}

static void
test_nonsense_never_exceeds_the_total (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[] = {
    MEMORY "SwapCached: 9999 kB\nSwapTotal: 1000 kB\nSwapFree: 400 kB\nZswapped: 8888 kB\n",
    MEMORY "SwapTotal: 1000 kB\nSwapFree: 4000 kB\n",
    MEMORY "SwapTotal: 1000 kB\nSwapFree: 10 kB\nZswapped: 18014398509481983 kB\n",
  };

  write_zram (fixture);
  sw_test_tree_write (fixture->tree, "/sys/module/zswap/parameters/enabled", "Y\n");
  fixture->source = swap_source_new (fixture->pool);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      sw_test_tree_write (fixture->tree, "/proc/meminfo", texts[i]);
      g_assert_true (source_fixture_sample (fixture, 1 + i));
      g_assert_cmpfloat (get_sum (fixture), <=, 1000 * KIB);
    }
}

static void
test_no_swap_is_said (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = swap_source_new (fixture->pool);
  sw_test_tree_write (fixture->tree, "/proc/meminfo", MEMORY "SwapTotal: 0 kB\nSwapFree: 0 kB\n");
  g_assert_false (source_fixture_sample (fixture, 1));
  source_fixture_assert_unavailable (fixture);
  /* Switched on later it is found. */
  sw_test_tree_write (fixture->tree, "/proc/meminfo", MEMORY "SwapTotal: 10 kB\nSwapFree: 9 kB\n");
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpfloat (get_sum (fixture), ==, KIB);
}

static void
test_mm_stat (void)
{
  const struct
  {
    const char *text;
    gboolean parses;
  } cases[] = {
    { "1 2 3 4 5 6 7 8\n", TRUE }, { "1 2 3", TRUE }, { "1 2\n", FALSE },
    { "1 2 x\n", FALSE },          { "", FALSE },     { "99999999999999999999 2 3", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ZramTotals totals = { 0 };

      g_assert_cmpint (zram_parse_mm_stat (cases[i].text, strlen (cases[i].text), &totals), ==,
                       cases[i].parses);
      if (cases[i].parses)
        g_assert_cmpuint (totals.stored_bytes + totals.memory_bytes, ==, 1 + 3);
    }
}

static void
test_live (void)
{
  SourceFixture fixture = { 0 };

  if (source_fixture_sample_live (&fixture, swap_source_new))
    g_assert_cmpfloat (get_sum (&fixture), <=, sw_source_get_natural_max (fixture.source));
  source_fixture_drop_live (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SOURCE_TEST ("/swap/ordinary", test_ordinary_swap);
  SOURCE_TEST ("/swap/compressed", test_compressed_swap);
  SOURCE_TEST ("/swap/zram-comes-and-goes", test_zram_comes_and_goes);
  SOURCE_TEST ("/swap/nonsense", test_nonsense_never_exceeds_the_total);
  SOURCE_TEST ("/swap/none", test_no_swap_is_said);
  g_test_add_func ("/swap/mm-stat", test_mm_stat);
  g_test_add_func ("/swap/live", test_live);
  return g_test_run ();
}
