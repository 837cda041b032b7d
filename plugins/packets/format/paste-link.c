/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What bytes without a word about them begin with: the surest sign first. */

#include "config.h"

#include "plugins/packets/dissect/dissect-bytes.h"
#include "plugins/packets/format/packet.h"
#include "plugins/packets/format/paste-private.h"

#define MAC_BYTES 14
#define SLL_BYTES 16
#define SLL2_BYTES 20

/* Of what is found on desktops and bridges. */
static gboolean
is_known_ethertype (guint16 type)
{
  static const guint16 known[]
      = { 0x0800, 0x0806, 0x8035, 0x8100, 0x86dd, 0x8808, 0x8809, 0x8847, 0x8848,
          0x8863, 0x8864, 0x888e, 0x88a8, 0x88cc, 0x88e5, 0x88f7, 0x9000, 0x9100 };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] == type)
      return TRUE;
  return FALSE;
}

/* RFC 1071: over a header with a good checksum the sum is -0. */
static gboolean
has_good_checksum (DissectBytes bytes, guint32 header_bytes)
{
  guint32 sum = 0;

  for (guint32 at = 0; at < header_bytes; at += 2)
    sum += dissect_u16 (bytes, at);
  return (sum & 0xffff) + (sum >> 16) == 0xffff;
}

static gboolean
is_ipv4 (DissectBytes bytes)
{
  const guint32 header_bytes = (dissect_u8 (bytes, 0) & 0xf) * 4;

  return dissect_u8 (bytes, 0) >> 4 == 4 && header_bytes >= 20 && header_bytes <= bytes.n_bytes
         && dissect_u16 (bytes, 2) >= header_bytes && has_good_checksum (bytes, header_bytes);
}

/* The payload's length is that of what follows, or there is less of it than there was. */
static gboolean
is_ipv6 (DissectBytes bytes)
{
  return dissect_u8 (bytes, 0) >> 4 == 6 && bytes.n_bytes >= 40
         && dissect_u16 (bytes, 4) + 40u >= bytes.n_bytes;
}

/* What the ethertype says must be there, if it can be told. */
static gboolean
is_followed (DissectBytes bytes, guint32 at, guint16 type)
{
  const guint8 version = dissect_u8 (bytes, at) >> 4;

  if (type == 0x0800)
    return version == 4;
  if (type == 0x86dd)
    return version == 6;
  return is_known_ethertype (type);
}

/* linux/if_packet.h's packet type, the type of the interface, the length of its address. */
static gboolean
is_sll (DissectBytes bytes)
{
  return bytes.n_bytes >= SLL_BYTES && dissect_u16 (bytes, 0) <= 4 && dissect_u16 (bytes, 4) <= 8
         && is_followed (bytes, SLL_BYTES, dissect_u16 (bytes, 14));
}

static gboolean
is_sll2 (DissectBytes bytes)
{
  return bytes.n_bytes >= SLL2_BYTES && dissect_u16 (bytes, 2) == 0 && dissect_u8 (bytes, 10) <= 4
         && dissect_u8 (bytes, 11) <= 8 && is_followed (bytes, SLL2_BYTES, dissect_u16 (bytes, 0));
}

/* AF_INET, or an AF_INET6 of the BSDs, in the byte order of that machine, before an IP packet. */
static gboolean
is_null (DissectBytes bytes)
{
  const guint32 family = MIN (dissect_u32 (bytes, 0), dissect_u32_le (bytes, 0));
  const guint8 version = dissect_u8 (bytes, 4) >> 4;

  return (family == 2 && version == 4)
         || ((family == 24 || family == 28 || family == 30) && version == 6);
}

/* Ethernet where nothing speaks for anything else. */
guint16
paste_guess_link_type (const guint8 *data, gsize n_bytes)
{
  const DissectBytes bytes = { .at = data, .n_bytes = n_bytes, .claimed_bytes = n_bytes };

  if (is_ipv4 (bytes))
    return LINK_TYPE_RAW;
  if (n_bytes >= MAC_BYTES && is_followed (bytes, MAC_BYTES, dissect_u16 (bytes, 12)))
    return LINK_TYPE_ETHERNET;
  if (is_sll (bytes))
    return LINK_TYPE_LINUX_SLL;
  if (is_sll2 (bytes))
    return LINK_TYPE_LINUX_SLL2;
  if (is_null (bytes))
    return LINK_TYPE_NULL;
  if (is_ipv6 (bytes))
    return LINK_TYPE_RAW;
  return LINK_TYPE_ETHERNET;
}
