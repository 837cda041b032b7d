/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

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
#define HEAD_BYTES 16
#define STRIDE_BYTES (4 * sizeof (uint64_t))
#define SLACK_BYTES 8 /* for a checksum that stands at the end */

#define MAX_TAGS 4
#define MAX_EXTENSION_HEADERS 8

#define ARP_BYTES 28 /* for Ethernet and IPv4 */

/* What is hashed. */
typedef struct
{
  uint8_t head[HEAD_BYTES]; /* link layer's addresses and EtherType */
  uint8_t bytes[MAX_BYTES + SLACK_BYTES];
  uint32_t n_bytes; /* of these, those that count: the rest are 0 */
  uint32_t length;  /* as the protocol says */
} Subject;

static inline uint16_t
get_16 (const uint8_t *at)
{
  return (uint16_t) (at[0] << 8 | at[1]);
}

static inline uint32_t
least (uint32_t a, uint32_t b)
{
  return a < b ? a : b;
}

static void
blank (Subject *subject, uint32_t offset, uint32_t n_bytes)
{
  if (offset + n_bytes <= sizeof subject->bytes)
    memset (subject->bytes + offset, 0, n_bytes);
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
  uint32_t offset = 0, n_copied;

  memset (subject, 0, sizeof *subject);
  if (link_type == LINK_TYPE_ETHERNET && (offset = skip_link_layer (bytes, n_bytes, &type)) > 0)
    {
      memcpy (subject->head, bytes, 2 * ETH_ALEN);
      memcpy (subject->head + 2 * ETH_ALEN, &type, sizeof type);
    }
  else if (link_type == LINK_TYPE_RAW)
    type = type_by_version (bytes, n_bytes);
  n_copied = least (n_bytes - offset, MAX_BYTES);
  /* Most frames have as much, and a copy of a known size takes a few instructions. */
  if (n_copied == MAX_BYTES)
    memcpy (subject->bytes, bytes + offset, MAX_BYTES);
  else if (n_copied > 0)
    memcpy (subject->bytes, bytes + offset, n_copied);
  subject->n_bytes = n_copied;
  subject->length = original_bytes - offset;
  treat_network (subject, type);
  if (subject->n_bytes < n_copied)
    memset (subject->bytes + subject->n_bytes, 0, n_copied - subject->n_bytes);
}

static inline uint64_t
turn (uint64_t value)
{
  return value << 29 | value >> 35;
}

static inline uint64_t
absorb_word (uint64_t lane, uint64_t word)
{
  return turn (lane ^ word) * 0x9e3779b97f4a7c15u;
}

static inline uint64_t
absorb (uint64_t lane, const uint8_t *at)
{
  uint64_t word;

  memcpy (&word, at, sizeof word);
  return absorb_word (lane, word);
}

/* Four lanes, so that the multiplications overlap; by name, so that they stay in registers. */
static uint64_t
hash_subject (const Subject *subject, uint64_t seed)
{
  uint64_t a = absorb (seed, subject->head);
  uint64_t b = absorb (~seed, subject->head + 8);
  uint64_t c = turn (seed) ^ subject->length;
  uint64_t d = turn (turn (seed));

  for (const uint8_t *at = subject->bytes; at < subject->bytes + MAX_BYTES; at += STRIDE_BYTES)
    {
      a = absorb (a, at);
      b = absorb (b, at + 8);
      c = absorb (c, at + 16);
      d = absorb (d, at + 24);
    }
  a = absorb_word (absorb_word (absorb_word (a, b), c), d);
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

uint64_t
fingerprints_identify (Fingerprints *self, uint64_t hash, uint64_t time_ns, uint16_t place)
{
  FingerprintEntry *set = self->entries[hash % FINGERPRINTS_N_SETS];
  FingerprintEntry *entry = &set[0];
  const uint32_t tag = (uint32_t) (hash >> 32);
  const uint32_t time = (uint32_t) (time_ns >> TIME_SHIFT);

  for (int i = 0; i < FINGERPRINTS_N_WAYS; i++)
    {
      if (set[i].tag == tag && set[i].id != 0 && is_within_window (&set[i], time))
        {
          if (set[i].place != place)
            return set[i].id;
          entry = &set[i];
          break;
        }
      if (set[i].id < entry->id)
        entry = &set[i];
    }
  self->last_id++;
  *entry = (FingerprintEntry) { tag, time, place, self->last_id };
  return self->last_id;
}
