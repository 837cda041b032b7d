/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/dissect/dissect-icmp.h"
#include "plugins/packets/dissect/dissect-ip-parts.h"
#include "plugins/packets/dissect/dissect-ip.h"
#include "plugins/packets/dissect/dissect-link-parts.h"
#include "plugins/packets/dissect/dissect-names.h"
#include "plugins/packets/dissect/dissectors.h"

#define NO_NEXT_HEADER 59

static void
dissect_tunnel (Dissection *self, DissectBytes bytes, const char *prefix, DissectFunc func)
{
  dissect_line_add (dissection_summarize (self), prefix);
  dissection_keep_prefix (self);
  func (self, bytes);
}

static void
dissect_ipv4_in_ip (Dissection *self, DissectBytes bytes)
{
  dissect_tunnel (self, bytes, self->ip_version == 6 ? "4in6: " : "IPIP: ", dissect_ipv4);
}

static void
dissect_ipv6_in_ip (Dissection *self, DissectBytes bytes)
{
  dissect_tunnel (self, bytes, self->ip_version == 4 ? "6in4: " : "6in6: ", dissect_ipv6);
}

static DissectFunc
find_func (guint8 ip_protocol)
{
  switch (ip_protocol)
    {
    case 6:
      return dissect_tcp;
    case 17:
      return dissect_udp;
    case 1:
      return dissect_icmp;
    case 58:
      return dissect_icmpv6;
    case 2:
      return dissect_igmp;
    case 47:
      return dissect_gre;
    case 50:
      return dissect_esp;
    case 51:
      return dissect_ah;
    case 89:
      return dissect_ospf;
    case 103:
      return dissect_pim;
    case 112:
      return dissect_vrrp;
    case 132:
      return dissect_sctp;
    case 137:
      return dissect_mpls;
    case 143:
      return dissect_ethernet;
    case 4:
      return dissect_ipv4_in_ip;
    case 41:
      return dissect_ipv6_in_ip;
    default:
      return NULL;
    }
}

/* Where it has no word of its own, what it says is still the IP header's. */
static void
dissect_unknown (Dissection *self, guint8 ip_protocol, DissectBytes bytes)
{
  const char *word = dissect_ip_protocol_word (ip_protocol);
  DissectLine *summary;

  if (word != NULL)
    {
      if (!dissection_begin (self, word, word, bytes, bytes.n_bytes))
        return;
      dissection_end (self);
    }
  summary = dissection_summarize (self);
  dissect_line_add (summary, dissect_ip_protocol_name (ip_protocol));
  dissect_line_add (summary, " (");
  dissect_line_add_unsigned (summary, ip_protocol);
  dissect_line_add (summary, ")");
  if (ip_protocol != NO_NEXT_HEADER)
    {
      dissect_line_add (summary, ", ");
      dissect_line_add_unsigned (summary, bytes.claimed_bytes);
      dissect_line_add (summary, " bytes");
    }
  if (word == NULL)
    dissect_load (self, bytes);
}

void
dissect_ip_protocol (Dissection *self, guint8 ip_protocol, DissectBytes bytes)
{
  const DissectFunc func = find_func (ip_protocol);

  if (func != NULL)
    func (self, bytes);
  else
    dissect_unknown (self, ip_protocol, bytes);
}

/* Those of the header at hand, for lists, filters and the checksums of what it carries. */
void
dissect_ip_addresses (Dissection *self,
                      guint8 version,
                      const guint8 *source,
                      const guint8 *destination,
                      guint8 hop_limit)
{
  const guint8 n_bytes = version == 4 ? 4 : 16;

  if (self->quiet > 0)
    return;
  dissection_show_addresses (self, source, destination, n_bytes);
  memcpy (self->ip_source, source, n_bytes);
  memcpy (self->ip_destination, destination, n_bytes);
  self->ip_version = version;
  self->hop_limit = hop_limit;
  self->is_source_routed = FALSE;
  self->n_ip_headers++;
}

/* What a packet of N_TOTAL bytes carries behind its header of N_HEADER. Says so where the frame is shorter than that. */
DissectBytes
dissect_ip_load (Dissection *self, DissectBytes bytes, guint32 n_header, guint32 n_total)
{
  DissectBytes load = dissect_from (dissect_part (bytes, 0, n_total), n_header);

  if (n_total > bytes.claimed_bytes)
    {
      /* Within another packet's first fragment or quotation, all of it is not to be expected. */
      if (self->quiet > 0 || self->is_fragment)
        load.claimed_bytes = n_total - n_header;
      else
        {
          self->malformed = TRUE;
          dissection_add_malformed (self, bytes, 0, "longer than the frame");
        }
    }
  if (self->load_end == 0)
    self->load_end = load.offset + load.n_bytes;
  return load;
}

/* There is no header of a higher layer in it. */
void
dissect_ip_later_fragment (Dissection *self,
                           guint8 ip_protocol,
                           guint32 offset,
                           guint32 id,
                           DissectBytes load)
{
  DissectLine *summary = dissection_summarize (self);

  dissect_line_add (summary, "Fragment offset=");
  dissect_line_add_unsigned (summary, offset);
  dissect_line_add (summary, " id=0x");
  dissect_line_add_hex (summary, id, 4);
  dissect_line_add (summary, ", ");
  dissect_line_add (summary, dissect_ip_protocol_name (ip_protocol));
  dissect_line_add (summary, ", ");
  dissect_line_add_unsigned (summary, load.claimed_bytes);
  dissect_line_add (summary, " bytes");
  dissect_load (self, load);
}
