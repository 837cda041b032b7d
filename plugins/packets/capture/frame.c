/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <string.h>

#include "plugins/packets/capture/frame.h"
#include "plugins/packets/format/link-type.h"

#define ADDRESSES_BYTES (2 * ETH_ALEN)
#define TAG_BYTES 4
#define SLL2_BYTES 20

static uint32_t
reception_of (uint8_t packet_type)
{
  static const uint8_t receptions[] = {
    [PACKET_HOST] = PACKET_RECEPTION_UNICAST,
    [PACKET_BROADCAST] = PACKET_RECEPTION_BROADCAST,
    [PACKET_MULTICAST] = PACKET_RECEPTION_MULTICAST,
    [PACKET_OTHERHOST] = PACKET_RECEPTION_PROMISCUOUS,
  };

  if (packet_type >= sizeof receptions)
    return PACKET_FLAGS_INBOUND;
  return PACKET_FLAGS_INBOUND | (uint32_t) receptions[packet_type] << PACKET_FLAGS_RECEPTION_SHIFT;
}

static uint32_t
flags_of (uint8_t packet_type, uint32_t status)
{
  uint32_t flags
      = packet_type == PACKET_OUTGOING ? PACKET_FLAGS_OUTBOUND : reception_of (packet_type);

  if (status & TP_STATUS_CSUMNOTREADY)
    flags |= PACKET_FLAGS_CHECKSUM_NOT_READY;
  if (status & TP_STATUS_CSUM_VALID)
    flags |= PACKET_FLAGS_CHECKSUM_VALID;
  if (status & TP_STATUS_GSO_TCP)
    flags |= PACKET_FLAGS_TCP_SEGMENTATION_OFFLOADED;
  return flags;
}

static void
put_16 (uint8_t *to, uint16_t value)
{
  value = htons (value);
  memcpy (to, &value, sizeof value);
}

/* Where it was on the wire: behind the addresses. */
static void
put_tag_back (Frame *self, const struct tpacket3_hdr *header)
{
  const bool type_known = (header->tp_status & TP_STATUS_VLAN_TPID_VALID) != 0;

  memcpy (self->head, self->rest, ADDRESSES_BYTES);
  put_16 (self->head + ADDRESSES_BYTES, type_known ? header->hv1.tp_vlan_tpid : ETH_P_8021Q);
  put_16 (self->head + ADDRESSES_BYTES + 2, (uint16_t) header->hv1.tp_vlan_tci);
  self->n_head = ADDRESSES_BYTES + TAG_BYTES;
  self->rest += ADDRESSES_BYTES;
  self->n_rest -= ADDRESSES_BYTES;
  self->original_bytes += TAG_BYTES;
  self->tagged = true;
}

/* In place of the link layer's header, which nobody could read. */
static void
put_cooked_header (Frame *self,
                   const struct tpacket3_hdr *header,
                   const struct sockaddr_ll *address)
{
  const uint32_t offset
      = header->tp_net > header->tp_mac ? (uint32_t) (header->tp_net - header->tp_mac) : 0;
  const uint32_t n_link = offset < self->n_rest ? offset : self->n_rest;
  const uint32_t ifindex = htonl ((uint32_t) address->sll_ifindex);

  memset (self->head, 0, SLL2_BYTES);
  memcpy (self->head, &address->sll_protocol, 2);
  memcpy (self->head + 4, &ifindex, 4);
  put_16 (self->head + 8, address->sll_hatype);
  self->head[10] = address->sll_pkttype;
  self->head[11] = address->sll_halen <= 8 ? address->sll_halen : 8;
  memcpy (self->head + 12, address->sll_addr, self->head[11]);
  self->n_head = SLL2_BYTES;
  self->rest += n_link;
  self->n_rest -= n_link;
  self->original_bytes += SLL2_BYTES - n_link;
}

void
frame_read (Frame *self, const struct tpacket3_hdr *header)
{
  const uint8_t *bytes = (const uint8_t *) header;
  const struct sockaddr_ll *address
      = (const void *) (bytes + TPACKET_ALIGN (sizeof (struct tpacket3_hdr)));
  const uint16_t link_type = link_type_of_hardware (address->sll_hatype);

  self->n_head = 0;
  self->tagged = false;
  self->rest = bytes + header->tp_mac;
  self->n_rest = header->tp_snaplen;
  self->original_bytes = header->tp_len;
  self->time_ns = (uint64_t) header->tp_sec * 1000000000u + header->tp_nsec;
  self->ifindex = address->sll_ifindex;
  self->flags = flags_of (address->sll_pkttype, header->tp_status);
  if (link_type == LINK_TYPE_LINUX_SLL2)
    put_cooked_header (self, header, address);
  else if ((header->tp_status & TP_STATUS_VLAN_VALID) && link_type == LINK_TYPE_ETHERNET
           && self->n_rest >= ADDRESSES_BYTES)
    put_tag_back (self, header);
}
