/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include "tests/plugins/multiload/disk-machine.h"

static void
test_rates_and_busy (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_device (&machine, "pci/ata1/block/sda", NULL, NULL);
  add_device (&machine, "pci/ata2/block/sdb", NULL, NULL);
  WRITE ({ 8, 0, "sda", 100, 100, 1000 }, { 8, 16, "sdb", 0, 0, 0 });
  g_assert_true (sample_at (machine.bytes, 1));
  g_assert_true (sample_at (machine.busy, 1));
  assert_values (machine.bytes, NAN, NAN);
  assert_values (machine.busy, NAN, NAN);
  WRITE ({ 8, 0, "sda", 110, 130, 1250 }, { 8, 16, "sdb", 1, 2, 700 });
  sample_at (machine.bytes, 2);
  sample_at (machine.busy, 2);
  assert_values (machine.bytes, 11 * 512, 32 * 512);
  assert_values (machine.busy, 70, NAN);
  /* Three seconds late: rates and busy stay what they are; more than always cannot be. */
  WRITE ({ 8, 0, "sda", 140, 220, 2000 }, { 8, 16, "sdb", 4, 8, 5700 });
  sample_at (machine.bytes, 5);
  sample_at (machine.busy, 5);
  assert_values (machine.bytes, 11 * 512, 32 * 512);
  assert_values (machine.busy, 100, NAN);
  g_assert_cmpstr (sw_source_get_id (machine.bytes), ==, "disk");
  g_assert_cmpstr (sw_source_get_id (machine.busy), ==, "disk-busy");
  g_assert_cmpfloat (sw_source_get_natural_max (machine.busy), ==, 100);
  g_assert_nonnull (g_strstr_len (sw_source_get_description (machine.bytes), -1, "sda, sdb"));
}

static void
test_hotplug_makes_no_spike (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_device (&machine, "pci/ata1/block/sda", "diskseq", "1\n");
  WRITE ({ 8, 0, "sda", 100, 100, 0 });
  sample_at (machine.bytes, 1);
  add_device (&machine, "usb/block/sdb", "diskseq", "2\n");
  WRITE ({ 8, 0, "sda", 110, 100, 0 }, { 8, 16, "sdb", 1000000, 1000000, 0 });
  sample_at (machine.bytes, 2);
  assert_values (machine.bytes, 10 * 512, 0);
  WRITE ({ 8, 0, "sda", 120, 100, 0 }, { 8, 16, "sdb", 1000001, 1000002, 0 });
  sample_at (machine.bytes, 3);
  assert_values (machine.bytes, 11 * 512, 2 * 512);
  remove_device (&machine, "usb/block/sdb");
  WRITE ({ 8, 0, "sda", 130, 100, 0 });
  sample_at (machine.bytes, 4);
  assert_values (machine.bytes, 10 * 512, 0);
  /* All gone, and none ever: said, not drawn as nothing. */
  remove_device (&machine, "pci/ata1/block/sda");
  sw_test_tree_write (machine.tree, "/proc/diskstats", "");
  g_assert_false (sample_at (machine.bytes, 5));
  g_assert_cmpint (sw_source_get_state (machine.bytes), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_nonnull (sw_source_get_reason (machine.bytes));
}

static void
test_counters_wrap_and_reset (void)
{
  const struct
  {
    guint64 before, after;
    double sectors;
  } cases[] = {
    { G_MAXUINT32 - 99, 50, 150 },
    { 5000, 10, NAN },
    { G_MAXUINT64, 0, NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Machine) machine;

      machine_init (&machine);
      add_device (&machine, "pci/ata1/block/sda", NULL, NULL);
      WRITE ({ 8, 0, "sda", cases[i].before, cases[i].before, cases[i].before });
      sample_at (machine.bytes, 1);
      sample_at (machine.busy, 1);
      WRITE ({ 8, 0, "sda", cases[i].after, cases[i].after, cases[i].after });
      g_assert_true (sample_at (machine.bytes, 2));
      g_assert_true (sample_at (machine.busy, 2));
      assert_values (machine.bytes, cases[i].sectors * 512, cases[i].sectors * 512);
      assert_values (machine.busy, cases[i].sectors / 10, NAN);
    }
}

static void
test_one_disk_comes_and_goes (void)
{
  g_auto (Machine) machine;
  g_autoptr (SwSource) bytes = NULL;
  g_autoptr (SwSource) busy = NULL;
  BlockDevice *device;

  machine_init (&machine);
  add_device (&machine, "usb/block/sdb", "device/model", "Big Disk       \n");
  WRITE ({ 8, 16, "sdb", 100, 100, 100 });
  sample_at (machine.bytes, 1);
  device = block_devices_lookup (machine.devices, 8, 16);
  g_assert_nonnull (device);
  bytes = disk_source_new_for_device (machine.devices, device);
  busy = disk_busy_source_new_for_device (machine.devices, device);
  g_assert_cmpstr (sw_source_get_id (bytes), ==, "disk:8:16");
  g_assert_cmpstr (sw_source_get_id (busy), ==, "disk-busy:8:16");
  g_assert_cmpstr (sw_source_get_title (bytes), ==, "sdb");
  g_assert_cmpstr (sw_source_get_description (bytes), ==, "Big Disk");
  sample_at (bytes, 1);
  sample_at (busy, 1);
  WRITE ({ 8, 16, "sdb", 101, 102, 150 });
  sample_at (bytes, 2);
  sample_at (busy, 2);
  assert_values (bytes, 512, 1024);
  assert_values (busy, 5, NAN);
  WRITE ({ 8, 0, "sda", 1, 1, 1 });
  g_assert_false (sample_at (bytes, 3));
  g_assert_cmpint (sw_source_get_state (bytes), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_nonnull (g_strstr_len (sw_source_get_reason (bytes), -1, "sdb"));
  WRITE ({ 8, 16, "sdb", 900000, 900000, 0 });
  g_assert_true (sample_at (bytes, 4));
  assert_values (bytes, NAN, NAN);
  WRITE ({ 8, 16, "sdb", 900001, 900000, 0 });
  sample_at (bytes, 5);
  assert_values (bytes, 512, 0);
}

/* Between two ticks another disk takes the place: only the kernel's message shows it. */
static void
test_another_disk_of_the_same_name_begins_anew (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (UeventMonitor) monitor = uevent_monitor_new (scheduler, "test");
  g_auto (Machine) machine;

  machine_init (&machine);
  sw_test_assert_last_unref (machine.bytes);
  sw_test_assert_last_unref (machine.busy);
  sw_test_assert_last_unref (machine.devices);
  machine.devices = block_devices_new (machine.pool, monitor);
  machine.bytes = disk_source_new (machine.devices);
  machine.busy = disk_busy_source_new (machine.devices);
  add_device (&machine, "usb/block/sdb", "diskseq", "7\n");
  WRITE ({ 8, 16, "sdb", 5, 5, 5 });
  sample_at (machine.bytes, 1);
  sw_test_tree_write (machine.tree, "/sys/devices/usb/block/sdb/diskseq", "8\n");
  WRITE ({ 8, 16, "sdb", 1000000, 1000000, 5 });
  g_signal_emit_by_name (monitor, "changed::block", "block");
  sample_at (machine.bytes, 2);
  assert_values (machine.bytes, NAN, NAN);
  g_signal_emit_by_name (monitor, "changed::block", "block");
  WRITE ({ 8, 16, "sdb", 1000001, 1000002, 5 });
  sample_at (machine.bytes, 3);
  assert_values (machine.bytes, 512, 1024);
}

static void
test_garbled_table_is_said (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  sw_test_tree_write (machine.tree, "/proc/diskstats", "nonsense\n");
  g_assert_false (sample_at (machine.bytes, 1));
  g_assert_cmpint (sw_source_get_state (machine.bytes), ==, SW_SOURCE_STATE_FAILED);
}

static void
test_one_read_serves_all (void)
{
  g_auto (Machine) machine;
  SwAccount account = { 0 };

  machine_init (&machine);
  add_device (&machine, "pci/ata1/block/sda", NULL, NULL);
  WRITE ({ 8, 0, "sda", 1, 1, 1 });
  for (guint serial = 1; serial <= 20; serial++)
    {
      SwTick tick = sw_test_tick (serial);

      tick.account = &account;
      g_assert_true (sw_source_sample (machine.bytes, &tick));
      g_assert_true (sw_source_sample (machine.busy, &tick));
    }
  g_assert_cmpuint (account.reads, ==, 20);
}

static void
test_steady_samples_allocate_nothing (void)
{
  g_auto (Machine) machine;
  gsize before = 0;

  machine_init (&machine);
  add_device (&machine, "pci/ata1/block/sda", NULL, NULL);
  add_device (&machine, "virtual/block/dm-0", NULL, NULL);
  WRITE ({ 8, 0, "sda", 1, 1, 1 }, { 252, 0, "dm-0", 1, 1, 1 });
  for (guint serial = 1; serial <= 12000; serial++)
    {
      sample_at (machine.bytes, serial);
      sample_at (machine.busy, serial);
      if (serial == 2000)
        before = mallinfo2 ().uordblks;
    }
  g_assert_cmpuint (mallinfo2 ().uordblks, ==, before);
}

/* Whatever this machine is. */
static void
test_the_machine_itself (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (BlockDevices) devices = block_devices_new (pool, NULL);
  g_autoptr (SwSource) bytes = disk_source_new (devices);
  g_autoptr (SwSource) busy = disk_busy_source_new (devices);

  for (guint serial = 1; serial <= 3; serial++)
    {
      if (!sample_at (bytes, serial) || !sample_at (busy, serial))
        g_assert_cmpint (sw_source_get_state (bytes), ==, SW_SOURCE_STATE_UNAVAILABLE);
      else if (serial > 1)
        {
          g_assert_cmpfloat (sw_source_get_value (bytes, 0), >=, 0);
          g_assert_cmpfloat (sw_source_get_value (busy, 0), >=, 0);
          g_assert_cmpfloat (sw_source_get_value (busy, 0), <=, 100);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disk/total/rates", test_rates_and_busy);
  g_test_add_func ("/disk/total/hotplug", test_hotplug_makes_no_spike);
  g_test_add_func ("/disk/total/wrap-and-reset", test_counters_wrap_and_reset);
  g_test_add_func ("/disk/total/replaced", test_another_disk_of_the_same_name_begins_anew);
  g_test_add_func ("/disk/total/garbled", test_garbled_table_is_said);
  g_test_add_func ("/disk/one/comes-and-goes", test_one_disk_comes_and_goes);
  g_test_add_func ("/disk/one-read", test_one_read_serves_all);
  g_test_add_func ("/disk/steady", test_steady_samples_allocate_nothing);
  g_test_add_func ("/disk/live", test_the_machine_itself);
  return g_test_run ();
}
