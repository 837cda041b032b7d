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

static void
test_ports_of_names (void)
{
  static const struct
  {
    const char *name;
    guint16 ports[4];
    guint n_ports;
  } cases[] = {
    { "domain", { 53 }, 1 },
    { "DOMAIN", { 53 }, 1 },
    { "kerberos", { 88 }, 1 },
    { "krb5", { 88 }, 1 },
    { "kerberos-sec", { 88 }, 1 },
    { "kdc", { 750 }, 1 },
    { "null", { 9 }, 1 },
    { "fsp", { 21 }, 1 },
    { "ftp", { 21 }, 1 },
    { "second", { 21 }, 1 },
    { "last", { 65535 }, 1 },
    { "", { 0 }, 0 },
    { "# Network", { 0 }, 0 },
    { "#", { 0 }, 0 },
    { "v5", { 0 }, 0 },
    { "ddp", { 0 }, 0 },
    { "toolarge", { 0 }, 0 },
    { "huge", { 0 }, 0 },
    { "noport", { 0 }, 0 },
    { "noprotocol", { 0 }, 0 },
    { "spaced", { 0 }, 0 },
    { "bad\x01name", { 0 }, 0 },
  };
  g_autoptr (ServiceNames) names = service_names_new (services, strlen (services));

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
test_names_of_ports (void)
{
  static const struct
  {
    guint16 port;
    ServiceProtocol protocol;
    const char *name;
  } cases[] = {
    { 53, SERVICE_TCP, "domain" },
    { 53, SERVICE_UDP, "domain" },
    { 53, SERVICE_SCTP, NULL },
    { 9, SERVICE_TCP, "discard" },
    { 9, SERVICE_UDP, NULL },
    { 88, SERVICE_TCP, "Kerberos" },
    { 750, SERVICE_TCP, "kerberos4" },
    /* What came first; another protocol's is another's. */
    { 21, SERVICE_TCP, "ftp" },
    { 21, SERVICE_UDP, "fsp" },
    { 65535, SERVICE_SCTP, "last" },
    { 0, SERVICE_TCP, NULL },
  };
  g_autoptr (ServiceNames) names = service_names_new (services, strlen (services));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (service_names_find_name (names, cases[i].port, cases[i].protocol), ==,
                     cases[i].name);
}

/* How many ports NAME has in TEXT. */
static guint
count_ports (const char *text, const char *name)
{
  g_autoptr (ServiceNames) names = service_names_new (text, strlen (text));
  guint16 ports[4];

  return service_names_find_ports (names, name, ports, G_N_ELEMENTS (ports));
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new ("many 1/tcp");
  g_autofree char *long_name = g_strnfill (SERVICE_NAMES_MAX_NAME + 1, 'x');

  for (guint i = 0; i < SERVICE_NAMES_MAX - 2; i++)
    g_string_append (text, " alias");
  g_string_append (text, " at-last beyond");
  g_assert_cmpuint (count_ports (text->str, "at-last"), ==, 1);
  g_assert_cmpuint (count_ports (text->str, "beyond"), ==, 0);
  g_string_printf (text, "%s 1/tcp\n%s 2/tcp\n", long_name, long_name + 1);
  g_assert_cmpuint (count_ports (text->str, long_name), ==, 0);
  g_assert_cmpuint (count_ports (text->str, long_name + 1), ==, 1);
}

static void
test_this_system (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/etc/services", &text, NULL, NULL));
  g_assert_cmpuint (count_ports (text, "ssh"), ==, 1);
  g_assert_cmpuint (count_ports (text, "bootps"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/service-names/ports-of", test_ports_of_names);
  g_test_add_func ("/packets/service-names/several-ports", test_several_ports);
  g_test_add_func ("/packets/service-names/names-of", test_names_of_ports);
  g_test_add_func ("/packets/service-names/bounds", test_bounds);
  g_test_add_func ("/packets/service-names/this-system", test_this_system);
  return g_test_run ();
}
