/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Any text as pasted packets; what comes of it is copied as a dump, and that pasted again. */

#include "config.h"

#include <string.h>

#include "plugins/packets/format/packet-text.h"
#include "plugins/packets/format/paste.h"
#include "tests/fuzz/sw-fuzz.h"

static void
check_packet (const PastedPacket *packet)
{
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (packet->bytes, &n_bytes);
  g_autoptr (GString) dump = g_string_new (NULL);
  g_autoptr (GPtrArray) again = NULL;
  PastedPacket *copy;

  g_assert_cmpuint (n_bytes, >, 0);
  g_assert_cmpuint (n_bytes, <=, PASTE_MAX_PACKET_BYTES);
  packet_text_add_dump (dump, bytes, n_bytes);
  again = paste_read (dump->str, dump->len, NULL);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->len, ==, 1);
  copy = g_ptr_array_index (again, 0);
  g_assert_true (g_bytes_equal (copy->bytes, packet->bytes));
  g_assert_cmpuint (copy->link_type, ==, packet->link_type);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) packets = paste_read ((const char *) data, size, &error);

  g_assert_true ((packets == NULL) == (error != NULL));
  if (packets == NULL)
    return 0;
  g_assert_cmpuint (packets->len, >, 0);
  for (guint i = 0; i < packets->len; i++)
    check_packet (g_ptr_array_index (packets, i));
  return 0;
}
