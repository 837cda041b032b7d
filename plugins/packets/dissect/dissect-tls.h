/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Parts of the TLS dissector (RFC 8446, RFC 5246). */

#pragma once

#include "plugins/packets/dissect/dissect-app.h"

G_BEGIN_DECLS

/* The first byte of a version that only drafts of 1.3 had. */
#define TLS_DRAFT_OF_1_3 0x7f

typedef enum
{
  TLS_CLIENT_HELLO = 1,
  TLS_SERVER_HELLO = 2,
} TlsHandshakeType;

/* Where the parts of a client's or server's hello stand, as far as they are there: it may go on in the next segment. */
typedef struct
{
  gboolean client;
  gboolean retry;    /* the server asks for another hello */
  guint16 version;   /* taken by the server, or the lowest of a client's list; 0: no list */
  guint32 suites_at; /* of the server's one; of the number of bytes of the client's */
  guint32 compression_at;
  DissectBytes extensions;
  DissectBytes server_name;
} TlsHello;

void tls_read_hello (TlsHello *hello, DissectBytes body, gboolean client);
void tls_add_hello_fields (Dissection *self, DissectBytes body, const TlsHello *hello);

const char *tls_version_word (guint16 version);
const char *tls_suite_word (guint16 suite);
const char *tls_extension_word (guint16 type);
const char *tls_group_word (guint16 group);

G_END_DECLS
