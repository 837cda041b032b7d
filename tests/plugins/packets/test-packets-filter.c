/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/format/packet.h"
#include "plugins/packets/packets-filter.h"
#include "plugins/packets/packets-remote.h"

static void
test_names_are_seen (void)
{
  const struct
  {
    const char *filter;
    gboolean has_names;
  } cases[] = {
    { "", FALSE },
    { "arp or icmp6", FALSE },
    { "host 10.0.0.1 and not tcp port http", FALSE },
    { "portrange ftp-ssh", FALSE },
    { "ether host 02:00:00:00:00:01", FALSE },
    { "host fe80::1", FALSE },
    { "net 192.168.0.0/16 or ip6 net 2001:db8::/32", FALSE },
    { "tcp[tcpflags] & (tcp-syn|tcp-ack) != 0", FALSE },
    { "icmp[icmptype] == icmp-echo", FALSE },
    { "ip proto \\tcp", FALSE },
    { "ether[0:4] == 0xffffffff", FALSE },
    { "vlan 5 and (udp or mpls)", FALSE },
    { "host example.org", TRUE },
    { "tcpp", TRUE },
    { "src router and arp", TRUE },
    { "net office", TRUE },
    { "not(host a)", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].filter);
      g_assert_cmpint (packets_filter_has_names (cases[i].filter), ==, cases[i].has_names);
    }
}

static void
test_what_is_wrong_is_said (void)
{
  g_autofree char *too_long = g_strnfill (PACKETS_MAX_FILTER_BYTES + 1, ' ');
  const struct
  {
    const char *filter;
    guint16 link_type;
    const char *complaint; /* (nullable) in it */
  } cases[] = {
    { "", LINK_TYPE_ETHERNET, NULL },
    { "arp", LINK_TYPE_ETHERNET, NULL },
    { "ip", LINK_TYPE_RAW, NULL },
    { "type mgt", LINK_TYPE_IEEE802_11_RADIOTAP, NULL },
    { "host example.invalid", LINK_TYPE_ETHERNET, NULL },
    { "arp and (", LINK_TYPE_ETHERNET, "syntax error" },
    { "ether host 02:00:00:00:00:01", LINK_TYPE_RAW, "only" },
    { "inbound", LINK_TYPE_ETHERNET, "dir:in" },
    { "udp and outbound", LINK_TYPE_LINUX_SLL, "dir:in" },
    { too_long, LINK_TYPE_ETHERNET, "too long" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *complaint = packets_filter_check (cases[i].filter, cases[i].link_type);

      g_test_message ("%.40s: %s", cases[i].filter, complaint);
      if (cases[i].complaint == NULL)
        g_assert_null (complaint);
      else
        g_assert_nonnull (strstr (complaint, cases[i].complaint));
    }
}

/* (nullable) the program for a hardware type. */
static const char *
find_program (GStrv arguments, const char *hardware_type)
{
  for (guint i = 0; arguments[i] != NULL; i++)
    if (g_str_equal (arguments[i], "--filter")
        && g_str_has_prefix (arguments[i + 1], hardware_type))
      return arguments[i + 1] + strlen (hardware_type);
  return NULL;
}

static void
test_helper_is_told_by_hardware_type (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) none = packets_filter_build_arguments (" \n", &error);
  g_auto (GStrv) arp = packets_filter_build_arguments ("arp", &error);
  g_auto (GStrv) ether = packets_filter_build_arguments ("ether proto 0x88cc", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  /* "ldh [12]", "jeq #0x806", two returns. */
  g_assert_cmpstr (find_program (arp, "1:"), ==, "4,40 0 0 12,21 0 1 2054,6 0 0 262144,6 0 0 0");
  g_assert_cmpstr (find_program (arp, "772:"), ==, find_program (arp, "1:"));
  g_assert_cmpstr (find_program (ether, "65534:"), ==, "1,6 0 0 0");
  g_assert_nonnull (find_program (ether, "1:"));
  /* Every other type is asked the same of the header that the helper makes: the protocol stands first in it. */
  g_assert_cmpstr (find_program (arp, "65535:"), ==, "4,40 0 0 0,21 0 1 2054,6 0 0 262144,6 0 0 0");
  g_assert_true (g_strv_contains ((const char *const *) arp, "--filter-text"));
  g_assert_true (g_strv_contains ((const char *const *) arp, "arp"));
}

static void
test_helper_is_not_told_nonsense (void)
{
  const char *const filters[] = { "arp and", "inbound and arp", "port 99999", "((((" };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) arguments = packets_filter_build_arguments (filters[i], &error);

      g_assert_error (error, PACKETS_FILTER_ERROR, PACKETS_FILTER_ERROR_SYNTAX);
      g_assert_null (arguments);
    }
}

/* What the shell on the other side makes of the command. */
static GStrv
split_remotely (GStrv command)
{
  const guint n = g_strv_length (command);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_cmpstr (command[n - 3], ==, "--");
  g_assert_true (g_shell_parse_argv (command[n - 1], NULL, &words, &error));
  g_assert_no_error (error);
  return g_steal_pointer (&words);
}

static void
test_remote_words_stay_words (void)
{
  const struct
  {
    const char *interface;
    const char *filter;
  } cases[] = {
    { "eth0", "arp" },           { "eth0;reboot", "arp; reboot" },
    { "$(reboot)", "`reboot`" }, { "a'b\"c", "x'; reboot #" },
    { "\\", "\\' && reboot" },   { "eth0", "-z reboot" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) command
          = packets_remote_build_command ("me@host", cases[i].interface, cases[i].filter, &error);
      g_auto (GStrv) words = NULL;
      guint n;

      g_assert_no_error (error);
      g_assert_cmpstr (command[0], ==, "ssh");
      words = split_remotely (command);
      n = g_strv_length (words);
      g_assert_cmpstr (words[0], ==, "tcpdump");
      g_assert_cmpstr (words[n - 1], ==, cases[i].filter);
      g_assert_cmpstr (words[n - 2], ==, "--");
      g_assert_cmpstr (words[n - 3], ==, cases[i].interface);
    }
}

static void
test_remote_hosts_are_no_options (void)
{
  const char *const hosts[] = { "", "-oProxyCommand=reboot", "a b", "a\nb", "\x7f" };
  const char *const interfaces[] = { "", "-z", "a b" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (packets_remote_build_command (hosts[i], NULL, NULL, &error));
      g_assert_error (error, PACKETS_REMOTE_ERROR, PACKETS_REMOTE_ERROR_HOST);
    }
  for (guint i = 0; i < G_N_ELEMENTS (interfaces); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (packets_remote_build_command ("host", interfaces[i], NULL, &error));
      g_assert_error (error, PACKETS_REMOTE_ERROR, PACKETS_REMOTE_ERROR_INTERFACE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/filter/names", test_names_are_seen);
  g_test_add_func ("/packets/filter/complaints", test_what_is_wrong_is_said);
  g_test_add_func ("/packets/filter/by-hardware-type", test_helper_is_told_by_hardware_type);
  g_test_add_func ("/packets/filter/no-nonsense", test_helper_is_not_told_nonsense);
  g_test_add_func ("/packets/remote/quoted", test_remote_words_stay_words);
  g_test_add_func ("/packets/remote/refused", test_remote_hosts_are_no_options);
  return g_test_run ();
}
