/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugins/packets/packets-decoder.h"

G_BEGIN_DECLS

typedef enum
{
  PACKETS_COLUMN_NUMBER,
  PACKETS_COLUMN_TIME,
  PACKETS_COLUMN_INTERFACE,
  PACKETS_COLUMN_DIRECTION,
  PACKETS_COLUMN_SOURCE,
  PACKETS_COLUMN_DESTINATION,
  PACKETS_COLUMN_PROTOCOL,
  PACKETS_COLUMN_LENGTH,
  PACKETS_COLUMN_SUMMARY,
} PacketsColumn;

#define PACKETS_N_COLUMNS (PACKETS_COLUMN_SUMMARY + 1)

#define PACKETS_TYPE_ROW (packets_row_get_type ())
G_DECLARE_FINAL_TYPE (PacketsRow, packets_row, PACKETS, ROW, GObject)

PacketsRow *packets_row_new (PacketsDecoder *decoder, guint index);
const char *packets_row_get_text (PacketsRow *self, PacketsColumn column);
PacketDirection packets_row_get_direction (PacketsRow *self);

G_END_DECLS
