/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The long headers of QUIC (RFC 9000), in which connections begin. What follows them is encrypted, and short headers are not told
 * from other bytes without remembering the connection. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define VERSION_1 1
#define VERSION_2 0x6b3343cfu
#define CONNECTION_ID_MAX_BYTES 20
#define LONG_HEADER 0xc0

typedef struct
{
  guint32 version;
  guint type;
  DissectBytes destination;
  DissectBytes source;
} Header;

static const char *const types[] = { "Initial", "0-RTT", "Handshake", "Retry" };

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
  return (dissect_u8 (bytes, 0) & LONG_HEADER) == LONG_HEADER
         && (header->version == VERSION_1 || header->version == VERSION_2);
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

gboolean
dissect_quic (Dissection *self, DissectBytes bytes)
{
  Header header;
  const char *word;
  guint32 end;

  if (!read_header (bytes, &header))
    return FALSE;
  if (!dissection_begin (self, "QUIC", "QUIC", bytes, bytes.n_bytes))
    return TRUE;
  word = header.version == 0 ? "Version Negotiation" : types[header.type];
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
