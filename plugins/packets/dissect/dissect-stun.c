/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* STUN (RFC 8489): how calls and games find out what their address is outside. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define HEADER_BYTES 20
#define MAGIC 0x2112a442u
#define ATTRIBUTE_HEADER_BYTES 4

typedef enum
{
  ATTRIBUTE_MAPPED_ADDRESS = 0x0001,
  ATTRIBUTE_USERNAME = 0x0006,
  ATTRIBUTE_REALM = 0x0014,
  ATTRIBUTE_XOR_MAPPED_ADDRESS = 0x0020,
  ATTRIBUTE_SOFTWARE = 0x8022,
} Attribute;

static const DissectName methods[] = {
  { 1, "Binding" }, { 3, "Allocate" },         { 4, "Refresh" },     { 6, "Send" },
  { 7, "Data" },    { 8, "CreatePermission" }, { 9, "ChannelBind" },
};

static const char *const classes[]
    = { " Request", " Indication", " Success Response", " Error Response" };

static const DissectName attributes[] = {
  { ATTRIBUTE_MAPPED_ADDRESS, "Mapped address" },
  { ATTRIBUTE_USERNAME, "User name" },
  { 0x0008, "Message integrity" },
  { 0x0009, "Error code" },
  { 0x000c, "Channel number" },
  { 0x000d, "Lifetime" },
  { 0x0012, "Peer's address, masked" },
  { ATTRIBUTE_REALM, "Realm" },
  { 0x0015, "Nonce" },
  { 0x0016, "Relayed address, masked" },
  { 0x0019, "Requested transport" },
  { ATTRIBUTE_XOR_MAPPED_ADDRESS, "Mapped address, masked" },
  { 0x0024, "Priority" },
  { 0x0025, "Use candidate" },
  { ATTRIBUTE_SOFTWARE, "Software" },
  { 0x8028, "Fingerprint" },
  { 0x8029, "ICE controlled" },
  { 0x802a, "ICE controlling" },
};

/* The class is two bits of the type, among those of the method. */
static guint
class_of (guint16 type)
{
  return (type >> 4 & 1) | (type >> 7 & 2);
}

static guint16
method_of (guint16 type)
{
  return (type & 0xf) | (type >> 1 & 0x70) | (type >> 2 & 0xf80);
}

/* Masked with what begins at MASK in the message, so that no NAT rewrites it. */
static gboolean
add_address (DissectLine *line, DissectBytes data, const guint8 *mask)
{
  const guint n_bytes = dissect_u8 (data, 1) == 1 ? 4 : 16;
  guint16 port = dissect_u16 (data, 2);
  guint8 address[16];

  if (!dissect_has (data, 4, n_bytes))
    return FALSE;
  memcpy (address, data.at + 4, n_bytes);
  for (guint i = 0; mask != NULL && i < n_bytes; i++)
    address[i] ^= mask[i];
  port ^= mask != NULL ? mask[0] << 8 | mask[1] : 0;
  if (n_bytes == 4)
    dissect_line_add_ipv4 (line, address);
  else
    dissect_line_add_ipv6 (line, address);
  dissect_line_add (line, " port ");
  dissect_line_add_unsigned (line, port);
  return TRUE;
}

static void
add_attribute (Dissection *self, DissectBytes bytes, guint32 at)
{
  const guint16 type = dissect_u16 (bytes, at);
  const guint16 n_bytes = dissect_u16 (bytes, at + 2);
  const DissectBytes data = dissect_part (bytes, at + ATTRIBUTE_HEADER_BYTES, n_bytes);
  const char *name = DISSECT_NAME_OR (attributes, type, "Attribute");
  const gboolean masked = type == ATTRIBUTE_XOR_MAPPED_ADDRESS;
  DissectLine line;

  dissect_line_clear (&line);
  if (type == ATTRIBUTE_MAPPED_ADDRESS || masked)
    add_address (&line, data, masked ? bytes.at + 4 : NULL);
  else if (type == ATTRIBUTE_USERNAME || type == ATTRIBUTE_REALM || type == ATTRIBUTE_SOFTWARE)
    dissect_line_add_octets (&line, data.at, data.n_bytes);
  else
    dissect_line_add_hex_octets (&line, data.at, data.n_bytes);
  if (masked && line.length > 0)
    {
      dissect_line_add (dissection_summarize (self), ", ");
      dissect_line_add (dissection_summarize (self), line.text);
    }
  if (self->tree == NULL)
    return;
  dissection_add_line (self, bytes, at, ATTRIBUTE_HEADER_BYTES + n_bytes, name, &line);
  dissection_open (self);
  dissection_field (self, bytes, at, 2, "Type", "0x%04x", type);
  dissection_field (self, bytes, at + 2, 2, "Length", "%u", n_bytes);
  dissection_close (self);
}

/* Each is padded to a multiple of four bytes. */
static void
add_attributes (Dissection *self, DissectBytes bytes)
{
  guint32 at = HEADER_BYTES;

  while (at < bytes.n_bytes)
    {
      const guint32 n_bytes = dissect_u16 (bytes, at + 2);

      if (!dissect_has (bytes, at, ATTRIBUTE_HEADER_BYTES + n_bytes))
        {
          dissection_fail (self, bytes, at, "attribute");
          return;
        }
      add_attribute (self, bytes, at);
      at += ATTRIBUTE_HEADER_BYTES + (n_bytes + 3) / 4 * 4;
    }
}

gboolean
dissect_stun (Dissection *self, DissectBytes bytes)
{
  const guint16 type = dissect_u16 (bytes, 0);
  const char *method = DISSECT_KNOWN (methods, method_of (type));
  DissectLine *summary;

  if (!dissect_has (bytes, 0, HEADER_BYTES) || dissect_u32 (bytes, 4) != MAGIC || type > 0x3fff
      || method == NULL || dissect_u16 (bytes, 2) != bytes.claimed_bytes - HEADER_BYTES)
    return FALSE;
  if (!dissection_begin (self, "STUN", "Session Traversal Utilities for NAT", bytes, bytes.n_bytes))
    return TRUE;
  summary = dissection_summarize (self);
  dissect_line_add (summary, method);
  dissect_line_add (summary, classes[class_of (type)]);
  dissection_field (self, bytes, 0, 2, "Type", "%s%s (0x%04x)", method, classes[class_of (type)],
                    type);
  dissection_field (self, bytes, 2, 2, "Length", "%u", dissect_u16 (bytes, 2));
  dissection_field (self, bytes, 4, 4, "Magic cookie", "0x%08x", MAGIC);
  dissect_app_hex (self, bytes, 8, 12, "Transaction ID");
  add_attributes (self, bytes);
  dissection_end (self);
  return TRUE;
}
