/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* Between dhclient and dnsmasq. */
  { .hex = "01b3d8940001000e00010001329f322152540000000500060004001700180008000200000003000c00"
           "00000500000e1000001518",
    .protocol = "DHCPv6",
    .summary = "Solicit, xid 0xb3d894",
    .fields = { "Message type: Solicit (1)", "Transaction ID: 0xb3d894", "Client identifier: ",
                "Kind: link-layer address and time (1)", "Link-layer address: 52:54:00:00:00:05",
                "Option request: ", "DNS recursive name servers: 23", "Domain search list: 24",
                "Elapsed time: ", "Time: 0 ms",
                "Identity association for addresses: ", "Renew after (T1): 1 h" } },
  { .hex = "02b3d8940001000e00010001329f32215254000000050002000e00010001329f31fe52540000000900"
           "0300280000000500000e100000189c00050018fd000077 00*10 016a00001c2000001c20000d000900"
           "007375636365737300070001ff00170010fd000077 00*11 09",
    .protocol = "DHCPv6",
    .summary = "Advertise fd00:77::16a for 2 h, xid 0xb3d894",
    .fields = { "Address: fd00:77::16a", "Preferred lifetime: 2 h", "Valid lifetime: 2 h",
                "Rebind after (T2): 105 min", "Status: Success (0)", "Message: success",
                "Address: fd00:77::9" } },
  { .hex = "037abffd0001000e00010001329f32215254000000050002000e00010001329f31fe52540000000900"
           "06000400170018000800020000000300280000000500000e100000151800050018fd000077 00*10 01"
           "6a00001c2000001d4c",
    .protocol = "DHCPv6",
    .summary = "Request fd00:77::16a for 125 min, xid 0x7abffd" },
  { .hex = "077abffd0001000e00010001329f32215254000000050002000e00010001329f31fe52540000000900"
           "0300280000000500000e100000189c00050018fd000077 00*10 016a00001c2000001c20000d000900"
           "007375636365737300170010fd000077 00*11 09",
    .protocol = "DHCPv6",
    .summary = "Reply fd00:77::16a for 2 h, xid 0x7abffd" },
  { .hex = "0b7b23c60001000e00010001329f32215254000000050006000400170018000800020000",
    .protocol = "DHCPv6",
    .summary = "Information-request, xid 0x7b23c6" },
  { .hex = "02ccf37d0001000e00010001329f32285254000000050002000e00010001329f31fe52540000000900"
           "0d001800026e6f2061646472657373657320617661696c61626c65",
    .protocol = "DHCPv6",
    .summary = "Advertise, No addresses available, xid 0xccf37d",
    .fields = { "Status: No addresses available (2)" } },
  { .hex = "07010203001900290000000100000e1000001518001a001900001c2000002a303820010db8000001 00"
           "*9",
    .protocol = "DHCPv6",
    .summary = "Reply 2001:db8:0:100::/56 for 3 h, xid 0x010203",
    .fields = { "Association ID: 0x00000001", "Prefix length: 56",
                "Prefix: 2001:db8:0:100::", "Preferred lifetime: 2 h", "Valid lifetime: 3 h" } },
  { .hex = "010102030001000a000300015254000000050002000a00040011223344556677001000020000002000"
           "0400000e10",
    .protocol = "DHCPv6",
    .summary = "Solicit, xid 0x010203",
    .fields = { "Kind: link-layer address (3)", "Kind: UUID (4)", "Value: 0011223344556677",
                "Time: 1 h" } },
  { .hex = "010102030018000e04686f6d65076578616d706c65000027000a0102706904686f6d6500",
    .protocol = "DHCPv6",
    .summary = "Solicit, xid 0x010203",
    .fields = { "Name: home.example", "Name: pi.home", "Flags: 0x01" } },
  /* Over two relays. */
  { .hex = "0c0120010db8 00*11 01fe80000000000000505400fffe0000050012000465746830000900380c0020"
           "010db8 00*11 01fe80000000000000505400fffe00000500120004657468300009000a01aabbcc0008"
           "00020064",
    .protocol = "DHCPv6",
    .summary = "Relay-forw, Relay-forw, Solicit, xid 0xaabbcc",
    .fields = { "Hops: 1", "Link address: 2001:db8::1", "Peer address: fe80::5054:ff:fe00:5",
                "Interface ID: ", "Value: 65746830", "Time: 1000 ms" } },
  { .hex = "0d0020010db8 00*11 01fe80000000000000505400fffe00000500120004657468300009003107aabb"
           "cc001900290000000100000e1000001518001a001900001c2000002a303820010db8000001 00*9",
    .protocol = "DHCPv6",
    .summary = "Relay-reply, Reply 2001:db8:0:100::/56 for 3 h, xid 0xaabbcc" },
  /* More relays than anybody has. */
  { .hex = "0c0020010db8 00*11 01fe80000000000000505400fffe0000050012000465746830000902600c0020"
           "010db8 00*11 01fe80000000000000505400fffe0000050012000465746830000902320c0020010db8"
           " 00*11 01fe80000000000000505400fffe0000050012000465746830000902040c0020010db8 00"
           "*11 01fe80000000000000505400fffe0000050012000465746830000901d60c0020010db8 00*11 01"
           "fe80000000000000505400fffe0000050012000465746830000901a80c0020010db8 00*11 01fe8000"
           "0000000000505400fffe00000500120004657468300009017a0c0020010db8 00*11 01fe8000000000"
           "0000505400fffe00000500120004657468300009014c0c0020010db8 00*11 01fe8000000000000050"
           "5400fffe00000500120004657468300009011e0c0020010db8 00*11 01fe80000000000000505400ff"
           "fe0000050012000465746830000900f00c0020010db8 00*11 01fe80000000000000505400fffe0000"
           "050012000465746830000900c20c0020010db8 00*11 01fe80000000000000505400fffe0000050012"
           "000465746830000900940c0020010db8 00*11 01fe80000000000000505400fffe0000050012000465"
           "746830000900660c0020010db8 00*11 01fe80000000000000505400fffe0000050012000465746830"
           "000900380c0020010db8 00*11 01fe80000000000000505400fffe0000050012000465746830000900"
           "0a01aabbcc000800020064",
    .protocol = "DHCPv6",
    .summary
    = "Relay-forw, Relay-forw, Relay-forw, Relay-forw, Relay-forw, Relay-forw, Relay-forw, "
      "Relay-forw, Relay-forw, Relay-forw, Relay-forw [malformed: nested too deep]",
    .fields = { "Malformed: nested too deep" } },
  { .hex = "010102030001ffff00",
    .protocol = "DHCPv6",
    .summary = "Solicit [malformed: option], xid 0x010203",
    .fields = { "Malformed: option" } },
  { .hex = "010102030005000420010db8",
    .protocol = "DHCPv6",
    .summary = "Solicit [malformed: address], xid 0x010203" },
  { .hex = "01010203001a000420010db8",
    .protocol = "DHCPv6",
    .summary = "Solicit [malformed: prefix], xid 0x010203" },
};

static const AppCase foreign[] = {
  { .hex = "" },         { .hex = "01" },           { .hex = "00010203" },
  { .hex = "63010203" }, { .hex = "0c0020010db8" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_dhcpv6, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_dhcpv6, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_dhcpv6, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/dhcpv6/says", test_says);
  g_test_add_func ("/packets/dhcpv6/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/dhcpv6/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
