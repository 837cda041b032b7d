/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/battery-source.h"
#include "plugins/multiload/fan-source.h"
#include "plugins/multiload/gpu-memory-source.h"
#include "plugins/multiload/gpu-source.h"
#include "plugins/multiload/power-source.h"
#include "plugins/multiload/temperature-source.h"
#include "tests/plugins/multiload/slow-source.h"

/* What a machine's devices say: this one's, whatever it has, and one's of files, which has them all. */

static SwSource *
create_battery (SwSamplePool *pool)
{
  g_autoptr (PowerSupplies) supplies = power_supplies_new (pool);

  return battery_source_new (supplies);
}

static SwSource *
create_power (SwSamplePool *pool)
{
  g_autoptr (PowerSupplies) supplies = power_supplies_new (pool);

  return power_source_new (supplies);
}

static SwSource *
create_gpu (SwSamplePool *pool)
{
  g_autoptr (GpuCards) cards = gpu_cards_new (pool);

  return gpu_source_new (cards);
}

static SwSource *
create_gpu_memory (SwSamplePool *pool)
{
  g_autoptr (GpuCards) cards = gpu_cards_new (pool);

  return gpu_memory_source_new (cards);
}

static const struct
{
  const char *id;
  SwSource *(*create) (SwSamplePool *pool);
  double min, max;
  double expected;     /* of the first channel of the machine of files */
  gboolean may_be_nan; /* while it sleeps, or does not say */
} devices[] = {
  { "temperature", temperature_source_new, -60, 150, 45.5, FALSE },
  { "fans", fan_source_new, 0, 50000, 800, FALSE },
  { "battery", create_battery, 0, 100, 50, FALSE },
  { "power", create_power, 0, 1000, 12.5, TRUE },
  { "gpu", create_gpu, 0, 100, 37, TRUE },
  { "gpu-memory", create_gpu_memory, 0, 0x1p50, 0x1p30, TRUE },
};

/* Values in their range, or why there are none. Returns whether there are values. */
static gboolean
check_device (SwSamplePool *pool, guint i, double *first)
{
  g_autoptr (SwSource) source = devices[i].create (pool);
  guint64 serial = 0;
  guint n_values = 0;
  gboolean ready;

  g_assert_cmpstr (sw_source_get_id (source), ==, devices[i].id);
  sw_source_acquire (source);
  sample_until_answered (source, &serial);
  sample_quietly (source, &serial, 5);
  ready = sw_source_get_state (source) == SW_SOURCE_STATE_READY;
  if (!ready)
    {
      g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_UNAVAILABLE);
      g_assert_cmpstr (sw_source_get_reason (source), !=, "");
      g_assert_nonnull (sw_source_get_reason (source));
    }
  for (guint j = 0; j < sw_source_get_n_channels (source); j++)
    if (isfinite (sw_source_get_value (source, j)))
      {
        g_assert_cmpfloat (sw_source_get_value (source, j), >=, devices[i].min);
        g_assert_cmpfloat (sw_source_get_value (source, j), <=, devices[i].max);
        n_values++;
      }
  g_assert_true (ready ? n_values > 0 || devices[i].may_be_nan : n_values == 0);
  if (ready)
    *first = sw_source_get_value (source, 0);
  g_test_message ("%s: %s", devices[i].id, ready ? "has values" : sw_source_get_reason (source));
  sw_source_release (source);
  return ready;
}

static void
test_this_machine (gconstpointer data)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  double first;

  check_device (pool, GPOINTER_TO_UINT (data), &first);
}

static void
write_files (SwTestTree *tree)
{
  const char *const files[][2] = {
    { "/sys/class/hwmon/hwmon0/name", "k10temp\n" },
    { "/sys/class/hwmon/hwmon0/temp1_input", "45500\n" },
    { "/sys/class/hwmon/hwmon0/fan1_input", "800\n" },
    { "/sys/class/power_supply/BAT0/type", "Battery\n" },
    { "/sys/class/power_supply/BAT0/status", "Discharging\n" },
    { "/sys/class/power_supply/BAT0/capacity", "50\n" },
    { "/sys/class/power_supply/BAT0/power_now", "12500000\n" },
    { "/sys/class/drm/card0/device/power/runtime_status", "active\n" },
    { "/sys/class/drm/card0/device/gpu_busy_percent", "37\n" },
    { "/sys/class/drm/card0/device/mem_info_vram_used", "1073741824\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    sw_test_tree_write (tree, files[i][0], files[i][1]);
}

/* What this machine lacks is no less checked. */
static void
test_a_machine_of_files (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  double first;

  g_assert_false (check_device (pool, i, &first));
  write_files (tree);
  g_assert_true (check_device (pool, i, &first));
  g_assert_cmpfloat (first, ==, devices[i].expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_autofree char *live = g_strconcat ("/live-devices/this/", devices[i].id, NULL);
      g_autofree char *files = g_strconcat ("/live-devices/of-files/", devices[i].id, NULL);

      g_test_add_data_func (live, GUINT_TO_POINTER (i), test_this_machine);
      g_test_add_data_func (files, GUINT_TO_POINTER (i), test_a_machine_of_files);
    }
  return g_test_run ();
}
