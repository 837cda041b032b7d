/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Rates of one interface from what the helper counted, by its own clock. */

#pragma once

#include "plugins/packets/format/capture-store.h"

G_BEGIN_DECLS

/* Per second; NAN: not known yet. */
typedef struct
{
  double in_packets, out_packets;
  double in_bits, out_bits;
} PacketsRates;

/* Zero-initialised it is ready for use. */
typedef struct
{
  CaptureStatistics last; /* the rates are of the time up to these */
  PacketsRates rates;
  gboolean has_last;
  gboolean has_rates;
} PacketsMeter;

gboolean packets_meter_feed (PacketsMeter *self, const CaptureStatistics *statistics);
void packets_meter_rest (PacketsMeter *self);
/* Whether nothing passes, or nothing is known. */
gboolean packets_meter_get_resting (const PacketsMeter *self);
PacketsRates packets_meter_get (const PacketsMeter *self);

G_END_DECLS
