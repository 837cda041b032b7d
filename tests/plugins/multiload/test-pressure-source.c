/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/pressure-source.h"
#include "tests/plugins/multiload/source-fixture.h"

#define AVERAGES "avg10=99.00 avg60=99.00 avg300=99.00 "

static void
write_totals (SourceFixture *fixture, guint64 cpu, guint64 memory, guint64 io_some, guint64 io_full)
{
  const struct
  {
    const char *path;
    guint64 some, full;
  } files[] = {
    { "/proc/pressure/cpu", cpu, 0 },
    { "/proc/pressure/memory", memory, memory / 2 },
    { "/proc/pressure/io", io_some, io_full },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *text = g_strdup_printf ("some " AVERAGES "total=%" G_GUINT64_FORMAT "\n"
                                               "full " AVERAGES "total=%" G_GUINT64_FORMAT "\n",
                                               files[i].some, files[i].full);

      sw_test_tree_write (fixture->tree, files[i].path, text);
    }
}

/* Not the averages, which are 99 throughout. */
static void
test_takes_totals (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *headline = NULL;

  fixture->source = pressure_source_new (fixture->pool);
  write_totals (fixture, 1000, 2000, 3000, 4000);
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_true (isnan (source_fixture_get (fixture, "cpu-some")));
  write_totals (fixture, 1000 + 250000, 2000 + 100000, 3000 + 600000, 4000);
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "cpu-some"), 25, 1e-9);
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "memory-some"), 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "memory-full"), 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "io-some"), 60, 1e-9);
  g_assert_cmpfloat (source_fixture_get (fixture, "io-full"), ==, 0);
  headline = source_fixture_get_headline (fixture);
  g_assert_cmpstr (headline, ==, "60 %");
}

static void
test_late_tick_changes_no_share (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = pressure_source_new (fixture->pool);
  write_totals (fixture, 0, 0, 0, 0);
  g_assert_true (source_fixture_sample (fixture, 1));
  write_totals (fixture, 3 * 250000, 0, 0, 0);
  g_assert_true (source_fixture_sample (fixture, 4));
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "cpu-some"), 25, 1e-9);
}

static void
test_never_negative_nor_above_the_whole (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = pressure_source_new (fixture->pool);
  write_totals (fixture, 500, 4294967290, 0, G_MAXUINT64);
  g_assert_true (source_fixture_sample (fixture, 1));
  write_totals (fixture, 400, 100004, G_MAXUINT64, 0);
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_true (isnan (source_fixture_get (fixture, "cpu-some")));
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "memory-some"), 10.001, 1e-9);
  g_assert_cmpfloat (source_fixture_get (fixture, "io-some"), ==, 100);
  g_assert_true (isnan (source_fixture_get (fixture, "io-full")));
}

static void
test_switched_off_is_said_with_the_remedy (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = pressure_source_new (fixture->pool);
  g_assert_false (source_fixture_sample (fixture, 1));
  source_fixture_assert_unavailable (fixture);
  g_assert_nonnull (strstr (sw_source_get_reason (fixture->source), "psi=1"));
}

static void
test_one_resource_may_fail (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = pressure_source_new (fixture->pool);
  write_totals (fixture, 0, 0, 0, 0);
  g_assert_true (source_fixture_sample (fixture, 1));
  write_totals (fixture, 500000, 500000, 500000, 500000);
  sw_test_tree_write (fixture->tree, "/proc/pressure/cpu", "some avg");
  sw_test_tree_write (fixture->tree, "/proc/pressure/io",
                      "some " AVERAGES "total=x\nfull " AVERAGES "total=500000");
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_true (isnan (source_fixture_get (fixture, "cpu-some")));
  g_assert_true (isnan (source_fixture_get (fixture, "io-some")));
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "io-full"), 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "memory-some"), 50, 1e-9);
}

static void
test_garbled_text (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[] = {
    "", "some", "some a b c", "some a b c total=", "some a b c total=99999999999999999999\n", "\n\n"
  };

  fixture->source = pressure_source_new (fixture->pool);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      sw_test_tree_write (fixture->tree, "/proc/pressure/cpu", texts[i]);
      sw_test_tree_write (fixture->tree, "/proc/pressure/memory", texts[i]);
      sw_test_tree_write (fixture->tree, "/proc/pressure/io", texts[i]);
      g_assert_false (source_fixture_sample (fixture, 1 + i));
      g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_FAILED);
    }
}

static void
test_live (void)
{
  SourceFixture fixture = { 0 };

  if (source_fixture_sample_live (&fixture, pressure_source_new))
    for (guint i = 0; i < sw_source_get_n_channels (fixture.source); i++)
      g_assert_false (sw_source_get_value (fixture.source, i) < 0
                      || sw_source_get_value (fixture.source, i) > 100);
  source_fixture_drop_live (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SOURCE_TEST ("/pressure/totals", test_takes_totals);
  SOURCE_TEST ("/pressure/late-tick", test_late_tick_changes_no_share);
  SOURCE_TEST ("/pressure/bounds", test_never_negative_nor_above_the_whole);
  SOURCE_TEST ("/pressure/switched-off", test_switched_off_is_said_with_the_remedy);
  SOURCE_TEST ("/pressure/one-fails", test_one_resource_may_fail);
  SOURCE_TEST ("/pressure/garbled", test_garbled_text);
  g_test_add_func ("/pressure/live", test_live);
  return g_test_run ();
}
