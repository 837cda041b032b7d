/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include "plugins/multiload/network-source.h"
#include "tests/plugins/multiload/source-fixture.h"

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

static void
on_interfaces_changed_cb (Machine *machine)
{
  machine->n_changes++;
}

static void
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

static void
machine_clear (Machine *machine)
{
  sw_test_assert_last_unref (machine->total);
  sw_test_assert_last_unref (machine->interfaces);
  sw_test_assert_last_unref (machine->pool);
  sw_test_tree_free (machine->tree);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Machine, machine_clear)

static void
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

static void
write_attribute (Machine *machine, const char *name, const char *attribute, const char *text)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", name, attribute, NULL);

  sw_test_tree_write (machine->tree, path, text);
}

static void
add_interface (Machine *machine, const char *name, int index, int type)
{
  g_autofree char *index_text = g_strdup_printf ("%d\n", index);
  g_autofree char *type_text = g_strdup_printf ("%d\n", type);

  write_attribute (machine, name, "ifindex", index_text);
  write_attribute (machine, name, "iflink", index_text);
  write_attribute (machine, name, "type", type_text);
}

static void
add_physical (Machine *machine, const char *name, int index)
{
  add_interface (machine, name, index, 1);
  write_attribute (machine, name, "device/vendor", "0x8086\n");
}

static void
remove_interface (Machine *machine, const char *name)
{
  g_autofree char *path = g_build_filename ("/sys/class/net", name, NULL);

  sw_test_tree_remove (machine->tree, path);
}

#define WRITE(...) \
  write_rows (&machine, (const Row[]) { __VA_ARGS__ }, \
              G_N_ELEMENTS (((const Row[]) { __VA_ARGS__ })))

static void
test_rates_of_the_total (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_interface (&machine, "lo", 1, 772);
  add_physical (&machine, "eth0", 2);
  add_physical (&machine, "wlan0", 3);
  WRITE ({ "lo", 500, 500 }, { "eth0", 1000, 100 }, { "wlan0", 7, 7 });
  g_assert_true (sample_at (machine.total, 1));
  assert_values (machine.total, NAN, NAN);
  WRITE ({ "lo", 9500, 9500 }, { "eth0", 3000, 150 }, { "wlan0", 8, 7 });
  g_assert_true (sample_at (machine.total, 2));
  assert_values (machine.total, 2001, 50);
  g_assert_cmpstr (sw_source_get_id (machine.total), ==, "network");
  g_assert_cmpint (sw_source_get_unit (machine.total), ==, SW_UNIT_BYTES_PER_SECOND);
  g_assert_cmpint (sw_source_get_style (machine.total), ==, SW_STYLE_LINES);
  g_assert_cmpint (sw_channel_get_role (sw_source_get_channel (machine.total, 0)), ==,
                   SW_ROLE_INBOUND);
  g_assert_cmpint (sw_channel_get_role (sw_source_get_channel (machine.total, 1)), ==,
                   SW_ROLE_OUTBOUND);
  g_assert_nonnull (g_strstr_len (sw_source_get_description (machine.total), -1, "eth0, wlan0"));
}

typedef struct
{
  const char *name;
  int type;
  const char *attributes[3];
  gboolean counted;
} Member;

static const struct
{
  const char *what;
  Member members[6];
} setups[] = {
  { "VPN over a NIC",
    { { "lo", 772, { NULL }, FALSE },
      { "eth0", 1, { "device/vendor" }, TRUE },
      { "tun0", 65534, { "tun_flags" }, FALSE },
      { "wg0", 65534, { NULL }, FALSE } } },
  { "bridge, tap and NIC",
    { { "lo", 772, { NULL }, FALSE },
      { "eth0", 1, { "device/vendor", "master" }, TRUE },
      { "br0", 1, { "bridge/bridge_id", "lower_eth0", "lower_tap0" }, FALSE },
      { "tap0", 1, { "tun_flags", "master" }, FALSE } } },
  { "bond of two NICs",
    { { "eth0", 1, { "device/vendor", "master/type" }, TRUE },
      { "eth1", 1, { "device/vendor", "master/type" }, TRUE },
      { "bond0", 1, { "bonding/mode", "lower_eth0", "lower_eth1" }, FALSE },
      { "bond0.7", 1, { "lower_bond0" }, FALSE } } },
  { "container pairs and a NIC",
    { { "veth1234", 1, { "master" }, FALSE },
      { "docker0", 1, { "bridge/bridge_id", "lower_veth1234" }, FALSE },
      { "enp1s0", 1, { "device/vendor" }, TRUE } } },
  { "virtual function below a paravirtual interface",
    { { "eth0", 1, { "device/vendor", "lower_enP1p0s2" }, TRUE },
      { "enP1p0s2", 1, { "device/vendor", "master/device/x" }, FALSE } } },
  { "inside a container",
    { { "lo", 772, { NULL }, FALSE },
      { "eth0", 1, { NULL }, TRUE },
      { "wg0", 65534, { NULL }, FALSE },
      { "vlan5", 1, { "lower_eth0" }, FALSE },
      { "ifb0", 1, { NULL }, FALSE } } },
  { "inside a container, bridged on",
    { { "eth0", 1, { NULL }, TRUE },
      { "br0", 1, { "uevent" }, FALSE },
      { "eth1", 1, { NULL }, TRUE } } },
  { "inside a rootless container",
    { { "lo", 772, { NULL }, FALSE }, { "tap0", 1, { "tun_flags" }, TRUE } } },
};

/* What each setup counts of one second in which every interface receives its power of ten. */
static void
test_nothing_is_counted_twice (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (setups); i++)
    {
      g_auto (Machine) machine;
      Row rows[G_N_ELEMENTS (setups[i].members)] = { 0 };
      double expected = 0, power = 1;

      g_test_message ("%s", setups[i].what);
      machine_init (&machine);
      for (guint j = 0; j < G_N_ELEMENTS (rows) && setups[i].members[j].name != NULL; j++)
        {
          const Member *member = &setups[i].members[j];

          add_interface (&machine, member->name, j + 1, member->type);
          for (guint k = 0; k < G_N_ELEMENTS (member->attributes) && member->attributes[k] != NULL;
               k++)
            write_attribute (&machine, member->name, member->attributes[k],
                             "DEVTYPE=bridge\nINTERFACE=br0\n");
          rows[j] = (Row) { .name = member->name, .in = 1000000, .out = 1000000 };
        }
      write_rows (&machine, rows, G_N_ELEMENTS (rows));
      g_assert_true (sample_at (machine.total, 1));
      for (guint j = 0; j < G_N_ELEMENTS (rows) && rows[j].name != NULL; j++, power *= 10)
        {
          rows[j].in += power;
          rows[j].out += 2 * power;
          expected += setups[i].members[j].counted ? power : 0;
        }
      write_rows (&machine, rows, G_N_ELEMENTS (rows));
      g_assert_true (sample_at (machine.total, 2));
      assert_values (machine.total, expected, 2 * expected);
    }
}

static void
test_a_switch_port_is_counted_at_the_switch (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_physical (&machine, "eth0", 2);
  add_physical (&machine, "lan0", 3);
  write_attribute (&machine, "lan0", "iflink", "2\n");
  WRITE ({ "eth0", 0, 0 }, { "lan0", 0, 0 });
  sample_at (machine.total, 1);
  WRITE ({ "eth0", 10, 20 }, { "lan0", 10, 20 });
  sample_at (machine.total, 2);
  assert_values (machine.total, 10, 20);
}

static void
test_hotplug_makes_no_spike (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_physical (&machine, "eth0", 2);
  WRITE ({ "eth0", 100, 100 });
  sample_at (machine.total, 1);
  /* One that comes later brings what it had counted before; none of it is of this second. */
  add_physical (&machine, "wwan0", 3);
  WRITE ({ "wwan0", 1000000000, 1000000000 }, { "eth0", 110, 120 });
  sample_at (machine.total, 2);
  assert_values (machine.total, 10, 20);
  WRITE ({ "wwan0", 1000000005, 1000000007 }, { "eth0", 120, 140 });
  sample_at (machine.total, 3);
  assert_values (machine.total, 15, 27);
  /* Its leaving takes nothing away from the others, and its counters start anew. */
  remove_interface (&machine, "wwan0");
  WRITE ({ "eth0", 130, 160 });
  sample_at (machine.total, 4);
  assert_values (machine.total, 10, 20);
  add_physical (&machine, "wwan0", 4);
  WRITE ({ "eth0", 140, 180 }, { "wwan0", 2000000000, 2000000000 });
  sample_at (machine.total, 5);
  assert_values (machine.total, 10, 20);
  g_assert_cmpuint (machine.n_changes, ==, 4);
}

static void
test_a_renamed_interface_goes_on (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_physical (&machine, "eth0", 2);
  WRITE ({ "eth0", 100, 100 });
  sample_at (machine.total, 1);
  remove_interface (&machine, "eth0");
  add_physical (&machine, "lan0", 2);
  WRITE ({ "lan0", 130, 140 });
  sample_at (machine.total, 2);
  assert_values (machine.total, 30, 40);
  g_assert_nonnull (g_strstr_len (sw_source_get_description (machine.total), -1, "lan0"));
}

static void
test_counters_wrap_and_reset (void)
{
  const struct
  {
    guint64 before, after;
    double rate;
  } cases[] = {
    { G_MAXUINT32 - 99, 50, 150 },
    { 5000, 10, NAN },
    { G_MAXUINT64, 0, NAN },
    { G_MAXUINT64 - 7, G_MAXUINT64, 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Machine) machine;

      machine_init (&machine);
      add_physical (&machine, "eth0", 2);
      WRITE ({ "eth0", cases[i].before, cases[i].before });
      sample_at (machine.total, 1);
      WRITE ({ "eth0", cases[i].after, cases[i].after });
      g_assert_true (sample_at (machine.total, 2));
      assert_values (machine.total, cases[i].rate, cases[i].rate);
      WRITE ({ "eth0", cases[i].after + 3, cases[i].after + 3 });
      if (cases[i].after == G_MAXUINT64)
        continue;
      g_assert_true (sample_at (machine.total, 3));
      assert_values (machine.total, 3, 3);
    }
}

static void
test_a_late_tick_changes_no_rate (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_physical (&machine, "eth0", 2);
  WRITE ({ "eth0", 0, 0 });
  sample_at (machine.total, 1);
  WRITE ({ "eth0", 100, 200 });
  sample_at (machine.total, 2);
  assert_values (machine.total, 100, 200);
  /* Three seconds later. */
  WRITE ({ "eth0", 400, 800 });
  sample_at (machine.total, 5);
  assert_values (machine.total, 100, 200);
}

static void
test_what_is_missing_is_said (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  g_assert_false (sample_at (machine.total, 1));
  g_assert_cmpint (sw_source_get_state (machine.total), ==, SW_SOURCE_STATE_UNAVAILABLE);
  write_rows (&machine, NULL, 0);
  g_assert_false (sample_at (machine.total, 2));
  g_assert_cmpint (sw_source_get_state (machine.total), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_nonnull (sw_source_get_reason (machine.total));
  add_interface (&machine, "lo", 1, 772);
  WRITE ({ "lo", 1, 1 });
  g_assert_false (sample_at (machine.total, 3));
  g_assert_cmpint (sw_source_get_state (machine.total), ==, SW_SOURCE_STATE_UNAVAILABLE);
  sw_test_tree_write (machine.tree, "/proc/net/dev", "nonsense\n");
  g_assert_false (sample_at (machine.total, 4));
  g_assert_cmpint (sw_source_get_state (machine.total), ==, SW_SOURCE_STATE_FAILED);
  add_physical (&machine, "eth0", 2);
  WRITE ({ "lo", 1, 1 }, { "eth0", 1, 1 });
  g_assert_true (sample_at (machine.total, 5));
  g_assert_null (sw_source_get_reason (machine.total));
}

#define ROUTE(name) \
  "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n" name \
  "\t00000000\t01\t0003\t0\t0\t100\t00000000\n"

static void
test_modes_choose_what_counts (void)
{
  const char *const chosen[] = { "tun0", "lo", "nosuch", NULL };
  const char *const none[] = { "nosuch", NULL };
  g_auto (Machine) machine;

  machine_init (&machine);
  add_interface (&machine, "lo", 1, 772);
  add_physical (&machine, "eth0", 2);
  add_physical (&machine, "wlan0", 3);
  add_interface (&machine, "tun0", 4, 65534);
  sw_test_tree_write (machine.tree, "/proc/net/route", ROUTE ("wlan0"));
  for (guint serial = 1; serial <= 10; serial++)
    {
      const guint64 t = serial;

      WRITE ({ "lo", t * 1, t }, { "eth0", t * 10, t }, { "wlan0", t * 100, t },
             { "tun0", t * 1000, t });
      if (serial == 3)
        g_object_set (machine.interfaces, "mode", NET_MODE_DEFAULT_ROUTE, NULL);
      if (serial == 5)
        sw_test_tree_remove (machine.tree, "/proc/net/route");
      if (serial == 7)
        g_object_set (machine.interfaces, "mode", NET_MODE_CHOSEN, "chosen", chosen, NULL);
      if (serial == 9)
        g_object_set (machine.interfaces, "chosen", none, NULL);
      sample_at (machine.total, serial);
      if (serial == 2)
        assert_values (machine.total, 110, 2);
      /* wlan0 counted before and goes on; the file is not asked for its name in each tick. */
      if (serial >= 3 && serial <= 6)
        assert_values (machine.total, 100, 1);
      if (serial == 7)
        assert_values (machine.total, NAN, NAN);
      /* Loopback never, even when chosen. */
      if (serial == 8)
        assert_values (machine.total, 1000, 1);
      if (serial >= 9)
        g_assert_cmpint (sw_source_get_state (machine.total), ==, SW_SOURCE_STATE_UNAVAILABLE);
    }
  g_object_set (machine.interfaces, "mode", NET_MODE_DEFAULT_ROUTE, NULL);
  sample_at (machine.total, 20);
  g_assert_nonnull (g_strstr_len (sw_source_get_reason (machine.total), -1, "default route"));
}

static void
test_what_passed_uncounted_is_not_made_up_for (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_physical (&machine, "eth0", 2);
  WRITE ({ "eth0", 0, 0 }, { "tun0", 0, 0 });
  sample_at (machine.total, 1);
  g_object_set (machine.interfaces, "mode", NET_MODE_CHOSEN, NULL);
  WRITE ({ "eth0", 1000000, 1000000 }, { "tun0", 0, 0 });
  g_assert_false (sample_at (machine.total, 2));
  g_object_set (machine.interfaces, "mode", NET_MODE_PHYSICAL, NULL);
  sample_at (machine.total, 3);
  assert_values (machine.total, NAN, NAN);
  WRITE ({ "eth0", 1000007, 1000008 }, { "tun0", 0, 0 });
  sample_at (machine.total, 4);
  assert_values (machine.total, 7, 8);
}

/* Between two ticks another device takes the name: only the kernel's message shows it. */
static void
test_another_device_of_the_same_name_begins_anew (void)
{
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (LinkMonitor) monitor = link_monitor_new (scheduler, "test");
  g_auto (Machine) machine;

  machine_init (&machine);
  sw_test_assert_last_unref (machine.total);
  sw_test_assert_last_unref (machine.interfaces);
  machine.interfaces = net_interfaces_new (machine.pool, monitor);
  machine.total = network_source_new (machine.interfaces);
  add_physical (&machine, "usb0", 2);
  WRITE ({ "usb0", 5, 5 });
  sample_at (machine.total, 1);
  write_attribute (&machine, "usb0", "ifindex", "3\n");
  write_attribute (&machine, "usb0", "iflink", "3\n");
  WRITE ({ "usb0", 1000000, 1000000 });
  g_signal_emit_by_name (monitor, "changed");
  sample_at (machine.total, 2);
  assert_values (machine.total, NAN, NAN);
  /* A message that says nothing about it changes nothing. */
  g_signal_emit_by_name (monitor, "changed");
  WRITE ({ "usb0", 1000001, 1000002 });
  sample_at (machine.total, 3);
  assert_values (machine.total, 1, 2);
}

/* Without events the route is read again every ten seconds. */
static void
test_the_default_route_is_followed (void)
{
  g_auto (Machine) machine;

  machine_init (&machine);
  add_physical (&machine, "eth0", 2);
  add_physical (&machine, "wlan0", 3);
  g_object_set (machine.interfaces, "mode", NET_MODE_DEFAULT_ROUTE, NULL);
  sw_test_tree_write (machine.tree, "/proc/net/route", ROUTE ("eth0"));
  WRITE ({ "eth0", 0, 0 }, { "wlan0", 0, 0 });
  sample_at (machine.total, 1);
  sw_test_tree_write (machine.tree, "/proc/net/route", ROUTE ("wlan0"));
  sample_at (machine.total, 11);
  WRITE ({ "eth0", 10, 10 }, { "wlan0", 20, 20 });
  sample_at (machine.total, 12);
  assert_values (machine.total, 20, 20);
}

static void
test_one_interface_comes_and_goes (void)
{
  g_auto (Machine) machine;
  g_autoptr (SwSource) one = NULL;

  machine_init (&machine);
  one = network_source_new_for_interface (machine.interfaces, "eth0:1");
  g_assert_cmpstr (sw_source_get_id (one), ==, "network:eth0:1");
  g_assert_cmpstr (sw_source_get_title (one), ==, "eth0:1");
  WRITE ({ "eth0", 5, 5 }, { "eth0:1", 100, 100 });
  g_assert_true (sample_at (one, 1));
  assert_values (one, NAN, NAN);
  WRITE ({ "eth0", 5, 5 }, { "eth0:1", 110, 120 });
  g_assert_true (sample_at (one, 2));
  assert_values (one, 10, 20);
  WRITE ({ "eth0", 5, 5 });
  g_assert_false (sample_at (one, 3));
  g_assert_cmpint (sw_source_get_state (one), ==, SW_SOURCE_STATE_UNAVAILABLE);
  g_assert_nonnull (g_strstr_len (sw_source_get_reason (one), -1, "eth0:1"));
  WRITE ({ "eth0", 5, 5 }, { "eth0:1", 900000, 900000 });
  g_assert_true (sample_at (one, 4));
  assert_values (one, NAN, NAN);
  WRITE ({ "eth0", 5, 5 }, { "eth0:1", 900001, 900002 });
  g_assert_true (sample_at (one, 5));
  assert_values (one, 1, 2);
}

static void
test_one_read_serves_all (void)
{
  g_auto (Machine) machine;
  g_autoptr (SwSource) one = NULL;
  SwAccount account = { 0 };

  machine_init (&machine);
  one = network_source_new_for_interface (machine.interfaces, "eth0");
  add_physical (&machine, "eth0", 2);
  WRITE ({ "eth0", 5, 5 });
  for (guint serial = 1; serial <= 20; serial++)
    {
      SwTick tick = sw_test_tick (serial);

      tick.account = &account;
      g_assert_true (sw_source_sample (machine.total, &tick));
      g_assert_true (sw_source_sample (one, &tick));
    }
  g_assert_cmpuint (account.reads, ==, 20);
}

static void
test_two_instances_share_nothing (void)
{
  g_auto (Machine) first;
  g_auto (Machine) second;

  machine_init (&first);
  machine_init (&second);
  add_physical (&first, "eth0", 2);
  add_physical (&second, "eth0", 2);
  write_rows (&first, (const Row[]) { { "eth0", 1, 1 } }, 1);
  write_rows (&second, (const Row[]) { { "eth0", 1000, 1000 } }, 1);
  sample_at (first.total, 1);
  sample_at (second.total, 1);
  write_rows (&first, (const Row[]) { { "eth0", 2, 3 } }, 1);
  write_rows (&second, (const Row[]) { { "eth0", 1010, 1020 } }, 1);
  sample_at (first.total, 2);
  sample_at (second.total, 2);
  assert_values (first.total, 1, 2);
  assert_values (second.total, 10, 20);
}

#define N_MANY 2000

static void
test_two_thousand_interfaces (void)
{
  g_auto (Machine) machine;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree Row *rows = g_new0 (Row, N_MANY);

  machine_init (&machine);
  for (guint i = 0; i < N_MANY; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("port%u", i));
      rows[i] = (Row) { g_ptr_array_index (names, i), 100, 100 };
      add_physical (&machine, rows[i].name, i + 1);
    }
  write_rows (&machine, rows, N_MANY);
  g_assert_true (sample_at (machine.total, 1));
  for (guint i = 0; i < N_MANY; i++)
    rows[i].in += 3;
  write_rows (&machine, rows, N_MANY);
  g_assert_true (sample_at (machine.total, 2));
  assert_values (machine.total, 3 * N_MANY, 0);
  g_assert_cmpuint (strlen (sw_source_get_description (machine.total)), <, 400);
}

/* Nothing allocated, nothing opened, in ten thousand samples of changing counters. */
static void
test_steady_samples_allocate_nothing (void)
{
  g_auto (Machine) machine;
  g_autoptr (SwSource) one = NULL;
  struct mallinfo2 before;
  gsize series_bytes = 0;

  machine_init (&machine);
  one = network_source_new_for_interface (machine.interfaces, "eth0");
  add_physical (&machine, "eth0", 2);
  WRITE ({ "eth0", 5, 5 }, { "tun0", 5, 5 });
  for (guint serial = 1; serial <= 12000; serial++)
    {
      sample_at (machine.total, serial);
      sample_at (one, serial);
      if (serial == 2000)
        before = mallinfo2 ();
    }
  series_bytes = mallinfo2 ().uordblks - before.uordblks;
  g_assert_cmpuint (series_bytes, ==, 0);
}

/* Whatever this machine is. */
static void
test_the_machine_itself (void)
{
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (NetInterfaces) interfaces = net_interfaces_new (pool, NULL);
  g_autoptr (SwSource) total = network_source_new (interfaces);

  for (guint serial = 1; serial <= 3; serial++)
    if (!sample_at (total, serial))
      g_assert_cmpint (sw_source_get_state (total), ==, SW_SOURCE_STATE_UNAVAILABLE);
    else if (serial > 1)
      {
        g_assert_cmpfloat (sw_source_get_value (total, 0), >=, 0);
        g_assert_cmpfloat (sw_source_get_value (total, 1), >=, 0);
      }
  g_assert_cmpuint (net_interfaces_get_n (interfaces), >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/total/rates", test_rates_of_the_total);
  g_test_add_func ("/network/total/nothing-twice", test_nothing_is_counted_twice);
  g_test_add_func ("/network/total/switch-port", test_a_switch_port_is_counted_at_the_switch);
  g_test_add_func ("/network/total/hotplug", test_hotplug_makes_no_spike);
  g_test_add_func ("/network/total/rename", test_a_renamed_interface_goes_on);
  g_test_add_func ("/network/total/wrap-and-reset", test_counters_wrap_and_reset);
  g_test_add_func ("/network/total/late-tick", test_a_late_tick_changes_no_rate);
  g_test_add_func ("/network/total/missing", test_what_is_missing_is_said);
  g_test_add_func ("/network/total/modes", test_modes_choose_what_counts);
  g_test_add_func ("/network/total/uncounted", test_what_passed_uncounted_is_not_made_up_for);
  g_test_add_func ("/network/total/replaced", test_another_device_of_the_same_name_begins_anew);
  g_test_add_func ("/network/total/default-route", test_the_default_route_is_followed);
  g_test_add_func ("/network/one/comes-and-goes", test_one_interface_comes_and_goes);
  g_test_add_func ("/network/one-read", test_one_read_serves_all);
  g_test_add_func ("/network/two-instances", test_two_instances_share_nothing);
  g_test_add_func ("/network/two-thousand", test_two_thousand_interfaces);
  g_test_add_func ("/network/steady", test_steady_samples_allocate_nothing);
  g_test_add_func ("/network/live", test_the_machine_itself);
  return g_test_run ();
}
