/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The long headers of QUIC (RFC 9000), in which connections begin. What follows them is encrypted, and short headers are told
 * by their port alone. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define VERSION_1 1
#define VERSION_2 0x6b3343cfu
/* The first draft whose headers are those of version 1, and the numbers of all of them. */
#define DRAFT_22 0xff000016u
#define LAST_DRAFT 0xff0000ffu
/* Facebook's own, and those that are there to be refused (RFC 9000, section 15). */
#define FACEBOOK 0xfaceb0u
#define REFUSED 0x0a0a0a0au
#define QUIC_PORT 443
/* Behind the first byte at least a packet number and a tag, or none would be taken for it. */
#define SHORT_MIN_BYTES 21
#define CONNECTION_ID_MAX_BYTES 20
#define LONG_HEADER 0xc0
#define SHORT_HEADER 0x40

typedef struct
{
  guint32 version;
  guint type;
  DissectBytes destination;
  DissectBytes source;
} Header;

static const char *const types[] = { "Initial", "0-RTT", "Handshake", "Retry" };

static gboolean
is_refused (guint32 version)
{
  return (version & 0x0f0f0f0f) == REFUSED;
}

static gboolean
is_version (guint32 version)
{
  return version == VERSION_1 || version == VERSION_2
         || (version >= DRAFT_22 && version <= LAST_DRAFT) || version >> 8 == FACEBOOK
         || is_refused (version);
}

static gboolean
read_header (DissectBytes bytes, Header *header)
{
  const guint8 n_destination = dissect_u8 (bytes, 5);
  const guint32 source_at = 6u + n_destination;
  const guint8 n_source = dissect_u8 (bytes, source_at);

  if (!dissect_has (bytes, source_at + 1, n_source) || n_source > CONNECTION_ID_MAX_BYTES
      || n_destination > CONNECTION_ID_MAX_BYTES)
    return FALSE;
  header->version = dissect_u32 (bytes, 1);
  header->type = dissect_u8 (bytes, 0) >> 4 & 3;
  /* RFC 9369, section 3.2, moves them by one. */
  if (header->version == VERSION_2)
    header->type = (header->type + 3) % 4;
  header->destination = dissect_part (bytes, 6, n_destination);
  header->source = dissect_part (bytes, source_at + 1, n_source);
  if (header->version == 0)
    return (dissect_u8 (bytes, 0) & 0x80) != 0;
  return (dissect_u8 (bytes, 0) & LONG_HEADER) == LONG_HEADER && is_version (header->version);
}

static void
add_id (Dissection *self, DissectBytes id, const char *before, const char *name)
{
  DissectLine *summary = dissection_summarize (self);

  if (id.n_bytes == 0)
    return;
  dissect_line_add (summary, before);
  dissect_line_add_hex_octets (summary, id.at, id.n_bytes);
  dissect_app_hex (self, id, 0, id.n_bytes, name);
}

static gboolean
has_short_header (const Dissection *self, DissectBytes bytes)
{
  return self->has_ports && (self->source_port == QUIC_PORT || self->destination_port == QUIC_PORT)
         && (dissect_u8 (bytes, 0) & LONG_HEADER) == SHORT_HEADER
         && bytes.claimed_bytes >= SHORT_MIN_BYTES;
}

static gboolean
dissect_short (Dissection *self, DissectBytes bytes)
{
  if (!has_short_header (self, bytes))
    return FALSE;
  if (!dissection_begin (self, "QUIC", "QUIC", bytes, bytes.n_bytes))
    return TRUE;
  dissect_line_add (dissection_summarize (self), "Protected Payload");
  dissection_field (self, bytes, 0, 1, "Type", "Short header");
  dissection_field (self, bytes, 1, bytes.n_bytes - 1, "Rest", "%u bytes", bytes.claimed_bytes - 1);
  dissection_end (self);
  return TRUE;
}

static const char *
name_type (const Header *header)
{
  if (header->version == 0)
    return "Version Negotiation";
  return is_refused (header->version) ? "Forcing Version Negotiation" : types[header->type];
}

gboolean
dissect_quic (Dissection *self, DissectBytes bytes)
{
  Header header;
  const char *word;
  guint32 end;

  if (!read_header (bytes, &header))
    return dissect_short (self, bytes);
  if (!dissection_begin (self, "QUIC", "QUIC", bytes, bytes.n_bytes))
    return TRUE;
  word = name_type (&header);
  dissect_line_add (dissection_summarize (self), word);
  dissection_field (self, bytes, 0, 1, "Type", "%s", word);
  dissection_field (self, bytes, 1, 4, "Version", "0x%08x", header.version);
  add_id (self, header.destination, ", DCID=", "Destination connection ID");
  add_id (self, header.source, ", SCID=", "Source connection ID");
  end = 7 + header.destination.n_bytes + header.source.n_bytes;
  if (bytes.n_bytes > end)
    dissection_field (self, bytes, end, bytes.n_bytes - end, "Rest", "%u bytes",
                      bytes.claimed_bytes - end);
  dissection_end (self);
  return TRUE;
}
