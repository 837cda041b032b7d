/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/format/packet-text.h"

#define LINE_BYTES 16

static const char HEX_DIGITS[] = "0123456789abcdef";

/* Line by line: the offset, 16 bytes in two halves, and what of them is printable ASCII. text2pcap reads it too. */
void
packet_text_add_dump (GString *text, const guint8 *bytes, gsize n_bytes)
{
  for (gsize at = 0; at < n_bytes; at += LINE_BYTES)
    {
      const gsize n = MIN (LINE_BYTES, n_bytes - at);
      char line[] = "                                                  ................";
      char *digit = line;
      char *letter = line + 3 * LINE_BYTES + 2;

      for (gsize i = 0; i < n; i++)
        {
          const guint8 byte = bytes[at + i];

          if (i == LINE_BYTES / 2)
            digit++;
          *digit++ = HEX_DIGITS[byte >> 4];
          *digit++ = HEX_DIGITS[byte & 0xf];
          digit++;
          *letter++ = g_ascii_isprint (byte) ? byte : '.';
        }
      *letter = '\0';
      g_string_append_printf (text, "%04" G_GSIZE_MODIFIER "x  %s\n", at, line);
    }
}
