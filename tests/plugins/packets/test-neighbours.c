/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/names/neighbour-monitor.h"
#include "tests/plugins/multiload/net-namespace.h"
#include "tests/plugins/packets/neighbour-message.h"

/* The last bytes of the MACs behind ADDRESS, in hex. */
static char *
macs_of (const Neighbours *neighbours, const char *address)
{
  const gboolean v6 = strchr (address, ':') != NULL;
  GString *macs = g_string_new (NULL);
  guint8 bytes[16], mac[6] = { 2 };
  Neighbour found[8];

  g_assert_cmpint (inet_pton (v6 ? AF_INET6 : AF_INET, address, bytes), ==, 1);
  for (guint last = 0; last < 256; last++)
    {
      mac[5] = last;
      for (guint i = neighbours_find_addresses (neighbours, mac, found, G_N_ELEMENTS (found));
           i-- > 0;)
        if (found[i].version == (v6 ? 6 : 4) && memcmp (found[i].address, bytes, v6 ? 16 : 4) == 0)
          g_string_append_printf (macs, "%s%02x", macs->len > 0 ? " " : "", last);
    }
  return g_string_free_and_steal (macs);
}

static gboolean
is_behind (const Neighbours *neighbours, const char *address, const char *expected)
{
  g_autofree char *macs = macs_of (neighbours, address);

  return strcmp (macs, expected) == 0;
}

static void
test_messages (void)
{
  static const struct
  {
    NeighbourMessage message;
    gboolean changed;
    const char *macs; /* of 10.77.1.5 afterwards */
  } steps[] = {
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_INCOMPLETE, "10.77.1.5", NULL }, FALSE, "" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_REACHABLE, "10.77.1.5", "11" }, TRUE, "11" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.5", "11" }, FALSE, "11" },
    { { RTM_NEWNEIGH, 4, AF_INET, NUD_STALE, "10.77.1.5", "44" }, TRUE, "11 44" },
    { { RTM_NEWNEIGH, 3, AF_BRIDGE, NUD_PERMANENT, "10.77.1.5", "22" }, FALSE, "11 44" },
    { { RTM_NEWNEIGH, 3, AF_INET6, NUD_REACHABLE, "10.77.1.5", "22" }, FALSE, "11 44" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_REACHABLE, NULL, "22" }, FALSE, "11 44" },
    { { RTM_NEWLINK, 3, AF_INET, NUD_REACHABLE, "10.77.1.5", "22" }, FALSE, "11 44" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_PERMANENT, "10.77.1.5", "22" }, TRUE, "22 44" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_FAILED, "10.77.1.5", NULL }, TRUE, "44" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_FAILED, "10.77.1.5", NULL }, FALSE, "44" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_DELAY, "10.77.1.5", "33" }, TRUE, "33 44" },
    { { RTM_DELNEIGH, 3, AF_INET, NUD_DELAY, "10.77.1.5", "33" }, TRUE, "44" },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_NOARP, "10.77.1.5", "33" }, FALSE, "44" },
  };
  g_autoptr (Neighbours) neighbours = neighbours_new ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *macs = NULL;

      g_test_message ("step %u", i);
      g_assert_cmpint (neighbour_message_tell (neighbours, &steps[i].message), ==,
                       steps[i].changed);
      macs = macs_of (neighbours, "10.77.1.5");
      g_assert_cmpstr (macs, ==, steps[i].macs);
    }
}

static void
test_addresses_of_a_mac (void)
{
  static const NeighbourMessage messages[] = {
    { RTM_NEWNEIGH, 3, AF_INET6, NUD_STALE, "fe80::1", "11" },
    { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.9", "11" },
    { RTM_NEWNEIGH, 4, AF_INET, NUD_STALE, "10.77.1.2", "11" },
    { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.3", "12" },
    { RTM_NEWNEIGH, 5, AF_INET, NUD_STALE, "10.77.1.2", "11" },
  };
  static const guint8 mac[6] = { 2, 0, 0, 0, 0, 0x11 };
  static const guint8 nobodys[6] = { 2, 0, 0, 0, 0, 0x13 };
  g_autoptr (Neighbours) neighbours = neighbours_new ();
  Neighbour found[4];

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    g_assert_true (neighbour_message_tell (neighbours, &messages[i]));
  g_assert_cmpuint (neighbours_find_addresses (neighbours, mac, found, 4), ==, 3);
  g_assert_cmpuint (found[0].address[3], ==, 2);
  g_assert_cmpuint (found[1].address[3], ==, 9);
  g_assert_cmpuint (found[2].version, ==, 6);
  g_assert_cmpuint (neighbours_find_addresses (neighbours, mac, found, 1), ==, 1);
  g_assert_cmpuint (found[0].address[3], ==, 2);
  g_assert_cmpuint (neighbours_find_addresses (neighbours, nobodys, found, 4), ==, 0);
}

/* Of each length, and each with a length that lies. */
static void
test_hostile_lengths (void)
{
  static const NeighbourMessage message
      = { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.5", "11" };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  neighbour_message_append (bytes, &message);
  for (guint cut = 0; cut < bytes->len; cut++)
    {
      g_autoptr (Neighbours) neighbours = neighbours_new ();
      g_autofree char *copy = g_memdup2 (bytes->data, MAX (cut, 1));
      gboolean complete = TRUE;

      g_assert_false (neighbours_take (neighbours, copy, cut, &complete));
    }
  for (guint at = 0; at < bytes->len; at++)
    for (guint value = 0; value < 256; value++)
      {
        g_autoptr (Neighbours) neighbours = neighbours_new ();
        g_autofree char *copy = g_memdup2 (bytes->data, bytes->len);
        gboolean complete = TRUE;

        copy[at] = value;
        neighbours_take (neighbours, copy, bytes->len, &complete);
        g_assert_cmpuint (neighbours_get_n (neighbours), <=, 1);
      }
}

static void
test_bounds (void)
{
  g_autoptr (Neighbours) neighbours = neighbours_new ();

  for (guint i = 0; i < NEIGHBOURS_MAX + 10; i++)
    {
      g_autofree char *address = g_strdup_printf ("10.0.%u.%u", i / 256, i % 256);
      const NeighbourMessage message = { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, address, "11" };

      neighbour_message_tell (neighbours, &message);
    }
  g_assert_cmpuint (neighbours_get_n (neighbours), ==, NEIGHBOURS_MAX);
}

static void
test_interrupted_dump (void)
{
  const struct nlmsghdr header
      = { .nlmsg_len = sizeof header, .nlmsg_type = NLMSG_DONE, .nlmsg_flags = NLM_F_DUMP_INTR };
  g_autoptr (Neighbours) neighbours = neighbours_new ();
  gboolean complete = TRUE;

  g_assert_false (neighbours_take (neighbours, (const char *) &header, sizeof header, &complete));
  g_assert_false (complete);
}

static void
count (guint *n)
{
  ++*n;
}

static void
test_kernel (void)
{
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, NULL);
  NeighbourMonitor *monitor = neighbour_monitor_new (scheduler, "test");
  const Neighbours *neighbours = neighbour_monitor_get_neighbours (monitor);
  guint n_changes = 0;

  if (is_refused ())
    return;
  g_signal_connect_swapped (monitor, "changed", G_CALLBACK (count), &n_changes);
  run ("ip link add sw0 type veth peer name sw1");
  run ("ip link set sw0 up");
  run ("ip neigh add 10.77.1.5 lladdr 02:00:00:00:00:11 dev sw0 nud permanent");
  neighbour_monitor_acquire (monitor);
  g_assert_true (is_behind (neighbours, "10.77.1.5", "11"));
  run ("ip neigh add fe80::5 lladdr 02:00:00:00:00:12 dev sw0 nud stale");
  WAIT_UNTIL (is_behind (neighbours, "fe80::5", "12"));
  g_assert_cmpuint (n_changes, >, 0);
  run ("ip neigh del 10.77.1.5 dev sw0");
  WAIT_UNTIL (is_behind (neighbours, "10.77.1.5", ""));
  run ("ip link del sw0");
  WAIT_UNTIL (neighbours_get_n (neighbours) == 0);
  neighbour_monitor_release (monitor);
  g_assert_null (sw_scheduler_list_watches (scheduler));
  sw_test_assert_last_unref (monitor);
}

/* More at once than the socket holds: all are read anew. */
static void
test_kernel_overflow (void)
{
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (NULL, NULL);
  NeighbourMonitor *monitor = neighbour_monitor_new (scheduler, "test");
  const Neighbours *neighbours = neighbour_monitor_get_neighbours (monitor);
  g_autoptr (SwTestTree) files = sw_test_tree_new ();
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *command = g_strdup_printf ("ip -batch %s/batch", sw_test_tree_get_root (files));

  if (is_refused ())
    return;
  run ("ip link add sw0 type veth peer name sw1");
  run ("ip link set sw0 up");
  neighbour_monitor_acquire (monitor);
  for (guint i = 1; i < 3000; i++)
    g_string_append_printf (batch,
                            "neigh add 10.%u.%u.%u lladdr 02:00:00:00:00:11 dev sw0 nud "
                            "permanent\n",
                            i / 65536, i / 256, i % 256);
  sw_test_tree_write (files, "batch", batch->str);
  run (command);
  WAIT_UNTIL (neighbours_get_n (neighbours) == 2999);
  neighbour_monitor_release (monitor);
  run ("ip link del sw0");
  sw_test_assert_last_unref (monitor);
}

int
main (int argc, char *argv[])
{
  namespace_init (&argc, &argv);
  g_test_add_func ("/packets/neighbours/messages", test_messages);
  g_test_add_func ("/packets/neighbours/addresses-of-a-mac", test_addresses_of_a_mac);
  g_test_add_func ("/packets/neighbours/hostile-lengths", test_hostile_lengths);
  g_test_add_func ("/packets/neighbours/bounds", test_bounds);
  g_test_add_func ("/packets/neighbours/interrupted-dump", test_interrupted_dump);
  g_test_add_func ("/packets/neighbours/kernel/comes-and-goes", test_kernel);
  g_test_add_func ("/packets/neighbours/kernel/overflow", test_kernel_overflow);
  return namespace_run ();
}
