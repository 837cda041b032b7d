/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The blocks of the stream (draft-ietf-opsawg-pcapng), in this machine's byte order, each written whole to where there is
 * room for PCAPNG_MAX_BLOCK_BYTES beyond what a packet brings. Each function returns the bytes that it wrote. */

#pragma once

#include "plugins/packets/capture/frame.h"

/* The longest text of ours is the filter's (4 KiB). */
#define PCAPNG_MAX_BLOCK_BYTES 6144

typedef struct
{
  const char *name;
  const char *hardware;    /* (nullable) */
  const char *filter_text; /* (nullable) */
  const char *comment;
  const uint8_t *address; /* (nullable) 6 bytes */
  uint32_t snap_bytes;
  uint16_t link_type;
} PcapngInterface;

typedef struct
{
  uint64_t start_ns, now_ns;
  uint64_t received, delivered;
  uint64_t dropped_by_kernel; /* UINT64_MAX: told elsewhere */
  const char *comment;
  uint32_t interface;
} PcapngStatistics;

typedef struct
{
  uint64_t time_ns;
  uint64_t packet_id; /* 0: none */
  uint64_t dropped;   /* 0: none */
  uint32_t interface;
  uint32_t captured_bytes;
  uint32_t original_bytes;
  uint32_t flags;
} PcapngPacket;

/* Where the bytes of a packet stand in its block. */
#define PCAPNG_PACKET_BYTES_OFFSET 28

size_t pcapng_put_section (uint8_t *to, const char *system, const char *program);
size_t pcapng_put_interface (uint8_t *to, const PcapngInterface *interface);
size_t pcapng_put_statistics (uint8_t *to, const PcapngStatistics *statistics);

/* Around the captured_bytes that stand at PCAPNG_PACKET_BYTES_OFFSET already. */
size_t pcapng_put_packet (uint8_t *to, const PcapngPacket *packet);
