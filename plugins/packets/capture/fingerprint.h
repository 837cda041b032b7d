/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Which frames are the same packet, seen on its way over several interfaces. What changes on the way over a bridge does not
 * count: VLAN tags, padding, and checksums, which hardware may still have to fill in. What a router changes does. */

#pragma once

#include <stddef.h>
#include <stdint.h>

#define FINGERPRINTS_WINDOW_NS ((uint64_t) 50 * 1000 * 1000)

/* Small, so that a set is one line of the cache. */
typedef struct
{
  uint32_t tag;        /* of the hash, what does not say the set */
  uint32_t time;       /* when it was seen first, in units of 2^14 ns, */
  uint64_t place : 16; /* and where */
  uint64_t id : 48;
} FingerprintEntry;

/* What was seen in the last 50 ms at 80,000 packets/s; at any rate it is far more than a packet meets on its way. */
#define FINGERPRINTS_N_SETS 1024
#define FINGERPRINTS_N_WAYS 4

typedef struct
{
  _Alignas (64) FingerprintEntry entries[FINGERPRINTS_N_SETS][FINGERPRINTS_N_WAYS];
  uint64_t seed; /* nobody shall make two packets look the same on purpose */
  uint64_t last_id;
} Fingerprints;

void fingerprints_init (Fingerprints *self, uint64_t seed);

/* Of a frame with all its tags, or what was captured of it. */
uint64_t fingerprints_hash (const Fingerprints *self,
                            uint16_t link_type,
                            const uint8_t *bytes,
                            uint32_t n_bytes,
                            uint32_t original_bytes);

/* The id for what was seen at PLACE (interface and direction): that of the packet that looks the same, within the window,
 * unless that one came this very way. Times need not ascend. */
uint64_t fingerprints_identify (Fingerprints *self,
                                uint64_t hash,
                                uint64_t time_ns,
                                uint16_t place);
