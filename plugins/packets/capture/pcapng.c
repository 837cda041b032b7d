/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/capture/pcapng.h"

enum
{
  BLOCK_SECTION = 0x0A0D0D0A,
  BLOCK_INTERFACE = 1,
  BLOCK_STATISTICS = 5,
  BLOCK_PACKET = 6,
};

enum
{
  OPTION_END = 0,
  OPTION_COMMENT = 1,
  SECTION_SYSTEM = 3,
  SECTION_PROGRAM = 4,
  INTERFACE_NAME = 2,
  INTERFACE_MAC_ADDRESS = 6,
  INTERFACE_TIME_RESOLUTION = 9,
  INTERFACE_FILTER = 11,
  INTERFACE_HARDWARE = 15,
  STATISTICS_START = 2,
  STATISTICS_END = 3,
  STATISTICS_RECEIVED = 4,
  STATISTICS_DROPPED_BY_SYSTEM = 7,
  STATISTICS_DELIVERED = 8,
  PACKET_FLAGS = 2,
  PACKET_DROPPED = 4,
  PACKET_ID = 5,
};

#define BYTE_ORDER_MAGIC 0x1A2B3C4Du
#define MAC_ADDRESS_BYTES 6

static inline uint8_t *
put_16 (uint8_t *at, uint16_t value)
{
  memcpy (at, &value, sizeof value);
  return at + sizeof value;
}

static inline uint8_t *
put_32 (uint8_t *at, uint32_t value)
{
  memcpy (at, &value, sizeof value);
  return at + sizeof value;
}

static inline uint8_t *
put_64 (uint8_t *at, uint64_t value)
{
  memcpy (at, &value, sizeof value);
  return at + sizeof value;
}

/* Times are two halves, the high one first in either byte order. */
static inline uint8_t *
put_time (uint8_t *at, uint64_t time_ns)
{
  return put_32 (put_32 (at, (uint32_t) (time_ns >> 32)), (uint32_t) time_ns);
}

static inline uint8_t *
put_option_head (uint8_t *at, uint16_t code, uint16_t n_bytes)
{
  return put_16 (put_16 (at, code), n_bytes);
}

static uint8_t *
pad (uint8_t *at, size_t n_bytes)
{
  while (n_bytes++ % 4 != 0)
    *at++ = 0;
  return at;
}

static uint8_t *
put_bytes (uint8_t *at, uint16_t code, const void *bytes, size_t n_bytes)
{
  at = put_option_head (at, code, (uint16_t) n_bytes);
  memcpy (at, bytes, n_bytes);
  return pad (at + n_bytes, n_bytes);
}

static uint8_t *
put_text (uint8_t *at, uint16_t code, const char *text)
{
  return text == NULL ? at : put_bytes (at, code, text, strlen (text));
}

static uint8_t *
put_option_64 (uint8_t *at, uint16_t code, uint64_t value)
{
  return put_64 (put_option_head (at, code, sizeof value), value);
}

static uint8_t *
put_option_time (uint8_t *at, uint16_t code, uint64_t time_ns)
{
  return put_time (put_option_head (at, code, sizeof time_ns), time_ns);
}

/* Its length stands at both ends. */
static inline size_t
end_block (uint8_t *block, uint8_t *at)
{
  const size_t n_bytes = (size_t) (at - block) + sizeof (uint32_t);

  put_32 (at, (uint32_t) n_bytes);
  put_32 (block + 4, (uint32_t) n_bytes);
  return n_bytes;
}

size_t
pcapng_put_section (uint8_t *to, const char *system, const char *program)
{
  uint8_t *at = put_32 (to, BLOCK_SECTION) + sizeof (uint32_t);

  at = put_32 (at, BYTE_ORDER_MAGIC);
  at = put_16 (put_16 (at, 1), 0);
  at = put_64 (at, UINT64_MAX); /* nobody knows how long it will be */
  at = put_text (at, SECTION_SYSTEM, system);
  at = put_text (at, SECTION_PROGRAM, program);
  return end_block (to, put_32 (at, OPTION_END));
}

/* Its first byte says that it is text as libpcap takes it. */
static uint8_t *
put_filter (uint8_t *at, const char *text)
{
  size_t n_bytes;

  if (text == NULL)
    return at;
  n_bytes = strlen (text) + 1;
  at = put_option_head (at, INTERFACE_FILTER, (uint16_t) n_bytes);
  *at = 0;
  memcpy (at + 1, text, n_bytes - 1);
  return pad (at + n_bytes, n_bytes);
}

size_t
pcapng_put_interface (uint8_t *to, const PcapngInterface *interface)
{
  const uint8_t nanoseconds = 9;
  uint8_t *at = put_32 (to, BLOCK_INTERFACE) + sizeof (uint32_t);

  at = put_16 (put_16 (at, interface->link_type), 0);
  at = put_32 (at, interface->snap_bytes);
  at = put_text (at, INTERFACE_NAME, interface->name);
  if (interface->address != NULL)
    at = put_bytes (at, INTERFACE_MAC_ADDRESS, interface->address, MAC_ADDRESS_BYTES);
  at = put_bytes (at, INTERFACE_TIME_RESOLUTION, &nanoseconds, 1);
  at = put_filter (at, interface->filter_text);
  at = put_text (at, INTERFACE_HARDWARE, interface->hardware);
  at = put_text (at, OPTION_COMMENT, interface->comment);
  return end_block (to, put_32 (at, OPTION_END));
}

size_t
pcapng_put_statistics (uint8_t *to, const PcapngStatistics *statistics)
{
  uint8_t *at = put_32 (to, BLOCK_STATISTICS) + sizeof (uint32_t);

  at = put_32 (at, statistics->interface);
  at = put_time (at, statistics->now_ns);
  at = put_option_time (at, STATISTICS_START, statistics->start_ns);
  at = put_option_time (at, STATISTICS_END, statistics->now_ns);
  at = put_option_64 (at, STATISTICS_RECEIVED, statistics->received);
  if (statistics->dropped_by_kernel != UINT64_MAX)
    at = put_option_64 (at, STATISTICS_DROPPED_BY_SYSTEM, statistics->dropped_by_kernel);
  at = put_option_64 (at, STATISTICS_DELIVERED, statistics->delivered);
  at = put_text (at, OPTION_COMMENT, statistics->comment);
  return end_block (to, put_32 (at, OPTION_END));
}

size_t
pcapng_put_packet (uint8_t *to, const PcapngPacket *packet)
{
  uint8_t *at = put_32 (to, BLOCK_PACKET) + sizeof (uint32_t);

  at = put_time (put_32 (at, packet->interface), packet->time_ns);
  at = put_32 (put_32 (at, packet->captured_bytes), packet->original_bytes);
  at = pad (at + packet->captured_bytes, packet->captured_bytes);
  at = put_32 (put_option_head (at, PACKET_FLAGS, sizeof packet->flags), packet->flags);
  if (packet->dropped != 0)
    at = put_option_64 (at, PACKET_DROPPED, packet->dropped);
  if (packet->packet_id != 0)
    at = put_option_64 (at, PACKET_ID, packet->packet_id);
  return end_block (to, put_32 (at, OPTION_END));
}
