/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* From RFC 5769. */
  { .hex = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e7400"
           "2400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aea"
           "a70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf",
    .protocol = "STUN",
    .summary = "Binding Request",
    .fields = { "Type: Binding Request (0x0001)", "Magic cookie: 0x2112a442",
                "Transaction ID: b7e7a701bc34d686fa87dfae", "Software: STUN test client",
                "User name: evtj:h6vY", "Fingerprint: e57a3bcf" } },
  { .hex = "0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f72200020000800"
           "01a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96",
    .protocol = "STUN",
    .summary = "Binding Success Response, 192.0.2.1 port 32853",
    .fields = { "Mapped address, masked: 192.0.2.1 port 32853" } },
  { .hex = "010100482112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f72200020001400"
           "02a1470113a9faa5d3f179bc25f4b5bed2b9d900080014a382954e4be67bf11784c97c8292c275bfe3"
           "ed4180280004c8fb0b4c",
    .protocol = "STUN",
    .summary = "Binding Success Response, 2001:db8:1234:5678:11:2233:4455:6677 port 32853" },
  { .hex = "0111000c2112a44200112233445566778899aabb000900040000040100000000",
    .protocol = "STUN",
    .summary = "Binding Error Response",
    .fields = { "Error code: 00000401" } },
  { .hex = "000100042112a44200112233445566778899aabb00060009",
    .protocol = "STUN",
    .summary = "Binding Request [malformed: attribute]",
    .fields = { "Malformed: attribute" } },
  { .hex = "010100082112a44200112233445566778899aabb0001000400010d96",
    .protocol = "STUN",
    .summary = "Binding Success Response",
    .fields = { "Mapped address: " } },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "0001" },
  { .hex = "000100002112a44300112233445566778899aabb" },
  { .hex = "000100042112a44200112233445566778899aabb" },
  { .hex = "400100002112a44200112233445566778899aabb" },
  { .hex = "00ff00002112a44200112233445566778899aabb" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_stun, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_stun, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_stun, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/stun/says", test_says);
  g_test_add_func ("/packets/stun/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/stun/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
