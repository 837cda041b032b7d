/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <netinet/in.h>
#include <string.h>

#include "plugins/multiload/icmp-echo.h"

#define COOKIE G_GUINT64_CONSTANT (0x1122334455667788)

static void
write_reply (guint8 *bytes, int family, guint16 sequence)
{
  icmp_echo_write_request (bytes, family, COOKIE, sequence);
  bytes[0] = family == AF_INET6 ? 129 : 0;
}

static void
test_takes_replies (void)
{
  const int families[] = { AF_INET, AF_INET6 };

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (guint sequence = 0; sequence <= G_MAXUINT16; sequence += 257)
      {
        guint8 bytes[ICMP_ECHO_BYTES];
        guint16 found;

        write_reply (bytes, families[i], sequence);
        g_assert_true (icmp_echo_parse_reply (bytes, sizeof bytes, families[i], COOKIE, &found));
        g_assert_cmpuint (found, ==, sequence);
      }
}

static void
test_requests_are_no_replies (void)
{
  guint8 bytes[ICMP_ECHO_BYTES];
  guint16 sequence;

  icmp_echo_write_request (bytes, AF_INET, COOKIE, 7);
  g_assert_cmpuint (bytes[0], ==, 8);
  g_assert_false (icmp_echo_parse_reply (bytes, sizeof bytes, AF_INET, COOKIE, &sequence));
  icmp_echo_write_request (bytes, AF_INET6, COOKIE, 7);
  g_assert_cmpuint (bytes[0], ==, 128);
  g_assert_false (icmp_echo_parse_reply (bytes, sizeof bytes, AF_INET6, COOKIE, &sequence));
}

static void
test_refuses_strangers (void)
{
  guint8 bytes[ICMP_ECHO_BYTES + 1] = { 0 };
  guint16 sequence;

  write_reply (bytes, AF_INET, 7);
  for (gsize n_bytes = 0; n_bytes <= sizeof bytes; n_bytes++)
    g_assert_cmpint (icmp_echo_parse_reply (bytes, n_bytes, AF_INET, COOKIE, &sequence), ==,
                     n_bytes == ICMP_ECHO_BYTES);
  g_assert_false (icmp_echo_parse_reply (bytes, ICMP_ECHO_BYTES, AF_INET6, COOKIE, &sequence));
  g_assert_false (icmp_echo_parse_reply (bytes, ICMP_ECHO_BYTES, AF_INET, COOKIE + 1, &sequence));
  /* Every bit counts but those of checksum, id and sequence number. */
  for (guint bit = 0; bit < ICMP_ECHO_BYTES * 8; bit++)
    {
      const gboolean free_bit = bit >= 16 && bit < 64;

      bytes[bit / 8] ^= 1 << bit % 8;
      g_assert_cmpint (icmp_echo_parse_reply (bytes, ICMP_ECHO_BYTES, AF_INET, COOKIE, &sequence),
                       ==, free_bit);
      bytes[bit / 8] ^= 1 << bit % 8;
    }
}

static void
test_parses_addresses (void)
{
  const struct
  {
    const char *text;
    int family; /* 0: none */
  } cases[] = { { "127.0.0.1", AF_INET },
                { "::1", AF_INET6 },
                { "2001:db8::7", AF_INET6 },
                { "", 0 },
                { "example.org", 0 },
                { "1.2.3.4.5", 0 },
                { "::g", 0 },
                { "127.0.0.1 evil", 0 },
                { "\xff", 0 },
                { "a\nb", 0 } };
  g_autofree char *endless = g_strnfill (100000, '1');
  HostAddress address, other;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (host_address_parse (cases[i].text, &address), ==, cases[i].family != 0);
      if (cases[i].family != 0)
        g_assert_cmpint (address.address.ss_family, ==, cases[i].family);
    }
  g_assert_false (host_address_parse (endless, &address));
  g_assert_true (host_address_parse ("127.0.0.1", &address));
  g_assert_true (host_address_parse ("127.0.0.2", &other));
  g_assert_false (host_address_is_same (&address, &other));
  g_assert_true (host_address_is_same (&address, &address));
  g_assert_false (host_address_take ("garbage", 7, &address));
  g_assert_false (host_address_take ((const char *) &other.address, other.length_bytes - 1,
                                     &address));
  g_assert_true (host_address_take ((const char *) &other.address, other.length_bytes, &address));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/icmp-echo/replies", test_takes_replies);
  g_test_add_func ("/icmp-echo/requests", test_requests_are_no_replies);
  g_test_add_func ("/icmp-echo/strangers", test_refuses_strangers);
  g_test_add_func ("/icmp-echo/addresses", test_parses_addresses);
  return g_test_run ();
}
