/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 8200. */

#include "config.h"

#include "plugins/packets/dissect/dissect-ip.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 40
/* More than any packet needs: who sends longer chains means no good. */
#define MAX_EXTENSIONS 16

#define HOP_BY_HOP 0
#define ROUTING 43
#define FRAGMENT 44
#define DESTINATION_OPTIONS 60
#define MOBILITY 135
#define HIP 139
#define SHIM6 140

static const DissectName options[] = {
  { 0x00, "Pad1" },          { 0x01, "PadN" },         { 0x05, "Router alert" },
  { 0xc2, "Jumbo payload" }, { 0xc9, "Home address" }, { 0x26, "Quick start" },
};

/* A walk along the chain of headers. */
typedef struct
{
  DissectBytes rest;
  guint8 next;
  gboolean ended; /* nothing of a higher layer follows */
} Chain;

static gboolean
is_extension (guint8 next)
{
  switch (next)
    {
    case HOP_BY_HOP:
    case ROUTING:
    case FRAGMENT:
    case DESTINATION_OPTIONS:
    case MOBILITY:
    case HIP:
    case SHIM6:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_options (Dissection *self, DissectBytes bytes)
{
  guint32 at = 2;

  while (at < bytes.n_bytes)
    {
      const guint8 kind = dissect_u8 (bytes, at);
      const guint32 n_bytes = kind == 0 ? 1 : 2 + (guint32) dissect_u8 (bytes, at + 1);

      if (n_bytes > bytes.n_bytes - at)
        {
          dissection_add_malformed (self, bytes, at, "an option's length cannot be");
          return;
        }
      dissection_field (self, bytes, at, n_bytes, "Option", "%s (0x%02x), %u bytes",
                        DISSECT_NAME (options, kind), kind, n_bytes);
      at += n_bytes;
    }
}

static void
add_routing (Dissection *self, DissectBytes bytes)
{
  dissection_field (self, bytes, 2, 1, "Type", "%u", dissect_u8 (bytes, 2));
  dissection_field (self, bytes, 3, 1, "Segments left", "%u", dissect_u8 (bytes, 3));
  for (guint32 at = 8; dissect_has (bytes, at, 16); at += 16)
    dissection_add_ipv6 (self, bytes, at, "Address");
}

/* BYTES are one extension header. */
static void
add_extension (Dissection *self, guint8 kind, DissectBytes bytes)
{
  dissection_field (self, bytes, 0, bytes.n_bytes, dissect_ip_protocol_name (kind), "%s", "");
  dissection_open (self);
  dissection_field (self, bytes, 0, 1, "Next header", "%s (%u)",
                    dissect_ip_protocol_name (dissect_u8 (bytes, 0)), dissect_u8 (bytes, 0));
  if (kind == FRAGMENT)
    {
      const guint16 fragment = dissect_u16 (bytes, 2);

      dissection_field (self, bytes, 2, 2, "Fragment offset", "%u", fragment & 0xfff8);
      dissection_field (self, bytes, 2, 2, "More fragments", "%u", fragment & 1);
      dissection_field (self, bytes, 4, 4, "Identification", "0x%08x", dissect_u32 (bytes, 4));
    }
  else
    dissection_field (self, bytes, 1, 1, "Length", "%u bytes", bytes.claimed_bytes);
  if (kind == HOP_BY_HOP || kind == DESTINATION_OPTIONS)
    add_options (self, bytes);
  else if (kind == ROUTING)
    add_routing (self, bytes);
  dissection_close (self);
}

static void
pass_fragment (Dissection *self, Chain *chain, DissectBytes header)
{
  const guint16 fragment = dissect_u16 (header, 2);

  chain->next = dissect_u8 (header, 0);
  self->is_fragment = (fragment & 0xfff9) == 1;
  if ((fragment & 0xfff8) == 0)
    return;
  if (self->quiet == 0)
    self->ip_protocol = chain->next;
  dissect_ip_later_fragment (self, chain->next, fragment & 0xfff8, dissect_u32 (header, 4),
                             chain->rest);
  chain->ended = TRUE;
}

static void
pass_extension (Dissection *self, Chain *chain)
{
  const guint8 kind = chain->next;
  const guint32 n_bytes = kind == FRAGMENT ? 8 : 8 + 8 * (guint32) dissect_u8 (chain->rest, 1);
  const DissectBytes header = dissect_part (chain->rest, 0, n_bytes);

  if (self->tree != NULL)
    add_extension (self, kind, header);
  if (header.n_bytes < n_bytes)
    {
      dissect_line_add (dissection_summarize (self), dissect_ip_protocol_name (kind));
      dissection_fail (self, chain->rest, 0, "longer than the packet");
      chain->ended = TRUE;
      return;
    }
  chain->rest = dissect_from (chain->rest, n_bytes);
  if (kind == ROUTING && dissect_u8 (header, 3) > 0 && self->quiet == 0)
    self->is_source_routed = TRUE;
  if (kind == FRAGMENT)
    pass_fragment (self, chain, header);
  else
    chain->next = dissect_u8 (header, 0);
}

static void
dissect_chain (Dissection *self, guint8 next, DissectBytes load)
{
  Chain chain = { .rest = load, .next = next };

  for (guint i = 0; is_extension (chain.next) && !chain.ended; i++)
    {
      if (i == MAX_EXTENSIONS)
        {
          dissect_line_add (dissection_summarize (self), "Extension headers");
          dissection_fail (self, load, 0, "too many extension headers");
          return;
        }
      pass_extension (self, &chain);
    }
  if (chain.ended)
    return;
  if (self->quiet == 0)
    self->ip_protocol = chain.next;
  dissect_ip_protocol (self, chain.next, chain.rest);
}

static void
add_fields (Dissection *self, DissectBytes bytes)
{
  const guint32 first = dissect_u32 (bytes, 0);

  dissection_field (self, bytes, 0, 1, "Version", "%u", first >> 28);
  dissection_field (self, bytes, 0, 2, "Traffic class", "0x%02x", first >> 20 & 0xff);
  dissection_field (self, bytes, 1, 3, "Flow label", "0x%05x", first & 0xfffff);
  dissection_field (self, bytes, 4, 2, "Payload length", "%u", dissect_u16 (bytes, 4));
  dissection_field (self, bytes, 6, 1, "Next header", "%s (%u)",
                    dissect_ip_protocol_name (dissect_u8 (bytes, 6)), dissect_u8 (bytes, 6));
  dissection_field (self, bytes, 7, 1, "Hop limit", "%u", dissect_u8 (bytes, 7));
  dissection_add_ipv6 (self, bytes, 8, "Source");
  dissection_add_ipv6 (self, bytes, 24, "Destination");
}

void
dissect_ipv6 (Dissection *self, DissectBytes bytes)
{
  const guint8 next = dissect_u8 (bytes, 6);
  guint32 n_load = dissect_u16 (bytes, 4);
  DissectBytes load;

  if (!dissection_begin (self, "IPv6", "Internet Protocol version 6", bytes, HEADER_BYTES)
      || !dissection_require (self, bytes, HEADER_BYTES))
    return;
  if (dissect_u8 (bytes, 0) >> 4 != 6)
    {
      bytes.claimed_bytes = bytes.n_bytes;
      dissection_fail (self, bytes, 0, "not version 6");
      dissection_end (self);
      return;
    }
  dissect_ip_addresses (self, 6, bytes.at + 8, bytes.at + 24, dissect_u8 (bytes, 7));
  if (self->quiet == 0)
    self->ip_protocol = next;
  if (G_UNLIKELY (self->tree != NULL))
    add_fields (self, bytes);
  /* 0: a jumbogram (RFC 2675), or left to the hardware together with segmentation. */
  if (n_load == 0 && next != 59)
    n_load = bytes.claimed_bytes - HEADER_BYTES;
  load = dissect_ip_load (self, bytes, HEADER_BYTES, HEADER_BYTES + n_load);
  dissection_end (self);
  self->is_fragment = FALSE;
  dissect_chain (self, next, load);
}
