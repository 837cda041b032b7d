/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <glib.h>
#include <string.h>

#include "plugins/packets/capture/fingerprint.h"
#include "plugins/packets/format/pcapng-flags.h"

#define MS (1000u * 1000u)
#define SOON (1700000000u * (guint64) 1000 * MS)

static Fingerprints fingerprints;

/* Hex digits; the rest is spaces. */
static uint64_t
hash_padded (const char *hex, guint16 link_type, gsize padded_bytes)
{
  guint8 bytes[2048] = { 0 };
  gsize n = 0;

  for (; *hex != '\0'; hex++)
    if (g_ascii_isxdigit (hex[0]))
      {
        bytes[n++] = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));
        hex++;
      }
  n = MAX (n, padded_bytes);
  return fingerprints_hash (&fingerprints, link_type, bytes, (guint32) n, (guint32) n);
}

static uint64_t
hash (const char *hex)
{
  return hash_padded (hex, LINK_TYPE_ETHERNET, 0);
}

#define ADDRESSES "020000000002 020000000001 "
#define UDP4(checksum, id, ip_checksum, ttl) \
  "0800 45000020 " id "4000 " ttl "11 " ip_checksum " 0a000001 0a000002 1000 0035 000c " checksum \
  " 61626364"
#define TCP6(checksum) \
  "86dd 60000000 0018 06 40 fe800000000000000000000000000001 fe800000000000000000000000000002 " \
  "1000 0050 00000001 00000002 50100100 " checksum " 0000 61626364"
#define ARP "0806 0001080006040001 020000000001 0a000001 000000000000 0a000002"

static void
test_same (void)
{
  static const char *const pairs[][2] = {
    { ADDRESSES UDP4 ("1234", "0001", "aaaa", "40"),
      ADDRESSES UDP4 ("0000", "0001", "bbbb", "40") },
    { ADDRESSES UDP4 ("1234", "0001", "aaaa", "40"),
      ADDRESSES "8100 0064" UDP4 ("1234", "0001", "aaaa", "40") },
    { ADDRESSES ARP, ADDRESSES "88a8 0064 8100 00c8" ARP },
    { ADDRESSES TCP6 ("1234"), ADDRESSES TCP6 ("ffff") },
    /* UDP behind options of IPv4, SCTP: checksums at other places */
    { ADDRESSES "0800 46000024 00014000 4011 aaaa 0a000001 0a000002 01010100 1000 0035 000c 1234 "
                "61626364",
      ADDRESSES "0800 46000024 00014000 4011 bbbb 0a000001 0a000002 01010100 1000 0035 000c ffff "
                "61626364" },
    { ADDRESSES "0800 45000024 00014000 4084 aaaa 0a000001 0a000002 1000 0035 00000001 12345678 "
                "61626364",
      ADDRESSES "0800 45000024 00014000 4084 bbbb 0a000001 0a000002 1000 0035 00000001 00000000 "
                "61626364" },
    /* ICMPv6 behind a hop-by-hop header */
    { ADDRESSES
      "86dd 60000000 0010 00 40 fe800000000000000000000000000001 ff020000000000000000000000000016 "
      "3a00050200000000 8f00 1111 00000000",
      ADDRESSES
      "86dd 60000000 0010 00 40 fe800000000000000000000000000001 ff020000000000000000000000000016 "
      "3a00050200000000 8f00 2222 00000000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmphex (hash (pairs[i][0]), ==, hash (pairs[i][1]));
}

static void
test_padding (void)
{
  static const char *const frames[]
      = { ADDRESSES UDP4 ("1234", "0001", "aaaa", "40"), ADDRESSES ARP, ADDRESSES TCP6 ("1234"),
          ADDRESSES "0003 424203" };

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    g_assert_cmphex (hash (frames[i]), ==, hash_padded (frames[i], LINK_TYPE_ETHERNET, 90));
}

static void
test_different (void)
{
  static const char *const pairs[][2] = {
    /* a router was between them */
    { ADDRESSES UDP4 ("1234", "0001", "aaaa", "40"),
      ADDRESSES UDP4 ("1234", "0001", "aaaa", "3f") },
    { ADDRESSES UDP4 ("1234", "0001", "aaaa", "40"),
      ADDRESSES UDP4 ("1234", "0002", "aaaa", "40") },
    { ADDRESSES ARP, "020000000002 020000000003 " ARP },
    { ADDRESSES "88cc 0102", ADDRESSES "88cd 0102" },
    { ADDRESSES "88cc 0102", ADDRESSES "88cc 010200" },
    /* a later fragment has no checksum there */
    { ADDRESSES "0800 45000020 00012001 4011 aaaa 0a000001 0a000002 1000 0035 000c 1234 61626364",
      ADDRESSES "0800 45000020 00012001 4011 aaaa 0a000001 0a000002 1000 0035 000c 4321 61626364" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmphex (hash (pairs[i][0]), !=, hash (pairs[i][1]));
}

static void
test_without_link_layer (void)
{
  const char *first = "45000020 00014000 4011 aaaa 0a000001 0a000002 1000 0035 000c 1234 61626364";
  const char *second = "45000020 00014000 4011 bbbb 0a000001 0a000002 1000 0035 000c 0000 61626364";

  g_assert_cmphex (hash_padded (first, LINK_TYPE_RAW, 0), ==,
                   hash_padded (second, LINK_TYPE_RAW, 0));
  g_assert_cmphex (hash_padded (first, LINK_TYPE_LINUX_SLL2, 0), !=,
                   hash_padded (second, LINK_TYPE_LINUX_SLL2, 0));
}

/* Every length of every frame above, and of noise: nothing is read that is not there. */
static void
test_cut_short (void)
{
  static const guint16 types[] = { LINK_TYPE_ETHERNET, LINK_TYPE_RAW, LINK_TYPE_LINUX_SLL2 };
  guint8 bytes[200];

  for (int round = 0; round < 2000; round++)
    {
      const gsize n = (gsize) round % sizeof bytes;
      g_autofree guint8 *exact = NULL;

      for (gsize i = 0; i < sizeof bytes; i++)
        bytes[i] = (guint8) g_test_rand_int_range (0, 256);
      memcpy (bytes + 12,
              round % 3 == 0   ? "\x08\x00\x45"
              : round % 3 == 1 ? "\x86\xdd\x60"
                               : "\x81\x00\x00",
              3);
      exact = g_memdup2 (bytes, n);
      for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
        fingerprints_hash (&fingerprints, types[i], exact, (guint32) n, (guint32) n + 1000);
    }
}

static guint64
see (guint64 hash_value, guint64 ms, guint16 place)
{
  return fingerprints_identify (&fingerprints, hash_value, SOON + ms * MS, place);
}

static void
test_path (void)
{
  const guint64 first = see (1, 0, 1);

  /* tap in, NIC out, bridge in, and back from the NIC */
  g_assert_cmpuint (see (1, 0, 2), ==, first);
  g_assert_cmpuint (see (1, 0, 3), ==, first);
  g_assert_cmpuint (see (1, 49, 4), ==, first);
  g_assert_cmpuint (see (1, 49, 3), ==, first);
  g_assert_cmpuint (see (2, 49, 1), !=, first);
}

static void
test_sent_again (void)
{
  const guint64 first = see (10, 0, 1);
  const guint64 again = see (10, 1, 1);

  g_assert_cmpuint (again, >, first);
  g_assert_cmpuint (see (10, 1, 2), ==, again);
}

static void
test_window (void)
{
  const guint64 first = see (20, 100, 1);

  g_assert_cmpuint (see (20, 60, 2), ==, first); /* times need not ascend */
  g_assert_cmpuint (see (20, 151, 2), !=, first);
}

static void
test_crowd (void)
{
  const guint64 first = see (30, 0, 1);

  /* What comes between a packet and its copy displaces only what is older. */
  for (guint64 i = 1; i < FINGERPRINTS_N_WAYS; i++)
    see (30 + (i << 32) + i * FINGERPRINTS_N_SETS, 0, 1);
  g_assert_cmpuint (see (30, 1, 2), ==, first);
}

int
main (int argc, char **argv)
{
  fingerprints_init (&fingerprints, 0x123456789abcdef);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/fingerprint/checksums-and-tags-do-not-count", test_same);
  g_test_add_func ("/packets/capture/fingerprint/padding-does-not-count", test_padding);
  g_test_add_func ("/packets/capture/fingerprint/all-else-counts", test_different);
  g_test_add_func ("/packets/capture/fingerprint/without-link-layer", test_without_link_layer);
  g_test_add_func ("/packets/capture/fingerprint/cut-short", test_cut_short);
  g_test_add_func ("/packets/capture/fingerprint/path", test_path);
  g_test_add_func ("/packets/capture/fingerprint/sent-again", test_sent_again);
  g_test_add_func ("/packets/capture/fingerprint/window", test_window);
  g_test_add_func ("/packets/capture/fingerprint/crowd", test_crowd);
  return g_test_run ();
}
