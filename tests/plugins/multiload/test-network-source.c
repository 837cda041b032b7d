/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <malloc.h>
#include <math.h>

#include "tests/plugins/multiload/network-machine.h"

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
  g_test_add_func ("/network/total/hotplug", test_hotplug_makes_no_spike);
  g_test_add_func ("/network/total/rename", test_a_renamed_interface_goes_on);
  g_test_add_func ("/network/total/wrap-and-reset", test_counters_wrap_and_reset);
  g_test_add_func ("/network/total/late-tick", test_a_late_tick_changes_no_rate);
  g_test_add_func ("/network/total/missing", test_what_is_missing_is_said);
  g_test_add_func ("/network/total/replaced", test_another_device_of_the_same_name_begins_anew);
  g_test_add_func ("/network/one/comes-and-goes", test_one_interface_comes_and_goes);
  g_test_add_func ("/network/one-read", test_one_read_serves_all);
  g_test_add_func ("/network/two-instances", test_two_instances_share_nothing);
  g_test_add_func ("/network/steady", test_steady_samples_allocate_nothing);
  g_test_add_func ("/network/live", test_the_machine_itself);
  return g_test_run ();
}
