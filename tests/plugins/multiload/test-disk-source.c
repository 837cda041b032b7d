/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>
#include <string.h>

#include "plugins/multiload/disk-source.h"
#include "plugins/multiload/diskstats.h"
#include "tests/plugins/multiload/source-fixture.h"

typedef struct
{
  guint major, minor;
  const char *name;
  guint64 sectors_read, sectors_written, busy_ms;
} Row;

/* The machine of a test: its /proc/diskstats, and a folder of /sys for each device. */
typedef struct
{
  SwTestTree *tree;
  SwSamplePool *pool;
  BlockDevices *devices;
  SwSource *bytes;
  SwSource *busy;
} Machine;

static void
machine_init (Machine *machine)
{
  machine->tree = sw_test_tree_new ();
  machine->pool = sw_sample_pool_new (sw_test_tree_get_root (machine->tree));
  machine->devices = block_devices_new (machine->pool, NULL);
  machine->bytes = disk_source_new (machine->devices);
  machine->busy = disk_busy_source_new (machine->devices);
}

static void
machine_clear (Machine *machine)
{
  sw_test_assert_last_unref (machine->bytes);
  sw_test_assert_last_unref (machine->busy);
  sw_test_assert_last_unref (machine->devices);
  sw_test_assert_last_unref (machine->pool);
  sw_test_tree_free (machine->tree);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, machine_clear)

static void
write_rows (Machine *machine, const Row *rows, guint n_rows)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text,
                            "%4u %7u %s 9 9 %" G_GUINT64_FORMAT " 9 9 9 %" G_GUINT64_FORMAT
                            " 9 0 %" G_GUINT64_FORMAT " 99 0 0 0 0 0 0\n",
                            rows[i].major, rows[i].minor, rows[i].name, rows[i].sectors_read,
                            rows[i].sectors_written, rows[i].busy_ms);
  sw_test_tree_write (machine->tree, "/proc/diskstats", text->str);
}

#define WRITE(...) \
  write_rows (&machine, (const Row[]) { __VA_ARGS__ }, \
              G_N_ELEMENTS (((const Row[]) { __VA_ARGS__ })))

/* PLACE is under /sys/devices. */
static void
add_device (Machine *machine, const char *place, const char *attribute, const char *text)
{
  g_autofree char *name = g_path_get_basename (place);
  g_autofree char *link = g_build_filename ("/sys/class/block", name, NULL);
  g_autofree char *target = g_build_filename ("../../devices", place, NULL);
  g_autofree char *size = g_build_filename ("/sys/devices", place, "size", NULL);
  g_autofree char *slaves = g_build_filename (sw_test_tree_get_root (machine->tree), "/sys/devices",
                                              place, "slaves", NULL);

  sw_test_tree_link (machine->tree, link, target);
  sw_test_tree_write (machine->tree, size, "1000\n");
  g_assert_cmpint (g_mkdir_with_parents (slaves, 0700), ==, 0);
  if (attribute != NULL)
    {
      g_autofree char *path = g_build_filename ("/sys/devices", place, attribute, NULL);

      sw_test_tree_write (machine->tree, path, text);
    }
}

static void
remove_device (Machine *machine, const char *place)
{
  g_autofree char *name = g_path_get_basename (place);
  g_autofree char *link = g_build_filename ("/sys/class/block", name, NULL);
  g_autofree char *folder = g_build_filename ("/sys/devices", place, NULL);

  sw_test_tree_remove (machine->tree, link);
  sw_test_tree_remove (machine->tree, folder);
}

static void
test_takes_fields_of_every_kernel (void)
{
  const char *const lines[] = {
    "   8       0 sda 1 2 300 4 5 6 700 8 9 1000 11\n",
    "   8       0 sda 1 2 300 4 5 6 700 8 9 1000 11 12 13 14 15\n",
    "   8       0 sda 1 2 300 4 5 6 700 8 9 1000 11 12 13 14 15 16 17 18 19",
  };
  const char *const garbled[] = {
    "",
    "\n",
    "8",
    "8 0",
    "8 0 sda",
    "x 0 sda 1 2 300 4 5 6 700 8 9 1000 11\n",
    /* A partition of Linux 2.6.24 and before. */
    "8 1 sda1 1 2 3 4\n",
    "8 0 sda 1 2 300 4 5 6 700 8 9 \n",
    "8 0 sda 1 2 -300 4 5 6 700 8 9 1000 11\n",
    "4294967296 0 sda 1 2 300 4 5 6 700 8 9 1000\n",
    "8 0 sda 1 2 18446744073709551616 4 5 6 700 8 9 1000\n",
  };
  DiskstatsLine line;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      SwScan text = sw_scan_init (lines[i], strlen (lines[i]));

      g_assert_true (diskstats_next (&text, &line));
      g_assert_cmpuint (line.major, ==, 8);
      g_assert_cmpuint (line.name_length, ==, 3);
      g_assert_cmpuint (line.sectors_read, ==, 300);
      g_assert_cmpuint (line.sectors_written, ==, 700);
      g_assert_cmpuint (line.busy_ms, ==, 1000);
      g_assert_false (diskstats_next (&text, &line));
    }
  for (guint i = 0; i < G_N_ELEMENTS (garbled); i++)
    {
      SwScan text = sw_scan_init (garbled[i], strlen (garbled[i]));

      g_assert_false (diskstats_next (&text, &line));
    }
}

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

static const struct
{
  const char *place, *attribute, *text;
  BlockKind kind;
} kinds[] = {
  { "pci/ata1/block/sda", NULL, NULL, BLOCK_KIND_DISK },
  { "pci/ata1/block/sda/sda1", "partition", "1\n", BLOCK_KIND_PARTITION },
  { "pci/virtio1/block/vda", NULL, NULL, BLOCK_KIND_DISK },
  { "vbd-51712/block/xvda", NULL, NULL, BLOCK_KIND_DISK },
  /* A whole disk that is named like a partition. */
  { "vbd-51713/block/xvdb1", NULL, NULL, BLOCK_KIND_DISK },
  { "pci/nvme/nvme0/nvme0n1", "hidden", "0\n", BLOCK_KIND_DISK },
  { "pci/nvme/nvme0/nvme0n1/nvme0n1p1", "partition", "1\n", BLOCK_KIND_PARTITION },
  { "pci/nvme/nvme1/nvme1c0n1", "hidden", "1\n", BLOCK_KIND_PATH },
  { "virtual/nvme-subsystem/nvme-subsys1/nvme1n1", "hidden", "0\n", BLOCK_KIND_DISK },
  { "virtual/nvme-fabrics/ctl/nvme2/nvme2n1", NULL, NULL, BLOCK_KIND_DISK },
  { "platform/mmc/mmc0/mmc0:0001/block/mmcblk0", NULL, NULL, BLOCK_KIND_DISK },
  { "platform/mmc/mmc0/mmc0:0001/block/mmcblk0/mmcblk0p1", "partition", "1\n",
    BLOCK_KIND_PARTITION },
  { "platform/mmc/mmc0/mmc0:0001/block/mmcblk0/mmcblk0boot0", NULL, NULL, BLOCK_KIND_AREA },
  { "pci/ata2/block/sr0", NULL, NULL, BLOCK_KIND_DISK },
  { "virtual/block/dm-0", "slaves/sda1", "", BLOCK_KIND_LAYERED },
  { "virtual/block/md0", "slaves/sda", "", BLOCK_KIND_LAYERED },
  { "virtual/block/md127", NULL, NULL, BLOCK_KIND_LAYERED },
  { "virtual/block/loop0", NULL, NULL, BLOCK_KIND_LAYERED },
  { "virtual/block/zram0", NULL, NULL, BLOCK_KIND_LAYERED },
  { "virtual/block/ram0", NULL, NULL, BLOCK_KIND_LAYERED },
  { "virtual/block/bcache0", "slaves/sda", "", BLOCK_KIND_LAYERED },
  /* Somewhere else than virtual ones usually are, but built on another. */
  { "platform/odd/block/odd0", "slaves/sda", "", BLOCK_KIND_LAYERED },
  { "pci/cciss0/block/cciss!c0d0", NULL, NULL, BLOCK_KIND_DISK },
};

static void
test_kinds_of_devices (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    add_device (&machine, kinds[i].place, kinds[i].attribute, kinds[i].text);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_path_get_basename (kinds[i].place);

      g_test_message ("%s", name);
      /* As /proc/diskstats has it. */
      g_strdelimit (name, "!", '/');
      g_assert_cmpint (block_kind_read (sw_test_tree_get_root (machine.tree), name), ==,
                       kinds[i].kind);
    }
  g_assert_cmpint (block_kind_read (sw_test_tree_get_root (machine.tree), "nosuch"), ==,
                   BLOCK_KIND_LAYERED);
}

/* All of them at once, each reading its power of two. */
static void
test_nothing_is_counted_twice (void)
{
  g_auto (Machine) machine;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Row rows[G_N_ELEMENTS (kinds)];
  double expected = 0;

  machine_init (&machine);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      add_device (&machine, kinds[i].place, kinds[i].attribute, kinds[i].text);
      g_ptr_array_add (names, g_strdelimit (g_path_get_basename (kinds[i].place), "!", '/'));
      rows[i] = (Row) { 8, i, g_ptr_array_index (names, i), 50, 50, 0 };
    }
  write_rows (&machine, rows, G_N_ELEMENTS (rows));
  g_assert_true (sample_at (machine.bytes, 1));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      rows[i].sectors_read += 1 << i;
      if (kinds[i].kind == BLOCK_KIND_DISK || kinds[i].kind == BLOCK_KIND_AREA)
        expected += 1 << i;
    }
  write_rows (&machine, rows, G_N_ELEMENTS (rows));
  g_assert_true (sample_at (machine.bytes, 2));
  assert_values (machine.bytes, expected * 512, 0);
}

/* Where the NVMe disk itself counts nothing (before Linux 6.3), the ways to it do. */
static void
test_old_multipath_counts_the_ways (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_device (&machine, "virtual/nvme-subsystem/nvme-subsys0/nvme0n1", "hidden", "0\n");
  add_device (&machine, "pci/nvme/nvme0/nvme0c0n1", "hidden", "1\n");
  add_device (&machine, "pci/nvme/nvme1/nvme0c1n1", "hidden", "1\n");
  WRITE ({ 259, 0, "nvme0n1", 0, 0, 0 }, { 0, 0, "nvme0c0n1", 10, 10, 0 },
         { 0, 0, "nvme0c1n1", 10, 10, 0 });
  sample_at (machine.bytes, 1);
  WRITE ({ 259, 0, "nvme0n1", 0, 0, 0 }, { 0, 0, "nvme0c0n1", 12, 10, 0 },
         { 0, 0, "nvme0c1n1", 13, 10, 0 });
  sample_at (machine.bytes, 2);
  assert_values (machine.bytes, 5 * 512, 0);
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
  g_test_add_func ("/diskstats/line", test_takes_fields_of_every_kernel);
  g_test_add_func ("/disk/kinds", test_kinds_of_devices);
  g_test_add_func ("/disk/total/rates", test_rates_and_busy);
  g_test_add_func ("/disk/total/nothing-twice", test_nothing_is_counted_twice);
  g_test_add_func ("/disk/total/old-multipath", test_old_multipath_counts_the_ways);
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
