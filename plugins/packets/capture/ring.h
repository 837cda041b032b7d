/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The packet socket: one for all interfaces, bound to none, with one ring of TPACKET_V3 blocks. So there is one order of all
 * frames, which no sorting by time could restore: a frame has the same time on a tap and on its bridge, and a later one on
 * the way out between them. */

#pragma once

#include <linux/if_packet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct
{
  int fd;
  uint8_t *map;
  unsigned n_blocks;
  unsigned next; /* the block that comes next */
} Ring;

/* 0, or an errno. Nothing comes in before ring_start(), so that the filter can be set first: none is missed, none foreign. */
int ring_open (Ring *self);
int ring_set_up (Ring *self, unsigned ring_mib, unsigned retire_ms);
int ring_start (Ring *self);

/* What passes the interface without being for this machine is wanted as well. 0, or an errno. */
int ring_add_promiscuous (Ring *self, int ifindex);

/* NULL: the kernel still has it. The frames of a block are n_frames of tpacket3_hdr. */
const struct tpacket_hdr_v1 *ring_get_block (Ring *self);
const struct tpacket3_hdr *ring_first_frame (const struct tpacket_hdr_v1 *block);
void ring_release_block (Ring *self);

/* Frames of all interfaces that found no room since the last call. */
uint64_t ring_take_drops (Ring *self);
