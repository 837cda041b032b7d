/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <endian.h>
#include <linux/if_ether.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include "plugins/packets/capture/fingerprint.h"
#include "plugins/packets/format/pcapng-flags.h"

/* Of the network layer; what lies beyond tells two packets apart by their lengths alone. */
#define MAX_BYTES 128
#define TIME_SHIFT 14
#define WINDOW (FINGERPRINTS_WINDOW_NS >> TIME_SHIFT)
#define MAX_WORDS (MAX_BYTES / sizeof (uint64_t))
#define STRIDE_WORDS 4

#define MAX_TAGS 4
#define MAX_EXTENSION_HEADERS 8

#define ARP_BYTES 28 /* for Ethernet and IPv4 */

/* Bytes that don't count. They stand in one word always: at an even place if they are two, at one divisible by four if four. */
typedef struct
{
  uint32_t offset;
  uint32_t n_bytes;
} Hole;

/* What is hashed. It is read where it is: to copy it first takes as long as all the rest. */
typedef struct
{
  uint64_t head[2];     /* link layer's addresses and EtherType */
  const uint8_t *bytes; /* borrowed: what is behind */
  uint32_t n_bytes;     /* of these, those that count */
  uint32_t length;      /* as the protocol says */
  Hole holes[2];        /* checksums: of IPv4, and of what it carries */
  unsigned n_holes;
} Subject;

static inline uint16_t
get_16 (const uint8_t *at)
{
  return (uint16_t) (at[0] << 8 | at[1]);
}

static inline uint64_t
get_32 (const uint8_t *at)
{
  return (uint64_t) get_16 (at) << 16 | get_16 (at + 2);
}

static inline uint32_t
least (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

static void
blank (Subject *subject, uint32_t offset, uint32_t n_bytes)
{
  if (offset + n_bytes <= MAX_BYTES)
    subject->holes[subject->n_holes++] = (Hole) { offset, n_bytes };
}

static void
blank_transport (Subject *subject, uint8_t protocol, uint32_t offset)
{
  switch (protocol)
    {
    case IPPROTO_TCP:
      blank (subject, offset + 16, 2);
      break;
    case IPPROTO_UDP:
      blank (subject, offset + 6, 2);
      break;
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6:
      blank (subject, offset + 2, 2);
      break;
    case IPPROTO_SCTP:
      blank (subject, offset + 8, 4);
      break;
    default:
      break;
    }
}

/* LENGTH: what the protocol says that it has, where that can be. */
static void
set_length (Subject *subject, uint32_t least_bytes, uint32_t length)
{
  if (length < least_bytes || length > subject->length)
    return; /* nonsense, or too long for its field (segmentation offload): the frame's own stays */
  subject->length = length;
  subject->n_bytes = least (subject->n_bytes, length);
}

static void
treat_ipv4 (Subject *subject)
{
  const uint8_t *bytes = subject->bytes;
  const uint32_t header_bytes = subject->n_bytes < 20 ? 0 : (bytes[0] & 0xfu) * 4;

  if (header_bytes < 20)
    return;
  set_length (subject, header_bytes, get_16 (bytes + 2));
  blank (subject, 10, 2);
  if ((get_16 (bytes + 6) & 0x1fff) == 0)
    blank_transport (subject, bytes[9], header_bytes);
}

static void
treat_ipv6 (Subject *subject)
{
  const uint8_t *bytes = subject->bytes;
  uint32_t offset = 40;
  uint8_t protocol;

  if (subject->n_bytes < offset)
    return;
  protocol = bytes[6];
  if (get_16 (bytes + 4) != 0)
    set_length (subject, offset, offset + get_16 (bytes + 4));
  for (int i = 0; i < MAX_EXTENSION_HEADERS && offset + 8 <= subject->n_bytes; i++)
    {
      if (protocol != IPPROTO_HOPOPTS && protocol != IPPROTO_ROUTING && protocol != IPPROTO_DSTOPTS)
        break;
      protocol = bytes[offset];
      offset += (bytes[offset + 1] + 1u) * 8;
    }
  blank_transport (subject, protocol, offset);
}

static void
treat_network (Subject *subject, uint16_t type)
{
  if (type == ETH_P_IP)
    treat_ipv4 (subject);
  else if (type == ETH_P_IPV6)
    treat_ipv6 (subject);
  else if (type == ETH_P_ARP)
    set_length (subject, ARP_BYTES, ARP_BYTES);
  else if (type < ETH_P_802_3_MIN)
    set_length (subject, 1, type);
}

static inline bool
is_tag (uint16_t type)
{
  return type == ETH_P_8021Q || type == ETH_P_8021AD || type == ETH_P_QINQ1;
}

/* The type behind all tags, and where it ends; 0: nothing that is known as Ethernet. */
static uint32_t
skip_link_layer (const uint8_t *bytes, uint32_t n_bytes, uint16_t *type)
{
  uint32_t offset = ETH_HLEN;

  if (n_bytes < offset)
    return 0;
  *type = get_16 (bytes + offset - 2);
  for (int i = 0; i < MAX_TAGS && is_tag (*type) && offset + 4 <= n_bytes; i++)
    {
      offset += 4;
      *type = get_16 (bytes + offset - 2);
    }
  return offset;
}

static uint16_t
type_by_version (const uint8_t *bytes, uint32_t n_bytes)
{
  const uint8_t version = n_bytes > 0 ? bytes[0] >> 4 : 0;

  return version == 4 ? ETH_P_IP : version == 6 ? ETH_P_IPV6 : UINT16_MAX;
}

static void
fill (Subject *subject,
      uint16_t link_type,
      const uint8_t *bytes,
      uint32_t n_bytes,
      uint32_t original_bytes)
{
  uint16_t type = UINT16_MAX; /* nothing is known of it */
  uint32_t offset = 0;

  subject->head[0] = subject->head[1] = 0;
  subject->n_holes = 0;
  if (link_type == LINK_TYPE_ETHERNET && (offset = skip_link_layer (bytes, n_bytes, &type)) > 0)
    {
      memcpy (&subject->head[0], bytes, 8);
      subject->head[1] = get_32 (bytes + 8) << 16 | type;
    }
  else if (link_type == LINK_TYPE_RAW)
    type = type_by_version (bytes, n_bytes);
  subject->bytes = bytes + offset;
  subject->n_bytes = least (n_bytes - offset, MAX_BYTES);
  subject->length = original_bytes - offset;
  treat_network (subject, type);
}

static inline uint64_t
get_word (const uint8_t *at)
{
  uint64_t word;

  memcpy (&word, at, sizeof word);
  return le64toh (word);
}

static inline void
load_words (const uint8_t *bytes, unsigned n, uint64_t words[MAX_WORDS])
{
  for (unsigned i = 0; i < n; i++)
    words[i] = get_word (bytes + i * 8);
}

/* As words whose first byte is the lowest, up to the end of a stride. How many. */
static unsigned
take_words (const Subject *subject, uint64_t words[MAX_WORDS])
{
  const unsigned n_whole = subject->n_bytes / 8, rest = subject->n_bytes % 8;
  const uint8_t *last = subject->bytes + n_whole * 8;
  unsigned n = n_whole;

  /* Most frames have as many, and a known number is loaded without a loop. */
  if (n_whole == MAX_WORDS)
    load_words (subject->bytes, MAX_WORDS, words);
  else
    load_words (subject->bytes, n_whole, words);
  if (rest > 0)
    words[n++] = 0;
  for (unsigned i = 0; i < rest; i++)
    words[n_whole] |= (uint64_t) last[i] << (8 * i);
  while (n % STRIDE_WORDS != 0)
    words[n++] = 0;
  for (unsigned i = 0; i < subject->n_holes; i++)
    {
      const Hole *hole = &subject->holes[i];
      const uint64_t ones = ((uint64_t) 1 << 8 * hole->n_bytes) - 1;

      if (hole->offset / 8 < n)
        words[hole->offset / 8] &= ~(ones << 8 * (hole->offset % 8));
    }
  return n;
}

static inline uint64_t
turn (uint64_t value)
{
  return value << 29 | value >> 35;
}

static inline uint64_t
absorb (uint64_t lane, uint64_t word)
{
  return turn (lane ^ word) * 0x9e3779b97f4a7c15u;
}

/* Four lanes, so that the multiplications overlap; by name, so that they stay in registers. */
static uint64_t
hash_subject (const Subject *subject, uint64_t seed)
{
  uint64_t words[MAX_WORDS];
  const unsigned n = take_words (subject, words);
  uint64_t a = absorb (seed, subject->head[0]);
  uint64_t b = absorb (~seed, subject->head[1]);
  uint64_t c = turn (seed) ^ subject->length;
  uint64_t d = turn (turn (seed));

  for (unsigned i = 0; i < n; i += STRIDE_WORDS)
    {
      a = absorb (a, words[i]);
      b = absorb (b, words[i + 1]);
      c = absorb (c, words[i + 2]);
      d = absorb (d, words[i + 3]);
    }
  a = absorb (absorb (absorb (a, b), c), d);
  return a ^ a >> 32;
}

void
fingerprints_init (Fingerprints *self, uint64_t seed)
{
  memset (self, 0, sizeof *self);
  self->seed = seed;
}

uint64_t
fingerprints_hash (const Fingerprints *self,
                   uint16_t link_type,
                   const uint8_t *bytes,
                   uint32_t n_bytes,
                   uint32_t original_bytes)
{
  Subject subject;

  fill (&subject, link_type, bytes, n_bytes, original_bytes);
  return hash_subject (&subject, self->seed);
}

/* Either may be the later one, and their counter may have begun anew between them. */
static inline bool
is_within_window (const FingerprintEntry *entry, uint32_t time)
{
  const int32_t apart = (int32_t) (time - entry->time);

  return apart <= (int32_t) WINDOW && apart >= -(int32_t) WINDOW;
}

_Static_assert (FINGERPRINTS_N_WAYS == 4, "two pairs");

/* Without a branch, which nobody could foretell. */
static inline unsigned
find_oldest (const FingerprintEntry *set)
{
  const unsigned a = set[1].id < set[0].id;
  const unsigned b = 2 + (set[3].id < set[2].id);
  const uint64_t a_id = set[a].id, b_id = set[b].id;

  return a ^ ((a ^ b) & -(unsigned) (b_id < a_id));
}

uint64_t
fingerprints_identify (Fingerprints *self, uint64_t hash, uint64_t time_ns, uint16_t place)
{
  FingerprintEntry *set = self->entries[hash % FINGERPRINTS_N_SETS];
  FingerprintEntry *entry = NULL;
  const uint32_t tag = (uint32_t) (hash >> 32);
  const uint32_t time = (uint32_t) (time_ns >> TIME_SHIFT);

  for (int i = 0; i < FINGERPRINTS_N_WAYS && entry == NULL; i++)
    if (set[i].tag == tag && set[i].id != 0 && is_within_window (&set[i], time))
      entry = &set[i];
  if (entry != NULL && entry->place != place)
    return entry->id;
  if (entry == NULL)
    entry = &set[find_oldest (set)];
  self->last_id++;
  *entry = (FingerprintEntry) { tag, time, place, self->last_id };
  return self->last_id;
}
