/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "plugins/multiload/memory-source.h"
#include "tests/plugins/multiload/source-fixture.h"

#define KIB 1024.0

static const char *const classes[] = { "used", "shared", "buffers", "cache", "arc" };

static double
get_sum (SourceFixture *fixture)
{
  return source_fixture_get_sum (fixture, classes, G_N_ELEMENTS (classes));
}

/* With the free memory that programs can have, the classes are the total, whatever the kernel says. */
static void
test_classes_sum_to_the_total (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const struct
  {
    const char *text;
    double used, shared, buffers, cache, available; /* KiB */
  } cases[] = {
    { "MemTotal: 1000 kB\nMemFree: 300 kB\nMemAvailable: 600 kB\nBuffers: 50 kB\nCached: 350 kB\n"
      "Shmem: 80 kB\nSReclaimable: 40 kB\n",
      320, 80, 50, 250, 600 },
    /* An idle machine: the kernel holds back more than its caches hold. */
    { "MemTotal: 1000 kB\nMemFree: 900 kB\nMemAvailable: 850 kB\nBuffers: 50 kB\nShmem: 10 kB\n",
      140, 10, 0, 0, 850 },
    { "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 120 kB\nBuffers: 50 kB\n", 880, 0, 20, 0,
      120 },
    /* Without the kernel's own sum: what is free or can be given back. */
    { "MemTotal: 1000 kB\nMemFree: 300 kB\nBuffers: 50 kB\nCached: 350 kB\nShmem: 80 kB\n"
      "SReclaimable: 40 kB\n",
      260, 80, 50, 310, 660 },
    /* Nonsense. */
    { "MemTotal: 1000 kB\nMemFree: 5000 kB\nMemAvailable: 9000 kB\nShmem: 7000 kB\n", 0, 0, 0, 0,
      1000 },
    { "MemTotal: 1000 kB\nMemFree: 0 kB\nMemAvailable: 0 kB\nShmem: 7000 kB\n", 0, 1000, 0, 0, 0 },
  };

  fixture->source = memory_source_new (fixture->pool);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      sw_test_tree_write (fixture->tree, "/proc/meminfo", cases[i].text);
      g_assert_true (source_fixture_sample (fixture, 1 + i));
      g_assert_cmpfloat (source_fixture_get (fixture, "used"), ==, cases[i].used * KIB);
      g_assert_cmpfloat (source_fixture_get (fixture, "shared"), ==, cases[i].shared * KIB);
      g_assert_cmpfloat (source_fixture_get (fixture, "buffers"), ==, cases[i].buffers * KIB);
      g_assert_cmpfloat (source_fixture_get (fixture, "cache"), ==, cases[i].cache * KIB);
      g_assert_cmpfloat (source_fixture_get (fixture, "available"), ==, cases[i].available * KIB);
      g_assert_cmpfloat (get_sum (fixture), <=, 1000 * KIB);
    }
}

static void
test_free_memory_makes_it_whole (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = memory_source_new (fixture->pool);
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      "MemTotal: 24684096 kB\nMemFree: 23046880 kB\nMemAvailable: 24249592 kB\n"
                      "Buffers: 18664 kB\nCached: 1158636 kB\nShmem: 8788 kB\n"
                      "SReclaimable: 332684 kB\n");
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (get_sum (fixture) + 23046880 * KIB, ==, 24684096 * KIB);
  g_assert_cmpfloat (sw_source_get_natural_max (fixture->source), ==, 24684096 * KIB);
}

/* The headline is the edge between the lower two areas and the rest, and the rest is what is available; the description
 * says the same in words. */
static void
test_headline_is_the_total_without_available (SourceFixture *fixture,
                                              G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *headline = NULL;

  fixture->source = memory_source_new (fixture->pool);
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      "MemTotal: 4194304 kB\nMemFree: 1 kB\nMemAvailable: 1048576 kB\n"
                      "Shmem: 1024 kB\n");
  g_assert_true (source_fixture_sample (fixture, 1));
  headline = source_fixture_get_headline (fixture);
  g_assert_cmpstr (headline, ==, "3.0 GiB");
  g_assert_nonnull (strstr (sw_source_get_description (fixture->source),
                            "the total without what the kernel calls available. It is used plus "
                            "shared memory"));
}

static void
test_zfs_cache_is_its_own_class (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const garbage[]
      = { "", "size", "size 4", "size 4 x\n", "c_max 4 5\n", "size 4 99999999999999999999\n" };

  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      "MemTotal: 1000 kB\nMemFree: 300 kB\nMemAvailable: 400 kB\nShmem: 50 kB\n");
  sw_test_tree_write (fixture->tree, "/proc/spl/kstat/zfs/arcstats",
                      "13 1 0x01 147 39984 6 7\nname type data\nhits 4 12\n"
                      "size_max 4 1\nsize                            4    204800\n");
  fixture->source = memory_source_new (fixture->pool);
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "arc"), ==, 200 * KIB);
  g_assert_cmpfloat (source_fixture_get (fixture, "used"), ==, 350 * KIB);
  g_assert_cmpfloat (source_fixture_get (fixture, "available"), ==, 600 * KIB);
  g_assert_cmpfloat (get_sum (fixture) + 300 * KIB, ==, 1000 * KIB);
  for (guint i = 0; i < G_N_ELEMENTS (garbage); i++)
    {
      sw_test_tree_write (fixture->tree, "/proc/spl/kstat/zfs/arcstats", garbage[i]);
      g_assert_true (source_fixture_sample (fixture, 2 + i));
      g_assert_cmpfloat (source_fixture_get (fixture, "arc"), ==, 0);
      g_assert_cmpfloat (get_sum (fixture) + 300 * KIB, ==, 1000 * KIB);
    }
}

static void
test_says_what_is_wrong (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = memory_source_new (fixture->pool);
  g_assert_false (source_fixture_has (fixture, "arc"));
  sw_test_tree_write (fixture->tree, "/proc/meminfo", "MemTot");
  g_assert_false (source_fixture_sample (fixture, 1));
  g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_FAILED);
  g_assert_nonnull (sw_source_get_reason (fixture->source));
}

static void
test_live (void)
{
  SourceFixture fixture = { 0 };

  g_assert_true (source_fixture_sample_live (&fixture, memory_source_new));
  g_assert_cmpfloat (get_sum (&fixture), >, 0);
  g_assert_cmpfloat (get_sum (&fixture), <=, sw_source_get_natural_max (fixture.source));
  g_assert_cmpfloat (source_fixture_get (&fixture, "used") + source_fixture_get (&fixture, "shared")
                         + source_fixture_get (&fixture, "available"),
                     ==, sw_source_get_natural_max (fixture.source));
  source_fixture_drop_live (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SOURCE_TEST ("/memory/classes", test_classes_sum_to_the_total);
  SOURCE_TEST ("/memory/whole", test_free_memory_makes_it_whole);
  SOURCE_TEST ("/memory/headline", test_headline_is_the_total_without_available);
  SOURCE_TEST ("/memory/zfs", test_zfs_cache_is_its_own_class);
  SOURCE_TEST ("/memory/garbled", test_says_what_is_wrong);
  g_test_add_func ("/memory/live", test_live);
  return g_test_run ();
}
