/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* RFC 791. */

#include "config.h"

#include "plugins/packets/dissect/dissect-checksum.h"
#include "plugins/packets/dissect/dissect-ip.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define MIN_BYTES 20
#define MORE_FRAGMENTS 0x2000
#define DONT_FRAGMENT 0x4000

static const DissectName options[] = {
  { 0, "End of options" },
  { 1, "No operation" },
  { 7, "Record route" },
  { 68, "Timestamp" },
  { 130, "Security" },
  { 131, "Loose source route" },
  { 137, "Strict source route" },
  { 148, "Router alert" },
};

static const DissectName congestion[] = {
  { 0, "Not-ECT" },
  { 1, "ECT(1)" },
  { 2, "ECT(0)" },
  { 3, "CE" },
};

static void
add_options (Dissection *self, DissectBytes bytes, guint32 end)
{
  guint32 at = MIN_BYTES;

  while (at < end)
    {
      const guint8 kind = dissect_u8 (bytes, at);
      const guint32 n_bytes = kind <= 1 ? 1 : dissect_u8 (bytes, at + 1);

      if (n_bytes == 0 || (kind > 1 && n_bytes < 2) || n_bytes > end - at)
        {
          dissection_add_malformed (self, bytes, at, "an option's length cannot be");
          return;
        }
      dissection_field (self, bytes, at, n_bytes, "Option", "%s (%u), %u bytes",
                        DISSECT_NAME (options, kind), kind, n_bytes);
      if (kind == 0)
        return;
      at += n_bytes;
    }
}

static void
add_fields (Dissection *self, DissectBytes bytes, guint32 n_header)
{
  const guint8 service = dissect_u8 (bytes, 1);
  const guint16 fragment = dissect_u16 (bytes, 6);

  dissection_field (self, bytes, 0, 1, "Version", "%u", dissect_u8 (bytes, 0) >> 4);
  dissection_field (self, bytes, 0, 1, "Header length", "%u bytes", n_header);
  dissection_field (self, bytes, 1, 1, "Differentiated services", "%u, %s", service >> 2,
                    DISSECT_NAME (congestion, service & 3));
  dissection_field (self, bytes, 2, 2, "Total length", "%u", dissect_u16 (bytes, 2));
  dissection_field (self, bytes, 4, 2, "Identification", "0x%04x", dissect_u16 (bytes, 4));
  dissection_field (self, bytes, 6, 2, "Flags", "%s%s%s",
                    fragment & 0x8000 ? "reserved bit set, " : "",
                    fragment & DONT_FRAGMENT ? "don't fragment" : "may be fragmented",
                    fragment & MORE_FRAGMENTS ? ", more fragments" : "");
  dissection_field (self, bytes, 6, 2, "Fragment offset", "%u", (fragment & 0x1fff) * 8);
  dissection_field (self, bytes, 8, 1, "Time to live", "%u", dissect_u8 (bytes, 8));
  dissection_field (self, bytes, 9, 1, "Protocol", "%s (%u)",
                    dissect_ip_protocol_name (dissect_u8 (bytes, 9)), dissect_u8 (bytes, 9));
  dissection_add_header_checksum (self, dissect_part (bytes, 0, n_header), 10);
  dissection_add_ipv4 (self, bytes, 12, "Source");
  dissection_add_ipv4 (self, bytes, 16, "Destination");
  add_options (self, bytes, MIN (n_header, bytes.n_bytes));
}

static gboolean
has_header (Dissection *self, DissectBytes bytes, guint32 n_header)
{
  const char *why = NULL;

  if (!dissection_require (self, bytes, MIN_BYTES))
    return FALSE;
  if (dissect_u8 (bytes, 0) >> 4 != 4)
    why = "not version 4";
  else if (n_header < MIN_BYTES)
    why = "its header's length cannot be";
  if (why != NULL)
    {
      /* Whatever has not been captured would not change it. */
      bytes.claimed_bytes = bytes.n_bytes;
      dissection_fail (self, bytes, 0, why);
      dissection_end (self);
    }
  return why == NULL;
}

void
dissect_ipv4 (Dissection *self, DissectBytes bytes)
{
  const guint32 n_header = (dissect_u8 (bytes, 0) & 0xf) * 4;
  const guint16 fragment = dissect_u16 (bytes, 6);
  const guint8 protocol = dissect_u8 (bytes, 9);
  guint32 n_total = dissect_u16 (bytes, 2);
  DissectBytes load;

  /* Whoever sends version 6 as version 4 means it. */
  if (dissect_u8 (bytes, 0) >> 4 == 6)
    {
      dissect_ipv6 (self, bytes);
      return;
    }
  if (!dissection_begin (self, "IPv4", "Internet Protocol version 4", bytes,
                         MAX (n_header, MIN_BYTES))
      || !has_header (self, bytes, n_header))
    return;
  dissect_ip_addresses (self, 4, bytes.at + 12, bytes.at + 16, dissect_u8 (bytes, 8));
  if (self->quiet == 0)
    self->ip_protocol = protocol;
  if (G_UNLIKELY (self->tree != NULL))
    add_fields (self, bytes, n_header);
  /* 0: left to the hardware, together with segmentation. */
  if (n_total == 0)
    n_total = bytes.claimed_bytes;
  if (n_total < n_header || !dissect_has (bytes, 0, n_header))
    {
      dissection_fail (self, bytes, 0, "its length cannot be");
      dissection_end (self);
      return;
    }
  load = dissect_ip_load (self, bytes, n_header, n_total);
  dissection_end (self);
  self->is_fragment = (fragment & (MORE_FRAGMENTS | 0x1fff)) == MORE_FRAGMENTS;
  if ((fragment & 0x1fff) != 0)
    dissect_ip_later_fragment (self, protocol, (fragment & 0x1fff) * 8, dissect_u16 (bytes, 4),
                               load);
  else
    dissect_ip_protocol (self, protocol, load);
}
