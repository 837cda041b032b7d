/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/names/mac-address.h"
#include "plugins/packets/names/mac-vendor.h"

static void
parse_mac (const char *text, guint8 mac[6])
{
  g_assert_cmpint (sscanf (text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", &mac[0], &mac[1], &mac[2],
                           &mac[3], &mac[4], &mac[5]),
                   ==, 6);
}

typedef struct
{
  const char *mac;
  const char *expected; /* (nullable) */
} Case;

static void
test_addresses_that_say_it_themselves (void)
{
  static const Case cases[] = {
    { "00:00:00:00:00:00", "none" },
    { "00:00:00:00:00:01", NULL },
    { "ff:ff:ff:ff:ff:ff", "broadcast" },
    { "ff:ff:ff:ff:ff:fe", "multicast" },
    { "01:00:5e:00:00:fb", "IPv4 multicast" },
    { "01:00:5e:7f:ff:ff", "IPv4 multicast" },
    { "01:00:5e:80:00:00", "multicast" },
    { "33:33:ff:00:00:05", "IPv6 multicast" },
    { "33:34:00:00:00:00", "multicast" },
    { "01:80:c2:00:00:00", "STP" },
    { "01:80:c2:00:00:0e", "LLDP" },
    { "01:80:c2:00:00:77", "multicast" },
    { "52:54:00:12:34:56", "local (QEMU/KVM)" },
    { "52:54:01:12:34:56", "local" },
    { "02:60:8c:00:00:01", "local" }, /* 3Com's, before the bit meant this */
    { "fe:54:00:12:34:56", "local" },
    { "00:22:72:00:00:01", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 mac[6];

      parse_mac (cases[i].mac, mac);
      g_test_message ("%s", cases[i].mac);
      g_assert_cmpstr (mac_address_describe (mac), ==, cases[i].expected);
    }
}

/* As IEEE writes it, with what its files have had: CRLF, quotes, quotes in quotes, a row broken off. */
static const char csv[]
    = "Registry,Assignment,Organization Name,Organization Address\r\n"
      "MA-L,10E992,INGRAM MICRO SERVICES,100 CHEMIN DE BAILLOT MONTAUBAN  FR 82000 \r\n"
      "MA-L,286FB9,\"Nokia Shanghai Bell Co., Ltd.\",\"No.388 Ning Qiao Road,Jin Qiao\" \r\n"
      "MA-M,286FB91,\"\"\"Half\"\" a block\",x\n"
      "MA-S,286FB9123,  A 36-bit\tone ,x\n"
      "IAB,286fb9124,Lower case,x\n"
      "MA-L,286FBA,,no name\n"
      "MA-L,28G000,Not hex,x\n"
      "MA-L,2800000,Seven digits are 28 bits,x\n"
      "MA-L,28000,Five digits are none,x\n"
      "\n"
      "MA-L,111111\n"
      "MA-L,AABBCC,\"never closed,\n"
      "MA-L,A0B0C0,After it\xff,x\n"
      "MA-L,A0B0C1,Last";

static void
test_csv (void)
{
  static const Case cases[] = {
    { "10:e9:92:00:00:00", "INGRAM MICRO SERVICES" },
    { "10:e9:93:00:00:00", NULL },
    { "28:6f:b9:00:00:00", "Nokia Shanghai Bell Co., Ltd." },
    { "28:6f:b9:1f:ff:ff", "\"Half\" a block" },
    { "28:6f:b9:12:3f:ff", "A 36-bit one" },
    { "28:6f:b9:12:40:00", "Lower case" },
    { "28:6f:b9:12:50:00", "\"Half\" a block" },
    { "28:6f:b9:20:00:00", "Nokia Shanghai Bell Co., Ltd." },
    { "28:6f:ba:00:00:00", NULL },
    { "28:00:00:0f:ff:ff", "Seven digits are 28 bits" },
    { "28:00:00:10:00:00", NULL },
    { "11:11:11:00:00:00", NULL },
    { "aa:bb:cc:00:00:00", "never closed," },
    { "a0:b0:c0:00:00:00", "After it\357\277\275" },
    { "a0:b0:c1:00:00:00", "Last" },
  };
  g_autoptr (OuiTable) table = oui_table_new ();

  oui_table_add_csv (table, csv, strlen (csv));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 mac[6];

      parse_mac (cases[i].mac, mac);
      g_test_message ("%s", cases[i].mac);
      g_assert_cmpstr (oui_table_find (table, mac), ==, cases[i].expected);
    }
}

static void
test_csv_of_several_files (void)
{
  static const char one[] = "MA-L,001122,One,x\n", two[] = "MA-S,001122334,Two,x\n";
  g_autoptr (OuiTable) table = oui_table_new ();
  const guint8 mac[6] = { 0, 0x11, 0x22, 0x33, 0x44, 0x55 };

  oui_table_add_csv (table, one, strlen (one));
  g_assert_cmpstr (oui_table_find (table, mac), ==, "One");
  oui_table_add_csv (table, two, strlen (two));
  g_assert_cmpstr (oui_table_find (table, mac), ==, "Two");
}

static void
test_csv_is_bounded (void)
{
  g_autoptr (GString) text = g_string_new ("MA-L,001122,");
  g_autoptr (OuiTable) table = oui_table_new ();
  const guint8 mac[6] = { 0, 0x11, 0x22 };
  const guint8 last[6] = { 0, 0x11, 0x24 }, beyond[6] = { 0, 0x11, 0x25 };

  for (guint i = 0; i < OUI_TABLE_MAX_NAME; i++)
    g_string_append (text, "→");
  g_string_append_c (text, '\n');
  for (guint i = 0; i < OUI_TABLE_MAX_ROWS - 2; i++)
    g_string_append (text, "MA-L,001123,x,y\n");
  g_string_append (text, "MA-L,001124,Last,y\nMA-L,001125,Beyond,y\n");
  oui_table_add_csv (table, text->str, text->len);
  g_assert_cmpstr (oui_table_find (table, last), ==, "Last");
  g_assert_null (oui_table_find (table, beyond));
  g_assert_cmpuint (strlen (oui_table_find (table, mac)), ==, OUI_TABLE_MAX_NAME / 3 * 3);
  g_assert_true (g_utf8_validate (oui_table_find (table, mac), -1, NULL));
}

static void
assert_found (MacVendor *vendor, const char *text, const char *part)
{
  guint8 mac[6];
  const char *name, *peeked;

  parse_mac (text, mac);
  name = mac_vendor_find (vendor, mac);
  g_test_message ("%s: %s", text, name != NULL ? name : "(nobody)");
  if (part == NULL)
    g_assert_null (name);
  else
    g_assert_nonnull (strcasestr (name, part));
  /* The same string, so that it can be kept. */
  g_assert_true (mac_vendor_find (vendor, mac) == name);
  g_assert_true (mac_vendor_peek (vendor, mac, &peeked));
  g_assert_true (peeked == name);
}

static void
test_hwdb (void)
{
  g_autoptr (MacVendor) vendor = mac_vendor_new ();

  g_assert_true (mac_vendor_open_hwdb (vendor));
  assert_found (vendor, "00:00:00:12:34:56", "XEROX");
  /* The whole block of 00:1b:c5 is the registry's, given out in parts of 36 bits; 00:55:da's are of 28. */
  assert_found (vendor, "00:1b:c5:00:1f:ff", "OpenRB");
  assert_found (vendor, "00:55:da:1f:ff:ff", "KoolPOS");
  assert_found (vendor, "52:54:00:12:34:56", "QEMU");
  assert_found (vendor, "02:60:8c:12:34:56", "local");
  assert_found (vendor, "00:55:00:00:00:00", NULL);
}

static void
test_table_without_hwdb (void)
{
  g_autoptr (MacVendor) vendor = mac_vendor_new ();
  OuiTable *table = oui_table_new ();
  const guint8 mac[6] = { 0x10, 0xe9, 0x92, 1, 2, 3 };
  const char *name;

  g_assert_false (mac_vendor_peek (vendor, mac, &name));
  assert_found (vendor, "10:e9:92:01:02:03", NULL);
  oui_table_add_csv (table, csv, strlen (csv));
  mac_vendor_take_table (vendor, table);
  /* What nobody knew is asked for again. */
  g_assert_false (mac_vendor_peek (vendor, mac, &name));
  assert_found (vendor, "10:e9:92:01:02:03", "INGRAM");
}

static void
test_cache_is_bounded (void)
{
  g_autoptr (MacVendor) vendor = mac_vendor_new ();
  OuiTable *table = oui_table_new ();
  const guint8 first[6] = { 0x10, 0xe9, 0x92, 0, 0, 0 };
  const char *name;
  const char *before;

  oui_table_add_csv (table, csv, strlen (csv));
  mac_vendor_take_table (vendor, table);
  before = mac_vendor_find (vendor, first);
  for (guint i = 1; i <= 5000; i++)
    {
      const guint8 mac[6] = { 0x10, 0xe9, 0x92, 0, i >> 8, i };

      g_assert_true (mac_vendor_find (vendor, mac) == before);
    }
  /* Forgotten, but the string that was given out is still the one. */
  g_assert_false (mac_vendor_peek (vendor, first, &name));
  g_assert_true (mac_vendor_find (vendor, first) == before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/mac-vendor/addresses-that-say-it-themselves",
                   test_addresses_that_say_it_themselves);
  g_test_add_func ("/packets/mac-vendor/csv/longest-prefix", test_csv);
  g_test_add_func ("/packets/mac-vendor/csv/several-files", test_csv_of_several_files);
  g_test_add_func ("/packets/mac-vendor/csv/bounds", test_csv_is_bounded);
  g_test_add_func ("/packets/mac-vendor/hwdb/longest-prefix", test_hwdb);
  g_test_add_func ("/packets/mac-vendor/table-without-hwdb", test_table_without_hwdb);
  g_test_add_func ("/packets/mac-vendor/cache/bounds", test_cache_is_bounded);
  return g_test_run ();
}
