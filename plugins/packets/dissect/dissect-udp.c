/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 768. */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 8
#define IP_PROTOCOL 17

static void
add_fields (Dissection *self, DissectBytes bytes)
{
  dissection_add_port (self, bytes, 0, "Source port", DISSECT_KIND_UDP_PORT);
  dissection_add_port (self, bytes, 2, "Destination port", DISSECT_KIND_UDP_PORT);
  dissection_field (self, bytes, 4, 2, "Length", "%u", dissect_u16 (bytes, 4));
  if (dissect_u16 (bytes, 6) == 0 && self->ip_version == 4)
    dissection_field (self, bytes, 6, 2, "Checksum", "0x0000 (none)");
  else
    dissection_add_pseudo_checksum (self, bytes, 6, IP_PROTOCOL);
}

/* What is there of the datagram, by its own length. */
static DissectBytes
limit (Dissection *self, DissectBytes bytes, guint32 n_bytes)
{
  DissectBytes datagram = dissect_part (bytes, 0, n_bytes);

  if (n_bytes <= bytes.claimed_bytes)
    return datagram;
  if (self->is_fragment)
    datagram.claimed_bytes = n_bytes;
  else
    {
      /* Whatever has not been captured would not change it. */
      bytes.claimed_bytes = bytes.n_bytes;
      dissection_fail (self, bytes, 4, "longer than the packet");
    }
  return datagram;
}

void
dissect_udp (Dissection *self, DissectBytes bytes)
{
  const guint16 source = dissect_u16 (bytes, 0), destination = dissect_u16 (bytes, 2);
  guint32 n_bytes = dissect_u16 (bytes, 4);
  DissectLine *summary;

  if (!dissection_begin (self, "UDP", "User Datagram Protocol", bytes, HEADER_BYTES)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  dissection_set_ports (self, source, destination);
  /* 0: a jumbogram (RFC 2675), or left to the hardware together with segmentation. */
  if (n_bytes == 0)
    n_bytes = bytes.claimed_bytes;
  summary = dissection_summarize (self);
  dissect_line_add_unsigned (summary, source);
  dissect_line_add (summary, " → ");
  dissect_line_add_unsigned (summary, destination);
  dissect_line_add (summary, " Len=");
  dissect_line_add_unsigned (summary, n_bytes < HEADER_BYTES ? 0 : n_bytes - HEADER_BYTES);
  if (n_bytes < HEADER_BYTES)
    {
      dissection_fail (self, bytes, 4, "its length cannot be");
      dissection_end (self);
      return;
    }
  bytes = limit (self, bytes, n_bytes);
  if (G_UNLIKELY (self->tree != NULL))
    add_fields (self, bytes);
  dissection_end (self);
  bytes = dissect_from (bytes, HEADER_BYTES);
  if (bytes.n_bytes > 0 && !dissect_udp_port (self, source, destination, bytes))
    dissect_load (self, bytes);
}
