/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tests/plugins/multiload/network-machine.h"

/* What the total of the network counts, and what it leaves out. */

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

/* The kernel lets an interface be called so. It is known by its bytes and shown, and chosen, by what can be read. */
static void
test_odd_names (void)
{
  const char *const name = "a<b&\xff\xfe";
  const char *const shown = "a<b&\357\277\275\357\277\275";
  const char *const chosen[] = { shown, NULL };
  g_autofree char *id = g_strconcat ("network:", name, NULL);
  g_auto (Machine) machine;
  g_autoptr (SwSource) one = NULL;

  machine_init (&machine);
  add_physical (&machine, name, 2);
  one = network_source_new_for_interface (machine.interfaces, name);
  g_object_set (machine.interfaces, "mode", NET_MODE_CHOSEN, "chosen", chosen, NULL);
  for (guint serial = 1; serial <= 2; serial++)
    {
      WRITE ({ name, serial * 10, serial });
      g_assert_true (sample_at (machine.total, serial));
      g_assert_true (sample_at (one, serial));
    }
  assert_values (machine.total, 10, 1);
  assert_values (one, 10, 1);
  g_assert_cmpstr (sw_source_get_id (one), ==, id);
  g_assert_cmpstr (sw_source_get_title (one), ==, shown);
  g_assert_nonnull (strstr (sw_source_get_description (one), shown));
  g_assert_nonnull (strstr (sw_source_get_description (machine.total), shown));
  write_rows (&machine, NULL, 0);
  g_assert_false (sample_at (one, 3));
  g_assert_nonnull (strstr (sw_source_get_reason (one), shown));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/total/nothing-twice", test_nothing_is_counted_twice);
  g_test_add_func ("/network/total/switch-port", test_a_switch_port_is_counted_at_the_switch);
  g_test_add_func ("/network/total/modes", test_modes_choose_what_counts);
  g_test_add_func ("/network/total/uncounted", test_what_passed_uncounted_is_not_made_up_for);
  g_test_add_func ("/network/total/default-route", test_the_default_route_is_followed);
  g_test_add_func ("/network/odd-names", test_odd_names);
  g_test_add_func ("/network/two-thousand", test_two_thousand_interfaces);
  return g_test_run ();
}
