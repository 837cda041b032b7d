/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "tests/plugins/packets/app-case.h"
#include "tests/sw-test.h"

static const AppCase cases[] = {
  /* Between a client and dnsmasq. */
  { .hex = "1a2b01200001000000000001076578616d706c65036f726700000100010000291000000080000000",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b A example.org",
    .fields = { "Transaction ID: 0x1a2b", "Flags: 0x0120", "Opcode: Standard query (0)",
                "Response: no", "Recursion desired: yes", "Authentic data: yes", "Questions: 1",
                "Additional records: 1", "Question: A example.org", "Name: example.org", "Type: A",
                "Class: IN (0x0001)", "Additional: <Root> OPT", "UDP payload size: 4096" } },
  { .hex = "1a2b85800001000100000001076578616d706c65036f72670000010001c00c00010001000000000004"
           "c000020100002904d0000000000000",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b A example.org A 192.0.2.1",
    .fields = { "Response: yes", "Authoritative: yes", "Reply code: No error (0)",
                "Answer: example.org A 192.0.2.1", "Time to live: 0 s", "Data length: 4",
                "Address: 192.0.2.1" } },
  { .hex = "1a2c85800001000100000000076578616d706c65036f726700001c0001c00c001c0001000000000010"
           "20010db8 00*11 01",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2c AAAA example.org AAAA 2001:db8::1",
    .fields = { "Address: 2001:db8::1" } },
  { .hex = "1a2d858000010002000000010377777704686f6d65076578616d706c650000010001c00c0005000100"
           "000000001304686f737404686f6d65076578616d706c6500c02e00010001000000000004c000020700"
           "002904d0000080000000",
    .protocol = "DNS",
    .summary
    = "Standard query response 0x1a2d A www.home.example CNAME host.home.example, A 192.0.2.7",
    .fields = { "Target: host.home.example" } },
  { .hex = "1a2e8580000100010000000004686f6d65076578616d706c6500000f0001c00c000f00010000000000"
           "15000a046d61696c04686f6d65076578616d706c6500",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2e MX home.example MX 10 mail.home.example",
    .fields = { "Preference: 10", "Mail exchange: mail.home.example" } },
  { .hex = "1a2f85800001000100000003045f697070045f74637004686f6d65076578616d706c650000210001c0"
           "0c0021000100000000001900000000027704686f737404686f6d65076578616d706c6500c03a000100"
           "01000000000004c0000207c03a001c000100000000001020010db8 00*11 0700002904d00000800000"
           "00",
    .protocol = "DNS",
    .summary
    = "Standard query response 0x1a2f SRV _ipp._tcp.home.example SRV 0 0 631 host.home.example",
    .fields = { "Port: 631", "Target: host.home.example",
                "Additional: host.home.example AAAA 2001:db8::7" } },
  { .hex = "1a308580000100010000000004686f6d65076578616d706c650000100001c00c001000010000000000"
           "100b763d73706631202d616c6c0374776f",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a30 TXT home.example TXT \"v=spf1 -all\" \"two\"" },
  { .hex = "1a31858000010001000000010139013102373702313007696e2d61646472046172706100000c0001c0"
           "0c000c000100000000001304686f737404686f6d65076578616d706c650000002904d0000080000000",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a31 PTR 9.1.77.10.in-addr.arpa PTR host.home.example" },
  { .hex = "1a328580000100010000000004686f6d65076578616d706c650001010001c00c010100010000000000"
           "16000569737375656c657473656e63727970742e6f7267",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a32 CAA home.example CAA 0 issue \"letsencrypt.org\"" },
  { .hex = "1a3381830001000000000001076e6f7468696e6704686f6d65076578616d706c650000010001000029"
           "04d0000000000000",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a33 No such name A nothing.home.example",
    .fields = { "Reply code: No such name (3)" } },
  { .hex = "1a3481850001000000000000076578616d706c65036f72670000410001",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a34 Refused HTTPS example.org" },
  { .hex = "1a2b81830001000000010000076578616d706c65036f72670000010001c00c000600010000012c003c"
           "026e73076578616d706c65036f7267000a686f73746d6173746572076578616d706c65036f72670078"
           "c4078500001c2000000e10001275000000012c",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b No such name A example.org SOA ns.example.org",
    .fields
    = { "Primary name server: ns.example.org",
        "Responsible authority's mailbox: hostmaster.example.org", "Serial number: 2026112901",
        "Refresh interval: 2 h", "Expire limit: 14 d", "Minimum TTL: 5 min" } },
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000410001c00c004100010000012c0012"
           "00010000010003026832000400040a000001",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b HTTPS example.org HTTPS 1 <Root>",
    .fields = { "Priority: 1", "Target: <Root>", "alpn: 1", "Text: .h2", "ipv4hint: 4",
                "Value: 0a000001" } },
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000020001c00c000200010000012c0005"
           "026e73c00c",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b NS example.org NS ns.example.org",
    .fields = { "Name server: ns.example.org" } },
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000300001c00c003000010000012c0006"
           "0101030801ff",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b DNSKEY example.org DNSKEY",
    .fields = { "Data: 0101030801ff" } },
  { .hex = "1a2b81800001000100000000076578616d706c65036f726700002b0001c00c002b00010000012c0002"
           "0101",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b DS example.org DS" },
  { .hex = "1a2b01000001000000000000076578616d706c65036f726700ff000001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b TYPE65280 example.org",
    .fields = { "Type: TYPE65280" } },
  { .hex = "1a2b28000001000000000000076578616d706c65036f72670000010001",
    .protocol = "DNS",
    .summary = "Dynamic update 0x1a2b A example.org" },
  { .hex = "1a2b01000001 00*8 020001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b NS <Root>" },
  { .hex = "1a2b01000001000000000001076578616d706c65036f7267000001000100002904d000008000001700"
           "08000700011800c00002000a00080102030405060708",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b A example.org",
    .fields = { "UDP payload size: 1232", "Flags: 0x8000 (DNSSEC OK)", "EDNS version: 0",
                "Client subnet: 8", "Cookie: 10", "Value: 0102030405060708" } },
  /* What is no letter within a label does not look like the dots between them. */
  { .hex = "1a2b0100000100000000000003612e6205c3a46f5c010000010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b A a\\.b.äo\\\\\\001",
    .fields = { "Name: a\\.b.äo\\\\\\001" } },
  { .hex = "1a2b00000001000000000000076578616d706c65036f72670000010001",
    .protocol = "LLMNR",
    .summary = "Standard query 0x1a2b A example.org",
    .port = 5355 },
};

static const AppCase foreign[] = {
  { .hex = "" },
  { .hex = "00*11" },
  { .hex = "1a2b78000001000000000000076578616d706c65036f72670000010001" },
  { .hex = "1a2b010000c8000000000000076578616d706c65036f72670000010001" },
  { .hex = "1a2b81800001ffff00000000076578616d706c65036f72670000010001" },
  { .hex = "474554202f20485454502f312e31" },
};

static const AppCase unsound[] = {
  /* At itself. */
  { .hex = "1a2b01000001000000000000c00c00010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]",
    .fields = { "Malformed: record" } },
  /* Forwards. */
  { .hex = "1a2b01000001000000000000c01000010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]" },
  /* Into the header. */
  { .hex = "1a2b01000001000000000000c00000010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]" },
  /* A label in front of itself. */
  { .hex = "1a2b010000010000000000000161c00c00010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]" },
  /* A kind of label that is not defined. */
  { .hex = "1a2b010000010000000000004161 00*8",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]" },
  /* A label that is longer than the message. */
  { .hex = "1a2b010000010000000000003f 61*20",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]" },
  /* 256 bytes, one more than a name can have. */
  { .hex = "1a2b010000010000000000003f 61*63 3f 61*63 3f 61*63 3e 61*62 0000010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [malformed: record]" },
  /* 255 bytes, as many as it can. */
  { .hex = "1a2b010000020000000000003f 61*63 3f 61*63 3f 61*63 3d 61*61 0000010001076578616d70"
           "6c65036f72670000010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b A "
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
               "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
  /* An address of three bytes. */
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000010001c00c000100010000012c0003"
           "0a0000",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b A example.org A [malformed: record]",
    .fields = { "Unreadable: 0a0000" } },
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000050001c00c000500010000012c0002"
           "c0ff",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b CNAME example.org CNAME [malformed: record]" },
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000100001c00c001000010000012c0004"
           "05616263",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b TXT example.org TXT [malformed: record]" },
  /* Data that is longer than the message. */
  { .hex = "1a2b81800001000100000000076578616d706c65036f72670000010001c00c00010001000000ff0fff "
           "00*10",
    .protocol = "DNS",
    .summary = "Standard query response 0x1a2b A example.org [malformed: record]" },
  /* A chain of pointers, each to the one before. */
  { .hex = "1a2b0100002800000000000001610000010001c00c00010001c01300010001c01900010001c01f0001"
           "0001c02500010001c02b00010001c03100010001c03700010001c03d00010001c04300010001c04900"
           "010001c04f00010001c05500010001c05b00010001c06100010001c06700010001c06d00010001c073"
           "00010001c07900010001c07f00010001c08500010001c08b00010001c09100010001c09700010001c0"
           "9d00010001c0a300010001c0a900010001c0af00010001c0b500010001c0bb00010001c0c100010001"
           "c0c700010001c0cd00010001c0d300010001c0d900010001c0df00010001c0e500010001c0eb000100"
           "01c0f100010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, "
               "A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A "
               "a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a, A a" },
};

static const AppCase multicast[] = {
  { .hex = "000000000002000000000000045f697070045f746370056c6f63616c00000c0001027069056c6f6361"
           "6c0000018001",
    .protocol = "MDNS",
    .summary = "Standard query 0x0000 PTR _ipp._tcp.local, A pi.local (QU)",
    .fields = { "Class: IN (0x0001), unicast response wanted" } },
  { .hex = "000084000000000300000000045f697070045f746370056c6f63616c00000c00010000012c000d0a4d"
           "79205072696e746572c00cc02700218001000000780010000000000277027069056c6f63616c000270"
           "69056c6f63616c00000180010000007800040a4d0107",
    .protocol = "MDNS",
    .summary = "Standard query response 0x0000 _ipp._tcp.local PTR My Printer._ipp._tcp.local, My "
               "Printer._ipp._tcp.local SRV 0 0 631 pi.local (cache flush), pi.local A 10.77.1.7 "
               "(cache flush)",
    .fields = { "Class: IN (0x0001), cache flush",
                "Answer: _ipp._tcp.local PTR My Printer._ipp._tcp.local", "Time to live: 2 min" } },
};

static const AppCase stream[] = {
  { .hex = "0028007701200001000000000001076578616d706c65036f7267000001000100002910000000800000"
           "00",
    .protocol = "DNS",
    .summary = "Standard query 0x0077 A example.org",
    .fields = { "Length: 40" } },
  /* Two messages in a segment. */
  { .hex = "0028007701200001000000000001076578616d706c65036f7267000001000100002910000000800000"
           "00002900780120000100000000000104686f6d65076578616d706c6500000f00010000291000000080"
           "000000",
    .protocol = "DNS",
    .summary = "Standard query 0x0077 A example.org",
    .fields = { "Transaction ID: 0x0077", "Transaction ID: 0x0078", "Question: MX home.example" } },
  /* Its end, of which nothing is needed, is in the next segment. */
  { .hex = "01001a2b01000001000000000000076578616d706c65036f72670000010001",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b A example.org" },
  { .hex = "01001a2b01000001000000000000076578616d706c65036f72",
    .protocol = "DNS",
    .summary = "Standard query 0x1a2b [continues]",
    .fields = { "Continues in the next segment: " } },
};

static void
test_names_that_lead_astray (void)
{
  app_case_check_all (dissect_dns, unsound, G_N_ELEMENTS (unsound));
  for (guint i = 0; i < G_N_ELEMENTS (unsound); i++)
    app_case_spoil (dissect_dns, &unsound[i]);
}

static void
test_multicast (void)
{
  app_case_check_all (dissect_mdns, multicast, G_N_ELEMENTS (multicast));
  for (guint i = 0; i < G_N_ELEMENTS (multicast); i++)
    app_case_spoil (dissect_mdns, &multicast[i]);
}

static void
test_stream (void)
{
  app_case_check_all (dissect_dns_over_tcp, stream, G_N_ELEMENTS (stream));
  for (guint i = 0; i < G_N_ELEMENTS (stream); i++)
    app_case_spoil (dissect_dns_over_tcp, &stream[i]);
}

static void
test_says (void)
{
  app_case_check_all (dissect_dns, cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_others_alone (void)
{
  app_case_check_all (dissect_dns, foreign, G_N_ELEMENTS (foreign));
}

static void
test_takes_any_bytes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    app_case_spoil (dissect_dns, &cases[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/dns/says", test_says);
  g_test_add_func ("/packets/dns/leaves-others-alone", test_leaves_others_alone);
  g_test_add_func ("/packets/dns/unsound", test_names_that_lead_astray);
  g_test_add_func ("/packets/dns/multicast", test_multicast);
  g_test_add_func ("/packets/dns/over-tcp", test_stream);
  g_test_add_func ("/packets/dns/takes-any-bytes", test_takes_any_bytes);
  return g_test_run ();
}
