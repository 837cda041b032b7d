/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/cores-source.h"
#include "tests/plugins/multiload/source-fixture.h"

static void
set_up (SourceFixture *fixture, gconstpointer data)
{
  source_fixture_set_up (fixture, data);
  sw_test_tree_write (fixture->tree, "/sys/devices/system/cpu/possible", "0-3\n");
  sw_test_tree_write (fixture->tree, "/sys/devices/system/cpu/present", "0-2\n");
  fixture->source = cores_source_new (fixture->pool);
}

static void
sample_nth (SourceFixture *fixture, guint64 serial, const char *text)
{
  g_assert_true (source_fixture_sample_text (fixture, serial, "/proc/stat", text));
}

static void
test_each_core_by_itself (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSeries *series;

  g_assert_cmpuint (sw_source_get_n_channels (fixture->source), ==, 4);
  sample_nth (fixture, 1, "cpu 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\ncpu1 0 0 0 0\ncpu2 0 0 0 0\n");
  g_assert_true (isnan (source_fixture_get_nth (fixture, 0)));
  /* Guests are in user already; waiting is idle; steal is not. */
  sample_nth (fixture, 2,
              "cpu 0 0 0 0\ncpu0 20 0 0 60 10 0 0 10 20 0\ncpu1 100 0 0 0\ncpu2 0 0 0 100\n");
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, 0), 30, 1e-9);
  g_assert_cmpfloat (source_fixture_get_nth (fixture, 1), ==, 100);
  g_assert_cmpfloat (source_fixture_get_nth (fixture, 2), ==, 0);
  series = sw_source_get_series (fixture->source);
  g_assert_cmpfloat (sw_source_get_headline_value (fixture->source, sw_series_peek_row (series, 1)),
                     ==, 100);
}

static void
test_offline_core_resumes (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sample_nth (fixture, 1, "cpu 0 0 0 0\ncpu0 0 0 0 0\ncpu1 0 0 0 0\n");
  sample_nth (fixture, 2, "cpu 0 0 0 0\ncpu0 10 0 0 90\n");
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, 0), 10, 1e-9);
  g_assert_true (isnan (source_fixture_get_nth (fixture, 1)));
  /* Back, with what it counted before it left: no spike. */
  sample_nth (fixture, 3, "cpu 0 0 0 0\ncpu0 20 0 0 180\ncpu1 900 0 0 100\n");
  g_assert_true (isnan (source_fixture_get_nth (fixture, 1)));
  sample_nth (fixture, 4, "cpu 0 0 0 0\ncpu0 30 0 0 270\ncpu1 950 0 0 150\n");
  g_assert_cmpfloat_with_epsilon (source_fixture_get_nth (fixture, 1), 50, 1e-9);
}

static void
test_plugged_in_core_is_shown (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwChannel *absent = sw_source_get_channel (fixture->source, 3);

  g_assert_true (sw_channel_get_shown (sw_source_get_channel (fixture->source, 2)));
  g_assert_false (sw_channel_get_shown (absent));
  sample_nth (fixture, 1, "cpu 0 0 0 0\ncpu0 0 0 0 0\n");
  g_assert_false (sw_channel_get_shown (absent));
  sample_nth (fixture, 2, "cpu 0 0 0 0\ncpu0 1 0 0 1\ncpu3 0 0 0 0\n");
  g_assert_true (sw_channel_get_shown (absent));
  /* Shown once: whoever hides it then is not overruled. */
  sw_channel_set_shown (absent, FALSE);
  sample_nth (fixture, 3, "cpu 0 0 0 0\ncpu0 2 0 0 2\ncpu3 1 0 0 1\n");
  g_assert_false (sw_channel_get_shown (absent));
  g_assert_cmpfloat (source_fixture_get_nth (fixture, 3), ==, 50);
}

static void
test_counters_that_go_back (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sample_nth (fixture, 1, "cpu 0 0 0 0\ncpu0 1000 0 0 1000\ncpu1 4294967290 0 0 50\n");
  sample_nth (fixture, 2, "cpu 0 0 0 0\ncpu0 1010 0 0 999\ncpu1 5 0 0 60\n");
  g_assert_cmpfloat (source_fixture_get_nth (fixture, 0), ==, 100);
  g_assert_cmpfloat (source_fixture_get_nth (fixture, 1), ==, 0);
  sample_nth (fixture, 3, "cpu 0 0 0 0\ncpu0 5 0 0 5\ncpu1 5 0 0 60\n");
  g_assert_true (isnan (source_fixture_get_nth (fixture, 0)));
  g_assert_true (isnan (source_fixture_get_nth (fixture, 1)));
}

static char *
make_large_stat (guint n_cpus, guint64 ticks)
{
  GString *text = g_string_new ("cpu 0 0 0 0 0 0 0 0 0 0\n");

  for (guint i = 0; i < n_cpus; i++)
    g_string_append_printf (text,
                            "cpu%u %" G_GUINT64_FORMAT " 0 0 %" G_GUINT64_FORMAT " 0 0 0 0 0 0\n",
                            i, ticks * (i % 4), ticks * (4 - i % 4));
  g_string_append (text, "intr");
  for (guint i = 0; i < 20000; i++)
    g_string_append (text, " 0");
  g_string_append_c (text, '\n');
  return g_string_free_and_steal (text);
}

static void
test_many_processors (gconstpointer data)
{
  const guint n_cpus = GPOINTER_TO_UINT (data);
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autofree char *possible = g_strdup_printf ("0-%u\n", n_cpus - 1);
  SourceFixture fixture = { .tree = tree, .pool = pool };

  sw_test_tree_write (tree, "/sys/devices/system/cpu/possible", possible);
  fixture.source = cores_source_new (pool);
  for (guint64 i = 1; i <= 3; i++)
    {
      g_autofree char *text = make_large_stat (n_cpus, 100 * i);

      sample_nth (&fixture, i, text);
    }
  g_assert_cmpuint (sw_source_get_n_channels (fixture.source), ==, n_cpus);
  for (guint i = 0; i < n_cpus; i++)
    g_assert_cmpfloat (source_fixture_get_nth (&fixture, i), ==, 25 * (i % 4));
  sw_test_assert_last_unref (fixture.source);
}

static void
test_garbled_text (SourceFixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const texts[] = { "",
                                "cpu",
                                "cpu 1 2 3 4\nintr 1\n",
                                "cpu 1 2 3 4\ncpu0 1 2\n",
                                "cpu 1 2 3 4\ncpu9 1 2 3 4\n",
                                "\xff\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const SwTick tick = sw_test_tick (1 + i);

      sw_test_tree_write (fixture->tree, "/proc/stat", texts[i]);
      g_assert_false (sw_source_sample (fixture->source, &tick));
      g_assert_cmpint (sw_source_get_state (fixture->source), ==, SW_SOURCE_STATE_FAILED);
    }
}

static void
test_live (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSource) source = cores_source_new (pool);
  const gint64 until_us = g_get_monotonic_time () + 30 * SW_SECOND_US;
  guint64 serial = 0;
  guint n_finite;

  do
    {
      const gint64 now_us = g_get_monotonic_time ();
      const SwTick tick = { .serial = ++serial, .now_us = now_us, .boottime_us = now_us };

      g_assert_true (sw_source_sample (source, &tick));
      n_finite = 0;
      for (guint i = 0; i < sw_source_get_n_channels (source); i++)
        n_finite += isfinite (sw_source_get_value (source, i));
    }
  while (n_finite == 0 && g_get_monotonic_time () < until_us);
  g_assert_cmpuint (n_finite, >, 0);
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    g_assert_false (sw_source_get_value (source, i) < 0 || sw_source_get_value (source, i) > 100);
}

int
main (int argc, char *argv[])
{
  const struct
  {
    const char *path;
    void (*func) (SourceFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/cores/each", test_each_core_by_itself },
    { "/cores/offline", test_offline_core_resumes },
    { "/cores/plugged-in", test_plugged_in_core_is_shown },
    { "/cores/counters-back", test_counters_that_go_back },
    { "/cores/garbled", test_garbled_text },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, SourceFixture, NULL, set_up, tests[i].func,
                source_fixture_tear_down);
  g_test_add_data_func ("/cores/384", GUINT_TO_POINTER (384), test_many_processors);
  g_test_add_data_func ("/cores/4096", GUINT_TO_POINTER (4096), test_many_processors);
  g_test_add_func ("/cores/live", test_live);
  return g_test_run ();
}
