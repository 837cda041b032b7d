/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/multiload/battery-source.h"
#include "plugins/multiload/power-source.h"
#include "tests/plugins/multiload/slow-source.h"

#define SUPPLIES "/sys/class/power_supply/"

typedef struct
{
  const char *path;
  const char *text;
} File;

typedef struct
{
  const char *name;
  File files[16];
  double percent;
  double discharging_w;
  double charging_w;
  const char *headline;
} Case;

static const Case cases[] = {
  { .name = "/battery/energy",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Discharging\n" },
               { "BAT0/energy_now", "36500000\n" },
               { "BAT0/energy_full", "50000000\n" },
               { "BAT0/capacity", "1\n" },
               { "BAT0/power_now", "12400000\n" },
               { "AC/type", "Mains\n" },
               { "AC/online", "0\n" } },
    .percent = 73,
    .discharging_w = 12.4,
    .headline = "73 % · 12.4 W discharging" },
  { .name = "/battery/charge-and-negative-current",
    .files = { { "BAT1/type", "Battery\n" },
               { "BAT1/scope", "System\n" },
               { "BAT1/status", "Charging\n" },
               { "BAT1/charge_now", "1000000\n" },
               { "BAT1/charge_full", "4000000\n" },
               { "BAT1/voltage_now", "12000000\n" },
               { "BAT1/current_now", "-2000000\n" },
               { "USB/type", "USB\n" },
               { "USB/online", "1\n" } },
    .percent = 25,
    .charging_w = 24,
    .headline = "25 % · 24.0 W charging" },
  { .name = "/battery/capacity-alone",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Full\n" },
               { "BAT0/capacity", "100\n" },
               { "AC/type", "Mains\n" },
               { "AC/online", "1\n" } },
    .percent = 100,
    .headline = "100 % · plugged in" },
  { .name = "/battery/weak-charger",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Discharging\n" },
               { "BAT0/capacity", "50\n" },
               { "BAT0/power_now", "5000000\n" },
               { "AC/type", "Mains\n" },
               { "AC/online", "1\n" } },
    .percent = 50,
    .discharging_w = 5,
    .headline = "50 % · 5.0 W discharging, plugged in" },
  { .name = "/battery/two-by-energy",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Unknown\n" },
               { "BAT0/energy_now", "20000000\n" },
               { "BAT0/energy_full", "20000000\n" },
               { "BAT0/power_now", "0\n" },
               { "BAT1/type", "Battery\n" },
               { "BAT1/status", "Discharging\n" },
               { "BAT1/energy_now", "0\n" },
               { "BAT1/energy_full", "60000000\n" },
               { "BAT1/power_now", "8000000\n" } },
    .percent = 25,
    .discharging_w = 8,
    .headline = "25 % · 8.0 W discharging" },
  { .name = "/battery/two-one-without-energy",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/energy_now", "20000000\n" },
               { "BAT0/energy_full", "20000000\n" },
               { "BAT1/type", "Battery\n" },
               { "BAT1/capacity", "50\n" } },
    .percent = 75,
    .headline = "75 %" },
  { .name = "/battery/unknown-direction",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Unknown\n" },
               { "BAT0/capacity", "60\n" },
               { "BAT0/power_now", "7000000\n" } },
    .percent = 60,
    .discharging_w = 7,
    .headline = "60 % · 7.0 W discharging" },
  { .name = "/battery/peripherals-do-not-count",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Not charging\n" },
               { "BAT0/capacity", "80\n" },
               { "hidpp_battery_0/type", "Battery\n" },
               { "hidpp_battery_0/scope", "Device\n" },
               { "hidpp_battery_0/capacity", "5\n" },
               { "ups/type", "UPS\n" },
               { "ups/capacity", "5\n" } },
    .percent = 80,
    .headline = "80 %" },
  { .name = "/battery/overfull",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/energy_now", "51000000\n" },
               { "BAT0/energy_full", "50000000\n" } },
    .percent = 100,
    .headline = "100 %" },
  { .name = "/battery/no-full-energy",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/energy_now", "51000000\n" },
               { "BAT0/energy_full", "0\n" },
               { "BAT0/capacity", "42\n" } },
    .percent = 42,
    .headline = "42 %" },
  { .name = "/battery/garbled-power",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Discharging\n" },
               { "BAT0/capacity", "42\n" },
               { "BAT0/power_now", "9223372036854775807\n" },
               { "AC/type", "Mains\n" },
               { "AC/online", "maybe\n" } },
    .percent = 42,
    .discharging_w = NAN,
    .headline = "42 % · discharging" },
  { .name = "/battery/absurd-status",
    .files = { { "BAT0/type", "Battery\n" },
               { "BAT0/status", "Chargingxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" },
               { "BAT0/capacity", "42\n" },
               { "BAT0/power_now", "1000000\n" } },
    .percent = 42,
    .headline = "42 %" },
};

static void
write_files (SwTestTree *tree, const File *files)
{
  for (; files->path != NULL; files++)
    {
      g_autofree char *path = g_strconcat (SUPPLIES, files->path, NULL);

      sw_test_tree_write (tree, path, files->text);
    }
}

static void
assert_value (SwSource *source, guint channel, double expected)
{
  if (isnan (expected))
    g_assert_true (isnan (sw_source_get_value (source, channel)));
  else
    g_assert_cmpfloat_with_epsilon (sw_source_get_value (source, channel), expected, 1e-6);
}

static void
test_reads (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (PowerSupplies) supplies = NULL;
  g_autoptr (SwSource) battery = NULL;
  g_autoptr (SwSource) power = NULL;
  guint64 serial = 0;
  char headline[SW_UNIT_TEXT_BYTES];

  write_files (tree, c->files);
  supplies = power_supplies_new (pool);
  battery = battery_source_new (supplies);
  power = power_source_new (supplies);
  sample_quietly (battery, &serial, 2);
  g_assert_cmpint (sw_source_get_state (battery), ==, SW_SOURCE_STATE_READY);
  assert_value (battery, 0, c->percent);
  sample_quietly (power, &serial, 1);
  assert_value (power, 0, c->discharging_w);
  assert_value (power, 1, c->charging_w);
  sw_source_format_headline (battery, (float[]) { sw_source_get_value (battery, 0) }, headline,
                             sizeof headline);
  g_assert_cmpstr (headline, ==, c->headline);
  /* Of the past. */
  sw_source_format_headline (battery, (float[]) { 12 }, headline, sizeof headline);
  g_assert_cmpstr (headline, ==, "12 %");
}

static void
test_none_is_unavailable (void)
{
  const File files[] = { { "AC/type", "Mains\n" },
                         { "AC/online", "1\n" },
                         { "mouse/type", "Battery\n" },
                         { "mouse/scope", "Device\n" },
                         { "odd/type", "\xff\xfe\n" },
                         { "empty/type", "" },
                         { NULL, NULL } };
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (PowerSupplies) supplies = power_supplies_new (pool);
      g_autoptr (SwSource) battery = battery_source_new (supplies);
      g_autoptr (SwSource) power = power_source_new (supplies);
      guint64 serial = 0;

      sample_once (battery, &serial);
      sample_once (power, &serial);
      g_assert_cmpint (sw_source_get_state (battery), ==, SW_SOURCE_STATE_UNAVAILABLE);
      g_assert_cmpint (sw_source_get_state (power), ==, SW_SOURCE_STATE_UNAVAILABLE);
      g_assert_cmpstr (sw_source_get_reason (battery), ==, "This machine has no battery");
      write_files (tree, files);
    }
}

static void
test_taken_out (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (PowerSupplies) supplies = NULL;
  g_autoptr (SwSource) battery = NULL;
  guint64 serial = 0;

  write_files (tree, cases[0].files);
  supplies = power_supplies_new (pool);
  battery = battery_source_new (supplies);
  sw_source_acquire (battery);
  g_assert_true (power_supplies_is_current (supplies));
  sw_test_tree_remove (tree, SUPPLIES "BAT0");
  g_assert_false (power_supplies_is_current (supplies));
  sample_until_answered (battery, &serial);
  g_assert_cmpint (sw_source_get_state (battery), ==, SW_SOURCE_STATE_UNAVAILABLE);
  sw_source_release (battery);
}

/* A charger's controller hangs: what the battery says is shown. A battery's does: the other one is not all. */
static void
test_silent_controllers (void)
{
  const struct
  {
    const char *silent_path;
    SwSourceState state;
  } silences[] = { { SUPPLIES "AC/online", SW_SOURCE_STATE_READY },
                   { SUPPLIES "BAT1/capacity", SW_SOURCE_STATE_WAITING } };
  const File files[] = { { "AC/type", "Mains\n" },
                         { "AC/online", "1\n" },
                         { "BAT0/type", "Battery\n" },
                         { "BAT0/capacity", "40\n" },
                         { "BAT1/type", "Battery\n" },
                         { "BAT1/capacity", "60\n" },
                         { NULL, NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    {
      g_autoptr (SwTestTree) tree = sw_test_tree_new ();
      g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
      g_autoptr (PowerSupplies) supplies = NULL;
      g_autoptr (SwSource) battery = NULL;
      guint64 serial = 0;

      write_files (tree, files);
      make_silent (tree, silences[i].silent_path);
      supplies = power_supplies_new (pool);
      battery = battery_source_new (supplies);
      sample_quietly (battery, &serial, 20);
      g_assert_cmpint (sw_source_get_state (battery), ==, silences[i].state);
      if (i == 0)
        assert_value (battery, 0, 50);
      else
        g_assert_cmpstr (sw_source_get_reason (battery), ==, "The device does not answer");
      end_silence (tree, silences[i].silent_path, i == 0 ? "1\n" : "60\n");
      sw_test_wait_for_quiet ();
      sample_quietly (battery, &serial, 2);
      assert_value (battery, 0, 50);
    }
}

static void
test_one_read_for_both (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (PowerSupplies) supplies = NULL;
  g_autoptr (SwSource) battery = NULL;
  g_autoptr (SwSource) power = NULL;

  write_files (tree, cases[0].files);
  supplies = power_supplies_new (pool);
  battery = battery_source_new (supplies);
  power = power_source_new (supplies);
  sw_source_acquire (battery);
  sw_source_acquire (power);
  for (guint64 serial = 1; sw_source_get_state (power) != SW_SOURCE_STATE_READY; serial++)
    {
      const SwTick tick = sw_test_tick (serial);

      g_assert_cmpuint (serial, <=, 2);
      sw_test_wait_for_quiet ();
      sw_source_sample (battery, &tick);
      sw_source_sample (power, &tick);
      g_assert_cmpint (sw_source_get_state (battery), ==, sw_source_get_state (power));
    }
  sw_source_release (battery);
  /* What one does not want any more the other still reads. */
  for (guint64 serial = 3; serial < 5; serial++)
    {
      const SwTick tick = sw_test_tick (serial);

      sw_test_wait_for_quiet ();
      sw_source_sample (power, &tick);
      g_assert_cmpint (sw_source_get_state (power), ==, SW_SOURCE_STATE_READY);
    }
  sw_source_release (power);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].name, &cases[i], test_reads);
  g_test_add_func ("/battery/none", test_none_is_unavailable);
  g_test_add_func ("/battery/silent", test_silent_controllers);
  g_test_add_func ("/battery/taken-out", test_taken_out);
  g_test_add_func ("/battery/one-read-for-both", test_one_read_for_both);
  return g_test_run ();
}
