/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>
#include <string.h>

#include "tests/sw-test.h"

#include "plugins/packets/names/field-filter.h"

static const char services[]
    = "domain 53/tcp\ndomain 53/udp\nhttps 443/tcp\nkdc 88/tcp\nkdc 750/udp\n";

/* A TLS segment that tap0 received, in VLAN 5, sent once more. */
static void
make_frame (Packet *packet, Dissection *dissection)
{
  *packet = (Packet) {
    .captured_bytes = 1000, .original_bytes = 1000, .packet_id = 17, .flags = PACKET_FLAGS_INBOUND
  };
  memset (dissection, 0, sizeof *dissection);
  dissection->packet = packet;
  dissection->protocol = "TLSv1.3";
  dissect_line_add (&dissection->source, "10.77.1.5");
  dissect_line_add (&dissection->destination, "10.77.2.9");
  dissect_line_add (&dissection->summary, "Client Hello (SNI=www.Example.org)");
  memcpy (dissection->mac_source, (const guint8[]) { 0x52, 0x54, 0, 0x12, 0xaa, 0xbb }, 6);
  memcpy (dissection->mac_destination, (const guint8[]) { 0, 0x22, 0x72, 0, 0, 1 }, 6);
  memcpy (dissection->ip_source, (const guint8[]) { 10, 77, 1, 5 }, 4);
  memcpy (dissection->ip_destination, (const guint8[]) { 10, 77, 2, 9 }, 4);
  dissection->vlans[0] = 5;
  dissection->n_vlans = 1;
  dissection->ethertype = 0x0800;
  dissection->source_port = 50000;
  dissection->destination_port = 443;
  dissection->ip_version = 4;
  dissection->ip_protocol = 6;
  dissection->has_macs = dissection->has_ports = TRUE;
  dissection->tcp.marks = TCP_MARK_KNOWN | TCP_MARK_RETRANSMISSION;
}

static gboolean
matches (const char *text, const Packet *packet, const Dissection *dissection)
{
  g_autoptr (ServiceNames) names = service_names_new (services, strlen (services));
  g_autoptr (GError) error = NULL;
  g_autoptr (FieldFilter) filter = field_filter_new (text, names, NULL, &error);
  FieldVerdict presumed;
  gboolean matched;

  g_test_message ("%s", text);
  g_assert_no_error (error);
  matched = field_filter_match (filter, packet, dissection, "tap0");
  presumed = field_filter_presume (filter, packet, "tap0");
  g_assert_true (presumed == FIELD_VERDICT_UNKNOWN || (presumed == FIELD_VERDICT_YES) == matched);
  g_assert_true (field_filter_needs_dissection (filter) || presumed != FIELD_VERDICT_UNKNOWN);
  return matched;
}

static void
assert_all (const char *const *yes, const char *const *no)
{
  Packet packet;
  Dissection dissection;

  make_frame (&packet, &dissection);
  for (; *yes != NULL; yes++)
    g_assert_true (matches (*yes, &packet, &dissection));
  for (; *no != NULL; no++)
    g_assert_false (matches (*no, &packet, &dissection));
}

static void
test_direction_and_interface (void)
{
  static const char *const yes[] = { "dir:in", "DIR:In",   "if:tap0", "if:tap*",     "if:*",
                                     "if:*0",  "if:t*p*0", "if:**0",  "if:\"tap0\"", NULL };
  static const char *const no[]
      = { "dir:out", "dir:unknown", "if:tap", "if:tap1", "if:TAP0", "if:t*p", "if:tap0*1", NULL };

  assert_all (yes, no);
}

static void
test_protocol (void)
{
  static const char *const yes[]
      = { "proto:tls", "proto:TLSv1.3", "proto:tcp", "proto:IP", "proto:ipv4", "proto:vlan", NULL };
  static const char *const no[] = { "proto:tl",   "proto:tlsv1", "proto:udp",      "proto:arp",
                                    "proto:ipv6", "proto:icmp",  "proto:nonsense", NULL };
  Packet packet;
  Dissection dissection;

  assert_all (yes, no);
  make_frame (&packet, &dissection);
  dissection.protocol = "ICMPv6";
  dissection.ip_version = 6;
  dissection.ip_protocol = 58;
  g_assert_false (matches ("proto:icmp", &packet, &dissection));
  g_assert_true (matches ("proto:icmp6", &packet, &dissection));
  dissection.protocol = "ARP";
  dissection.ip_version = 0;
  dissection.ethertype = 0x0806;
  g_assert_true (matches ("proto:arp !proto:ip", &packet, &dissection));
  dissection.protocol = NULL;
  g_assert_true (matches ("proto:arp", &packet, &dissection));
}

static void
test_mac (void)
{
  static const char *const yes[] = { "mac:52:54",
                                     "mac:52:54:",
                                     "mac:5",
                                     "mac:52:5",
                                     "mac:52-54-00-12-AA-BB",
                                     "mac:5254.0012.aabb",
                                     "mac:525400",
                                     "mac:00:22:72",
                                     "mac.src:52:54",
                                     "mac.dst:00:22:72:00:00:01",
                                     NULL };
  static const char *const no[]
      = { "mac:52:55", "mac:54", "mac.src:00:22", "mac.dst:52:54", "mac:52:54:00:12:aa:bc", NULL };

  assert_all (yes, no);
}

static void
test_ip (void)
{
  static const char *const yes[]
      = { "ip:10.77.1.5", "ip:10.77.1.0/24", "ip:10.77.1",          "ip:10.77.1.",         "ip:10",
          "ip:10.77.2.9", "ip:0.0.0.0/0",    "ip.src:10.77.1.4/31", "ip.dst:10.77.2.8/29", NULL };
  static const char *const no[] = { "ip:10.77.1.6",        "ip:10.77.3",   "ip.src:10.77.2.9",
                                    "ip.dst:10.77.1.5",    "ip:fe80::/10", "ip:::/0",
                                    "ip.src:10.77.1.6/31", "ip:11",        NULL };
  Packet packet;
  Dissection dissection;

  assert_all (yes, no);
  make_frame (&packet, &dissection);
  dissection.ip_version = 6;
  inet_pton (AF_INET6, "fe80::1", dissection.ip_source);
  inet_pton (AF_INET6, "ff02::1:ff00:5", dissection.ip_destination);
  g_assert_true (matches ("ip:fe80::/10 ip:ff02::1:ff00:5 ip.src:::/0 ip:fe80::1", &packet,
                          &dissection));
  g_assert_false (matches ("ip:0.0.0.0/0", &packet, &dissection));
  g_assert_false (matches ("ip:fec0::/10", &packet, &dissection));
}

/* Who has 10.77.1.1? Tell 10.77.1.5; plain, and in VLAN 5. */
static void
test_ip_in_arp (void)
{
  static const guint8 head[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x54, 0, 0xaa, 0xbb, 1 };
  static const guint8 tag[] = { 0x81, 0, 0, 5 };
  static const guint8 arp[] = { 8, 6,  0,  1, 8, 0, 6, 4, 0, 1, 0x52, 0x54, 0,  0xaa, 0xbb,
                                1, 10, 77, 1, 5, 0, 0, 0, 0, 0, 0,    10,   77, 1,    1 };

  for (guint n_vlans = 0; n_vlans < 2; n_vlans++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree guint8 *frame = NULL;
      Packet packet;
      Dissection dissection;

      g_byte_array_append (bytes, head, sizeof head);
      g_byte_array_append (bytes, tag, n_vlans * sizeof tag);
      g_byte_array_append (bytes, arp, sizeof arp);
      make_frame (&packet, &dissection);
      frame = g_memdup2 (bytes->data, bytes->len);
      packet.bytes = frame;
      packet.captured_bytes = bytes->len;
      packet.link_type = LINK_TYPE_ETHERNET;
      dissection.ethertype = 0x0806;
      dissection.ip_version = 0;
      dissection.n_vlans = n_vlans;
      g_assert_true (matches ("ip.src:10.77.1.5 ip.dst:10.77.1.1 ip:10.77", &packet, &dissection));
      g_assert_false (matches ("ip.src:10.77.1.1", &packet, &dissection));
      g_assert_false (matches ("ip:10.77.1.2 or ip:::/0", &packet, &dissection));
      packet.captured_bytes--;
      g_assert_false (matches ("ip:10.77.1.5", &packet, &dissection));
      packet.captured_bytes++;
      packet.link_type = LINK_TYPE_RAW;
      g_assert_false (matches ("ip:10.77.1.5", &packet, &dissection));
    }
}

static void
test_numbers (void)
{
  static const char *const yes[] = { "port:443",     "port:https",     "port:HTTPS",
                                     "port:400-500", "port.src:50000", "port.dst:443",
                                     "port:>49999",  "vlan:5",         "vlan:1-5",
                                     "len:1000",     "len:>999",       "len:>=1000",
                                     "len:<1001",    "len:<=1000",     "len:=1000",
                                     "len:999-1001", "id:17",          "id:<18",
                                     "port:<=50000", "port.src:>1024", NULL };
  static const char *const no[] = { "port:53",
                                    "port:domain",
                                    "port:kdc",
                                    "port.src:443",
                                    "port.dst:50000",
                                    "port:444-1000",
                                    "vlan:6",
                                    "vlan:<5",
                                    "len:>1000",
                                    "len:<1000",
                                    "len:999",
                                    "id:18",
                                    "len:>18446744073709551615",
                                    "len:<0",
                                    "id:0",
                                    NULL };
  Packet packet;
  Dissection dissection;

  assert_all (yes, no);
  make_frame (&packet, &dissection);
  dissection.source_port = 750;
  g_assert_true (matches ("port:kdc", &packet, &dissection));
  dissection.has_ports = FALSE;
  g_assert_false (matches ("port:443", &packet, &dissection));
}

static void
test_marks (void)
{
  static const char *const yes[] = { "mark:retransmission", "MARK:Retransmission", NULL };
  static const char *const no[]
      = { "mark:lost",         "mark:malformed",     "mark:cut", "mark:keep-alive",
          "mark:out-of-order", "mark:duplicate-ack", NULL };
  Packet packet;
  Dissection dissection;

  assert_all (yes, no);
  make_frame (&packet, &dissection);
  packet.dropped = 3;
  packet.captured_bytes = 96;
  dissection.malformed = TRUE;
  g_assert_true (matches ("mark:lost mark:cut mark:malformed", &packet, &dissection));
  packet.dropped = 0;
  packet.captured_bytes = 1000;
  dissection.truncated = TRUE;
  dissection.tcp.marks = TCP_MARK_LOST_BEFORE | TCP_MARK_KEEP_ALIVE;
  g_assert_true (matches ("mark:lost mark:cut mark:keep-alive", &packet, &dissection));
}

static void
test_text (void)
{
  static const char *const yes[] = { "hello",
                                     "EXAMPLE.org",
                                     "\"client hello\"",
                                     "\"Hello (sni\"",
                                     "tls",
                                     "77.1.5",
                                     "10.77.2.9",
                                     "52:54:00",
                                     "AA:bb",
                                     "22:72:00",
                                     "\"\"",
                                     "SNI=www",
                                     "CLIENT",
                                     "lient",
                                     "\")\"",
                                     "\"org)\"",
                                     "\"(sni=www.EXAMPLE.org)\"",
                                     "hElLo",
                                     "\"dir:in\"|hello",
                                     NULL };
  static const char *const no[]
      = { "\"hello client\"", "goodbye", "\"dir:in\"", "52:55",    "\"org))\"", "xample.orga",
          "lliient",          "-hello",  "10.77.2.9x", "\"\\\"\"", NULL };

  assert_all (yes, no);
}

static void
test_logic (void)
{
  static const char *const yes[] = {
    "",
    "  \t",
    "dir:in hello",
    "dir:in and hello",
    "dir:in && hello & tls",
    "dir:out or hello",
    "dir:out | hello",
    "dir:out||hello",
    "goodbye or hello and tls",
    "hello or goodbye goodbye",
    "!goodbye",
    "not goodbye",
    "NOT dir:out AND hello",
    "-goodbye -dir:out",
    "\"-\" or hello",
    "!!hello",
    "!(goodbye or dir:out)",
    "!(goodbye | !hello)",
    "!(!hello)",
    "(((hello)))",
    "(goodbye or hello) (dir:in)",
    "((goodbye or hello)dir:in)",
    "goodbye or (hello not(goodbye))",
    "((((((((((((((((hello))))))))))))))))",
    NULL,
  };
  static const char *const no[] = {
    "dir:in goodbye",  "(hello or goodbye) goodbye",
    "!hello",          "!!!hello",
    "!(hello or tls)", "!!(goodbye)",
    "hello !dir:in",   "dir:out hello or goodbye",
    "!(!(!hello))",    NULL,
  };

  assert_all (yes, no);
}

static void
test_decoding_is_spared (void)
{
  static const struct
  {
    const char *text;
    gboolean needs;
    FieldVerdict presumed;
  } cases[] = {
    { "", FALSE, FIELD_VERDICT_YES },
    { "dir:in if:tap0 len:>10 id:17", FALSE, FIELD_VERDICT_YES },
    { "dir:out or id:18", FALSE, FIELD_VERDICT_NO },
    { "hello", TRUE, FIELD_VERDICT_UNKNOWN },
    { "!hello", TRUE, FIELD_VERDICT_UNKNOWN },
    { "dir:out hello", TRUE, FIELD_VERDICT_NO },
    { "hello dir:out", TRUE, FIELD_VERDICT_NO },
    { "dir:in hello", TRUE, FIELD_VERDICT_UNKNOWN },
    { "hello or dir:in", TRUE, FIELD_VERDICT_YES },
    { "!(dir:in or hello)", TRUE, FIELD_VERDICT_NO },
    { "port:53 or dir:out", TRUE, FIELD_VERDICT_UNKNOWN },
  };
  Packet packet;
  Dissection dissection;

  make_frame (&packet, &dissection);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FieldFilter) filter = field_filter_new (cases[i].text, NULL, NULL, NULL);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (field_filter_needs_dissection (filter), ==, cases[i].needs);
      g_assert_cmpint (field_filter_presume (filter, &packet, "tap0"), ==, cases[i].presumed);
      g_assert_cmpint (field_filter_is_empty (filter), ==, *cases[i].text == '\0');
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    FieldFilterError code;
    guint position;
  } cases[] = {
    { "foo:bar", FIELD_FILTER_ERROR_KEY, 0 },
    { "hello http://x", FIELD_FILTER_ERROR_KEY, 6 },
    { "dir:", FIELD_FILTER_ERROR_VALUE, 0 },
    { "hello dir:up", FIELD_FILTER_ERROR_VALUE, 6 },
    { "äöü dir:up", FIELD_FILTER_ERROR_VALUE, 4 },
    { "if:", FIELD_FILTER_ERROR_VALUE, 0 },
    { "mac:5g", FIELD_FILTER_ERROR_VALUE, 0 },
    { "mac::52", FIELD_FILTER_ERROR_VALUE, 0 },
    { "mac:5:2", FIELD_FILTER_ERROR_VALUE, 0 },
    { "mac:52:54:00:12:aa:bb:cc", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:256.1", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:1.2.3.4.5", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:1..2", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:10.0.0.0/33", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:10.0.0.0/", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:fe80:", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:::/129", FIELD_FILTER_ERROR_VALUE, 0 },
    { "ip:tap0", FIELD_FILTER_ERROR_VALUE, 0 },
    { "port:http", FIELD_FILTER_ERROR_VALUE, 0 },
    { "port:5-", FIELD_FILTER_ERROR_VALUE, 0 },
    { "port:5-4", FIELD_FILTER_ERROR_VALUE, 0 },
    { "len:>", FIELD_FILTER_ERROR_VALUE, 0 },
    { "len:>x", FIELD_FILTER_ERROR_VALUE, 0 },
    { "len:1000B", FIELD_FILTER_ERROR_VALUE, 0 },
    { "id:99999999999999999999", FIELD_FILTER_ERROR_VALUE, 0 },
    { "mark:red", FIELD_FILTER_ERROR_VALUE, 0 },
    { "(hello", FIELD_FILTER_ERROR_SYNTAX, 0 },
    { "hello )", FIELD_FILTER_ERROR_SYNTAX, 6 },
    { "()", FIELD_FILTER_ERROR_SYNTAX, 1 },
    { "hello or", FIELD_FILTER_ERROR_SYNTAX, 8 },
    { "or hello", FIELD_FILTER_ERROR_SYNTAX, 0 },
    { "hello and or x", FIELD_FILTER_ERROR_SYNTAX, 10 },
    { "!", FIELD_FILTER_ERROR_SYNTAX, 1 },
    { "hello \"and then", FIELD_FILTER_ERROR_SYNTAX, 6 },
    { "(((((((((((((((((hello)))))))))))))))))", FIELD_FILTER_ERROR_LIMIT, 16 },
    { "\xff", FIELD_FILTER_ERROR_SYNTAX, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint position = G_MAXUINT;

      g_test_message ("%s", cases[i].text);
      g_assert_null (field_filter_new (cases[i].text, NULL, &position, &error));
      g_assert_error (error, FIELD_FILTER_ERROR, (int) cases[i].code);
      g_test_message ("%s", error->message);
      g_assert_cmpuint (position, ==, cases[i].position);
    }
}

static void
test_bounds (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (FieldFilter) filter = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < FIELD_FILTER_MAX_NODES - 1; i++)
    g_string_append (text, "a ");
  filter = field_filter_new (text->str, NULL, NULL, &error);
  g_assert_no_error (error);
  g_string_append (text, "a a");
  g_assert_null (field_filter_new (text->str, NULL, NULL, &error));
  g_assert_error (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_LIMIT);
  g_clear_error (&error);
  g_string_set_size (text, 0);
  for (guint i = 0; i <= FIELD_FILTER_MAX_BYTES; i++)
    g_string_append_c (text, 'x');
  g_assert_null (field_filter_new (text->str, NULL, NULL, &error));
  g_assert_error (error, FIELD_FILTER_ERROR, FIELD_FILTER_ERROR_LIMIT);
}

/* Every key that is offered is one, and so is its example. */
static void
test_keys (void)
{
  static const char text[] = "https 443/tcp\n";
  g_autoptr (ServiceNames) names = service_names_new (text, strlen (text));
  guint n_keys;
  const FieldFilterKey *keys = field_filter_get_keys (&n_keys);

  g_assert_cmpuint (n_keys, ==, 16);
  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *term = g_strdup_printf ("%s:%s", keys[i].key, keys[i].example);
      g_autoptr (GError) error = NULL;
      g_autoptr (FieldFilter) filter = field_filter_new (term, names, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (field_filter_describe_key (&keys[i])), >, 5);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/field-filter/direction-and-interface", test_direction_and_interface);
  g_test_add_func ("/packets/field-filter/protocol-and-what-carries-it", test_protocol);
  g_test_add_func ("/packets/field-filter/mac", test_mac);
  g_test_add_func ("/packets/field-filter/ip", test_ip);
  g_test_add_func ("/packets/field-filter/ip-in-arp", test_ip_in_arp);
  g_test_add_func ("/packets/field-filter/numbers", test_numbers);
  g_test_add_func ("/packets/field-filter/marks", test_marks);
  g_test_add_func ("/packets/field-filter/text", test_text);
  g_test_add_func ("/packets/field-filter/logic", test_logic);
  g_test_add_func ("/packets/field-filter/decoding-is-spared", test_decoding_is_spared);
  g_test_add_func ("/packets/field-filter/errors-and-their-place", test_errors);
  g_test_add_func ("/packets/field-filter/bounds", test_bounds);
  g_test_add_func ("/packets/field-filter/keys", test_keys);
  return g_test_run ();
}
