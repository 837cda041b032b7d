/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "plugins/packets/names/neighbour-monitor.h"
#include "tests/plugins/multiload/net-namespace.h"

static void
append (GByteArray *bytes, gconstpointer data, guint n_bytes)
{
  static const guint8 padding[NLMSG_ALIGNTO] = { 0 };

  g_byte_array_append (bytes, data, n_bytes);
  g_byte_array_append (bytes, padding, NLMSG_ALIGN (n_bytes) - n_bytes);
}

static void
append_attribute (GByteArray *bytes, guint16 type, gconstpointer data, guint n_bytes)
{
  const struct rtattr attribute = { .rta_len = RTA_LENGTH (n_bytes), .rta_type = type };

  append (bytes, &attribute, sizeof attribute);
  append (bytes, data, n_bytes);
}

typedef struct
{
  int type;
  int interface;
  int family;
  guint16 state;
  const char *address; /* (nullable) */
  const char *mac;     /* (nullable) its last byte in hex, the rest being 02:00:00:00:00 */
} Message;

static void
append_message (GByteArray *bytes, const Message *message)
{
  const guint start = bytes->len;
  struct nlmsghdr header = { .nlmsg_type = message->type };
  const struct ndmsg neighbour = { .ndm_family = message->family,
                                   .ndm_ifindex = message->interface,
                                   .ndm_state = message->state };
  guint8 address[16], mac[6] = { 2 };

  append (bytes, &header, sizeof header);
  append (bytes, &neighbour, sizeof neighbour);
  if (message->address != NULL)
    {
      const int version = strchr (message->address, ':') != NULL ? AF_INET6 : AF_INET;

      g_assert_cmpint (inet_pton (version, message->address, address), ==, 1);
      append_attribute (bytes, NDA_DST, address, version == AF_INET ? 4 : 16);
    }
  if (message->mac != NULL)
    {
      mac[5] = g_ascii_strtoull (message->mac, NULL, 16);
      append_attribute (bytes, NDA_LLADDR, mac, sizeof mac);
    }
  header.nlmsg_len = bytes->len - start;
  memcpy (bytes->data + start, &header, sizeof header);
}

static gboolean
tell (Neighbours *neighbours, const Message *message)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean complete = TRUE, changed;

  append_message (bytes, message);
  changed = neighbours_take (neighbours, (const char *) bytes->data, bytes->len, &complete);
  g_assert_true (complete);
  return changed;
}

/* The last byte of the MAC behind ADDRESS; -1: not known. */
static int
mac_of (const Neighbours *neighbours, int interface, const char *address)
{
  const gboolean v6 = strchr (address, ':') != NULL;
  guint8 bytes[16], mac[6];

  g_assert_cmpint (inet_pton (v6 ? AF_INET6 : AF_INET, address, bytes), ==, 1);
  return neighbours_find_mac (neighbours, interface, v6 ? 6 : 4, bytes, mac) ? mac[5] : -1;
}

static void
test_messages (void)
{
  static const struct
  {
    Message message;
    gboolean changed;
    int mac; /* of 10.77.1.5 on interface 3 afterwards */
  } steps[] = {
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_INCOMPLETE, "10.77.1.5", NULL }, FALSE, -1 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_REACHABLE, "10.77.1.5", "11" }, TRUE, 0x11 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.5", "11" }, FALSE, 0x11 },
    { { RTM_NEWNEIGH, 4, AF_INET, NUD_STALE, "10.77.1.5", "44" }, TRUE, 0x11 },
    { { RTM_NEWNEIGH, 3, AF_BRIDGE, NUD_PERMANENT, "10.77.1.5", "22" }, FALSE, 0x11 },
    { { RTM_NEWNEIGH, 3, AF_INET6, NUD_REACHABLE, "10.77.1.5", "22" }, FALSE, 0x11 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_REACHABLE, NULL, "22" }, FALSE, 0x11 },
    { { RTM_NEWLINK, 3, AF_INET, NUD_REACHABLE, "10.77.1.5", "22" }, FALSE, 0x11 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_PERMANENT, "10.77.1.5", "22" }, TRUE, 0x22 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_FAILED, "10.77.1.5", NULL }, TRUE, -1 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_FAILED, "10.77.1.5", NULL }, FALSE, -1 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_DELAY, "10.77.1.5", "33" }, TRUE, 0x33 },
    { { RTM_DELNEIGH, 3, AF_INET, NUD_DELAY, "10.77.1.5", "33" }, TRUE, -1 },
    { { RTM_NEWNEIGH, 3, AF_INET, NUD_NOARP, "10.77.1.5", "33" }, FALSE, -1 },
  };
  g_autoptr (Neighbours) neighbours = neighbours_new ();

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("step %u", i);
      g_assert_cmpint (tell (neighbours, &steps[i].message), ==, steps[i].changed);
      g_assert_cmpint (mac_of (neighbours, 3, "10.77.1.5"), ==, steps[i].mac);
    }
  g_assert_cmpint (mac_of (neighbours, 4, "10.77.1.5"), ==, 0x44);
  g_assert_cmpint (mac_of (neighbours, 5, "10.77.1.5"), ==, -1);
  g_assert_cmpint (mac_of (neighbours, 0, "10.77.1.5"), ==, 0x44);
}

static void
test_addresses_of_a_mac (void)
{
  static const Message messages[] = {
    { RTM_NEWNEIGH, 3, AF_INET6, NUD_STALE, "fe80::1", "11" },
    { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.9", "11" },
    { RTM_NEWNEIGH, 4, AF_INET, NUD_STALE, "10.77.1.2", "11" },
    { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.3", "12" },
  };
  static const guint8 mac[6] = { 2, 0, 0, 0, 0, 0x11 };
  g_autoptr (Neighbours) neighbours = neighbours_new ();
  Neighbour found[4];

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    g_assert_true (tell (neighbours, &messages[i]));
  g_assert_cmpuint (neighbours_find_addresses (neighbours, 3, mac, found, 4), ==, 2);
  g_assert_cmpuint (found[0].address[3], ==, 9);
  g_assert_cmpuint (found[1].version, ==, 6);
  g_assert_cmpuint (neighbours_find_addresses (neighbours, 0, mac, found, 4), ==, 3);
  g_assert_cmpuint (found[0].address[3], ==, 2);
  g_assert_cmpuint (neighbours_find_addresses (neighbours, 0, mac, found, 1), ==, 1);
  g_assert_cmpuint (neighbours_find_addresses (neighbours, 5, mac, found, 4), ==, 0);
}

/* Of each length, and each with a length that lies. */
static void
test_hostile_lengths (void)
{
  static const Message message = { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, "10.77.1.5", "11" };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  append_message (bytes, &message);
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
      const Message message = { RTM_NEWNEIGH, 3, AF_INET, NUD_STALE, address, "11" };

      tell (neighbours, &message);
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
  g_assert_cmpint (mac_of (neighbours, 0, "10.77.1.5"), ==, 0x11);
  run ("ip neigh add fe80::5 lladdr 02:00:00:00:00:12 dev sw0 nud stale");
  WAIT_UNTIL (mac_of (neighbours, 0, "fe80::5") == 0x12);
  g_assert_cmpuint (n_changes, >, 0);
  run ("ip neigh del 10.77.1.5 dev sw0");
  WAIT_UNTIL (mac_of (neighbours, 0, "10.77.1.5") == -1);
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
