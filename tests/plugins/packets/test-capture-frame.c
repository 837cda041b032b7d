/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include <arpa/inet.h>
#include <glib.h>
#include <linux/if_arp.h>
#include <linux/if_ether.h>

#include "plugins/packets/capture/frame.h"
#include "plugins/packets/format/link-type.h"

#define FRAME_BYTES 60

/* As the kernel lays it into the ring. */
typedef struct
{
  _Alignas (16) struct tpacket3_hdr header;
  _Alignas (16) struct sockaddr_ll address;
  uint8_t bytes[FRAME_BYTES];
} Slot;

static Slot
slot_of (uint16_t arphrd, uint8_t packet_type, uint32_t status)
{
  Slot slot = { .header = { .tp_sec = 5,
                            .tp_nsec = 6,
                            .tp_snaplen = FRAME_BYTES,
                            .tp_len = 2000,
                            .tp_status = status,
                            .tp_mac = offsetof (Slot, bytes),
                            .tp_net = offsetof (Slot, bytes) + 14 },
                .address = { .sll_protocol = htons (ETH_P_IP),
                             .sll_ifindex = 3,
                             .sll_hatype = arphrd,
                             .sll_pkttype = packet_type,
                             .sll_halen = 6,
                             .sll_addr = { 1, 2, 3, 4, 5, 6 } } };

  for (int i = 0; i < FRAME_BYTES; i++)
    slot.bytes[i] = (uint8_t) i;
  return slot;
}

static Frame
read_slot (const Slot *slot)
{
  Frame frame;

  G_STATIC_ASSERT (offsetof (Slot, address) == TPACKET_ALIGN (sizeof (struct tpacket3_hdr)));
  frame_read (&frame, &slot->header);
  return frame;
}

static void
test_marks (void)
{
  static const struct
  {
    uint8_t packet_type;
    uint32_t status, flags;
  } cases[] = {
    { PACKET_HOST, 0, PACKET_FLAGS_INBOUND | PACKET_RECEPTION_UNICAST << 2 },
    { PACKET_BROADCAST, 0, PACKET_FLAGS_INBOUND | PACKET_RECEPTION_BROADCAST << 2 },
    { PACKET_MULTICAST, 0, PACKET_FLAGS_INBOUND | PACKET_RECEPTION_MULTICAST << 2 },
    { PACKET_OTHERHOST, 0, PACKET_FLAGS_INBOUND | PACKET_RECEPTION_PROMISCUOUS << 2 },
    { PACKET_OUTGOING, 0, PACKET_FLAGS_OUTBOUND },
    { 77, 0, PACKET_FLAGS_INBOUND },
    { PACKET_OUTGOING, TP_STATUS_CSUMNOTREADY, PACKET_FLAGS_OUTBOUND | 1u << 9 },
    { PACKET_OUTGOING, TP_STATUS_CSUMNOTREADY | TP_STATUS_GSO_TCP,
      PACKET_FLAGS_OUTBOUND | 1u << 9 | 1u << 11 },
    { PACKET_HOST, TP_STATUS_CSUM_VALID,
      PACKET_FLAGS_INBOUND | PACKET_RECEPTION_UNICAST << 2 | 1u << 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Slot slot = slot_of (ARPHRD_ETHER, cases[i].packet_type, cases[i].status);
      const Frame frame = read_slot (&slot);

      g_assert_cmphex (frame.flags, ==, cases[i].flags);
      g_assert_cmpuint (frame.n_head, ==, 0);
      g_assert_true (frame.rest == slot.bytes && frame.n_rest == FRAME_BYTES);
      g_assert_cmpuint (frame.original_bytes, ==, 2000);
      g_assert_cmpuint (frame.time_ns, ==, 5000000006u);
      g_assert_cmpint (frame.ifindex, ==, 3);
    }
}

static void
test_tag (void)
{
  Slot slot = slot_of (ARPHRD_ETHER, PACKET_HOST, TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID);
  static const uint8_t expected[]
      = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0x88, 0xa8, 0x20, 0x64 };
  Frame frame;

  slot.header.hv1.tp_vlan_tci = 0x2064;
  slot.header.hv1.tp_vlan_tpid = ETH_P_8021AD;
  frame = read_slot (&slot);
  g_assert_true (frame.tagged);
  g_assert_cmpmem (frame.head, frame.n_head, expected, sizeof expected);
  g_assert_cmpuint (frame.rest[0], ==, 12);
  g_assert_cmpuint (frame.n_rest, ==, FRAME_BYTES - 12);
  g_assert_cmpuint (frame.original_bytes, ==, 2004);

  slot.header.tp_status = TP_STATUS_VLAN_VALID;
  frame = read_slot (&slot);
  g_assert_cmphex (frame.head[12] << 8 | frame.head[13], ==, ETH_P_8021Q);

  /* Cut off before the place where it belongs. */
  slot.header.tp_snaplen = 11;
  frame = read_slot (&slot);
  g_assert_cmpuint (frame.n_head, ==, 0);
  g_assert_cmpuint (frame.n_rest, ==, 11);
}

static void
test_unknown_header (void)
{
  Slot slot = slot_of (ARPHRD_INFINIBAND, PACKET_MULTICAST, 0);
  static const uint8_t expected[]
      = { 8, 0, 0, 0, 0, 0, 0, 3, 0, ARPHRD_INFINIBAND, 2, 6, 1, 2, 3, 4, 5, 6, 0, 0 };
  Frame frame = read_slot (&slot);

  g_assert_cmpmem (frame.head, frame.n_head, expected, sizeof expected);
  g_assert_cmpuint (frame.rest[0], ==, 14);
  g_assert_cmpuint (frame.n_rest, ==, FRAME_BYTES - 14);
  g_assert_cmpuint (frame.original_bytes, ==, 2000 + 20 - 14);

  slot.header.tp_snaplen = 10; /* less than the header that is replaced */
  slot.address.sll_halen = 32;
  frame = read_slot (&slot);
  g_assert_cmpuint (frame.n_rest, ==, 0);
  g_assert_cmpuint (frame.head[11], ==, 8);
}

static void
test_link_types (void)
{
  g_assert_cmpuint (link_type_of_hardware (ARPHRD_ETHER), ==, LINK_TYPE_ETHERNET);
  g_assert_cmpuint (link_type_of_hardware (ARPHRD_LOOPBACK), ==, LINK_TYPE_ETHERNET);
  g_assert_cmpuint (link_type_of_hardware (ARPHRD_NONE), ==, LINK_TYPE_RAW);
  g_assert_cmpuint (link_type_of_hardware (ARPHRD_IEEE80211_RADIOTAP), ==,
                    LINK_TYPE_IEEE802_11_RADIOTAP);
  g_assert_cmpuint (link_type_of_hardware (ARPHRD_PPP), ==, LINK_TYPE_LINUX_SLL2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packets/capture/frame/direction-and-marks", test_marks);
  g_test_add_func ("/packets/capture/frame/tag-is-put-back", test_tag);
  g_test_add_func ("/packets/capture/frame/unknown-header-is-replaced", test_unknown_header);
  g_test_add_func ("/packets/capture/frame/link-types", test_link_types);
  return g_test_run ();
}
