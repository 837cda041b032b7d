/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source-registry.h"

#include "plugins/multiload/device-sources.h"
#include "tests/sw-test.h"

/* The machine of a test, with a registry that is fed as the plugin feeds it. */
typedef struct
{
  SwTestTree *tree;
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSamplePool *pool;
  NetInterfaces *interfaces;
  BlockDevices *devices;
  DeviceSources *sources;
} Machine;

static void
on_source_added_cb (Machine *machine, SwSource *source)
{
  sw_source_registry_add (machine->registry, "test", source);
}

static void
on_source_removed_cb (Machine *machine, SwSource *source)
{
  sw_source_registry_remove (machine->registry, source);
}

static void
machine_init (Machine *machine)
{
  g_autoptr (GList) totals = NULL;

  machine->tree = sw_test_tree_new ();
  machine->clock = sw_test_clock_new ();
  machine->scheduler = sw_scheduler_new (SW_CLOCK (machine->clock), NULL);
  machine->registry = sw_source_registry_new (machine->scheduler);
  machine->pool = sw_sample_pool_new (sw_test_tree_get_root (machine->tree));
  machine->interfaces = net_interfaces_new (machine->pool, NULL);
  machine->devices = block_devices_new (machine->pool, NULL);
  machine->sources = device_sources_new (machine->interfaces, machine->devices);
  g_signal_connect_swapped (machine->sources, "added", G_CALLBACK (on_source_added_cb), machine);
  g_signal_connect_swapped (machine->sources, "removed", G_CALLBACK (on_source_removed_cb),
                            machine);
  totals = device_sources_list (machine->sources);
  for (GList *l = totals; l != NULL; l = l->next)
    on_source_added_cb (machine, l->data);
}

static void
machine_clear (Machine *machine)
{
  sw_test_assert_last_unref (machine->sources);
  sw_test_assert_last_unref (machine->registry);
  sw_test_assert_last_unref (machine->interfaces);
  sw_test_assert_last_unref (machine->devices);
  sw_test_assert_last_unref (machine->pool);
  g_assert_null (sw_scheduler_list_jobs (machine->scheduler));
  sw_test_assert_last_unref (machine->scheduler);
  sw_test_assert_last_unref (machine->clock);
  sw_test_tree_free (machine->tree);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, machine_clear)

/* NAMES are parted by blanks. */
static void
set_interfaces (Machine *machine, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", 0);
  g_autoptr (GString) text = g_string_new ("Inter-|   Receive    |  Transmit\n face |bytes\n");

  for (guint i = 0; list[i] != NULL && list[i][0] != '\0'; i++)
    {
      g_autofree char *path = g_strconcat ("/sys/class/net/", list[i], "/device/vendor", NULL);

      sw_test_tree_write (machine->tree, path, "0x8086\n");
      g_string_append_printf (text, "%s: 1 0 0 0 0 0 0 0 1\n", list[i]);
    }
  sw_test_tree_write (machine->tree, "/proc/net/dev", text->str);
}

/* Each disk is NAME:MINOR. */
static void
set_disks (Machine *machine, const char *disks)
{
  g_auto (GStrv) list = g_strsplit (disks, " ", 0);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; list[i] != NULL && list[i][0] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (list[i], ":", 2);
      g_autofree char *path = g_strconcat ("/sys/class/block/", parts[0], "/size", NULL);

      sw_test_tree_write (machine->tree, path, "1000\n");
      g_string_append_printf (text, "8 %s %s 1 1 1 1 1 1 1 1 1 1 1\n", parts[1], parts[0]);
    }
  sw_test_tree_write (machine->tree, "/proc/diskstats", text->str);
}

static void
assert_ids (Machine *machine, const char *expected)
{
  g_autoptr (GList) sources = sw_source_registry_list (machine->registry);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (GList *l = sources; l != NULL; l = l->next)
    g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", sw_source_get_id (l->data));
  g_assert_cmpstr (ids->str, ==, expected);
}

/* A second in which the totals are looked at. */
static void
live (Machine *machine)
{
  sw_test_clock_run (machine->clock, machine->scheduler, SW_SECOND_US);
}

static void
set_demand (Machine *machine, gboolean wanted)
{
  const char *const ids[] = { "network", "disk" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    (wanted ? sw_source_acquire
            : sw_source_release) (sw_source_registry_lookup (machine->registry, ids[i]));
}

#define TOTALS "network disk disk-busy"

static void
test_sources_come_when_wanted (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  set_interfaces (&machine, "eth0 wlan0");
  set_disks (&machine, "sda:0 sdb:16");
  assert_ids (&machine, TOTALS);
  set_demand (&machine, TRUE);
  live (&machine);
  assert_ids (&machine, TOTALS);
  g_object_set (machine.sources, "per-interface", TRUE, NULL);
  assert_ids (&machine, TOTALS " network:eth0 network:wlan0");
  g_object_set (machine.sources, "per-device", TRUE, NULL);
  assert_ids (&machine, TOTALS " network:eth0 network:wlan0"
                               " disk:8:0 disk-busy:8:0 disk:8:16 disk-busy:8:16");
  g_object_set (machine.sources, "per-interface", FALSE, "per-device", FALSE, NULL);
  assert_ids (&machine, TOTALS);
  set_demand (&machine, FALSE);
}

static void
test_a_late_interface_appears (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  set_interfaces (&machine, "eth0");
  set_disks (&machine, "sda:0");
  g_object_set (machine.sources, "per-interface", TRUE, "per-device", TRUE, NULL);
  set_demand (&machine, TRUE);
  live (&machine);
  /* Added from within the wakeup that sees it. */
  set_interfaces (&machine, "eth0 wwan0");
  set_disks (&machine, "sda:0 sdb:16");
  live (&machine);
  assert_ids (&machine, TOTALS " network:eth0 disk:8:0 disk-busy:8:0 network:wwan0"
                               " disk:8:16 disk-busy:8:16");
  set_demand (&machine, FALSE);
}

static void
test_the_unplugged_stay_and_come_back (void)
{
  g_auto (Machine) machine;
  SwSource *one, *disk;

  machine_init (&machine);
  set_interfaces (&machine, "eth0 wwan0");
  set_disks (&machine, "sda:0 sdb:16");
  g_object_set (machine.sources, "per-interface", TRUE, "per-device", TRUE, NULL);
  set_demand (&machine, TRUE);
  one = sw_source_registry_lookup (machine.registry, "network:wwan0");
  disk = sw_source_registry_lookup (machine.registry, "disk:8:16");
  sw_source_acquire (one);
  sw_source_acquire (disk);
  live (&machine);
  g_assert_cmpint (sw_source_get_state (one), ==, SW_SOURCE_STATE_READY);
  set_interfaces (&machine, "eth0");
  set_disks (&machine, "sda:0");
  for (guint i = 0; i < 100; i++)
    live (&machine);
  g_assert_true (sw_source_registry_lookup (machine.registry, "network:wwan0") == one);
  g_assert_cmpint (sw_source_get_state (one), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_cmpint (sw_source_get_state (disk), ==, SW_SOURCE_STATE_UNAVAILABLE);
  /* However long it backed off, it goes on as soon as the others see it. */
  set_interfaces (&machine, "eth0 wwan0");
  set_disks (&machine, "sda:0 sdb:16");
  live (&machine);
  live (&machine);
  g_assert_true (sw_source_registry_lookup (machine.registry, "network:wwan0") == one);
  g_assert_cmpint (sw_source_get_state (one), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpint (sw_source_get_state (disk), ==, SW_SOURCE_STATE_READY);
  sw_source_release (one);
  sw_source_release (disk);
  set_demand (&machine, FALSE);
}

static void
test_another_disk_takes_the_number (void)
{
  g_auto (Machine) machine;
  SwSource *before;

  machine_init (&machine);
  set_disks (&machine, "sda:0 sdb:16");
  g_object_set (machine.sources, "per-device", TRUE, NULL);
  set_demand (&machine, TRUE);
  before = sw_source_registry_lookup (machine.registry, "disk:8:16");
  g_assert_cmpstr (sw_source_get_title (before), ==, "sdb");
  set_disks (&machine, "sda:0 sdx:16");
  live (&machine);
  assert_ids (&machine, TOTALS " disk:8:0 disk-busy:8:0 disk:8:16 disk-busy:8:16");
  g_assert_cmpstr (sw_source_get_title (sw_source_registry_lookup (machine.registry, "disk:8:16")),
                   ==, "sdx");
  set_demand (&machine, FALSE);
}

/* Containers make new names for ever: no list grows with them. */
static void
test_passing_names_are_forgotten (void)
{
  g_auto (Machine) machine;
  g_autoptr (GList) sources = NULL;

  machine_init (&machine);
  set_disks (&machine, "sda:0");
  g_object_set (machine.sources, "per-interface", TRUE, NULL);
  set_demand (&machine, TRUE);
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *names = g_strdup_printf ("eth0 usb%u", i);

      set_interfaces (&machine, names);
      live (&machine);
    }
  sources = sw_source_registry_list (machine.registry);
  g_assert_cmpuint (g_list_length (sources), <, 30);
  g_assert_nonnull (sw_source_registry_lookup (machine.registry, "network:eth0"));
  g_assert_nonnull (sw_source_registry_lookup (machine.registry, "network:usb299"));
  set_demand (&machine, FALSE);
}

static guint
count_sources (Machine *machine, const char *prefix)
{
  g_autoptr (GList) sources = sw_source_registry_list (machine->registry);
  guint n_sources = 0;

  for (GList *l = sources; l != NULL; l = l->next)
    n_sources += g_str_has_prefix (sw_source_get_id (l->data), prefix);
  return n_sources;
}

/* Two hundred interfaces and disks are counted in the totals, but not each has a graph and a job. */
static void
test_more_than_anybody_looks_at (void)
{
  g_auto (Machine) machine;
  g_autoptr (GString) interfaces = g_string_new ("eth0");
  g_autoptr (GString) disks = g_string_new ("sd0:0");

  machine_init (&machine);
  for (guint i = 1; i < 200; i++)
    {
      g_string_append_printf (interfaces, " eth%u", i);
      g_string_append_printf (disks, " sd%u:%u", i, i * 16);
    }
  set_interfaces (&machine, interfaces->str);
  set_disks (&machine, disks->str);
  g_object_set (machine.sources, "per-interface", TRUE, "per-device", TRUE, NULL);
  set_demand (&machine, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      live (&machine);
      g_assert_cmpuint (count_sources (&machine, "network:"), ==, 128);
      /* Two of each: how much it carries, and how busy it is. */
      g_assert_cmpuint (count_sources (&machine, "disk:"), ==, 64);
      g_assert_cmpuint (count_sources (&machine, "disk-busy:"), ==, 64);
    }
  g_assert_nonnull (sw_source_registry_lookup (machine.registry, "network:eth0"));
  set_demand (&machine, FALSE);
}

static void
test_the_mode_decides_who_has_a_source (void)
{
  const char *const chosen[] = { "wlan0", NULL };
  g_auto (Machine) machine;

  machine_init (&machine);
  set_interfaces (&machine, "eth0 wlan0");
  g_object_set (machine.sources, "per-interface", TRUE, NULL);
  g_object_set (machine.interfaces, "chosen", chosen, "mode", NET_MODE_CHOSEN, NULL);
  assert_ids (&machine, TOTALS " network:wlan0");
  g_object_set (machine.interfaces, "mode", NET_MODE_PHYSICAL, NULL);
  assert_ids (&machine, TOTALS " network:eth0 network:wlan0");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-sources/wanted", test_sources_come_when_wanted);
  g_test_add_func ("/device-sources/late", test_a_late_interface_appears);
  g_test_add_func ("/device-sources/unplugged", test_the_unplugged_stay_and_come_back);
  g_test_add_func ("/device-sources/replaced", test_another_disk_takes_the_number);
  g_test_add_func ("/device-sources/passing", test_passing_names_are_forgotten);
  g_test_add_func ("/device-sources/many", test_more_than_anybody_looks_at);
  g_test_add_func ("/device-sources/mode", test_the_mode_decides_who_has_a_source);
  return g_test_run ();
}
