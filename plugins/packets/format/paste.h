/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Text that somebody copied from somewhere, as packets: hex with or without blanks, colons, commas and 0x; C arrays; dumps
 * with offsets and text beside (tcpdump -x and -X, xxd, hexdump, od, Wireshark, strace -e write); strings with C's
 * escapes, as strace prints them; base64. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PASTE_ERROR (paste_error_quark ())

#define PASTE_MAX_PACKET_BYTES 65536u
#define PASTE_MAX_PACKETS 1000u
#define PASTE_MAX_TEXT_BYTES (16u << 20)

/**
 * PasteError:
 * @PASTE_ERROR_NOTHING: there are no bytes in the text
 * @PASTE_ERROR_INVALID: something in the text means no bytes; the message says where
 * @PASTE_ERROR_TOO_LONG: a packet, or the text, is longer than can be
 */
typedef enum
{
  PASTE_ERROR_NOTHING,
  PASTE_ERROR_INVALID,
  PASTE_ERROR_TOO_LONG,
} PasteError;

typedef struct
{
  GBytes *bytes;
  guint16 link_type;      /* a guess: LinkType */
  guint32 original_bytes; /* more than there are if the text says so */
} PastedPacket;

GQuark paste_error_quark (void);

GPtrArray *paste_read (const char *text, gsize n_bytes, GError **error);

guint16 paste_guess_link_type (const guint8 *bytes, gsize n_bytes);

G_END_DECLS
