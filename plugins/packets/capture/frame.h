/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* One frame and what the kernel says of it, in pcapng's words. */

#pragma once

#include <linux/if_packet.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most that is put before or into a frame: the header of LINUX_SLL2. */
#define FRAME_MAX_HEAD_BYTES 20

/* Its bytes are those of head, then those of rest. */
typedef struct
{
  uint8_t head
      [FRAME_MAX_HEAD_BYTES]; /* with a VLAN tag that the kernel had taken out, or in place of an unknown header */
  unsigned n_head;
  const uint8_t *rest; /* borrowed from the ring */
  uint32_t n_rest;
  uint32_t original_bytes; /* on the wire, head included */
  uint64_t time_ns;
  int ifindex;
  uint32_t flags; /* epb_flags */
  bool tagged;    /* not judged by the user's program yet */
} Frame;

void frame_read (Frame *self, const struct tpacket3_hdr *header);
