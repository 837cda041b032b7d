/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include <glib/gstdio.h>

#include "plugins/multiload/fan-source.h"
#include "plugins/multiload/temperature-source.h"
#include "tests/plugins/multiload/slow-source.h"

#define CPU "/sys/class/hwmon/hwmon0/"
#define GPU "/sys/class/hwmon/hwmon1/"

static double
get_headline (SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);

  return sw_source_get_headline_value (source,
                                       sw_series_peek_row (series,
                                                           sw_series_get_n_rows (series) - 1));
}

static void
add_cpu (SwTestTree *tree)
{
  sw_test_tree_write (tree, CPU "name", "k10temp\n");
  sw_test_tree_write (tree, CPU "temp1_input", "45500\n");
  sw_test_tree_write (tree, CPU "temp1_label", "Tctl\n");
  sw_test_tree_write (tree, CPU "temp3_input", "61000\n");
  sw_test_tree_write (tree, CPU "temp3_label", "Tccd1\n");
}

static void
add_gpu (SwTestTree *tree, const char *runtime_status)
{
  sw_test_tree_write (tree, GPU "name", "amdgpu\n");
  sw_test_tree_write (tree, GPU "device/power/runtime_status", runtime_status);
  sw_test_tree_write (tree, GPU "temp1_input", "88000\n");
  sw_test_tree_write (tree, GPU "fan1_input", "1200\n");
}

static void
test_takes_temperatures (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  guint64 serial = 0;

  add_cpu (tree);
  add_gpu (tree, "active\n");
  source = temperature_source_new (pool);
  g_assert_cmpint (sw_source_get_interval_us (source), ==, 5 * SW_SECOND_US);
  g_assert_cmpuint (sw_source_get_n_channels (source), ==, 3);
  sw_source_acquire (source);
  sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
  /* At this pace either chip may be late, which is a gap. */
  sample_until (source, &serial,
                sw_source_get_value (source, 0) == 45.5 && sw_source_get_value (source, 1) == 88);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpfloat (sw_source_get_value (source, 2), ==, 61);
  /* The hottest of the processor, not the hotter card. */
  g_assert_cmpfloat (get_headline (source), ==, 61);
  sw_source_release (source);
}

static void
test_takes_fans (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  guint64 serial = 0;

  sw_test_tree_write (tree, CPU "name", "it87\n");
  sw_test_tree_write (tree, CPU "fan1_input", "800\n");
  sw_test_tree_write (tree, CPU "fan2_input", "0\n");
  sw_test_tree_write (tree, CPU "fan3_input", "65535\n");
  source = fan_source_new (pool);
  sample_until_answered (source, &serial);
  g_assert_cmpfloat (sw_source_get_value (source, 0), ==, 800);
  g_assert_cmpfloat (sw_source_get_value (source, 1), ==, 0);
  g_assert_true (isnan (sw_source_get_value (source, 2)));
  g_assert_cmpfloat (get_headline (source), ==, 800);
}

static void
test_none_is_unavailable (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) temperature = temperature_source_new (pool);
  g_autoptr (SwSource) fans = fan_source_new (pool);
  guint64 serial = 0;

  sample_once (temperature, &serial);
  g_assert_cmpint (sw_source_get_state (temperature), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_cmpstr (sw_source_get_reason (temperature), ==,
                   "This machine has no temperature sensors");
  sample_once (fans, &serial);
  g_assert_cmpint (sw_source_get_state (fans), ==, SW_SOURCE_STATE_UNAVAILABLE);
}

static void
test_leaves_a_sleeping_card_alone (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  g_autofd int opens = -1;
  guint64 serial = 0;

  add_cpu (tree);
  add_gpu (tree, "suspended\n");
  opens = watch_opens (tree, GPU "temp1_input");
  source = temperature_source_new (pool);
  for (guint i = 0; i < 20; i++)
    sample_until (source, &serial, sw_source_get_value (source, 0) == 45.5);
  g_assert_false (was_opened (opens));
  g_assert_true (isnan (sw_source_get_value (source, 1)));
  sw_test_tree_write (tree, GPU "device/power/runtime_status", "active\n");
  sample_until (source, &serial, sw_source_get_value (source, 1) == 88);
  g_assert_true (was_opened (opens));
  sw_test_tree_write (tree, GPU "device/power/runtime_status", "suspending\n");
  sample_until (source, &serial, isnan (sw_source_get_value (source, 1)));
}

static void
test_refuses_absurd_values (void)
{
  const char *const texts[] = { "",
                                "\n",
                                "-",
                                "hot\n",
                                "-2147483648\n",
                                "250001\n",
                                "2147483647\n",
                                "-100001\n",
                                "1e3\n",
                                "0x20\n",
                                "12 34\n",
                                "\xff\xff",
                                "4294967295000\n",
                                "99999999999999999999999999999999\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SwTestTree) tree = sw_test_tree_new ();
      g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
      g_autoptr (SwSource) source = NULL;
      guint64 serial = 0;

      add_cpu (tree);
      sw_test_tree_write (tree, CPU "temp1_input", texts[i]);
      source = temperature_source_new (pool);
      sample_until_answered (source, &serial);
      g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
      g_assert_true (isnan (sw_source_get_value (source, 0)));
      g_assert_cmpfloat (sw_source_get_value (source, 1), ==, 61);
      sw_test_tree_write (tree, CPU "temp3_input", texts[i]);
      sample_until (source, &serial, sw_source_get_state (source) == SW_SOURCE_STATE_FAILED);
      g_assert_nonnull (sw_source_get_reason (source));
    }
}

static void
test_takes_the_cold (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  guint64 serial = 0;

  add_cpu (tree);
  sw_test_tree_write (tree, CPU "temp1_input", "-12500\n");
  source = temperature_source_new (pool);
  sample_until_answered (source, &serial);
  g_assert_cmpfloat (sw_source_get_value (source, 0), ==, -12.5);
}

static void
test_a_vanished_chip_is_gone (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  guint64 serial = 0;

  add_cpu (tree);
  source = temperature_source_new (pool);
  g_assert_true (sensor_source_is_current (source));
  sw_test_tree_remove (tree, "/sys/class/hwmon/hwmon0");
  g_assert_false (sensor_source_is_current (source));
  sample_until_answered (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_UNAVAILABLE);
}

/* Whatever its place in the graph, the others go on. */
static void
test_a_silent_chip_is_a_gap (void)
{
  const char *const silent_path = CPU "temp1_input";
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  g_autofree char *description = NULL;
  guint64 serial = 0;

  add_cpu (tree);
  add_gpu (tree, "active\n");
  make_silent (tree, silent_path);
  source = temperature_source_new (pool);
  description = g_strdup (sw_source_get_description (source));
  sample_until (source, &serial, sw_source_get_value (source, 1) == 88);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  g_assert_true (isnan (sw_source_get_value (source, 0)));
  g_assert_true (isnan (sw_source_get_value (source, 2)));
  /* Not the card's in the processor's name. */
  g_assert_true (isnan (get_headline (source)));
  sample_until (source, &serial,
                g_str_has_suffix (sw_source_get_description (source),
                                  "\n\nThese sensors do not answer: Tctl, Tccd1"));
  g_assert_true (g_str_has_prefix (sw_source_get_description (source), description));
  end_silence (tree, silent_path, "45500\n");
  sample_until (source, &serial, sw_source_get_value (source, 0) == 45.5);
  sample_until (source, &serial, g_str_equal (sw_source_get_description (source), description));
}

/* There is nothing to go on with. */
static void
test_the_only_chip_is_silent (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  guint64 serial = 0;

  add_cpu (tree);
  make_silent (tree, CPU "temp3_input");
  source = temperature_source_new (pool);
  for (guint i = 0; i < 20; i++)
    sample_once (source, &serial);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_WAITING);
  g_assert_cmpstr (sw_source_get_reason (source), ==, "The device does not answer");
  end_silence (tree, CPU "temp3_input", "61000\n");
  sample_until (source, &serial, sw_source_get_value (source, 1) == 61);
}

static void
test_shows_eight (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;

  add_cpu (tree);
  for (guint i = 10; i < 30; i++)
    {
      g_autofree char *path = g_strdup_printf (CPU "temp%u_input", i);

      sw_test_tree_write (tree, path, "1000\n");
    }
  source = temperature_source_new (pool);
  g_assert_cmpuint (sw_source_get_n_channels (source), ==, 22);
  for (guint i = 0; i < 22; i++)
    g_assert_cmpint (sw_channel_get_shown (sw_source_get_channel (source, i)), ==, i < 8);
}

/* Vitals' list of labels grew for ever. */
static void
test_a_million_samples_take_no_memory (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (SwSource) source = NULL;
  guint64 serial = 0;
  gsize before_bytes;

  add_cpu (tree);
  source = temperature_source_new (pool);
  /* Until every tier of the history is in use. */
  while (serial < 200000)
    sample_once (source, &serial);
  before_bytes = mallinfo2 ().uordblks;
  while (serial < 1200000)
    sample_once (source, &serial);
  g_assert_cmpuint (mallinfo2 ().uordblks, <=, before_bytes + 4096);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sensors/temperature/values", test_takes_temperatures);
  g_test_add_func ("/sensors/temperature/cold", test_takes_the_cold);
  g_test_add_func ("/sensors/temperature/absurd", test_refuses_absurd_values);
  g_test_add_func ("/sensors/fans/values", test_takes_fans);
  g_test_add_func ("/sensors/none", test_none_is_unavailable);
  g_test_add_func ("/sensors/gone", test_a_vanished_chip_is_gone);
  g_test_add_func ("/sensors/sleeping-card", test_leaves_a_sleeping_card_alone);
  g_test_add_func ("/sensors/silent/one-chip", test_a_silent_chip_is_a_gap);
  g_test_add_func ("/sensors/silent/only-chip", test_the_only_chip_is_silent);
  g_test_add_func ("/sensors/shown", test_shows_eight);
  g_test_add_func ("/sensors/memory", test_a_million_samples_take_no_memory);
  return g_test_run ();
}
