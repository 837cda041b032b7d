/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* WireGuard's four messages, as section 5.4 of its paper lays them out. Numbers are little-endian; everything else is encrypted. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define INITIATION_BYTES 148
#define RESPONSE_BYTES 92
#define COOKIE_REPLY_BYTES 64
#define DATA_HEADER_BYTES 16
#define TAG_BYTES 16

typedef enum
{
  INITIATION = 1,
  RESPONSE = 2,
  COOKIE_REPLY = 3,
  DATA = 4,
} Type;

static const DissectName types[] = {
  { INITIATION, "Handshake Initiation" },
  { RESPONSE, "Handshake Response" },
  { COOKIE_REPLY, "Cookie Reply" },
  { DATA, "Transport Data" },
};

static gboolean
is_message (DissectBytes bytes, Type type)
{
  if (!dissect_has (bytes, 0, DATA_HEADER_BYTES) || dissect_u24 (bytes, 1) != 0)
    return FALSE;
  switch (type)
    {
    case INITIATION:
      return bytes.claimed_bytes == INITIATION_BYTES;
    case RESPONSE:
      return bytes.claimed_bytes == RESPONSE_BYTES;
    case COOKIE_REPLY:
      return bytes.claimed_bytes == COOKIE_REPLY_BYTES;
    case DATA:
      /* Not all of its implementations pad as the paper says. */
      return bytes.claimed_bytes >= DATA_HEADER_BYTES + TAG_BYTES;
    default:
      return FALSE;
    }
}

static void
add_index (Dissection *self, DissectBytes bytes, guint32 at, const char *before, const char *name)
{
  const guint32 index = dissect_u32_le (bytes, at);
  DissectLine *summary = dissection_summarize (self);

  dissect_line_add (summary, before);
  dissect_line_add_hex (summary, index, 8);
  dissection_field (self, bytes, at, 4, name, "0x%08x", index);
}

static void
add_codes_fields (Dissection *self, DissectBytes bytes, guint32 at)
{
  dissect_app_hex (self, bytes, at, 16, "First code (mac1)");
  dissect_app_hex (self, bytes, at + 16, 16, "Second code (mac2)");
}

static void
add_handshake (Dissection *self, DissectBytes bytes, Type type)
{
  add_index (self, bytes, 4, ", sender=0x", "Sender's index");
  if (type == RESPONSE)
    {
      add_index (self, bytes, 8, ", receiver=0x", "Receiver's index");
      dissect_app_hex (self, bytes, 12, 32, "Ephemeral key");
      dissect_app_hex (self, bytes, 44, 16, "Encrypted nothing");
      add_codes_fields (self, bytes, 60);
      return;
    }
  dissect_app_hex (self, bytes, 8, 32, "Ephemeral key");
  dissect_app_hex (self, bytes, 40, 48, "Encrypted static key");
  dissect_app_hex (self, bytes, 88, 28, "Encrypted timestamp");
  add_codes_fields (self, bytes, 116);
}

static void
add_data (Dissection *self, DissectBytes bytes)
{
  const guint64 counter = GUINT64_SWAP_LE_BE (dissect_u64 (bytes, 8));
  const guint32 n_load_bytes = bytes.claimed_bytes - DATA_HEADER_BYTES - TAG_BYTES;
  DissectLine *summary = dissection_summarize (self);

  /* Nothing but its tag keeps the way through a NAT open. */
  dissect_line_add (summary, n_load_bytes > 0 ? "Transport Data" : "Keepalive");
  add_index (self, bytes, 4, ", receiver=0x", "Receiver's index");
  dissect_line_add (summary, ", counter=");
  dissect_line_add_unsigned (summary, counter);
  if (n_load_bytes > 0)
    {
      dissect_line_add (summary, ", datalen=");
      dissect_line_add_unsigned (summary, n_load_bytes);
    }
  dissection_field (self, bytes, 8, 8, "Counter", "%" G_GUINT64_FORMAT, counter);
  dissection_field (self, bytes, DATA_HEADER_BYTES, bytes.n_bytes - DATA_HEADER_BYTES,
                    "Encrypted packet", "%u bytes", n_load_bytes);
}

gboolean
dissect_wireguard (Dissection *self, DissectBytes bytes)
{
  const Type type = dissect_u8 (bytes, 0);

  if (!is_message (bytes, type))
    return FALSE;
  if (!dissection_begin (self, "WireGuard", "WireGuard", bytes, bytes.n_bytes))
    return TRUE;
  dissection_field (self, bytes, 0, 1, "Type", "%s (%u)", DISSECT_KNOWN (types, type), type);
  if (type == DATA)
    add_data (self, bytes);
  else
    dissect_line_add (dissection_summarize (self), DISSECT_KNOWN (types, type));
  if (type == INITIATION || type == RESPONSE)
    add_handshake (self, bytes, type);
  if (type == COOKIE_REPLY)
    {
      add_index (self, bytes, 4, ", receiver=0x", "Receiver's index");
      dissect_app_hex (self, bytes, 8, 24, "Nonce");
      dissect_app_hex (self, bytes, 32, 32, "Encrypted cookie");
    }
  dissection_end (self);
  return TRUE;
}
