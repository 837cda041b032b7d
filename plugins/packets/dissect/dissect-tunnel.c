/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Frames and packets within others. What they carry is what the frame is about; the tunnel stays as a prefix. */

#include "config.h"

#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define GRE_BYTES 4
#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING 0x4000
#define GRE_KEY 0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACKNOWLEDGMENT 0x0080 /* version 1 alone, as PPTP has it (RFC 2637) */
#define GRE_PPP 0x880b
#define VXLAN_BYTES 8
#define VXLAN_HAS_ID 0x08
#define GENEVE_BYTES 8
#define GENEVE_CONTROL 0x80

/* The optional words of a GRE header (RFC 2784, RFC 2890). Returns how many bytes it has with them. */
static guint32
add_gre_words (Dissection *self, DissectBytes bytes, guint16 flags)
{
  guint32 at = GRE_BYTES;

  if (flags & (GRE_CHECKSUM | GRE_ROUTING))
    {
      dissection_field (self, bytes, at, 2, "Checksum", "0x%04x", dissect_u16 (bytes, at));
      at += 4;
    }
  if (flags & GRE_KEY)
    {
      dissection_field (self, bytes, at, 4, "Key", "0x%08x", dissect_u32 (bytes, at));
      at += 4;
    }
  if (flags & GRE_SEQUENCE)
    {
      dissection_field (self, bytes, at, 4, "Sequence number", "%u", dissect_u32 (bytes, at));
      at += 4;
    }
  if ((flags & 7) == 1 && flags & GRE_ACKNOWLEDGMENT)
    {
      dissection_field (self, bytes, at, 4, "Acknowledgment number", "%u", dissect_u32 (bytes, at));
      at += 4;
    }
  return at;
}

static guint32
measure_gre (guint16 flags)
{
  return GRE_BYTES + (flags & (GRE_CHECKSUM | GRE_ROUTING) ? 4 : 0) + (flags & GRE_KEY ? 4 : 0)
         + (flags & GRE_SEQUENCE ? 4 : 0)
         + ((flags & 7) == 1 && flags & GRE_ACKNOWLEDGMENT ? 4 : 0);
}

static void
summarize_gre (Dissection *self, DissectBytes bytes, guint16 flags, guint16 type)
{
  const gboolean keyed = flags & GRE_KEY && (flags & 7) == 0;
  DissectLine *summary = dissection_summarize (self);

  dissect_line_add (summary, "GRE");
  if (keyed)
    {
      dissect_line_add (summary, " key=0x");
      dissect_line_add_hex (summary,
                            dissect_u32 (bytes, flags & (GRE_CHECKSUM | GRE_ROUTING) ? 8 : 4), 1);
    }
  dissect_line_add (summary, ": ");
  dissection_keep_prefix (self);
  dissect_line_add (summary, dissect_ethertype_name (type));
}

void
dissect_gre (Dissection *self, DissectBytes bytes)
{
  const guint16 flags = dissect_u16 (bytes, 0), type = dissect_u16 (bytes, 2);
  const guint32 n_header = measure_gre (flags);

  if (!dissection_begin (self, "GRE", "Generic Routing Encapsulation", bytes, n_header)
      || !dissection_require (self, bytes, n_header))
    return;
  dissection_field (self, bytes, 0, 2, "Flags and version", "0x%04x%s%s%s", flags,
                    flags & GRE_CHECKSUM ? ", checksum" : "", flags & GRE_KEY ? ", key" : "",
                    flags & GRE_SEQUENCE ? ", sequence number" : "");
  dissection_field (self, bytes, 2, 2, "Protocol", "%s (0x%04x)", dissect_ethertype_name (type),
                    type);
  add_gre_words (self, bytes, flags);
  summarize_gre (self, bytes, flags, type);
  dissection_end (self);
  bytes = dissect_from (bytes, n_header);
  /* Routes (RFC 1701) are no more. */
  if (bytes.n_bytes == 0 || flags & GRE_ROUTING)
    dissect_load (self, bytes);
  else if (type == GRE_PPP)
    dissect_ppp (self, bytes);
  else
    dissect_ethertype (self, type, bytes);
}

/* RFC 7348. */
void
dissect_vxlan (Dissection *self, DissectBytes bytes)
{
  const guint8 flags = dissect_u8 (bytes, 0);
  const guint32 id = dissect_u24 (bytes, 4);
  DissectLine *summary;

  if (!dissection_begin (self, "VXLAN", "Virtual eXtensible LAN", bytes, VXLAN_BYTES)
      || !dissection_require (self, bytes, VXLAN_BYTES))
    return;
  summary = dissection_summarize (self);
  dissect_line_add (summary, "VXLAN ");
  dissect_line_add_unsigned (summary, id);
  dissect_line_add (summary, ": ");
  dissection_keep_prefix (self);
  dissection_field (self, bytes, 0, 1, "Flags", "0x%02x%s", flags,
                    flags & VXLAN_HAS_ID ? ", network id" : "");
  dissection_field (self, bytes, 4, 3, "Network id", "%u", id);
  dissection_end (self);
  bytes = dissect_from (bytes, VXLAN_BYTES);
  if (bytes.n_bytes > 0)
    dissect_ethernet (self, bytes);
}

/* RFC 8926. */
void
dissect_geneve (Dissection *self, DissectBytes bytes)
{
  const guint32 n_header = GENEVE_BYTES + 4 * (guint32) (dissect_u8 (bytes, 0) & 0x3f);
  const guint16 type = dissect_u16 (bytes, 2);
  const guint32 id = dissect_u24 (bytes, 4);
  DissectLine *summary;

  if (!dissection_begin (self, "Geneve", "Generic Network Virtualization Encapsulation", bytes,
                         n_header)
      || !dissection_require (self, bytes, n_header))
    return;
  summary = dissection_summarize (self);
  dissect_line_add (summary, "Geneve ");
  dissect_line_add_unsigned (summary, id);
  dissect_line_add (summary, ": ");
  dissection_keep_prefix (self);
  dissection_field (self, bytes, 0, 1, "Options", "%u bytes", n_header - GENEVE_BYTES);
  dissection_field (self, bytes, 1, 1, "Flags", "0x%02x%s", dissect_u8 (bytes, 1),
                    dissect_u8 (bytes, 1) & GENEVE_CONTROL ? ", control packet" : "");
  dissection_field (self, bytes, 2, 2, "Protocol", "%s (0x%04x)", dissect_ethertype_name (type),
                    type);
  dissection_field (self, bytes, 4, 3, "Network id", "%u", id);
  dissection_end (self);
  bytes = dissect_from (bytes, n_header);
  if (bytes.n_bytes > 0)
    dissect_ethertype (self, type, bytes);
}
