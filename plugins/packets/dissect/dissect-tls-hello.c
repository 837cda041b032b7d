/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The first message of each side of TLS: what a client offers, what the server takes of it. */

#include "config.h"

#include "plugins/packets/dissect/dissect-tls.h"

#define RANDOM_AT 2
#define RANDOM_BYTES 32
#define SESSION_AT (RANDOM_AT + RANDOM_BYTES)

typedef enum
{
  EXTENSION_SERVER_NAME = 0,
  EXTENSION_GROUPS = 10,
  EXTENSION_SIGNATURES = 13,
  EXTENSION_PROTOCOLS = 16,
  EXTENSION_VERSIONS = 43,
  EXTENSION_KEY_SHARE = 51,
} Extension;

/* The server's random bytes when it asks for another hello (RFC 8446, section 4.1.3). */
static const guint8 retry_random[RANDOM_BYTES] = {
  0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
  0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

/* The last version of a client's list that is known is the lowest that it takes; a server names the one. */
static guint16
read_versions (DissectBytes data, gboolean client, guint16 version)
{
  if (!client)
    return tls_version_word (dissect_u16 (data, 0)) != NULL
                   || dissect_u8 (data, 0) == TLS_DRAFT_OF_1_3
               ? dissect_u16 (data, 0)
               : version;
  for (guint32 at = 1; dissect_has (data, at, 2); at += 2)
    if (tls_version_word (dissect_u16 (data, at)) != NULL)
      version = dissect_u16 (data, at);
  return version;
}

/* The first name of the list, whose type must be a host's (RFC 6066, section 3). */
static DissectBytes
read_server_name (DissectBytes data)
{
  const guint16 n = dissect_u8 (data, 2) == 0 ? dissect_u16 (data, 3) : 0;

  return dissect_part (data, 5, n);
}

static void
read_extensions (TlsHello *hello)
{
  const DissectBytes area = hello->extensions;

  for (guint32 at = 0; dissect_has (area, at, 4); at += 4 + dissect_u16 (area, at + 2))
    {
      const DissectBytes data = dissect_part (area, at + 4, dissect_u16 (area, at + 2));

      if (dissect_u16 (area, at) == EXTENSION_VERSIONS)
        hello->version = read_versions (data, hello->client, hello->version);
      if (dissect_u16 (area, at) == EXTENSION_SERVER_NAME && hello->client)
        hello->server_name = read_server_name (data);
    }
}

/* BODY is that of a handshake message. */
void
tls_read_hello (TlsHello *hello, DissectBytes body, gboolean client)
{
  guint32 extensions_at;

  *hello = (TlsHello) { .client = client, .version = client ? 0 : dissect_u16 (body, 0) };
  hello->retry = !client && dissect_has (body, RANDOM_AT, RANDOM_BYTES)
                 && memcmp (body.at + RANDOM_AT, retry_random, RANDOM_BYTES) == 0;
  hello->suites_at = SESSION_AT + 1 + dissect_u8 (body, SESSION_AT);
  hello->compression_at
      = hello->suites_at + 2 + (client ? dissect_u16 (body, hello->suites_at) : 0);
  extensions_at = hello->compression_at + 1;
  if (client)
    extensions_at += dissect_u8 (body, hello->compression_at);
  hello->extensions = dissect_part (body, extensions_at + 2, dissect_u16 (body, extensions_at));
  read_extensions (hello);
}

static void
add_suites_fields (Dissection *self, DissectBytes body, const TlsHello *hello)
{
  const guint32 at = hello->suites_at;
  const guint16 n_bytes = dissect_u16 (body, at);

  if (!hello->client)
    {
      if (dissect_has (body, at, 2))
        dissection_field (self, body, at, 2, "Cipher suite", "%s (0x%04x)",
                          tls_suite_word (dissect_u16 (body, at)), dissect_u16 (body, at));
      return;
    }
  if (!dissect_has (body, at, 2))
    return;
  dissection_field (self, body, at, 2 + n_bytes, "Cipher suites", "%u suites", n_bytes / 2);
  dissection_open (self);
  for (guint32 i = 2; i + 1 < 2u + n_bytes && dissect_has (body, at + i, 2); i += 2)
    dissection_field (self, body, at + i, 2, "Cipher suite", "%s (0x%04x)",
                      tls_suite_word (dissect_u16 (body, at + i)), dissect_u16 (body, at + i));
  dissection_close (self);
}

static void
add_version_field (Dissection *self, DissectBytes data, guint32 at)
{
  const guint16 version = dissect_u16 (data, at);
  const char *word = tls_version_word (version);

  dissection_field (self, data, at, 2, "Version", "%s (0x%04x)", word != NULL ? word : "unknown",
                    version);
}

static void
add_group_field (Dissection *self, DissectBytes data, guint32 at, guint32 n_bytes)
{
  dissection_field (self, data, at, n_bytes, "Group", "%s (0x%04x)",
                    tls_group_word (dissect_u16 (data, at)), dissect_u16 (data, at));
}

static void
add_protocols_fields (Dissection *self, DissectBytes data)
{
  for (guint32 at = 2; at < data.n_bytes; at += 1 + dissect_u8 (data, at))
    dissection_add_text (self, data, at + 1, dissect_u8 (data, at), "Protocol");
}

/* A client sends a list of them, the server one; a server that asks for another names its group alone. */
static void
add_key_share_fields (Dissection *self, DissectBytes data, gboolean client)
{
  guint32 at = client ? 2 : 0;

  if (!client && data.n_bytes == 2)
    add_group_field (self, data, 0, 2);
  else
    for (; dissect_has (data, at, 4); at += 4 + dissect_u16 (data, at + 2))
      add_group_field (self, data, at, 4 + dissect_u16 (data, at + 2));
}

static void
add_extension_data (Dissection *self, DissectBytes data, guint16 type, const TlsHello *hello)
{
  const guint32 list = hello->client ? 1 : 0;

  switch (type)
    {
    case EXTENSION_SERVER_NAME:
      if (hello->client)
        dissection_add_text (self, data, 5, dissect_u16 (data, 3), "Server name");
      break;
    case EXTENSION_GROUPS:
      for (guint32 at = 2; dissect_has (data, at, 2); at += 2)
        add_group_field (self, data, at, 2);
      break;
    case EXTENSION_SIGNATURES:
      for (guint32 at = 2; dissect_has (data, at, 2); at += 2)
        dissection_field (self, data, at, 2, "Signature scheme", "0x%04x", dissect_u16 (data, at));
      break;
    case EXTENSION_PROTOCOLS:
      add_protocols_fields (self, data);
      break;
    case EXTENSION_VERSIONS:
      for (guint32 at = list; dissect_has (data, at, 2); at += 2)
        add_version_field (self, data, at);
      break;
    case EXTENSION_KEY_SHARE:
      add_key_share_fields (self, data, hello->client);
      break;
    default:
      if (data.n_bytes > 0)
        dissect_app_hex (self, data, 0, data.n_bytes, "Data");
    }
}

static void
add_extensions_fields (Dissection *self, const TlsHello *hello)
{
  const DissectBytes area = hello->extensions;

  for (guint32 at = 0; dissect_has (area, at, 4); at += 4 + dissect_u16 (area, at + 2))
    {
      const guint16 type = dissect_u16 (area, at);
      const guint16 n_bytes = dissect_u16 (area, at + 2);

      dissection_field (self, area, at, 4 + n_bytes, "Extension", "%s (%u)",
                        tls_extension_word (type), type);
      dissection_open (self);
      add_extension_data (self, dissect_part (area, at + 4, n_bytes), type, hello);
      dissection_close (self);
    }
}

void
tls_add_hello_fields (Dissection *self, DissectBytes body, const TlsHello *hello)
{
  const guint8 n_session_bytes = dissect_u8 (body, SESSION_AT);

  if (self->tree == NULL)
    return;
  add_version_field (self, body, 0);
  dissect_app_hex (self, body, RANDOM_AT, RANDOM_BYTES, "Random");
  if (n_session_bytes > 0)
    dissect_app_hex (self, body, SESSION_AT + 1, n_session_bytes, "Session ID");
  add_suites_fields (self, body, hello);
  if (dissect_has (body, hello->compression_at, 1))
    dissect_app_hex (self, body, hello->compression_at + (hello->client ? 1 : 0),
                     hello->client ? dissect_u8 (body, hello->compression_at) : 1,
                     "Compression methods");
  add_extensions_fields (self, hello);
}
