/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <glib.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "plugins/packets/capture/links.h"

static guint n_seen;
static Link seen;

static void
on_link (const Link *link, void *)
{
  seen = *link;
  n_seen++;
}

static void
put_attribute (GByteArray *message, guint16 type, const void *data, guint16 n)
{
  const struct rtattr head = { (guint16) RTA_LENGTH (n), type };
  static const guint8 zeros[4];

  g_byte_array_append (message, (const guint8 *) &head, sizeof head);
  g_byte_array_append (message, data, n);
  g_byte_array_append (message, zeros, (4 - n % 4) % 4);
}

static GByteArray *
message_of (guint16 type, guint8 family, guint32 flags)
{
  GByteArray *message = g_byte_array_new ();
  const struct nlmsghdr header = { .nlmsg_type = type };
  const struct ifinfomsg info
      = { .ifi_family = family, .ifi_type = 1, .ifi_index = 7, .ifi_flags = flags };
  static const guint8 kind[] = { 12, 0, IFLA_INFO_KIND, 0, 'b', 'r', 'i', 'd', 'g', 'e', 0, 0 };

  g_byte_array_append (message, (const guint8 *) &header, sizeof header);
  g_byte_array_append (message, (const guint8 *) &info, sizeof info);
  put_attribute (message, IFLA_IFNAME, "br0", 4);
  put_attribute (message, IFLA_ADDRESS, "\1\2\3\4\5\6", 6);
  put_attribute (message, IFLA_LINKINFO, kind, sizeof kind);
  ((struct nlmsghdr *) (void *) message->data)->nlmsg_len = message->len;
  return message;
}

static void
test_reads (void)
{
  g_autoptr (GByteArray) message = message_of (RTM_NEWLINK, AF_UNSPEC, IFF_UP | IFF_LOWER_UP);

  n_seen = 0;
  g_assert_false (links_parse (message->data, message->len, on_link, NULL));
  g_assert_cmpuint (n_seen, ==, 1);
  g_assert_cmpint (seen.ifindex, ==, 7);
  g_assert_cmpstr (seen.name, ==, "br0");
  g_assert_cmpstr (seen.kind, ==, "bridge");
  g_assert_cmpmem (seen.address, seen.n_address, "\1\2\3\4\5\6", 6);
  g_assert_true (seen.up && !seen.gone);
}

/* InfiniBand's has 20 bytes. */
static void
test_long_address (void)
{
  g_autoptr (GByteArray) message = message_of (RTM_NEWLINK, AF_UNSPEC, 0);
  const guint8 address[20] = { 1 };

  put_attribute (message, IFLA_ADDRESS, address, sizeof address);
  ((struct nlmsghdr *) (void *) message->data)->nlmsg_len = message->len;
  n_seen = 0;
  links_parse (message->data, message->len, on_link, NULL);
  g_assert_cmpuint (n_seen, ==, 1);
  g_assert_cmpmem (seen.address, seen.n_address, "\1\2\3\4\5\6", 6);
  g_assert_cmpstr (seen.name, ==, "br0");
}

static void
test_port_leaves (void)
{
  g_autoptr (GByteArray) port = message_of (RTM_DELLINK, AF_BRIDGE, 0);
  g_autoptr (GByteArray) gone = message_of (RTM_DELLINK, AF_UNSPEC, IFF_UP);

  n_seen = 0;
  links_parse (port->data, port->len, on_link, NULL);
  g_assert_cmpuint (n_seen, ==, 0);
  links_parse (gone->data, gone->len, on_link, NULL);
  g_assert_cmpuint (n_seen, ==, 1);
  g_assert_true (seen.gone && !seen.up);
}

static void
test_end_of_dump (void)
{
  const struct nlmsghdr done = { sizeof done, NLMSG_DONE, 0, 0, 0 };

  g_assert_true (links_parse ((const guint8 *) &done, sizeof done, on_link, NULL));
}

/* Cut off anywhere, or changed anywhere: nothing is read that is not there. */
static void
test_hostile (void)
{
  g_autoptr (GByteArray) message = message_of (RTM_NEWLINK, AF_UNSPEC, IFF_UP);

  for (guint n = 0; n <= message->len; n++)
    {
      g_autofree guint8 *cut = g_memdup2 (message->data, n);

      links_parse (cut, n, on_link, NULL);
      if (n >= 4)
        {
          ((struct nlmsghdr *) (void *) cut)->nlmsg_len = n; /* says that it is whole */
          links_parse (cut, n, on_link, NULL);
        }
    }
  for (int round = 0; round < 20000; round++)
    {
      g_autofree guint8 *changed = g_memdup2 (message->data, message->len);

      for (int i = 0; i < 3; i++)
        changed[g_test_rand_int_range (0, (gint32) message->len)] = (guint8) g_test_rand_int ();
      links_parse (changed, message->len, on_link, NULL);
      g_assert_cmpuint (strnlen (seen.name, sizeof seen.name), <, sizeof seen.name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/links/what-the-kernel-says", test_reads);
  g_test_add_func ("/packets/capture/links/port-that-leaves-its-bridge-is-not-gone",
                   test_port_leaves);
  g_test_add_func ("/packets/capture/links/long-address", test_long_address);
  g_test_add_func ("/packets/capture/links/end-of-dump", test_end_of_dump);
  g_test_add_func ("/packets/capture/links/hostile", test_hostile);
  return g_test_run ();
}
