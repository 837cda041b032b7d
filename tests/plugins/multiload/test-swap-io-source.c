/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <unistd.h>

#include "plugins/multiload/swap-io-source.h"
#include "tests/plugins/multiload/source-fixture.h"

#define WITH_SWAP "MemTotal: 1000 kB\nMemFree: 300 kB\nSwapTotal: 10 kB\nSwapFree: 9 kB\n"

static gboolean
sample (SourceFixture *fixture, guint64 serial, const char *vmstat)
{
  if (fixture->source == NULL)
    {
      sw_test_tree_write (fixture->tree, "/proc/meminfo", WITH_SWAP);
      fixture->source = swap_io_source_new (fixture->pool);
    }
  sw_test_tree_write (fixture->tree, "/proc/vmstat", vmstat);
  return source_fixture_sample (fixture, serial);
}

static void
test_late_tick_changes_no_rate (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const double page_bytes = sysconf (_SC_PAGESIZE);

  g_assert_true (sample (fixture, 1, "nr_free 1\npgpgin 9\npswpin 100\npswpout 1000\nx 1\n"));
  g_assert_true (isnan (source_fixture_get (fixture, "in")));
  g_assert_true (sample (fixture, 2, "nr_free 1\npgpgin 9\npswpin 110\npswpout 1020\nx 1\n"));
  g_assert_cmpfloat (source_fixture_get (fixture, "in"), ==, 10 * page_bytes);
  g_assert_cmpfloat (source_fixture_get (fixture, "out"), ==, 20 * page_bytes);
  /* Three seconds late. */
  g_assert_true (sample (fixture, 5, "nr_free 1\npgpgin 9\npswpin 140\npswpout 1080\nx 1\n"));
  g_assert_cmpfloat (source_fixture_get (fixture, "in"), ==, 10 * page_bytes);
  g_assert_cmpfloat (source_fixture_get (fixture, "out"), ==, 20 * page_bytes);
}

static void
test_counters_wrap_and_reset (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const double page_bytes = sysconf (_SC_PAGESIZE);

  g_assert_true (sample (fixture, 1, "pswpin 4294967290\npswpout 500\n"));
  g_assert_true (sample (fixture, 2, "pswpin 4\npswpout 5"));
  g_assert_cmpfloat (source_fixture_get (fixture, "in"), ==, 10 * page_bytes);
  g_assert_true (isnan (source_fixture_get (fixture, "out")));
}

static void
test_without_swap_vmstat_is_left_alone (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = swap_io_source_new (fixture->pool);
  sw_test_tree_write (fixture->tree, "/proc/meminfo",
                      "MemTotal: 1000 kB\nMemFree: 300 kB\nSwapTotal: 0 kB\n");
  sw_test_tree_write (fixture->tree, "/proc/vmstat", "pswpin 1\npswpout 1\n");
  g_assert_false (source_fixture_sample (fixture, 1));
  source_fixture_assert_unavailable (fixture);
  g_assert_cmpuint (fixture->account.reads, ==, 1);
}

static void
test_garbled_text (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[] = { "",
                                "pswpin",
                                "pswpin 1\n",
                                "pswpin x\npswpout 1\n",
                                "pswpout 1\n",
                                "pswpin 99999999999999999999\npswpout 1\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_false (sample (fixture, 1 + i, texts[i]));
      g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_FAILED);
    }
}

static void
test_live (void)
{
  SourceFixture fixture = { 0 };

  if (source_fixture_sample_live (&fixture, swap_io_source_new))
    g_assert_cmpfloat (source_fixture_get (&fixture, "in"), >=, 0);
  source_fixture_drop_live (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SOURCE_TEST ("/swap-io/late-tick", test_late_tick_changes_no_rate);
  SOURCE_TEST ("/swap-io/wrap-and-reset", test_counters_wrap_and_reset);
  SOURCE_TEST ("/swap-io/no-swap", test_without_swap_vmstat_is_left_alone);
  SOURCE_TEST ("/swap-io/garbled", test_garbled_text);
  g_test_add_func ("/swap-io/live", test_live);
  return g_test_run ();
}
