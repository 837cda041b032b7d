/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A machine with disks, for the tests of the sources that show them. */

#pragma once

#include "plugins/multiload/disk-source.h"
#include "tests/plugins/multiload/source-fixture.h"

G_BEGIN_DECLS

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

static inline void
machine_init (Machine *machine)
{
  machine->tree = sw_test_tree_new ();
  machine->pool = sw_sample_pool_new (sw_test_tree_get_root (machine->tree));
  machine->devices = block_devices_new (machine->pool, NULL);
  machine->bytes = disk_source_new (machine->devices);
  machine->busy = disk_busy_source_new (machine->devices);
}

static inline void
machine_clear (Machine *machine)
{
  sw_test_assert_last_unref (machine->bytes);
  sw_test_assert_last_unref (machine->busy);
  sw_test_assert_last_unref (machine->devices);
  sw_test_assert_last_unref (machine->pool);
  sw_test_tree_free (machine->tree);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, machine_clear)

static inline void
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
static inline void
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

static inline void
remove_device (Machine *machine, const char *place)
{
  g_autofree char *name = g_path_get_basename (place);
  g_autofree char *link = g_build_filename ("/sys/class/block", name, NULL);
  g_autofree char *folder = g_build_filename ("/sys/devices", place, NULL);

  sw_test_tree_remove (machine->tree, link);
  sw_test_tree_remove (machine->tree, folder);
}

G_END_DECLS
