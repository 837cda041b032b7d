/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <string.h>

#include "plugins/packets/packets-tshark-file.h"

/* Block types and options of pcapng (draft-ietf-opsawg-pcapng). */
enum
{
  BLOCK_SECTION = 0x0a0d0d0a,
  BLOCK_INTERFACE = 1,
  BLOCK_PACKET = 6,
  BYTE_ORDER_MAGIC = 0x1a2b3c4d,
  OPTION_IF_NAME = 2,
  OPTION_IF_TSRESOL = 9,
  OPTION_EPB_FLAGS = 2,
  NANOSECONDS = 9, /* as a power of ten */
};

static void
append (GByteArray *block, gconstpointer bytes, guint n_bytes)
{
  static const guint8 padding[4] = { 0 };

  g_byte_array_append (block, bytes, n_bytes);
  g_byte_array_append (block, padding, -n_bytes & 3);
}

static void
append_u32 (GByteArray *block, guint32 value)
{
  append (block, &value, sizeof value);
}

static void
append_option (GByteArray *block, guint16 code, gconstpointer value, guint16 n_bytes)
{
  const guint16 head[] = { code, n_bytes };

  append (block, head, sizeof head);
  append (block, value, n_bytes);
}

static void
end_block (GByteArray *file, guint32 type, GByteArray *block)
{
  const guint32 n_bytes = block->len + 3 * sizeof n_bytes;

  append_u32 (file, type);
  append_u32 (file, n_bytes);
  g_byte_array_append (file, block->data, block->len);
  append_u32 (file, n_bytes);
  g_byte_array_set_size (block, 0);
}

static void
append_interface (GByteArray *block, const Packet *packet, const char *name)
{
  const guint16 head[] = { packet->link_type, 0 };
  const guint8 resolution = NANOSECONDS;

  append (block, head, sizeof head);
  append_u32 (block, 0);
  append_option (block, OPTION_IF_NAME, name, MIN (strlen (name), 64));
  append_option (block, OPTION_IF_TSRESOL, &resolution, sizeof resolution);
  append_option (block, 0, NULL, 0);
}

static void
append_packet (GByteArray *block, const Packet *packet)
{
  const guint64 time_ns = packet->time_ns != PACKET_NO_TIME ? packet->time_ns : 0;
  const guint32 captured_bytes = MIN (packet->captured_bytes, PACKETS_TSHARK_MAX_FRAME_BYTES);

  append_u32 (block, 0);
  append_u32 (block, time_ns >> 32);
  append_u32 (block, (guint32) time_ns);
  append_u32 (block, captured_bytes);
  append_u32 (block, packet->original_bytes);
  append (block, packet->bytes, captured_bytes);
  append_option (block, OPTION_EPB_FLAGS, &packet->flags, sizeof packet->flags);
  append_option (block, 0, NULL, 0);
}

/* A capture file of PACKET alone, in this machine's byte order. (transfer full) */
GByteArray *
packets_tshark_file_new (const Packet *packet, const char *interface_name)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GByteArray) block = g_byte_array_new ();
  const guint16 version[] = { 1, 0 };
  const gint64 unknown_length = -1;

  append_u32 (block, BYTE_ORDER_MAGIC);
  append (block, version, sizeof version);
  append (block, &unknown_length, sizeof unknown_length);
  end_block (file, BLOCK_SECTION, block);
  append_interface (block, packet, interface_name);
  end_block (file, BLOCK_INTERFACE, block);
  append_packet (block, packet);
  end_block (file, BLOCK_PACKET, block);
  return g_steal_pointer (&file);
}
