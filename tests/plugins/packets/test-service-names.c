/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/names/service-names.h"

static const char services[] = "# Network services, Internet style\n"
                               "\n"
                               "domain\t\t53/tcp\t\t\t\t# Domain Name Server\n"
                               "domain\t\t53/udp\n"
                               "discard\t\t9/tcp\t\tsink null\n"
                               "Kerberos 88/tcp kerberos5 krb5 kerberos-sec # v5\r\n"
                               "kerberos4 750/udp kerberos-iv kdc\n"
                               "kerberos4 750/tcp kdc\n"
                               "fsp 21/udp fspd\n"
                               "ftp 21/tcp\n"
                               "second 21/tcp\n"
                               "ddp 1/ddp\n"
                               "toolarge 65536/tcp\n"
                               "huge 99999999999999999999/tcp\n"
                               "noport /tcp\n"
                               "noprotocol 5\n"
                               "  spaced   7  \n"
                               "bad\x01name 8/tcp\n"
                               "bootps 67/udp\n"
                               "last 65535/sctp";

static ServiceNames *
make_names (void)
{
  return service_names_new (services, strlen (services));
}

static void
test_names_of_ports (void)
{
  static const struct
  {
    guint16 port;
    ServiceProtocols protocols;
    const char *name; /* (nullable) */
  } cases[] = {
    { 53, SERVICE_TCP, "domain" }, { 53, SERVICE_UDP, "domain" },
    { 53, SERVICE_SCTP, NULL },    { 9, SERVICE_TCP, "discard" },
    { 9, SERVICE_UDP, NULL },      { 88, SERVICE_TCP | SERVICE_UDP, "kerberos" },
    { 21, SERVICE_TCP, "ftp" },    { 21, SERVICE_UDP, "fsp" },
    { 1, SERVICE_TCP, NULL },      { 0, SERVICE_TCP, NULL },
    { 5, SERVICE_TCP, NULL },      { 7, SERVICE_TCP, NULL },
    { 8, SERVICE_TCP, NULL },      { 65535, SERVICE_SCTP, "last" },
  };
  g_autoptr (ServiceNames) names = make_names ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u", cases[i].port);
      g_assert_cmpstr (service_names_find (names, cases[i].port, cases[i].protocols), ==,
                       cases[i].name);
    }
}

static void
test_ports_of_names (void)
{
  static const struct
  {
    const char *name;
    guint16 ports[4];
    guint n_ports;
  } cases[] = {
    { "domain", { 53 }, 1 },  { "DOMAIN", { 53 }, 1 }, { "krb5", { 88 }, 1 },
    { "kdc", { 750 }, 1 },    { "null", { 9 }, 1 },    { "kerberos", { 88 }, 1 },
    { "toolarge", { 0 }, 0 }, { "", { 0 }, 0 },        { "# Network", { 0 }, 0 },
    { "noport", { 0 }, 0 },
  };
  g_autoptr (ServiceNames) names = make_names ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint16 ports[4];
      const guint n_ports = service_names_find_ports (names, cases[i].name, ports, 4);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpmem (ports, n_ports * sizeof *ports, cases[i].ports,
                       cases[i].n_ports * sizeof *ports);
    }
}

static void
test_several_ports (void)
{
  static const char text[] = "a 3/tcp\na 1/udp\na 2/tcp\na 2/udp\n";
  g_autoptr (ServiceNames) names = service_names_new (text, strlen (text));
  const guint16 expected[] = { 1, 2, 3 };
  guint16 ports[4];

  g_assert_cmpuint (service_names_find_ports (names, "a", ports, 4), ==, 3);
  g_assert_cmpmem (ports, sizeof expected, expected, sizeof expected);
  g_assert_cmpuint (service_names_find_ports (names, "a", ports, 2), ==, 2);
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("many 1/tcp");
  g_autoptr (ServiceNames) names = NULL;
  g_autofree char *long_name = g_strnfill (SERVICE_NAMES_MAX_NAME + 1, 'x');

  for (guint i = 0; i < SERVICE_NAMES_MAX; i++)
    g_string_append (text, " alias");
  names = service_names_new (text->str, text->len);
  g_assert_cmpuint (service_names_get_n (names), ==, SERVICE_NAMES_MAX);
  g_clear_pointer (&names, service_names_unref);
  g_string_printf (text, "%s 1/tcp\n%s 2/tcp\n", long_name, long_name + 1);
  names = service_names_new (text->str, text->len);
  g_assert_null (service_names_find (names, 1, SERVICE_TCP));
  g_assert_cmpstr (service_names_find (names, 2, SERVICE_TCP), ==, long_name + 1);
}

static void
test_this_system (void)
{
  g_autoptr (ServiceNames) names = NULL;
  g_autofree char *text = NULL;
  gsize n_bytes;

  g_assert_true (g_file_get_contents ("/etc/services", &text, &n_bytes, NULL));
  names = service_names_new (text, n_bytes);
  g_assert_cmpstr (service_names_find (names, 22, SERVICE_TCP), ==, "ssh");
  g_assert_cmpstr (service_names_find (names, 67, SERVICE_UDP), ==, "bootps");
  g_assert_cmpuint (service_names_get_n (names), >, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/service-names/of-ports", test_names_of_ports);
  g_test_add_func ("/packets/service-names/ports-of", test_ports_of_names);
  g_test_add_func ("/packets/service-names/several-ports", test_several_ports);
  g_test_add_func ("/packets/service-names/bounds", test_bounds);
  g_test_add_func ("/packets/service-names/this-system", test_this_system);
  return g_test_run ();
}
