/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

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

/* A program that says what it was called with, a word on a line, in the place of tcpdump. */
static SwTestTree *
make_tcpdump (void)
{
  SwTestTree *tools = sw_test_tree_new ();
  g_autofree char *path = g_build_filename (sw_test_tree_get_root (tools), "tcpdump", NULL);

  sw_test_tree_write (tools, "tcpdump", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
  g_assert_no_errno (g_chmod (path, 0700));
  return tools;
}

/* What tcpdump gets on the other side, from a shell that sshd has told of CONNECTION. */
static GStrv
run_remotely (GStrv command, const char *tools, const char *connection)
{
  const guint n = g_strv_length (command);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) shell = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("%s:%s", tools, g_getenv ("PATH"));
  char said[1024] = "";

  g_assert_cmpstr (command[0], ==, "ssh");
  g_assert_cmpstr (command[n - 3], ==, "--");
  g_subprocess_launcher_setenv (launcher, "PATH", path, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "SSH_CONNECTION");
  if (connection != NULL)
    g_subprocess_launcher_setenv (launcher, "SSH_CONNECTION", connection, TRUE);
  shell = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", command[n - 1], NULL);
  g_assert_no_error (error);
  g_input_stream_read_all (g_subprocess_get_stdout_pipe (shell), said, sizeof said - 1, NULL, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (shell, NULL, &error));
  g_assert_no_error (error);
  return g_strsplit (g_strchomp (said), "\n", -1);
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
  g_autoptr (SwTestTree) tools = make_tcpdump ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) command
          = packets_remote_build_command ("me@host", cases[i].interface, cases[i].filter, &error);
      g_autofree char *filter = g_strdup_printf ("(%s)", cases[i].filter);
      g_auto (GStrv) words = NULL;
      guint n;

      g_assert_no_error (error);
      words = run_remotely (command, sw_test_tree_get_root (tools), NULL);
      n = g_strv_length (words);
      g_assert_cmpstr (words[n - 1], ==, filter);
      g_assert_cmpstr (words[n - 2], ==, "--");
      g_assert_cmpstr (words[n - 3], ==, cases[i].interface);
    }
}

/* Or each packet that it sends makes another one. */
static void
test_remote_capture_leaves_itself_out (void)
{
  const struct
  {
    const char *connection; /* of the other side: client, its port, server, its port */
    const char *filter;
    const char *expected;
  } cases[] = {
    { NULL, NULL, "not tcp port 22" },
    { "10.0.0.5 40001 10.0.0.9 22", "", "not tcp port 22" },
    { "fe80::5%eth0 40001 fe80::9%eth0 2222", NULL, "not tcp port 2222" },
    { "10.0.0.5 40001 10.0.0.9 2222", "tcp or arp",
      "(tcp or arp) and not (tcp port 40001 and tcp port 2222)" },
  };
  g_autoptr (SwTestTree) tools = make_tcpdump ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) command = packets_remote_build_command ("host", NULL, cases[i].filter, NULL);
      g_auto (GStrv) words
          = run_remotely (command, sw_test_tree_get_root (tools), cases[i].connection);

      g_assert_cmpstr (words[g_strv_length (words) - 3], ==, "any");
      g_assert_cmpstr (words[g_strv_length (words) - 1], ==, cases[i].expected);
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
  g_test_add_func ("/packets/remote/itself", test_remote_capture_leaves_itself_out);
  g_test_add_func ("/packets/remote/refused", test_remote_hosts_are_no_options);
  return g_test_run ();
}
