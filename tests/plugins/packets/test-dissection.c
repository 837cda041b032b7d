/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What frames/ cannot say: what the capture knows of a frame, frames that nobody should send, depth. */

#include "config.h"

#include "tests/sw-test.h"

#include "plugins/packets/dissect/dissection.h"
#include "tests/plugins/packets/tree-check.h"

#define MAX_FRAME_BYTES 4096

typedef struct
{
  guint8 bytes[MAX_FRAME_BYTES];
  guint32 n;
  Packet packet;
  Dissection dissection;
  DissectTree *tree;
} Frame;

static void
add (Frame *self, const char *hex)
{
  for (; *hex != '\0'; hex++)
    if (*hex != ' ')
      {
        g_assert_cmpuint (self->n, <, MAX_FRAME_BYTES);
        self->bytes[self->n++] = g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]);
        hex++;
      }
}

static void
frame_init (Frame *self, guint16 link_type, const char *hex)
{
  *self = (Frame) { .packet.link_type = link_type };
  self->tree = dissect_tree_new ();
  dissection_init (&self->dissection);
  self->dissection.tree = self->tree;
  add (self, hex);
}

static void
frame_clear (Frame *self)
{
  g_assert_true (tree_check_closed (self->tree));
  dissect_tree_free (self->tree);
}

static void
dissect (Frame *self)
{
  self->packet.bytes = self->bytes;
  self->packet.captured_bytes = self->packet.original_bytes = self->n;
  dissect_packet (&self->dissection, &self->packet);
}

/* The text of the NTH field of that name. */
static const char *
get_field (const Frame *self, const char *name, guint nth)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (self->tree); i++)
    if (g_str_equal (dissect_tree_get_field (self->tree, i)->name, name) && nth-- == 0)
      return dissect_tree_get_field (self->tree, i)->text;
  return NULL;
}

#define ETHERNET_IPV4 "020000000009 020000000005 0800 "
#define IPV4_UDP "4500001d 12344000 401111f5 0a4d0105 0a4d0109 "
#define UDP "0fa00fa1 000951f3 78 "
#define IPV4_TCP "45000028 12344000 400611f5 0a4d0105 0a4d0109 "
#define TCP "c8222328 000003e9 00001389 5010faf0 9b820000 "

static void
test_checksums (void)
{
  static const struct
  {
    const char *hex;
    guint32 flags;
    const char *expected;
  } cases[] = {
    { ETHERNET_IPV4 IPV4_UDP UDP, 0, "0x51f3 (correct)" },
    { ETHERNET_IPV4 IPV4_UDP "0fa00fa1 00091234 78", 0, "0x1234 (wrong: should be 0x51f3)" },
    { ETHERNET_IPV4 IPV4_UDP "0fa00fa1 00090000 78", 0, "0x0000 (none)" },
    { ETHERNET_IPV4 IPV4_UDP "0fa00fa1 00091234 78", PACKET_FLAGS_CHECKSUM_NOT_READY,
      "0x1234 (not filled in yet: left to the hardware)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame frame;

      frame_init (&frame, LINK_TYPE_ETHERNET, cases[i].hex);
      frame.packet.flags = cases[i].flags;
      dissect (&frame);
      g_assert_cmpstr (get_field (&frame, "Checksum", 0), ==, "0x11f5 (correct)");
      g_assert_cmpstr (get_field (&frame, "Checksum", 1), ==, cases[i].expected);
      frame_clear (&frame);
    }
}

static void
test_segmentation_offload (void)
{
  Frame frame;

  /* A total length of 0 takes all that is there. */
  frame_init (&frame, LINK_TYPE_ETHERNET,
              ETHERNET_IPV4 "45000000 12344000 40060000 0a4d0105 0a4d0109 " TCP "68656c6c6f");
  frame.packet.flags = PACKET_FLAGS_TCP_SEGMENTATION_OFFLOADED | PACKET_FLAGS_CHECKSUM_NOT_READY;
  dissect (&frame);
  g_assert_cmpstr (frame.dissection.summary.text, ==,
                   "51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=5");
  g_assert_nonnull (get_field (&frame, "TSO", 0));
  frame_clear (&frame);
}

static void
test_tcp_marks (void)
{
  static const struct
  {
    TcpMarks marks;
    const char *expected;
  } cases[] = {
    { TCP_MARK_NONE, "51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=0" },
    { TCP_MARK_KNOWN, "51234 → 9000 [ACK] Seq=1 Ack=2 Win=64240 Len=0" },
    { TCP_MARK_RETRANSMISSION,
      "[Retransmission] 51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=0" },
    { TCP_MARK_OUT_OF_ORDER,
      "[Out-Of-Order] 51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=0" },
    { TCP_MARK_DUPLICATE_ACK, "[Dup ACK] 51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=0" },
    { TCP_MARK_KEEP_ALIVE, "[Keep-Alive] 51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=0" },
    { TCP_MARK_LOST_BEFORE | TCP_MARK_KNOWN,
      "[Previous segment not captured] 51234 → 9000 [ACK] Seq=1 Ack=2 Win=64240 Len=0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame frame;

      frame_init (&frame, LINK_TYPE_ETHERNET, ETHERNET_IPV4 IPV4_TCP TCP);
      frame.dissection.tcp = (TcpMark) { 1000, 4999, cases[i].marks };
      dissect (&frame);
      g_assert_cmpstr (frame.dissection.summary.text, ==, cases[i].expected);
      frame_clear (&frame);
    }
}

static void
test_what_lists_need (void)
{
  const guint8 source[] = { 10, 77, 1, 5 }, mac[] = { 2, 0, 0, 0, 0, 5 };
  Frame frame;

  frame_init (&frame, LINK_TYPE_ETHERNET,
              "020000000009 020000000005 88a8 0064 8100 a005 0800 " IPV4_UDP UDP);
  dissect (&frame);
  g_assert_cmpuint (frame.dissection.n_vlans, ==, 2);
  g_assert_cmpuint (frame.dissection.vlans[0], ==, 100);
  g_assert_cmpuint (frame.dissection.vlans[1], ==, 5);
  g_assert_cmpuint (frame.dissection.ethertype, ==, 0x0800);
  g_assert_true (frame.dissection.has_macs && frame.dissection.has_ports);
  g_assert_cmpmem (frame.dissection.mac_source, 6, mac, 6);
  g_assert_cmpuint (frame.dissection.ip_version, ==, 4);
  g_assert_cmpuint (frame.dissection.ip_protocol, ==, 17);
  g_assert_cmpmem (frame.dissection.ip_source, 4, source, 4);
  g_assert_cmpuint (frame.dissection.source_port, ==, 4000);
  g_assert_cmpuint (frame.dissection.destination_port, ==, 4001);
  frame_clear (&frame);
}

/* A frame within itself as often as it goes, by every way there is. */
static void
test_nesting_ends (void)
{
  static const struct
  {
    guint16 link_type;
    const char *begin;
    const char *again;
  } cases[] = {
    { LINK_TYPE_ETHERNET, "020000000009 020000000005 8100", "0001 8100" },
    { LINK_TYPE_ETHERNET, "020000000009 020000000005 8847", "00010040" },
    { LINK_TYPE_ETHERNET, "", "020000000009 020000000005 6558" },
    { LINK_TYPE_ETHERNET, "020000000009 020000000005 0064",
      "aaaa03 0000008870 aaaa03 0000008100 0001 0060" },
    { LINK_TYPE_RAW, "", "45000000 00000000 40040000 0a4d0105 0a4d0109" },
    { LINK_TYPE_RAW, "", "45000000 00000000 402f0000 0a4d0105 0a4d0109 00000800" },
    { LINK_TYPE_RAW, "",
      "45000000 00000000 40330000 0a4d0105 0a4d0109 04040000 00001234 00000001 "
      "000000000000000000000000" },
    { LINK_TYPE_RAW, "", "45000000 00000000 40010000 0a4d0105 0a4d0109 0303000000000000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame frame;

      frame_init (&frame, cases[i].link_type, cases[i].begin);
      while (frame.n + 64 < 2048)
        add (&frame, cases[i].again);
      dissect (&frame);
      g_assert_cmpuint (dissect_tree_get_n_fields (frame.tree), <, 1000);
      g_assert_cmpstr (frame.dissection.protocol, !=, "");
      frame_clear (&frame);
    }
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *hex;
    const char *summary;
  } cases[] = {
    { "0200000000", "[malformed: shorter than its header]" },
    { ETHERNET_IPV4 "45", "[malformed: shorter than its header]" },
    { ETHERNET_IPV4 "55000028 12344000 400611f5 0a4d0105 0a4d0109", "[malformed: not version 4]" },
    { ETHERNET_IPV4 "44000028 12344000 400611f5 0a4d0105 0a4d0109",
      "[malformed: its header's length cannot be]" },
    { ETHERNET_IPV4 "45000010 12344000 400611f5 0a4d0105 0a4d0109",
      "[malformed: its length cannot be]" },
    { ETHERNET_IPV4 IPV4_UDP "0fa00fa1 000751f3 78",
      "4000 → 4001 Len=0 [malformed: its length cannot be]" },
    { ETHERNET_IPV4 IPV4_UDP "0fa00fa1 010051f3 78",
      "4000 → 4001 Len=248 [malformed: longer than the packet]" },
    { ETHERNET_IPV4 IPV4_TCP "c8222328 000003e9 00001389 4010faf0 9b820000",
      "51234 → 9000 [ACK] Seq=1001 Ack=5001 Win=64240 Len=4 [malformed: its header's length cannot "
      "be]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Frame frame;

      frame_init (&frame, LINK_TYPE_ETHERNET, cases[i].hex);
      dissect (&frame);
      g_assert_true (frame.dissection.malformed);
      g_assert_false (frame.dissection.truncated);
      g_assert_cmpstr (frame.dissection.summary.text, ==, cases[i].summary);
      g_assert_nonnull (get_field (&frame, "Malformed", 0));
      frame_clear (&frame);
    }
}

/* A length that cannot be is no better for what was not captured. */
static void
test_longer_than_the_packet_though_cut (void)
{
  Frame frame;

  frame_init (&frame, LINK_TYPE_ETHERNET, ETHERNET_IPV4 IPV4_UDP "0fa00fa1 010051f3");
  frame.packet.bytes = frame.bytes;
  frame.packet.captured_bytes = frame.n;
  frame.packet.original_bytes = frame.n + 1;
  dissect_packet (&frame.dissection, &frame.packet);
  g_assert_true (frame.dissection.malformed);
  g_assert_cmpstr (frame.dissection.summary.text, ==,
                   "4000 → 4001 Len=248 [malformed: longer than the packet]");
  frame_clear (&frame);
}

static void
test_quoted_packet_stays_below (void)
{
  Frame frame;
  guint quoted = 0;

  frame_init (&frame, LINK_TYPE_RAW,
              "45000039 12344000 40010000 0a4d0105 0a4d0109 0303000000000000 " IPV4_UDP UDP);
  dissect (&frame);
  g_assert_cmpstr (frame.dissection.protocol, ==, "ICMP");
  g_assert_false (frame.dissection.has_ports);
  g_assert_cmpuint (frame.dissection.ip_protocol, ==, 1);
  while (!g_str_equal (dissect_tree_get_field (frame.tree, quoted)->name, "Quoted packet"))
    quoted++;
  for (guint i = quoted + 1; i < dissect_tree_get_n_fields (frame.tree); i++)
    g_assert_cmpuint (dissect_tree_get_field (frame.tree, i)->level, >, 0);
  g_assert_cmpstr (get_field (&frame, "Destination port", 0), ==, "4001");
  frame_clear (&frame);
}

static void
test_frame_check_sequence (void)
{
  Frame frame;

  frame_init (&frame, LINK_TYPE_ETHERNET, ETHERNET_IPV4 IPV4_UDP UDP "aabbccdd");
  frame.packet.flags = 4u << PACKET_FLAGS_FCS_SHIFT;
  dissect (&frame);
  g_assert_cmpstr (get_field (&frame, "Frame check sequence", 0), ==, "4 bytes");
  g_assert_null (get_field (&frame, "Ethernet padding or trailer", 0));
  frame_clear (&frame);
}

static void
test_unknown_link_type (void)
{
  Frame frame;

  frame_init (&frame, 147, "000102ff");
  dissect (&frame);
  g_assert_cmpstr (frame.dissection.protocol, ==, "Data");
  g_assert_cmpstr (frame.dissection.summary.text, ==, "4 bytes: 00 01 02 ff");
  frame_clear (&frame);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dissection/checksums", test_checksums);
  g_test_add_func ("/dissection/segmentation-offload", test_segmentation_offload);
  g_test_add_func ("/dissection/tcp-marks", test_tcp_marks);
  g_test_add_func ("/dissection/what-lists-need", test_what_lists_need);
  g_test_add_func ("/dissection/nesting-ends", test_nesting_ends);
  g_test_add_func ("/dissection/malformed", test_malformed);
  g_test_add_func ("/dissection/longer-than-the-packet-though-cut",
                   test_longer_than_the_packet_though_cut);
  g_test_add_func ("/dissection/quoted-packet-stays-below", test_quoted_packet_stays_below);
  g_test_add_func ("/dissection/frame-check-sequence", test_frame_check_sequence);
  g_test_add_func ("/dissection/unknown-link-type", test_unknown_link_type);
  return g_test_run ();
}
