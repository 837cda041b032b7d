/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* How an SSH connection begins (RFC 4253): each side's version and the exchange of keys. After it all is encrypted, and
 * told by its port alone. */

#include "config.h"

#include "plugins/packets/dissect/dissect-app.h"
#include "plugins/packets/dissect/dissectors.h"

#define SSH_PORT 22
#define VERSION_MAX_BYTES 255
#define PACKET_HEADER_BYTES 6
#define PACKET_MAX_BYTES 35000
#define COOKIE_BYTES 16

typedef enum
{
  MESSAGE_KEXINIT = 20,
  MESSAGE_NEWKEYS = 21,
} Message;

static const DissectName messages[] = {
  { MESSAGE_KEXINIT, "Key Exchange Init" },        { MESSAGE_NEWKEYS, "New Keys" },
  { 30, "Diffie-Hellman Key Exchange Init" },      { 31, "Diffie-Hellman Key Exchange Reply" },
  { 32, "Diffie-Hellman Group Exchange Init" },    { 33, "Diffie-Hellman Group Exchange Reply" },
  { 34, "Diffie-Hellman Group Exchange Request" },
};

/* In the order in which a side lists what it can do (RFC 4253, section 7.1). */
static const char *const lists[] = {
  "Key exchange",          "Host key",
  "Encryption to server",  "Encryption to client",
  "Integrity to server",   "Integrity to client",
  "Compression to server", "Compression to client",
};

static guint32
version_bytes (DissectBytes bytes)
{
  const DissectBytes line = dissect_part (bytes, 0, VERSION_MAX_BYTES);
  const guint8 *end;

  if (line.n_bytes < 8 || memcmp (line.at, "SSH-", 4) != 0)
    return 0;
  end = memchr (line.at, '\n', line.n_bytes);
  if (end == NULL)
    return 0;
  return end - line.at - (end[-1] == '\r' ? 1 : 0);
}

/* A packet in the clear, which fills the segment or goes on in the next. */
static gboolean
is_packet (DissectBytes bytes)
{
  const guint32 length = dissect_u32 (bytes, 0);
  const guint8 padding = dissect_u8 (bytes, 4);

  return dissect_has (bytes, 0, PACKET_HEADER_BYTES) && length <= PACKET_MAX_BYTES && padding >= 4
         && length >= 2u + padding && (length + 4) % 8 == 0
         && DISSECT_KNOWN (messages, dissect_u8 (bytes, 5)) != NULL;
}

/* What is encrypted looks like anything. */
static gboolean
is_on_port (const Dissection *self)
{
  return self->has_ports && (self->source_port == SSH_PORT || self->destination_port == SSH_PORT);
}

static void
begin_summary (Dissection *self)
{
  if (self->has_ports && self->source_port == SSH_PORT)
    dissect_line_add (dissection_summarize (self), "Server: ");
  else if (self->has_ports && self->destination_port == SSH_PORT)
    dissect_line_add (dissection_summarize (self), "Client: ");
}

static void
add_lists (Dissection *self, DissectBytes packet)
{
  guint32 at = PACKET_HEADER_BYTES + COOKIE_BYTES;

  dissect_app_hex (self, packet, PACKET_HEADER_BYTES, COOKIE_BYTES, "Cookie");
  for (guint i = 0; i < G_N_ELEMENTS (lists) && dissect_has (packet, at, 4); i++)
    {
      const guint32 length = dissect_u32 (packet, at);

      if (!dissect_has (packet, at + 4, length))
        return;
      dissection_add_text (self, packet, at + 4, length, lists[i]);
      at += 4 + length;
    }
}

static void
add_packet (Dissection *self, DissectBytes bytes)
{
  const DissectBytes packet = dissect_app_promised (bytes, 0, 4 + dissect_u32 (bytes, 0));
  const guint8 message = dissect_u8 (bytes, 5);

  dissect_line_add (dissection_summarize (self), DISSECT_KNOWN (messages, message));
  dissection_field (self, bytes, 0, 4, "Packet length", "%u", dissect_u32 (bytes, 0));
  dissection_field (self, bytes, 4, 1, "Padding length", "%u", dissect_u8 (bytes, 4));
  dissection_field (self, bytes, 5, 1, "Message", "%s (%u)", DISSECT_KNOWN (messages, message),
                    message);
  if (message == MESSAGE_KEXINIT && self->tree != NULL)
    add_lists (self, packet);
  if (packet.n_bytes < packet.claimed_bytes)
    dissect_app_fail (self, bytes, packet, packet.n_bytes, "packet");
}

static void
add_encrypted (Dissection *self, DissectBytes bytes)
{
  DissectLine *summary = dissection_summarize (self);

  dissect_line_add (summary, "Encrypted packet (len=");
  dissect_line_add_unsigned (summary, bytes.claimed_bytes);
  dissect_line_add_char (summary, ')');
  dissection_field (self, bytes, 0, bytes.n_bytes, "Encrypted packet", "%u bytes",
                    bytes.claimed_bytes);
}

gboolean
dissect_ssh (Dissection *self, DissectBytes bytes)
{
  const guint32 n_version_bytes = version_bytes (bytes);
  DissectLine *summary;

  if (n_version_bytes == 0 && !is_packet (bytes) && !is_on_port (self))
    return FALSE;
  /* Which version it is, both sides have to say. */
  if (!dissection_begin (self, n_version_bytes > 0 ? "SSH" : "SSHv2", "Secure Shell", bytes,
                         bytes.n_bytes))
    return TRUE;
  summary = dissection_summarize (self);
  begin_summary (self);
  if (n_version_bytes > 0)
    {
      dissect_line_add (summary, "Protocol (");
      dissect_line_add_octets (summary, bytes.at, n_version_bytes);
      dissect_line_add_char (summary, ')');
      dissection_add_text (self, bytes, 0, n_version_bytes, "Version");
    }
  else if (is_packet (bytes))
    add_packet (self, bytes);
  else
    add_encrypted (self, bytes);
  dissection_end (self);
  return TRUE;
}
