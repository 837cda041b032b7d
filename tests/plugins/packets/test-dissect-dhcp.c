/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* Between udhcpc and dnsmasq. */
  { .hex = "0101060055f01b25 00*20 525400000005 00*202 638253633501013902024037070103060c0f1c2a"
           "0c0270693c0c756468637020312e33372e303d0701525400000005ff 00*16",
    .protocol = "DHCP",
    .summary = "DHCP Discover, host “pi”, xid 0x55f01b25",
    .fields
    = { "Operation: Boot Request (1)", "Hardware type: Ethernet (1)", "Transaction ID: 0x55f01b25",
        "Flags: 0x0000 (unicast)", "Client MAC address: 52:54:00:00:00:05",
        "Message type: Discover", "Maximum message size: 576",
        "Parameter request list: ", "Subnet mask: 1", "NTP server: 42", "Host name: pi",
        "Vendor class: udhcp 1.37.0", "Client identifier: 52:54:00:00:00:05" } },
  { .hex = "0201060055f01b25 00*8 0a4d01680a4d010900000000525400000005 00*202 6382536335010236"
           "040a4d0109330400000e103a04000007083b0400000c4e0104ffffff001c040a4d01ff0f0c686f6d65"
           "2e6578616d706c652a040a4d010906080a4d01090a4d010a03040a4d0101ff",
    .protocol = "DHCP",
    .summary = "DHCP Offer 10.77.1.104 from 10.77.1.9, lease 1 h, xid 0x55f01b25",
    .fields
    = { "Operation: Boot Reply (2)", "Your (client) address: 10.77.1.104",
        "Next server's address: 10.77.1.9", "Server identifier: 10.77.1.9", "Lease time: 1 h",
        "Renewal time: 30 min", "Rebinding time: 3150 s", "Router: 10.77.1.1",
        "Domain name server: 10.77.1.9, 10.77.1.10", "Address: 10.77.1.10",
        "Domain name: home.example", "Broadcast address: 10.77.1.255" } },
  { .hex = "0101060055f01b25 00*20 525400000005 00*202 6382536335010332040a4d016836040a4d010939"
           "02024037070103060c0f1c2a0c0270693c0c756468637020312e33372e303d0701525400000005ff00"
           "000000",
    .protocol = "DHCP",
    .summary = "DHCP Request 10.77.1.104 to 10.77.1.9, host “pi”, xid 0x55f01b25",
    .fields = { "Requested address: 10.77.1.104" } },
  { .hex = "0201060055f01b25 00*8 0a4d01680a4d010900000000525400000005 00*202 6382536335010536"
           "040a4d0109330400000e103a04000007083b0400000c4e0104ffffff001c040a4d01ff0f0c686f6d65"
           "2e6578616d706c650c0270692a040a4d010906080a4d01090a4d010a03040a4d0101ff",
    .protocol = "DHCP",
    .summary = "DHCP ACK 10.77.1.104 from 10.77.1.9, lease 1 h, xid 0x55f01b25",
    .fields = { "Magic cookie: DHCP (0x63825363)" } },
  /* From dhclient. */
  { .hex = "01010600463cb302 00*20 525400000005 00*202 638253633501010c066c6170746f703704011c03"
           "063c0a746573742d636c617373ff 00*30",
    .protocol = "DHCP",
    .summary = "DHCP Discover, host “laptop”, xid 0x463cb302",
    .fields = { "Vendor class: test-class" } },
  { .hex = "0201060001020304 00*20 525400000005 00*202 6382536335010636040a4d0109380a6e6f742079"
           "6f7572730aff",
    .protocol = "DHCP",
    .summary = "DHCP NAK from 10.77.1.9, xid 0x01020304",
    .fields = { "Message: not yours." } },
  { .hex = "0101060001020304000000000a4d0168 00*12 525400000005 00*202 6382536335010736040a4d01"
           "09ff",
    .protocol = "DHCP",
    .summary = "DHCP Release 10.77.1.104 to 10.77.1.9, xid 0x01020304" },
  { .hex = "0101060001020304000080000a4d0168 00*12 525400000005 00*202 63825363350108ff",
    .protocol = "DHCP",
    .summary = "DHCP Inform 10.77.1.104, xid 0x01020304",
    .fields = { "Flags: 0x8000 (broadcast)" } },
  { .hex = "0101060001020304 00*20 525400000005 00*202 63825363350163ff",
    .protocol = "DHCP",
    .summary = "DHCP message type 99, xid 0x01020304",
    .fields = { "Message type: unknown" } },
  { .hex = "0201060001020304 00*8 0a000005 00*8 525400000005 00*202 638253633501053304ffffffff"
           "36040a000001ff",
    .protocol = "DHCP",
    .summary = "DHCP ACK 10.0.0.5 from 10.0.0.1, lease infinity, xid 0x01020304",
    .fields = { "Lease time: infinity" } },
  /* Options in all three places. */
  { .hex = "0201060001020304 00*8 0a000005 00*8 525400000005 00*10 36040a000001ff 00*57 350105"
           "3304000151800c026869ff 00*114 63825363340103ff",
    .protocol = "DHCP",
    .summary = "DHCP ACK 10.0.0.5 from 10.0.0.1, lease 1 d, xid 0x01020304",
    .fields = { "Option overload: boot file name and server host name hold options",
                "Server host name: holds options", "Boot file name: holds options",
                "Server identifier: 10.0.0.1", "Lease time: 1 d" } },
  { .hex = "0101060101020304 00*16 0a0000fe525400000005 00*202 63825363350101520f01046574683002"
           "040a0000016301ffff",
    .protocol = "DHCP",
    .summary = "DHCP Discover, xid 0x01020304",
    .fields = { "Relay agent's address: 10.0.0.254", "Hops: 1",
                "Relay agent information: ", "Circuit ID: 1", "Text: eth0", "Remote ID: 2",
                "Value: 0a000001", "Suboption: 99" } },
  { .hex = "0201060001020304 00*8 0a000005 00*8 525400000005 00*202 638253633501027913080a0a00"
           "0001000a00000218c000020a000003ff",
    .protocol = "DHCP",
    .summary = "DHCP Offer 10.0.0.5, xid 0x01020304",
    .fields = { "Route: 10.0.0.0/8 via 10.0.0.1", "Route: 0.0.0.0/0 via 10.0.0.2",
                "Route: 192.0.2.0/24 via 10.0.0.3" } },
  { .hex = "0101060001020304 00*20 525400000005 00*202 63825363350103510f040000056a656e6e79046c"
           "6f636100ff",
    .protocol = "DHCP",
    .summary = "DHCP Request, xid 0x01020304",
    .fields = { "Client's fully qualified domain name: jenny.loca" } },
  /* An option that is longer than the packet. */
  { .hex = "0101060001020304 00*20 525400000005 00*202 6382536335010352ff0104",
    .protocol = "DHCP",
    .summary = "DHCP Request, xid 0x01020304 [malformed: option]",
    .fields = { "Malformed: option" } },
  /* Before there were options. */
  { .hex = "0101060000000007 00*20 525400000005 00*266",
    .protocol = "BOOTP",
    .summary = "Boot Request from 52:54:00:00:00:05, xid 0x00000007",
    .fields = { "Vendor specific: "
                "0000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                "0000000000000000000000000000000000000000000000" } },
  { .hex = "0201060001020304 00*8 0a000005 00*8 525400000005 00*74 7078656c696e75782e30 00*118 "
           "638253630104ffffff00ff",
    .protocol = "BOOTP",
    .summary = "Boot Reply 10.0.0.5 to 52:54:00:00:00:05, xid 0x01020304",
    .fields = { "Boot file name: pxelinux.0", "Subnet mask: 255.255.255.0" } },
  { .hex = "0101060001020304 00*20 525400000005 00*202 638253633501010c036ce92eff",
    .protocol = "DHCP",
    .summary = "DHCP Discover, host “l..”, xid 0x01020304",
    .fields = { "Host name: l.." } },
};

static const AppCase foreign[] = {
  { .hex = "00*300" },
  { .hex = "0301060001020304 00*20 525400000005 00*202 63825363" },
  { .hex = "01" },
  { .hex = "" },
  { .hex = "0101060001020304 00*20 525400000005 00*166" },
  { .hex = "0101110001020304 00*20 525400000005 00*202 63825363" },
};

static void
test_says (void)
{
  app_case_check_all (dissect_dhcp, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_dhcp, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_dhcp, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/dhcp/says", test_says);
  g_test_add_func ("/packets/dhcp/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/dhcp/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
