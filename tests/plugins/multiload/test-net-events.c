/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <sys/socket.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "core/sw-netlink.h"

#include "plugins/multiload/device-sources.h"
#include "tests/plugins/multiload/net-namespace.h"

/* Real interfaces that come, go and are renamed: who is told of it. */

#define PATIENCE_US (20 * SW_SECOND_US)

static gboolean
on_patience_ended_cb (G_GNUC_UNUSED gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

static void
wait_until (gboolean (*is_done) (gpointer data), gpointer data)
{
  g_autoptr (GSource) patience = g_timeout_source_new (PATIENCE_US / 1000);
  const gint64 end_us = g_get_monotonic_time () + PATIENCE_US;

  /* Wakes the loop when nothing comes at all. */
  g_source_set_callback (patience, on_patience_ended_cb, NULL, NULL);
  g_source_attach (patience, NULL);
  while (!is_done (data) && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (patience);
  g_assert_true (is_done (data));
}

typedef struct
{
  SwScheduler *scheduler;
  SwSamplePool *pool;
  LinkMonitor *links;
  UeventMonitor *uevents;
  NetInterfaces *interfaces;
  BlockDevices *devices;
  DeviceSources *sources;
  GPtrArray *names; /* of interfaces with a source, as the signals told */
  guint n_link_changes;
  guint n_uevents;
  guint64 n_runs; /* of the monitor's watch, before what is waited for */
  guint64 serial;
} Fixture;

static void
on_links_changed_cb (Fixture *fixture)
{
  fixture->n_link_changes++;
}

static void
on_net_uevent_seen_cb (Fixture *fixture)
{
  fixture->n_uevents++;
}

static void
on_source_added_cb (Fixture *fixture, SwSource *source)
{
  g_ptr_array_add (fixture->names, g_strdup (sw_source_get_title (source)));
}

static void
on_source_removed_cb (Fixture *fixture, SwSource *source)
{
  guint i;

  g_assert_true (g_ptr_array_find_with_equal_func (fixture->names, sw_source_get_title (source),
                                                   g_str_equal, &i));
  g_ptr_array_remove_index (fixture->names, i);
}

static void
fixture_init (Fixture *fixture)
{
  *fixture = (Fixture) { .scheduler = sw_scheduler_new (NULL, NULL) };
  fixture->pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  fixture->links = link_monitor_new (fixture->scheduler, "test");
  fixture->uevents = uevent_monitor_new (fixture->scheduler, "test");
  fixture->interfaces = net_interfaces_new (fixture->pool, fixture->links);
  fixture->devices = block_devices_new (fixture->pool, fixture->uevents);
  fixture->sources = device_sources_new (fixture->interfaces, fixture->devices);
  fixture->names = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (fixture->links, "changed", G_CALLBACK (on_links_changed_cb), fixture);
  g_signal_connect_swapped (fixture->uevents, "changed::net", G_CALLBACK (on_net_uevent_seen_cb),
                            fixture);
  g_signal_connect_swapped (fixture->sources, "added", G_CALLBACK (on_source_added_cb), fixture);
  g_signal_connect_swapped (fixture->sources, "removed", G_CALLBACK (on_source_removed_cb),
                            fixture);
}

static void
fixture_clear (Fixture *fixture)
{
  sw_test_assert_last_unref (fixture->sources);
  sw_test_assert_last_unref (fixture->devices);
  sw_test_assert_last_unref (fixture->interfaces);
  sw_test_assert_last_unref (fixture->links);
  sw_test_assert_last_unref (fixture->uevents);
  sw_test_assert_last_unref (fixture->pool);
  g_assert_null (sw_scheduler_list_watches (fixture->scheduler));
  sw_test_assert_last_unref (fixture->scheduler);
  g_ptr_array_unref (fixture->names);
}

static gboolean
has_source (Fixture *fixture, const char *name)
{
  return g_ptr_array_find_with_equal_func (fixture->names, name, g_str_equal, NULL);
}

static void
refresh (Fixture *fixture)
{
  const SwTick tick = sw_test_tick (++fixture->serial);

  g_assert_true (net_interfaces_refresh (fixture->interfaces, &tick, NULL));
}

static gboolean
heard_of_a_link (gpointer data)
{
  return ((Fixture *) data)->n_link_changes > 0;
}

static void
test_links_come_go_and_are_renamed (void)
{
  const char *const steps[] = {
    "ip link add sw0 type veth peer name sw1",
    "ip link set sw0 name swlan0",
    "ip link del swlan0",
  };
  Fixture fixture;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  net_interfaces_acquire (fixture.interfaces);
  g_assert_true (link_monitor_get_listening (fixture.links));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      fixture.n_link_changes = 0;
      run (steps[i]);
      wait_until (heard_of_a_link, &fixture);
      refresh (&fixture);
      g_assert_cmpint (net_interfaces_lookup (fixture.interfaces, "sw0") != NULL, ==, i == 0);
      g_assert_cmpint (net_interfaces_lookup (fixture.interfaces, "swlan0") != NULL, ==, i == 1);
      g_assert_cmpint (net_interfaces_lookup (fixture.interfaces, "sw1") != NULL, ==, i < 2);
    }
  net_interfaces_release (fixture.interfaces);
  fixture_clear (&fixture);
}

static void
count_message (G_GNUC_UNUSED const char *bytes, G_GNUC_UNUSED gsize n_bytes, gpointer user_data)
{
  guint *n_messages = user_data;

  ++*n_messages;
}

static guint64
count_runs (Fixture *fixture)
{
  g_autoptr (GList) watches = sw_scheduler_list_watches (fixture->scheduler);

  g_assert_cmpuint (g_list_length (watches), ==, 1);
  return sw_watch_get_account (watches->data)->runs;
}

static gboolean
woke_again (gpointer data)
{
  Fixture *fixture = data;

  return count_runs (fixture) > fixture->n_runs;
}

/* Carrier and flags are reported as if the link were new; and a port that leaves its bridge as if it were gone. */
static void
test_what_is_no_news_is_kept_back (void)
{
  const char *const no_news[] = {
    "ip link set sw0 down",     "ip link set sw0 up",       "ip link set sw0 master swbr0",
    "ip link set sw0 nomaster", "ip link set sw0 mtu 1400",
  };
  Fixture fixture;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  net_interfaces_acquire (fixture.interfaces);
  run ("ip link add swbr0 type bridge");
  run ("ip link add sw0 type veth peer name sw1");
  run ("ip link set sw0 up");
  wait_until (heard_of_a_link, &fixture);
  fixture.n_link_changes = 0;
  for (guint i = 0; i < G_N_ELEMENTS (no_news); i++)
    {
      fixture.n_runs = count_runs (&fixture);
      run (no_news[i]);
      wait_until (woke_again, &fixture);
      g_assert_cmpuint (fixture.n_link_changes, ==, 0);
    }
  run ("ip link del sw0");
  wait_until (heard_of_a_link, &fixture);
  run ("ip link del swbr0");
  net_interfaces_release (fixture.interfaces);
  fixture_clear (&fixture);
}

static void
test_an_overflow_is_noticed (void)
{
  g_autofd int fd = -1;
  const int tiny = 2304;
  guint n_messages = 0;

  if (is_refused ())
    return;
  fd = sw_netlink_open (NETLINK_ROUTE, RTMGRP_LINK);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny), ==, 0);
  for (guint i = 0; i < 8; i++)
    {
      run ("ip link add sw0 type veth peer name sw1");
      run ("ip link del sw0");
    }
  g_assert_false (sw_netlink_drain (fd, NULL, count_message, &n_messages));
  /* Said once. */
  g_assert_true (sw_netlink_drain (fd, NULL, count_message, &n_messages));
}

static gboolean
heard_of_an_uevent (gpointer data)
{
  return ((Fixture *) data)->n_uevents > 0;
}

static void
test_uevents_are_heard (void)
{
  Fixture fixture;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  uevent_monitor_acquire (fixture.uevents);
  g_assert_true (uevent_monitor_get_listening (fixture.uevents));
  run ("ip link add sw0 type veth peer name sw1");
  wait_until (heard_of_an_uevent, &fixture);
  run ("ip link del sw0");
  uevent_monitor_release (fixture.uevents);
  fixture_clear (&fixture);
}

static gboolean
has_sw0_alone (gpointer data)
{
  return has_source (data, "sw0") && has_source (data, "sw1");
}

static gboolean
has_swlan0 (gpointer data)
{
  return has_source (data, "swlan0") && !has_source (data, "sw0");
}

static gboolean
has_none (gpointer data)
{
  return ((Fixture *) data)->names->len == 0;
}

/* Nobody samples here: events alone bring sources. */
static void
test_sources_follow_the_interfaces (void)
{
  Fixture fixture;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  g_object_set (fixture.sources, "per-interface", TRUE, NULL);
  g_assert_cmpuint (fixture.names->len, ==, 0);
  run ("ip link add sw0 type veth peer name sw1");
  wait_until (has_sw0_alone, &fixture);
  run ("ip link set sw0 name swlan0");
  wait_until (has_swlan0, &fixture);
  /* Unplugged, they stay and say so, until nobody wants them. */
  fixture.n_link_changes = 0;
  run ("ip link del swlan0");
  wait_until (heard_of_a_link, &fixture);
  g_assert_cmpuint (fixture.names->len, ==, 2);
  g_object_set (fixture.sources, "per-interface", FALSE, NULL);
  g_assert_true (has_none (&fixture));
  fixture_clear (&fixture);
}

typedef struct
{
  Fixture *fixture;
  const char *name;
} Counted;

/* As the total would do it in its next sample. */
static gboolean
counts_only (gpointer data)
{
  Counted *counted = data;
  NetInterface *interface;

  refresh (counted->fixture);
  interface = net_interfaces_lookup (counted->fixture->interfaces, counted->name);
  return interface != NULL && interface->counted
         && net_interfaces_get_n_counted (counted->fixture->interfaces) == 1;
}

static void
test_the_default_route_is_followed (void)
{
  Fixture fixture;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  run ("ip link add sw0 type veth peer name sw1");
  run ("ip link add sw2 type veth peer name sw3");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *up = g_strdup_printf ("ip link set sw%u up", i);

      run (up);
    }
  run ("ip address add 10.9.0.1/24 dev sw0");
  run ("ip address add 10.9.2.1/24 dev sw2");
  g_object_set (fixture.interfaces, "mode", NET_MODE_DEFAULT_ROUTE, NULL);
  net_interfaces_acquire (fixture.interfaces);
  refresh (&fixture);
  g_assert_cmpuint (net_interfaces_get_n_counted (fixture.interfaces), ==, 0);
  run ("ip route add default via 10.9.0.2");
  wait_until (counts_only, &(Counted) { &fixture, "sw0" });
  run ("ip route replace default via 10.9.2.2");
  wait_until (counts_only, &(Counted) { &fixture, "sw2" });
  /* Its end takes the route away without a word about routes. */
  run ("ip link del sw2");
  run ("ip route add default via 10.9.0.2");
  wait_until (counts_only, &(Counted) { &fixture, "sw0" });
  net_interfaces_release (fixture.interfaces);
  run ("ip link del sw0");
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  namespace_init (&argc, &argv);
  g_test_add_func ("/net-events/links", test_links_come_go_and_are_renamed);
  g_test_add_func ("/net-events/no-news", test_what_is_no_news_is_kept_back);
  g_test_add_func ("/net-events/overflow", test_an_overflow_is_noticed);
  g_test_add_func ("/net-events/uevents", test_uevents_are_heard);
  g_test_add_func ("/net-events/sources", test_sources_follow_the_interfaces);
  g_test_add_func ("/net-events/default-route", test_the_default_route_is_followed);
  return namespace_run ();
}
