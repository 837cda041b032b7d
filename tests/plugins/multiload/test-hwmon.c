/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/multiload/hwmon.h"
#include "plugins/multiload/sysfs.h"
#include "tests/sw-test.h"

static void
write_attribute (SwTestTree *tree, const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  sw_test_tree_write (tree, path, text);
}

static void
add_chip (SwTestTree *tree, guint number, const char *name, const char *device)
{
  g_autofree char *folder = g_strdup_printf ("/sys/class/hwmon/hwmon%u", number);
  g_autofree char *link = g_build_filename (folder, "device", NULL);
  g_autofree char *target = g_strconcat ("../../../devices/", device, NULL);

  write_attribute (tree, folder, "name", name);
  sw_test_tree_link (tree, link, target);
}

static void
add_input (SwTestTree *tree, guint number, const char *input, const char *label)
{
  g_autofree char *folder = g_strdup_printf ("/sys/class/hwmon/hwmon%u", number);
  g_autofree char *input_name = g_strconcat (input, "_input", NULL);
  g_autofree char *label_name = g_strconcat (input, "_label", NULL);

  write_attribute (tree, folder, input_name, "42000\n");
  if (label != NULL)
    write_attribute (tree, folder, label_name, label);
}

static void
assert_names (GPtrArray *sensors, const char *const *names)
{
  guint i;

  for (i = 0; names[i] != NULL; i++)
    {
      g_assert_cmpuint (i, <, sensors->len);
      g_assert_cmpstr (((HwmonSensor *) g_ptr_array_index (sensors, i))->name, ==, names[i]);
    }
  g_assert_cmpuint (sensors->len, ==, i);
}

static void
test_orders_a_laptop (void)
{
  const char *const names[]
      = { "Package id 0", "thinkpad CPU", "amdgpu edge", "acpitz", "nvme Composite",
          "thinkpad 9",   "thinkpad 10",  "Core 0",      "Core 1", NULL };
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) sensors = NULL;

  add_chip (tree, 0, "acpitz\n", "thermal_zone0");
  add_input (tree, 0, "temp1", NULL);
  add_chip (tree, 1, "nvme\n", "nvme0");
  add_input (tree, 1, "temp1", "Composite\n");
  add_chip (tree, 2, "thinkpad\n", "thinkpad_hwmon");
  add_input (tree, 2, "temp10", NULL);
  add_input (tree, 2, "temp9", NULL);
  add_input (tree, 2, "temp1", "CPU\n");
  add_input (tree, 2, "fan1", NULL);
  add_chip (tree, 3, "drivetemp\n", "0:0:0:0");
  add_input (tree, 3, "temp1", NULL);
  add_chip (tree, 10, "coretemp\n", "coretemp.0");
  add_input (tree, 10, "temp3", "Core 1\n");
  add_input (tree, 10, "temp1", "Package id 0\n");
  add_input (tree, 10, "temp2", "Core 0\n");
  add_chip (tree, 4, "amdgpu\n", "0000:03:00.0");
  add_input (tree, 4, "temp1", "edge\n");
  sensors = hwmon_find (pool, HWMON_TEMPERATURE);
  assert_names (sensors, names);
  g_assert_cmpstr (((HwmonSensor *) g_ptr_array_index (sensors, 0))->id, ==,
                   "coretemp-coretemp-0-temp1-input");
  for (guint i = 0; i < sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (sensors, i);

      g_assert_cmpint (sensor->is_cpu, ==, i == 0 || i >= 7);
      g_assert_cmpint (sensor->guard_path != NULL, ==, i == 2);
    }
}

static void
test_finds_fans (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) sensors = NULL;

  add_chip (tree, 0, "nct6775\n", "nct6775.656");
  add_input (tree, 0, "fan2", NULL);
  add_input (tree, 0, "fan1", "CPU_FAN\n");
  add_input (tree, 0, "temp1", NULL);
  sensors = hwmon_find (pool, HWMON_FAN);
  assert_names (sensors, (const char *const[]) { "nct6775 CPU_FAN", "nct6775 2", NULL });
}

static void
test_tells_equal_names_apart (void)
{
  const char *const names[]
      = { "Package id 0", "Package id 1", "Core 0 (coretemp.0)", "Core 0 (coretemp.1)", NULL };
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) sensors = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *device = g_strdup_printf ("coretemp.%u", i);
      g_autofree char *label = g_strdup_printf ("Package id %u\n", i);

      /* The sockets' chips in the other order than their devices. */
      add_chip (tree, 1 - i, "coretemp\n", device);
      add_input (tree, 1 - i, "temp1", label);
      add_input (tree, 1 - i, "temp2", "Core 0\n");
    }
  sensors = hwmon_find (pool, HWMON_TEMPERATURE);
  assert_names (sensors, names);
}

static void
test_falls_back_to_thermal_zones (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) sensors = NULL;
  g_autoptr (GPtrArray) fans = NULL;

  sw_test_tree_write (tree, "/sys/class/thermal/thermal_zone0/type", "battery\n");
  sw_test_tree_write (tree, "/sys/class/thermal/thermal_zone1/type", "cpu-0-thermal\n");
  sw_test_tree_write (tree, "/sys/class/thermal/cooling_device0/type", "Processor\n");
  sensors = hwmon_find (pool, HWMON_TEMPERATURE);
  assert_names (sensors, (const char *const[]) { "cpu-0-thermal", "battery", NULL });
  g_assert_true (((HwmonSensor *) g_ptr_array_index (sensors, 0))->is_cpu);
  fans = hwmon_find (pool, HWMON_FAN);
  g_assert_cmpuint (fans->len, ==, 0);
}

static void
test_guards_graphics_cards_of_any_name (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) sensors = NULL;
  const HwmonSensor *sensor;

  sw_test_tree_write (tree, "/sys/devices/0000:01:00.0/class", "0x030200\n");
  sw_test_tree_write (tree, "/sys/class/hwmon/hwmon0/name", "newgpu\n");
  sw_test_tree_link (tree, "/sys/class/hwmon/hwmon0/device", "../../../devices/0000:01:00.0");
  add_input (tree, 0, "temp1", NULL);
  sensors = hwmon_find (pool, HWMON_TEMPERATURE);
  g_assert_cmpuint (sensors->len, ==, 1);
  sensor = g_ptr_array_index (sensors, 0);
  g_assert_true (g_str_has_suffix (sensor->guard_path, "/hwmon0/device/power/runtime_status"));
}

static void
test_bears_odd_names (void)
{
  const char *const labels[] = { "\xff\xfe\x01\x02", "a\tb\x1b[31m", "",     "\n\n\n", "/../../etc",
                                 "%s%n%s",           "Grad ° Ω",     "same", "same" };
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) sensors = NULL;
  g_autofree char *endless = g_strnfill (100000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      add_chip (tree, i, i % 2 == 0 ? "od/d" : endless, "same device");
      add_input (tree, i, "temp1", labels[i]);
    }
  add_input (tree, 0, "temp", NULL);
  add_input (tree, 0, "temp99999999999999999999", NULL);
  add_input (tree, 0, "temp1x", NULL);
  add_input (tree, 0, "temp2", endless);
  sw_test_tree_write (tree, "/sys/class/hwmon/hwmon99/temp1_input", "1\n");
  sensors = hwmon_find (pool, HWMON_TEMPERATURE);
  g_assert_cmpuint (sensors->len, ==, G_N_ELEMENTS (labels) + 1);
  for (guint i = 0; i < sensors->len; i++)
    {
      const HwmonSensor *sensor = g_ptr_array_index (sensors, i);

      g_assert_true (g_utf8_validate (sensor->name, -1, NULL));
      g_assert_cmpuint (g_utf8_strlen (sensor->name, -1), <=, 100);
      for (const char *at = sensor->name; *at != '\0'; at++)
        g_assert_false (g_ascii_iscntrl (*at));
      for (const char *at = sensor->id; *at != '\0'; at++)
        g_assert_true (g_ascii_islower (*at) || g_ascii_isdigit (*at) || *at == '-');
      g_assert_true (g_hash_table_add (ids, sensor->id));
    }
}

static void
test_bounds_their_number (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) sensors = NULL;

  add_chip (tree, 0, "many\n", "many.0");
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *input = g_strdup_printf ("temp%u", i);

      add_input (tree, 0, input, NULL);
    }
  sensors = hwmon_find (pool, HWMON_TEMPERATURE);
  g_assert_cmpuint (sensors->len, ==, 128);
}

static void
test_notices_changes (void)
{
  g_autoptr (SwTestTree) tree = sw_test_tree_new ();
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) same = NULL;
  g_autoptr (GPtrArray) renumbered = NULL;

  add_chip (tree, 0, "nvme\n", "nvme0");
  add_input (tree, 0, "temp1", NULL);
  before = hwmon_find (pool, HWMON_TEMPERATURE);
  same = hwmon_find (pool, HWMON_TEMPERATURE);
  g_assert_true (hwmon_is_same (before, same));
  sw_test_tree_remove (tree, "/sys/class/hwmon/hwmon0");
  add_chip (tree, 1, "nvme\n", "nvme0");
  add_input (tree, 1, "temp1", NULL);
  renumbered = hwmon_find (pool, HWMON_TEMPERATURE);
  g_assert_false (hwmon_is_same (before, renumbered));
  g_assert_cmpstr (((HwmonSensor *) g_ptr_array_index (before, 0))->id, ==,
                   ((HwmonSensor *) g_ptr_array_index (renumbered, 0))->id);
}

static void
test_parses_numbers (void)
{
  const struct
  {
    const char *text;
    gboolean valid;
    gint64 value;
  } cases[] = {
    { "42000\n", TRUE, 42000 },
    { "-5000", TRUE, -5000 },
    { " 7 \n", TRUE, 7 },
    { "9223372036854775807\n", TRUE, G_MAXINT64 },
    { "", FALSE, 0 },
    { "\n", FALSE, 0 },
    { "-\n", FALSE, 0 },
    { "9223372036854775808\n", FALSE, 0 },
    { "99999999999999999999999999\n", FALSE, 0 },
    { "42.5\n", FALSE, 0 },
    { "0x10\n", FALSE, 0 },
    { "none\n", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 value = 0;

      g_assert_cmpint (sysfs_parse_number (cases[i].text, strlen (cases[i].text), &value), ==,
                       cases[i].valid);
      if (cases[i].valid)
        g_assert_cmpint (value, ==, cases[i].value);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hwmon/order/laptop", test_orders_a_laptop);
  g_test_add_func ("/hwmon/order/fans", test_finds_fans);
  g_test_add_func ("/hwmon/names/two-sockets", test_tells_equal_names_apart);
  g_test_add_func ("/hwmon/names/odd", test_bears_odd_names);
  g_test_add_func ("/hwmon/thermal-zones", test_falls_back_to_thermal_zones);
  g_test_add_func ("/hwmon/guard/display-class", test_guards_graphics_cards_of_any_name);
  g_test_add_func ("/hwmon/bounded", test_bounds_their_number);
  g_test_add_func ("/hwmon/changes", test_notices_changes);
  g_test_add_func ("/hwmon/numbers", test_parses_numbers);
  return g_test_run ();
}
