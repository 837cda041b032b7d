/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <net/if.h>
#include <sys/socket.h>

#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "plugins/multiload/network-source.h"
#include "tests/plugins/multiload/net-namespace.h"

/* What the kernel says of real interfaces and of what really passes them. */

typedef struct
{
  SwSamplePool *pool;
  NetInterfaces *interfaces;
} Fixture;

static void
fixture_init (Fixture *fixture)
{
  fixture->pool = sw_sample_pool_new (sw_test_tree_get_root (tree));
  fixture->interfaces = net_interfaces_new (fixture->pool, NULL);
}

static void
fixture_clear (Fixture *fixture)
{
  sw_test_assert_last_unref (fixture->interfaces);
  sw_test_assert_last_unref (fixture->pool);
}

static void
refresh (Fixture *fixture)
{
  /* A serial of 0 is always a new wakeup. */
  g_assert_true (net_interfaces_refresh (fixture->interfaces, &(SwTick) { 0 }, NULL));
}

static void
send_frames (const char *name, guint n_frames, gsize frame_bytes)
{
  g_autofd int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  g_autofree char *frame = g_malloc0 (frame_bytes);
  const struct sockaddr_ll address = { .sll_family = AF_PACKET,
                                       .sll_ifindex = (int) if_nametoindex (name),
                                       .sll_halen = ETH_ALEN };

  g_assert_cmpint (fd, >=, 0);
  for (guint i = 0; i < n_frames; i++)
    g_assert_cmpint (sendto (fd, frame, frame_bytes, 0, (const struct sockaddr *) &address,
                             sizeof address),
                     ==, frame_bytes);
}

/* Until the kernel has made its queue ready, which it does in its own time, an interface drops what is sent. */
static void
wait_for_queue (Fixture *fixture, const char *name, const char *other_end)
{
  const gint64 until_us = g_get_monotonic_time () + 20 * SW_SECOND_US;

  do
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until_us);
      send_frames (name, 1, 1000);
      refresh (fixture);
    }
  while (net_interfaces_lookup (fixture->interfaces, other_end)->in_bytes < 1000);
}

static void
test_real_traffic_is_counted_once (void)
{
  Fixture fixture;
  g_autoptr (SwSource) one = NULL;
  g_autoptr (SwSource) total = NULL;
  SwTick tick = sw_test_tick (1);
  /* Some machines keep the device to root. */
  const gboolean has_tap = access ("/dev/net/tun", R_OK | W_OK) == 0;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  run ("ip link add sw0 type veth peer name sw1");
  run ("ip link add swbr0 type bridge");
  run ("ip link set sw1 master swbr0");
  if (has_tap)
    {
      run ("ip tuntap add swtap0 mode tap");
      run ("ip link set swtap0 master swbr0");
    }
  run ("ip link set sw0 up");
  run ("ip link set sw1 up");
  run ("ip link set swbr0 up");
  wait_for_queue (&fixture, "sw0", "sw1");
  total = network_source_new (fixture.interfaces);
  one = network_source_new_for_interface (fixture.interfaces, "sw1");
  g_assert_true (sw_source_sample (total, &tick));
  g_assert_true (sw_source_sample (one, &tick));
  g_assert_true (net_interfaces_lookup (fixture.interfaces, "sw0")->counted);
  g_assert_false (net_interfaces_lookup (fixture.interfaces, "lo")->counted);
  g_assert_false (net_interfaces_lookup (fixture.interfaces, "swbr0")->counted);
  if (has_tap)
    g_assert_false (net_interfaces_lookup (fixture.interfaces, "swtap0")->counted);
  send_frames ("sw0", 100, 1000);
  tick = sw_test_tick (2);
  g_assert_true (sw_source_sample (total, &tick));
  g_assert_true (sw_source_sample (one, &tick));
  /* The kernel's own IPv6 greetings come on top. */
  g_assert_cmpfloat (sw_source_get_value (one, 0), >=, 100 * 1000);
  g_assert_cmpfloat (sw_source_get_value (one, 0), <, 150 * 1000);
  g_assert_cmpfloat (sw_source_get_value (total, 0), >=, 100 * 1000);
  g_assert_cmpfloat (sw_source_get_value (total, 0), <, 150 * 1000);
  g_assert_cmpfloat (sw_source_get_value (total, 1), <, 150 * 1000);
  g_clear_object (&total);
  g_clear_object (&one);
  run ("ip link del sw0");
  run ("ip link del swbr0");
  if (has_tap)
    run ("ip tuntap del swtap0 mode tap");
  fixture_clear (&fixture);
}

/* More than the kernel hands out in one read. */
static void
test_many_interfaces_are_all_seen (void)
{
  Fixture fixture;

  if (is_refused ())
    return;
  fixture_init (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *command
          = g_strdup_printf ("ip link add swa%u type veth peer name swb%u", i, i);

      run (command);
    }
  refresh (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *first = g_strdup_printf ("swa%u", i);
      g_autofree char *second = g_strdup_printf ("swb%u", i);
      g_autofree char *command = g_strdup_printf ("ip link del %s", first);

      g_assert_nonnull (net_interfaces_lookup (fixture.interfaces, first));
      g_assert_nonnull (net_interfaces_lookup (fixture.interfaces, second));
      run (command);
    }
  refresh (&fixture);
  g_assert_cmpuint (net_interfaces_get_n (fixture.interfaces), <, 60);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  namespace_init (&argc, &argv);
  g_test_add_func ("/net-events/traffic", test_real_traffic_is_counted_once);
  g_test_add_func ("/net-events/many", test_many_interfaces_are_all_seen);
  return namespace_run ();
}
