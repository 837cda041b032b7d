/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  { .hex = "01000000d837d030256fb7014993db256db7ff4991db236db5ff4791d9236bb5fd478fd9216bb3fd25"
           "6fb7014993db256db7ff4991db236db5ff4791d9236bb5fd478fd9216bb3fd458fd72169b3fb458dd7"
           "1f69b1fb438d256fb7014993db256db7ff4991db236db5ff4791d9236bb5fd478fd9256fb7014993db"
           "256db7ff4991db236d 00*16",
    .protocol = "WireGuard",
    .summary = "Handshake Initiation, sender=0x30d037d8",
    .fields = { "Type: Handshake Initiation (1)", "Sender's index: 0x30d037d8",
                "Ephemeral key: 256fb7014993db256db7ff4991db236db5ff4791d9236bb5fd478fd9216bb3fd",
                "Second code (mac2): 00000000000000000000000000000000" } },
  { .hex = "0200000006f47dabd837d030256fb7014993db256db7ff4991db236db5ff4791d9236bb5fd478fd921"
           "6bb3fd256fb7014993db256db7ff4991db236d256fb7014993db256db7ff4991db236d 00*16",
    .protocol = "WireGuard",
    .summary = "Handshake Response, sender=0xab7df406, receiver=0x30d037d8",
    .fields = { "Receiver's index: 0x30d037d8" } },
  { .hex = "0300000006f47dab256fb7014993db256db7ff4991db236db5ff4791d9236bb5256fb7014993db256d"
           "b7ff4991db236db5ff4791d9236bb5fd478fd9216bb3fd",
    .protocol = "WireGuard",
    .summary = "Cookie Reply, receiver=0xab7df406",
    .fields = { "Nonce: 256fb7014993db256db7ff4991db236db5ff4791d9236bb5" } },
  { .hex = "0400000006f47dab0102000000000000256fb7014993db256db7ff4991db236d",
    .protocol = "WireGuard",
    .summary = "Keepalive, receiver=0xab7df406, counter=513",
    .fields = { "Counter: 513" } },
  { .hex = "0400000006f47dab ff*8 256fb7014993db256db7ff4991db236db5ff4791d9236bb5fd478fd9216b"
           "b3fd458fd72169b3fb458dd71f69b1fb438dd51f67b1f9438bd51d67aff9418bd31d65aff74189d31b"
           "65adf73f89d11b63adf53f87d11963abf53d87cf1961abf33d85cf1761a9f33b85cd175fa9f13b83cd",
    .protocol = "WireGuard",
    .summary = "Transport Data, receiver=0xab7df406, counter=18446744073709551615, datalen=96",
    .fields = { "Encrypted packet: 96 bytes" } },
};

static const AppCase foreign[] = {
  { .hex = "" },          { .hex = "04" },
  { .hex = "04 00*15" },  { .hex = "04000001 00*28" },
  { .hex = "04 00*30" },  { .hex = "01 00*146" },
  { .hex = "01 00*148" }, { .hex = "05 00*31" },
  { .hex = "00*32" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_wireguard, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_wireguard, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_wireguard, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/wireguard/says", test_says);
  g_test_add_func ("/packets/wireguard/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/wireguard/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
