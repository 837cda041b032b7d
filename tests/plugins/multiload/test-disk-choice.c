/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/multiload/diskstats.h"
#include "tests/plugins/multiload/disk-machine.h"

/* What the totals of the disks count, and what they leave out. */

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diskstats/line", test_takes_fields_of_every_kernel);
  g_test_add_func ("/disk/kinds", test_kinds_of_devices);
  g_test_add_func ("/disk/total/nothing-twice", test_nothing_is_counted_twice);
  g_test_add_func ("/disk/total/old-multipath", test_old_multipath_counts_the_ways);
  return g_test_run ();
}
