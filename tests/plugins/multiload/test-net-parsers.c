/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "plugins/multiload/link-monitor.h"
#include "plugins/multiload/net-dev.h"
#include "plugins/multiload/net-route.h"
#include "tests/sw-test.h"

#define HEADINGS \
  "Inter-|   Receive                            |  Transmit\n" \
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets\n"

static void
test_takes_names_and_counters (void)
{
  const struct
  {
    const char *line, *name;
    guint64 in, out;
  } cases[] = {
    { "  eth0: 100 1 2 3 4 5 6 7 200 1 0 0 0 0 0 0\n", "eth0", 100, 200 },
    { "    lo:    0 1 2 3 4 5 6 7    0 1 0 0 0 0 0 0", "lo", 0, 0 },
    { "eth0:1234 1 2 3 4 5 6 7 8 9 0 0 0 0 0 0\n", "eth0", 1234, 8 },
    { "eth0:1: 5 1 2 3 4 5 6 7 6 1 0 0 0 0 0 0\n", "eth0:1", 5, 6 },
    { "eth0:1:5 1 2 3 4 5 6 7 6 1 0 0 0 0 0 0\n", "eth0:1", 5, 6 },
    { "a:b:c: 5 1 2 3 4 5 6 7 6\n", "a:b:c", 5, 6 },
    { "::7 1 2 3 4 5 6 7 6\n", ":", 7, 6 },
    { " %s-\"é'\\$;: 5 1 2 3 4 5 6 7 6\n", "%s-\"é'\\$;", 5, 6 },
    { "wlan0.4094@x: 18446744073709551615 1 2 3 4 5 6 7 4294967296\n", "wlan0.4094@x", G_MAXUINT64,
      G_GUINT64_CONSTANT (4294967296) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SwScan text = sw_scan_init (cases[i].line, strlen (cases[i].line));
      g_autofree char *name = NULL;
      NetDevLine line;

      g_assert_true (net_dev_next (&text, &line));
      name = g_strndup (line.name, line.name_length);
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpuint (line.in_bytes, ==, cases[i].in);
      g_assert_cmpuint (line.out_bytes, ==, cases[i].out);
      g_assert_false (net_dev_next (&text, &line));
    }
}

static void
test_passes_over_garbled_lines (void)
{
  const char *const texts[] = {
    "",
    "\n",
    ":",
    ":\n:\n",
    " : 1 2 3 4 5 6 7 8 9\n",
    "eth0",
    "eth0:",
    "eth0: 1 2 3 4 5 6 7 8\n",
    "eth0: 1 2 3 4 5 6 7 8 x\n",
    "eth0: -1 2 3 4 5 6 7 8 9\n",
    "eth0: 18446744073709551616 2 3 4 5 6 7 8 9\n",
    "eth0 1 2 3 4 5 6 7 8 9\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *joined = g_strconcat (texts[i], "\nlast: 1 0 0 0 0 0 0 0 2\n", NULL);
      SwScan text = sw_scan_init (joined, strlen (joined));
      NetDevLine line;

      g_assert_true (net_dev_next (&text, &line));
      g_assert_cmpint (strncmp (line.name, "last", line.name_length), ==, 0);
      g_assert_cmpuint (line.out_bytes, ==, 2);
      g_assert_false (net_dev_next (&text, &line));
    }
}

static void
test_knows_the_table_by_its_headings (void)
{
  const char *const others[] = { "", "\n", "Inter", "lo: 1 2 3 4 5 6 7 8 9\n", "Inter-|\n" };
  SwScan text = sw_scan_init (HEADINGS, strlen (HEADINGS));

  g_assert_true (net_dev_begin (&text));
  g_assert_true (text.at == text.end);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      text = sw_scan_init (others[i], strlen (others[i]));
      g_assert_false (net_dev_begin (&text));
    }
}

#define ROUTE_HEADINGS \
  "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

static void
test_finds_the_default_route (void)
{
  const struct
  {
    const char *text, *name;
    gboolean ipv6;
  } cases[] = {
    { ROUTE_HEADINGS "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
                     "eth0\t0002A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n",
      "eth0", FALSE },
    { ROUTE_HEADINGS "eth0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
                     "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
      "wlan0", FALSE },
    /* Half of the internet each, as OpenVPN does it: the default route is still the other one. */
    { ROUTE_HEADINGS "tun0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n"
                     "eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n",
      "eth0", FALSE },
    { ROUTE_HEADINGS "eth0\t00000000\t0102A8C0\t0203\t0\t0\t100\t00000000\t0\t0\t0\n", NULL,
      FALSE },
    { ROUTE_HEADINGS "eth0\t00000000\t0102A8C0\t0002\t0\t0\t100\t00000000\t0\t0\t0\n", NULL,
      FALSE },
    { ROUTE_HEADINGS, NULL, FALSE },
    { ROUTE_HEADINGS "eth0\t00000000\tx\ny\t0000000000000000000000\nz", NULL, FALSE },
    { "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
      "fe800000000000000000000000000001 00000400 00000001 00000000 00450003     eth0\n"
      "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
      "00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n",
      "eth0", TRUE },
    { "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
      "00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo\n",
      NULL, TRUE },
    { "20010db8000000000000000000000000 40 00000000000000000000000000000000 00 "
      "00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0\n",
      NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SwScan text = sw_scan_init (cases[i].text, strlen (cases[i].text));
      char name[16] = "";

      g_assert_cmpint ((cases[i].ipv6 ? net_route_parse_ipv6 : net_route_parse_ipv4) (text, name,
                                                                                      sizeof name),
                       ==, cases[i].name != NULL);
      g_assert_cmpstr (name, ==, cases[i].name != NULL ? cases[i].name : "");
    }
}

/* A message as the kernel builds it. */
static GByteArray *
build_link (guint16 type, guint8 family, int index, const char *name)
{
  GByteArray *bytes = g_byte_array_new ();
  const gsize name_bytes = strlen (name) + 1;
  const struct rtattr mtu = { .rta_len = RTA_LENGTH (4), .rta_type = IFLA_MTU };
  const struct rtattr attribute = { .rta_len = RTA_LENGTH (name_bytes), .rta_type = IFLA_IFNAME };
  const struct ifinfomsg link = { .ifi_family = family, .ifi_index = index };
  struct nlmsghdr header = { .nlmsg_type = type };

  header.nlmsg_len = NLMSG_LENGTH (sizeof link) + RTA_SPACE (4) + RTA_SPACE (name_bytes);
  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) &link, sizeof link);
  g_byte_array_append (bytes, (const guint8 *) &mtu, sizeof mtu);
  g_byte_array_append (bytes, (const guint8 *) "\0\0\0\0", 4);
  g_byte_array_append (bytes, (const guint8 *) &attribute, sizeof attribute);
  g_byte_array_append (bytes, (const guint8 *) name, name_bytes);
  g_byte_array_set_size (bytes, header.nlmsg_len);
  return bytes;
}

static void
test_takes_links_off_a_datagram (void)
{
  const struct
  {
    guint16 type;
    guint8 family;
    LinkMessageKind kind;
  } cases[] = {
    { RTM_NEWLINK, AF_UNSPEC, LINK_MESSAGE_PRESENT },
    { RTM_DELLINK, AF_UNSPEC, LINK_MESSAGE_GONE },
    /* A port left a bridge; the interface itself stays. */
    { RTM_DELLINK, AF_BRIDGE, LINK_MESSAGE_OTHER },
    { RTM_NEWROUTE, AF_INET, LINK_MESSAGE_ROUTE },
    { RTM_DELROUTE, AF_INET6, LINK_MESSAGE_ROUTE },
    { NLMSG_DONE, 0, LINK_MESSAGE_OTHER },
  };
  g_autoptr (GByteArray) datagram = g_byte_array_new ();
  SwNetlinkBytes left;
  LinkMessage message;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = build_link (cases[i].type, cases[i].family, 7, "eth0");

      g_byte_array_append (datagram, bytes->data, bytes->len);
    }
  left = (SwNetlinkBytes) { (const char *) datagram->data, datagram->len };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gboolean about_link
          = cases[i].kind == LINK_MESSAGE_PRESENT || cases[i].kind == LINK_MESSAGE_GONE;

      g_assert_true (link_message_next (&left, &message));
      g_assert_cmpint (message.kind, ==, cases[i].kind);
      g_assert_cmpint (message.index, ==, about_link ? 7 : 0);
      g_assert_cmpstr (message.name, ==, about_link ? "eth0" : "");
    }
  g_assert_false (link_message_next (&left, &message));
}

static void
test_believes_no_length (void)
{
  g_autoptr (GByteArray) whole = build_link (RTM_NEWLINK, AF_UNSPEC, 7, "eth0");

  for (guint length = 0; length <= whole->len; length++)
    for (guint lie = 0; lie < 3; lie++)
      {
        /* Of exactly this size, so that a sanitizer sees one byte too many. */
        g_autofree char *bytes = g_memdup2 (whole->data, MAX (length, 1));
        const guint32 lies[] = { whole->len, 0, G_MAXUINT32 };
        SwNetlinkBytes left = { bytes, length };
        LinkMessage message;

        memcpy (bytes, &lies[lie], MIN (sizeof lies[lie], length));
        g_assert_cmpint (link_message_next (&left, &message), ==, lie == 0 && length == whole->len);
      }
  /* Inside an honest message: attributes that claim to be empty, or endless. */
  for (guint lie = 0; lie < 2; lie++)
    {
      g_autofree char *bytes = g_memdup2 (whole->data, whole->len);
      const guint16 lies[] = { 0, G_MAXUINT16 };
      SwNetlinkBytes left = { bytes, whole->len };
      LinkMessage message;

      memcpy (bytes + NLMSG_LENGTH (sizeof (struct ifinfomsg)), &lies[lie], sizeof lies[lie]);
      g_assert_true (link_message_next (&left, &message));
      g_assert_cmpstr (message.name, ==, "");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-dev/line/fields", test_takes_names_and_counters);
  g_test_add_func ("/net-dev/line/garbled", test_passes_over_garbled_lines);
  g_test_add_func ("/net-dev/headings", test_knows_the_table_by_its_headings);
  g_test_add_func ("/net-route/default", test_finds_the_default_route);
  g_test_add_func ("/link-message/kinds", test_takes_links_off_a_datagram);
  g_test_add_func ("/link-message/hostile", test_believes_no_length);
  return g_test_run ();
}
