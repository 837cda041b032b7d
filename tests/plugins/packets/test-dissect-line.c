/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>
#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/dissect/dissect-line.h"

static void
test_ipv6 (void)
{
  static const char *const addresses[] = {
    "::",
    "::1",
    "1::",
    "fe80::1",
    "2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1",
    "1:0:0:2::3",
    "::ffff:192.0.2.33",
    "::192.0.2.33",
    "2001:0:0:1::",
    "ff02::1:ff00:5",
    "1:2:3:4:5:6:7:8",
    "0:1::",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      guint8 address[16];
      char expected[INET6_ADDRSTRLEN];
      DissectLine line;

      g_assert_cmpint (inet_pton (AF_INET6, addresses[i], address), ==, 1);
      inet_ntop (AF_INET6, address, expected, sizeof expected);
      dissect_line_clear (&line);
      dissect_line_add_ipv6 (&line, address);
      g_assert_cmpstr (line.text, ==, expected);
    }
}

static void
test_numbers (void)
{
  DissectLine line;

  dissect_line_clear (&line);
  dissect_line_add_unsigned (&line, 0);
  dissect_line_add_char (&line, ' ');
  dissect_line_add_unsigned (&line, G_MAXUINT64);
  dissect_line_add (&line, " 0x");
  dissect_line_add_hex (&line, 0xab, 4);
  dissect_line_add_char (&line, ' ');
  dissect_line_add_hex (&line, 0x12345, 2);
  dissect_line_add_char (&line, ' ');
  dissect_line_add_ipv4 (&line, (const guint8[]) { 192, 0, 20, 255 });
  dissect_line_add_char (&line, ' ');
  dissect_line_add_mac (&line, (const guint8[]) { 0x52, 0x54, 0, 0xff, 0x0a, 5 });
  g_assert_cmpstr (line.text, ==,
                   "0 18446744073709551615 0x00ab 12345 192.0.20.255 52:54:00:ff:0a:05");
}

static void
test_outside_text (void)
{
  static const guint8 octets[] = "a\n\x1b[1m\xff\xc3\xa9\xe2\x80\xae\x7f";
  DissectLine line;

  dissect_line_clear (&line);
  dissect_line_add_octets (&line, octets, sizeof octets);
  g_assert_cmpstr (line.text, ==, "a..[1m.\xc3\xa9...");
}

static void
test_bounds (void)
{
  DissectLine line;

  for (guint lead = 0; lead < 4; lead++)
    {
      dissect_line_clear (&line);
      for (guint i = 0; i < lead; i++)
        dissect_line_add_char (&line, 'x');
      for (guint i = 0; i < DISSECT_LINE_BYTES; i++)
        dissect_line_add (&line, "→");
      g_assert_cmpuint (line.length, <, DISSECT_LINE_BYTES);
      g_assert_cmpuint (line.length, >, DISSECT_LINE_BYTES - 5);
      g_assert_cmpuint (line.length, ==, strlen (line.text));
      g_assert_true (g_utf8_validate (line.text, -1, NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/line/ipv6-as-inet_ntop", test_ipv6);
  g_test_add_func ("/packets/line/numbers", test_numbers);
  g_test_add_func ("/packets/line/outside-text", test_outside_text);
  g_test_add_func ("/packets/line/bounds", test_bounds);
  return g_test_run ();
}
