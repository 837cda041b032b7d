/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/load-source.h"
#include "tests/sw-test.h"

static void
test_takes_mean_and_runnable (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = load_source_new (pool);

  sw_test_tree_write (tree, "/proc/loadavg", "1.25 0.18 0.12 3/80 11206\n");
  g_assert_true (sw_source_sample (source, &(SwTick) { .serial = 1, .boottime_us = 1 }));
  g_assert_cmpfloat (sw_source_get_value (source, 0), ==, 1.25);
  g_assert_cmpfloat (sw_source_get_value (source, 1), ==, 2);
}

static void
test_compares_with_the_processors (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  SwTick tick = sw_test_tick (1);

  sw_test_tree_write (tree, "/sys/devices/system/cpu/possible", "0-7\n");
  sw_test_tree_write (tree, "/proc/loadavg", "1.25 0.18 0.12 0/80 11206\n");
  sw_test_tree_write (tree, "/proc/stat", "cpu 1 2 3 4\ncpu0 1 2 3 4\ncpu2 1 2 3 4\n");
  source = load_source_new (pool);
  g_assert_true (sw_source_sample (source, &tick));
  g_assert_cmpfloat (sw_source_get_value (source, 1), ==, 0);
  g_assert_cmpfloat (sw_source_get_value (source, 2), ==, 2);
  g_assert_cmpint (sw_channel_get_role (sw_source_get_channel (source, 2)), ==, SW_ROLE_LIMIT);
  /* Without them the load goes on. */
  tick = sw_test_tick (2);
  sw_test_tree_write (tree, "/proc/stat", "");
  g_assert_true (sw_source_sample (source, &tick));
  g_assert_cmpfloat (sw_source_get_value (source, 0), ==, 1.25);
  g_assert_true (isnan (sw_source_get_value (source, 2)));
}

static void
test_live (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSource) source = load_source_new (pool);
  const SwTick tick = sw_test_tick (1);

  g_assert_true (sw_source_sample (source, &tick));
  g_assert_cmpfloat (sw_source_get_value (source, 0), >=, 0);
  g_assert_cmpfloat (sw_source_get_value (source, 1), >=, 0);
  g_assert_cmpfloat (sw_source_get_value (source, 2), >=, 1);
}

static void
test_refuses_garbled_text (void)
{
  const char *const texts[]
      = { "", "\n", "1.0", "a b c d/e", "1.0 2.0 3.0 ", "1 2 3 99999999999999999999/1" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SwTestTree) tree = sw_test_tree_new ();
      g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
      g_autoptr (SwSource) source = load_source_new (pool);

      sw_test_tree_write (tree, "/proc/loadavg", texts[i]);
      g_assert_false (sw_source_sample (source, &(SwTick) { .serial = 1, .boottime_us = 1 }));
      g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_FAILED);
      g_assert_nonnull (sw_source_get_reason (source));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load/values", test_takes_mean_and_runnable);
  g_test_add_func ("/load/garbled", test_refuses_garbled_text);
  g_test_add_func ("/load/processors", test_compares_with_the_processors);
  g_test_add_func ("/load/live", test_live);
  return g_test_run ();
}
