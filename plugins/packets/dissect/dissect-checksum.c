/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"

static guint32
fold (guint64 sum)
{
  while (sum >> 16 != 0)
    sum = (sum & 0xffff) + (sum >> 16);
  return sum;
}

/* Over all of BYTES and SUM. 0 where a correct checksum is part of them. */
static guint16
compute_checksum (DissectBytes bytes, guint32 sum)
{
  guint64 total = sum;

  for (guint32 i = 0; i + 1 < bytes.n_bytes; i += 2)
    total += dissect_u16 (bytes, i);
  if (bytes.n_bytes % 2 != 0)
    total += (guint32) dissect_u8 (bytes, bytes.n_bytes - 1) << 8;
  return ~fold (total);
}

/* What of the IP header the transports' checksums cover (RFC 9293, section 3.1; RFC 8200, section 8.1). */
static guint32
sum_pseudo_header (const Dissection *self, guint32 n_bytes, guint8 ip_protocol)
{
  const guint n_address = self->ip_version == 4 ? 4 : 16;
  guint64 sum = (n_bytes & 0xffff) + (n_bytes >> 16) + ip_protocol;

  for (guint i = 0; i < n_address; i += 2)
    {
      sum += (guint32) self->ip_source[i] << 8 | self->ip_source[i + 1];
      sum += (guint32) self->ip_destination[i] << 8 | self->ip_destination[i + 1];
    }
  return fold (sum);
}

static void
add_verified (Dissection *self, DissectBytes bytes, guint32 at, guint32 sum)
{
  const guint16 found = dissect_u16 (bytes, at);
  const guint16 rest = compute_checksum (bytes, sum);
  guint16 expected;

  if (rest == 0)
    {
      dissection_field (self, bytes, at, 2, "Checksum", "0x%04x (correct)", found);
      return;
    }
  /* The sum without the field itself, as its maker had it. */
  expected = ~fold ((guint64) (guint16) ~rest + (guint16) ~found);
  dissection_field (self, bytes, at, 2, "Checksum", "0x%04x (wrong: should be 0x%04x)", found,
                    expected);
}

/* Of an IPv4 header, which BYTES are: nobody leaves it to the hardware. */
void
dissection_add_header_checksum (Dissection *self, DissectBytes bytes, guint32 at)
{
  if (self->tree == NULL)
    return;
  if (self->quiet > 0 || bytes.n_bytes < bytes.claimed_bytes)
    dissection_field (self, bytes, at, 2, "Checksum", "0x%04x (not verified)",
                      dissect_u16 (bytes, at));
  else
    add_verified (self, bytes, at, 0);
}

static gboolean
can_verify (const Dissection *self, DissectBytes bytes)
{
  return self->quiet == 0 && !self->is_fragment && bytes.n_bytes == bytes.claimed_bytes;
}

static void
add_transport (Dissection *self, DissectBytes bytes, guint32 at, guint32 sum, gboolean known)
{
  const guint16 found = dissect_u16 (bytes, at);

  if (self->quiet == 0 && self->packet->flags & PACKET_FLAGS_CHECKSUM_NOT_READY)
    dissection_field (self, bytes, at, 2, "Checksum",
                      "0x%04x (not filled in yet: left to the hardware)", found);
  else if (!known || !can_verify (self, bytes))
    dissection_field (self, bytes, at, 2, "Checksum", "0x%04x (not verified)", found);
  else
    add_verified (self, bytes, at, sum);
}

/* The field at AT, of all of BYTES. */
void
dissection_add_checksum (Dissection *self, DissectBytes bytes, guint32 at)
{
  if (self->tree != NULL)
    add_transport (self, bytes, at, 0, TRUE);
}

/* The same with the pseudo-header of the IP header below. */
void
dissection_add_pseudo_checksum (Dissection *self,
                                DissectBytes bytes,
                                guint32 at,
                                guint8 ip_protocol)
{
  const gboolean known = self->ip_version != 0 && !self->is_source_routed;

  if (self->tree != NULL)
    add_transport (self, bytes, at, sum_pseudo_header (self, bytes.n_bytes, ip_protocol), known);
}
