/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <glib.h>

#include "plugins/packets/capture/options.h"

static gboolean
parse (Options *options, const char *line, char *complaint)
{
  g_auto (GStrv) arguments = g_strsplit (line, "|", -1);
  const gboolean good
      = options_parse (options, (int) g_strv_length (arguments), arguments, complaint, 256);

  options_clear (options);
  return good;
}

static void
test_grammar (void)
{
  static const struct
  {
    const char *line;
    const char *complaint; /* (nullable) part of it */
  } cases[] = {
    { "x|eth0", NULL },
    { "x|eth0|tap0|--count|5", NULL },
    { "x|--all", NULL },
    { "x|--snap-bytes=96|--|eth0", NULL },
    { "x|--|--all|-x", NULL },
    { "x|--all|--|--all", "--all or interfaces" },
    { "x|--filter|1:1,6 0 0 262144|eth0", NULL },
    { "x|--filter|1:2,40 0 0 12,6 0 0 1|--filter|65534:1,6 0 0 0|--all", NULL },
    { "x", "--all or interfaces" },
    { "x|--all|eth0", "--all or interfaces" },
    { "x|eth0|--all", "--all or interfaces" },
    { "x|--al|eth0", "--al is no option" },
    { "x|--all=1", "takes no value" },
    { "x|eth0|--count", "wants a value" },
    { "x|eth0|--count|", "--count wants" },
    { "x|eth0|--count|0", "--count wants" },
    { "x|eth0|--count|-1", "--count wants" },
    { "x|eth0|--count|5x", "--count wants" },
    { "x|eth0|--count| 1", "--count wants" },
    { "x|eth0|--count|99999999999999999999", "--count wants" },
    { "x|eth0|--snap-bytes|262145", "--snap-bytes wants" },
    { "x|eth0|--ring-mib|0x10", "--ring-mib wants" },
    { "x|eth0|--ring-mib|64", NULL },
    { "x|eth0|--ring-mib|65", "--ring-mib wants" },
    { "x|eth0|--retire-ms|1001", "--retire-ms wants" },
    { "x|eth0|--duration|0", "--duration wants" },
    { "x|eth0|--method|any", "--method wants" },
    { "x|eth0|--write|", "--write wants" },
    { "x|eth0|--filter|", "--filter wants" },
    { "x|eth0|--filter|1:0", "--filter wants" },
    { "x|eth0|--filter|1:2,6 0 0 0", "--filter wants" },
    { "x|eth0|--filter|1:1,6 0 0 0,6 0 0 0", "--filter wants" },
    { "x|eth0|--filter|1:1,6 0 256 0", "--filter wants" },
    { "x|eth0|--filter|1:1,6 0 0 4294967296", "--filter wants" },
    { "x|eth0|--filter|65536:1,6 0 0 0", "--filter wants" },
    { "x|eth0|--filter|1:4097,6 0 0 0", "--filter wants" },
    { "x|eth0|--filter|1:1,6 0 0 0|--filter|1:1,6 0 0 0", "once for each type" },
    { "x|a-name-of-16-byt", "is no interface's name" },
    { "x|../eth0", "is no interface's name" },
    { "x|..", "is no interface's name" },
    { "x|eth 0", "is no interface's name" },
    { "x|eth:0", "is no interface's name" },
    { "x|", "is no interface's name" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char complaint[256] = "";
      Options options;
      const gboolean good = parse (&options, cases[i].line, complaint);

      g_test_message ("%s: %s", cases[i].line, complaint);
      g_assert_cmpint (good, ==, cases[i].complaint == NULL);
      g_assert_true (good || strstr (complaint, cases[i].complaint) != NULL);
    }
}

static void
test_values (void)
{
  char *arguments[] = { "x",
                        "--filter",
                        "65534:2,40 1 2 3,6 0 0 4294967295",
                        "--snap-bytes=96",
                        "--ring-mib",
                        "4",
                        "--promiscuous",
                        "--method",
                        "pcap",
                        "tap0",
                        "tap0",
                        "--duration",
                        "7",
                        "--filter-text",
                        "arp",
                        NULL };
  char complaint[256];
  Options options;

  g_assert_true (options_parse (&options, G_N_ELEMENTS (arguments) - 1, arguments, complaint,
                                sizeof complaint));
  g_assert_cmpuint (options.n_interfaces, ==, 1); /* twice is once */
  g_assert_true (options_want (&options, "tap0"));
  g_assert_false (options_want (&options, "tap1"));
  g_assert_cmpuint (options.snap_bytes, ==, 96);
  g_assert_cmpuint (options.ring_mib, ==, 4);
  g_assert_cmpuint (options.duration_s, ==, 7);
  g_assert_cmpstr (options.filter_text, ==, "arp");
  g_assert_true (options.promiscuous && options.pcap && !options.all && !options.check);
  g_assert_cmpuint (options.programs[0].arphrd, ==, 65534);
  g_assert_cmpuint (options.programs[0].n_instructions, ==, 2);
  g_assert_cmpuint (options.programs[0].instructions[0].code, ==, 40);
  g_assert_cmpuint (options.programs[0].instructions[0].jt, ==, 1);
  g_assert_cmpuint (options.programs[0].instructions[0].jf, ==, 2);
  g_assert_cmpuint (options.programs[0].instructions[1].k, ==, G_MAXUINT32);
  options_clear (&options);
}

static void
test_too_many (void)
{
  g_autoptr (GString) line = g_string_new ("x");
  char complaint[256];
  Options options;

  for (int i = 0; i < OPTIONS_MAX_INTERFACES; i++)
    g_string_append_printf (line, "|i%d", i);
  g_assert_true (parse (&options, line->str, complaint));
  g_string_append (line, "|one-more");
  g_assert_false (parse (&options, line->str, complaint));

  g_string_assign (line, "x|eth0");
  for (int i = 0; i < OPTIONS_MAX_PROGRAMS; i++)
    g_string_append_printf (line, "|--filter|%d:1,6 0 0 0", i);
  g_assert_true (parse (&options, line->str, complaint));
  g_string_append (line, "|--filter|99:1,6 0 0 0");
  g_assert_false (parse (&options, line->str, complaint));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/options/grammar", test_grammar);
  g_test_add_func ("/packets/capture/options/values", test_values);
  g_test_add_func ("/packets/capture/options/bounds", test_too_many);
  return g_test_run ();
}
