/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Frames from anywhere. The first byte chooses the link type (its lower half) and what the capture says of the frame. */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/tcp-flows.h"
#include "tests/fuzz/sw-fuzz.h"
#include "tests/plugins/packets/tree-check.h"

#define CUT_SHORT 0x10
#define NOT_READY 0x20
#define WITH_FCS 0x40
#define FOLLOWED 0x80

/* Seeds name them by number: new ones at the end. */
static const guint16 link_types[16] = {
  LINK_TYPE_ETHERNET,
  LINK_TYPE_NULL,
  LINK_TYPE_RAW,
  LINK_TYPE_IEEE802_11,
  LINK_TYPE_LOOP,
  LINK_TYPE_LINUX_SLL,
  LINK_TYPE_IEEE802_11_RADIOTAP,
  LINK_TYPE_IPV4,
  LINK_TYPE_IPV6,
  LINK_TYPE_LINUX_SLL2,
  147,
  LINK_TYPE_PPP,
  LINK_TYPE_PPP_SERIAL,
  LINK_TYPE_C_HDLC,
  LINK_TYPE_FRAME_RELAY,
};

static void
assert_line (const char *text)
{
  g_assert (g_utf8_validate (text, -1, NULL));
  for (const char *at = text; *at != '\0'; at++)
    g_assert ((guchar) *at >= ' ' && *at != 0x7f);
}

static void
assert_fields (const DissectTree *tree, const Packet *packet)
{
  for (guint i = 0; i < dissect_tree_get_n_fields (tree); i++)
    {
      const DissectField *field = dissect_tree_get_field (tree, i);

      assert_line (field->name);
      assert_line (field->text);
      g_assert (field->offset <= packet->captured_bytes);
      g_assert (field->n_bytes <= packet->captured_bytes - field->offset);
    }
}

static void
dissect (Dissection *dissection, const Packet *packet, DissectTree *tree)
{
  dissection->tree = tree;
  dissect_packet (dissection, packet);
  assert_line (dissection->protocol);
  assert_line (dissection->source.text);
  assert_line (dissection->destination.text);
  assert_line (dissection->summary.text);
  g_assert (strlen (dissection->summary.text) == dissection->summary.length);
  g_assert (dissection->n_vlans <= DISSECTION_MAX_VLANS);
  g_assert (dissection->protocol[0] != '\0');
}

/* The same packet twice, so that what it says of a connection is known at the second. */
static void
follow (const Packet *packet, TcpMark *mark)
{
  g_autoptr (TcpFlows) flows = tcp_flows_new ();
  const guint32 first = tcp_flows_note (flows, packet, &mark->marks);
  const guint32 second = tcp_flows_note (flows, packet, &mark->marks);

  g_assert ((first == 0) == (second == 0));
  tcp_flows_get_base (flows, second, mark);
  g_assert (((mark->marks & TCP_MARK_KNOWN) != 0) == (second != 0));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (DissectTree) tree = NULL;
  g_autofree guint8 *copy = NULL;
  DissectLine summary;
  Dissection plain, full;
  Packet packet = { 0 };

  if (size < 1)
    return 0;
  copy = g_memdup2 (data + 1, size - 1);
  packet.bytes = copy;
  packet.captured_bytes = size - 1;
  packet.original_bytes = packet.captured_bytes + (data[0] & CUT_SHORT ? 1000 : 0);
  packet.link_type = link_types[data[0] & 0xf];
  if (data[0] & NOT_READY)
    packet.flags |= PACKET_FLAGS_CHECKSUM_NOT_READY | PACKET_FLAGS_TCP_SEGMENTATION_OFFLOADED;
  if (data[0] & WITH_FCS)
    packet.flags |= 4 << PACKET_FLAGS_FCS_SHIFT;
  dissection_init (&plain);
  dissection_init (&full);
  if (data[0] & FOLLOWED)
    follow (&packet, &plain.tcp);
  full.tcp = plain.tcp;
  tree = dissect_tree_new ();
  dissect (&plain, &packet, NULL);
  summary = plain.summary;
  dissect (&full, &packet, tree);
  assert_fields (tree, &packet);
  g_assert (tree_check_closed (tree));
  g_assert_cmpstr (full.summary.text, ==, summary.text);
  g_assert_cmpstr (full.protocol, ==, plain.protocol);
  g_assert_cmpint (full.malformed, ==, plain.malformed);
  g_assert_cmpint (full.truncated, ==, plain.truncated);
  return 0;
}
