/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/frequency-source.h"
#include "tests/plugins/multiload/source-fixture.h"

static void
write_policy (SourceFixture *fixture, guint number, const char *now, const char *max)
{
  g_autofree char *now_path
      = g_strdup_printf ("/sys/devices/system/cpu/cpufreq/policy%u/scaling_cur_freq", number);
  g_autofree char *max_path
      = g_strdup_printf ("/sys/devices/system/cpu/cpufreq/policy%u/cpuinfo_max_freq", number);

  sw_test_tree_write (fixture->tree, now_path, now);
  sw_test_tree_write (fixture->tree, max_path, max);
}

/* A fast core and a slow one: both are measured against the fast one, so that no mean exceeds the fastest. */
static void
test_mean_and_fastest_of_hybrid_cores (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *headline = NULL;

  write_policy (fixture, 0, "4000000\n", "4000000\n");
  write_policy (fixture, 8, "2000000\n", "2000000\n");
  sw_test_tree_write (fixture->tree, "/proc/stat", "cpu 0 0 0 0\n");
  fixture->source = frequency_source_new (fixture->pool);
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 75);
  g_assert_cmpfloat (source_fixture_get (fixture, "fastest"), ==, 100);
  /* Throttled: busy, and half as fast. */
  write_policy (fixture, 0, "1500000", "4000000\n");
  write_policy (fixture, 8, "1000000", "2000000\n");
  sw_test_tree_write (fixture->tree, "/proc/stat", "cpu 90 0 0 5 5\n");
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 31.25);
  g_assert_cmpfloat (source_fixture_get (fixture, "fastest"), ==, 37.5);
  g_assert_cmpfloat_with_epsilon (source_fixture_get (fixture, "busy"), 90, 1e-9);
  headline = source_fixture_get_headline (fixture);
  g_assert_cmpstr (headline, ==, "1.25 GHz");
}

static void
test_machine_without_cpufreq (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  fixture->source = frequency_source_new (fixture->pool);
  sw_source_acquire (fixture->source);
  g_assert_false (source_fixture_sample (fixture, 1));
  source_fixture_assert_unavailable (fixture);
  /* It isn't looked for in each sample; a driver that is loaded later is found when somebody looks anew. */
  write_policy (fixture, 0, "1000000\n", "2000000\n");
  g_assert_false (source_fixture_sample (fixture, 2));
  sw_source_release (fixture->source);
  sw_source_acquire (fixture->source);
  g_assert_true (source_fixture_sample (fixture, 3));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 50);
  sw_source_release (fixture->source);
}

static void
test_offline_policy_is_left_out (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  write_policy (fixture, 0, "1000000\n", "4000000\n");
  write_policy (fixture, 1, "4000000\n", "4000000\n");
  fixture->source = frequency_source_new (fixture->pool);
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 62.5);
  write_policy (fixture, 1, "<unknown>\n", "4000000\n");
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 25);
  g_assert_cmpfloat (source_fixture_get (fixture, "fastest"), ==, 25);
}

static void
test_garbled_text (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const struct
  {
    const char *now;
    const char *max;
  } cases[] = {
    { "", "4000000" },
    { "x", "4000000" },
    { "0", "4000000" },
    { "-5", "4000000" },
    { "18446744073709551615", "4000000" },
    { "99999999999999999999", "4000000" },
    { "4000000", "" },
    { "4000000", "0" },
    { "4000000", "none" },
  };

  sw_test_tree_write (fixture->tree, "/sys/devices/system/cpu/cpufreq/policyx/scaling_cur_freq",
                      "1");
  sw_test_tree_write (fixture->tree, "/sys/devices/system/cpu/cpufreq/boost", "1");
  fixture->source = frequency_source_new (fixture->pool);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      write_policy (fixture, 0, cases[i].now, cases[i].max);
      g_assert_false (source_fixture_sample (fixture, 1 + i));
      source_fixture_assert_unavailable (fixture);
    }
}

/* A descriptor per processor of a machine with 384 would be a third of what a process may have. */
static void
test_many_policies_are_sampled (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i < 384; i++)
    write_policy (fixture, i, "3000000\n", "4000000\n");
  fixture->source = frequency_source_new (fixture->pool);
  g_assert_true (source_fixture_sample (fixture, 1));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 75);
  fixture->account = (SwAccount) { 0 };
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpuint (fixture->account.reads, ==, 64);
}

static void
test_unseen_it_holds_nothing_open (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSampleFile *file;

  write_policy (fixture, 0, "3000000\n", "4000000\n");
  fixture->source = frequency_source_new (fixture->pool);
  sw_source_acquire (fixture->source);
  g_assert_true (source_fixture_sample (fixture, 1));
  sw_source_release (fixture->source);
  file = sw_sample_pool_get (fixture->pool,
                             "/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq");
  sw_test_assert_last_unref (file);
  sw_source_acquire (fixture->source);
  g_assert_true (source_fixture_sample (fixture, 2));
  g_assert_cmpfloat (source_fixture_get (fixture, "mean"), ==, 75);
  sw_source_release (fixture->source);
}

/* The first channel is a rate, which most virtual machines never come to. */
static void
test_live (void)
{
  SourceFixture fixture = { 0 };

  if (source_fixture_sample_live (&fixture, frequency_source_new))
    {
      g_assert_cmpfloat (source_fixture_get (&fixture, "mean"), >, 0);
      g_assert_cmpfloat (source_fixture_get (&fixture, "fastest"), >=,
                         source_fixture_get (&fixture, "mean"));
      g_assert_cmpfloat (source_fixture_get (&fixture, "busy"), <=, 100);
    }
  source_fixture_drop_live (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  SOURCE_TEST ("/frequency/hybrid", test_mean_and_fastest_of_hybrid_cores);
  SOURCE_TEST ("/frequency/none", test_machine_without_cpufreq);
  SOURCE_TEST ("/frequency/offline", test_offline_policy_is_left_out);
  SOURCE_TEST ("/frequency/garbled", test_garbled_text);
  SOURCE_TEST ("/frequency/many", test_many_policies_are_sampled);
  SOURCE_TEST ("/frequency/unseen", test_unseen_it_holds_nothing_open);
  g_test_add_func ("/frequency/live", test_live);
  return g_test_run ();
}
