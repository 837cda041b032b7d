/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "plugins/packets/capture/ring.h"

/* Holds the largest frame that segmentation offload makes (64 KiB), and at a retirement each few ms little is left unused. */
#define BLOCK_BYTES (256 * 1024)
#define FRAME_BYTES 2048 /* of no effect on version 3, but checked */

static struct tpacket_block_desc *
block_at (const Ring *self, unsigned index)
{
  return (void *) (self->map + (size_t) index * BLOCK_BYTES);
}

int
ring_open (Ring *self)
{
  /* Protocol 0: nothing is received yet. */
  *self = (Ring) { .fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0) };
  return self->fd < 0 ? errno : 0;
}

int
ring_set_up (Ring *self, unsigned ring_mib, unsigned retire_ms)
{
  const int version = TPACKET_V3;
  const struct tpacket_req3 request = {
    .tp_block_size = BLOCK_BYTES,
    .tp_block_nr = ring_mib * (1024 * 1024 / BLOCK_BYTES),
    .tp_frame_size = FRAME_BYTES,
    .tp_frame_nr = ring_mib * (1024 * 1024 / FRAME_BYTES),
    .tp_retire_blk_tov = retire_ms,
  };

  if (setsockopt (self->fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0
      || setsockopt (self->fd, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0)
    return errno;
  self->map = mmap (NULL, (size_t) request.tp_block_nr * BLOCK_BYTES, PROT_READ | PROT_WRITE,
                    MAP_SHARED, self->fd, 0);
  self->n_blocks = request.tp_block_nr;
  return self->map == MAP_FAILED ? errno : 0;
}

int
ring_start (Ring *self)
{
  const struct sockaddr_ll address
      = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL), .sll_ifindex = 0 };

  return bind (self->fd, (const struct sockaddr *) &address, sizeof address) == 0 ? 0 : errno;
}

int
ring_add_promiscuous (Ring *self, int ifindex)
{
  const struct packet_mreq request = { .mr_ifindex = ifindex, .mr_type = PACKET_MR_PROMISC };

  return setsockopt (self->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request, sizeof request) == 0
             ? 0
             : errno;
}

const struct tpacket_hdr_v1 *
ring_get_block (Ring *self)
{
  struct tpacket_block_desc *block = block_at (self, self->next);

  if ((__atomic_load_n (&block->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER) == 0)
    return NULL;
  return &block->hdr.bh1;
}

const struct tpacket3_hdr *
ring_first_frame (const struct tpacket_hdr_v1 *block)
{
  const uint8_t *description
      = (const uint8_t *) block - offsetof (struct tpacket_block_desc, hdr.bh1);

  return (const void *) (description + block->offset_to_first_pkt);
}

void
ring_release_block (Ring *self)
{
  struct tpacket_block_desc *block = block_at (self, self->next);

  __atomic_store_n (&block->hdr.bh1.block_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
  self->next = (self->next + 1) % self->n_blocks;
}

uint64_t
ring_take_drops (Ring *self)
{
  struct tpacket_stats_v3 statistics = { 0 };
  socklen_t n = sizeof statistics;

  if (getsockopt (self->fd, SOL_PACKET, PACKET_STATISTICS, &statistics, &n) != 0)
    return 0;
  return statistics.tp_drops;
}
