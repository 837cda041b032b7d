/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* A machine with network interfaces, for the tests of the sources that show them. */

#pragma once

#include "plugins/multiload/network-source.h"
#include "tests/plugins/multiload/source-fixture.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  guint64 in, out;
} Row;

/* The machine of a test: its /proc/net/dev, and a folder of /sys for each interface. */
typedef struct
{
  SwTestTree *tree;
  SwSamplePool *pool;
  NetInterfaces *interfaces;
  SwSource *total;
  guint n_changes;
} Machine;

static inline void
on_interfaces_changed_cb (Machine *machine)
{
  machine->n_changes++;
}

static inline void
machine_init (Machine *machine)
{
  machine->tree = sw_test_tree_new ();
  machine->pool = sw_sample_pool_new (sw_test_tree_get_root (machine->tree));
  machine->interfaces = net_interfaces_new (machine->pool, NULL);
  machine->total = network_source_new (machine->interfaces);
  machine->n_changes = 0;
  g_signal_connect_swapped (machine->interfaces, "changed", G_CALLBACK (on_interfaces_changed_cb),
                            machine);
}

static inline void
machine_clear (Machine *machine)
{
  sw_test_assert_last_unref (machine->total);
  sw_test_assert_last_unref (machine->interfaces);
  sw_test_assert_last_unref (machine->pool);
  sw_test_tree_free (machine->tree);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, machine_clear)

static inline void
write_rows (Machine *machine, const Row *rows, guint n_rows)
{
  g_autoptr (GString) text = g_string_new ("Inter-|   Receive    |  Transmit\n face |bytes\n");

  for (guint i = 0; i < n_rows && rows[i].name != NULL; i++)
    g_string_append_printf (text,
                            "%6s: %" G_GUINT64_FORMAT " 1 0 0 0 0 0 0 %" G_GUINT64_FORMAT
                            " 1 0 0 0 0 0 0\n",
                            rows[i].name, rows[i].in, rows[i].out);
  sw_test_tree_write (machine->tree, "/proc/net/dev", text->str);
}

static inline void
write_attribute (Machine *machine, const char *name, const char *attribute, const char *text)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", name, attribute, NULL);

  sw_test_tree_write (machine->tree, path, text);
}

static inline void
add_interface (Machine *machine, const char *name, int index, int type)
{
  g_autofree char *index_text = g_strdup_printf ("%d\n", index);
  g_autofree char *type_text = g_strdup_printf ("%d\n", type);

  write_attribute (machine, name, "ifindex", index_text);
  write_attribute (machine, name, "iflink", index_text);
  write_attribute (machine, name, "type", type_text);
}

static inline void
add_physical (Machine *machine, const char *name, int index)
{
  add_interface (machine, name, index, 1);
  write_attribute (machine, name, "device/vendor", "0x8086\n");
}

static inline void
remove_interface (Machine *machine, const char *name)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", name, NULL);

  sw_test_tree_remove (machine->tree, path);
}

#define WRITE(...) \
  write_rows (&machine, (const Row[]) { __VA_ARGS__ }, \
              G_N_ELEMENTS (((const Row[]) { __VA_ARGS__ })))

G_END_DECLS
