/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include "plugins/packets/packets-meter.h"

#define SECOND_NS G_GINT64_CONSTANT (1000000000)

/* The helper tells its figures a second after the first of what changed, so that what comes after a silence happened in
 * that second, however long the silence was. */
#define INTERVAL_NS SECOND_NS

/* An interface that goes down is told at once: too soon after the last figures for a rate. */
#define MIN_INTERVAL_NS (SECOND_NS / 10)

/* Nobody's counters run backwards: these are another capture's. */
static gboolean
goes_on (const CaptureStatistics *last, const CaptureStatistics *now)
{
  return now->time_ns > last->time_ns && now->in_packets >= last->in_packets
         && now->in_bytes >= last->in_bytes && now->out_packets >= last->out_packets
         && now->out_bytes >= last->out_bytes;
}

/* Whoever made the capture may say anything: the beginning of time, and then its end. */
static gint64
get_apart_ns (const CaptureStatistics *last, const CaptureStatistics *now)
{
  return (gint64) MIN ((guint64) now->time_ns - (guint64) last->time_ns, (guint64) G_MAXINT64);
}

/* Where some were not sent on the pipe was full, and the figures late for that reason: they are of all the time. */
static double
get_elapsed_s (const PacketsMeter *self, const CaptureStatistics *now)
{
  const gint64 elapsed_ns = self->has_last ? get_apart_ns (&self->last, now) : INTERVAL_NS;
  const gboolean late = now->dropped_by_us > self->last.dropped_by_us;

  return (double) (late ? elapsed_ns : MIN (elapsed_ns, INTERVAL_NS)) / SECOND_NS;
}

/* Whether these are new figures that make rates. */
gboolean
packets_meter_feed (PacketsMeter *self, const CaptureStatistics *statistics)
{
  double elapsed_s;

  if (statistics->time_ns == PACKET_NO_TIME
      || (self->has_last && statistics->time_ns == self->last.time_ns))
    return FALSE;
  if (self->has_last && !goes_on (&self->last, statistics))
    *self = (PacketsMeter) { 0 };
  if (self->has_last && get_apart_ns (&self->last, statistics) < MIN_INTERVAL_NS)
    return FALSE;
  elapsed_s = get_elapsed_s (self, statistics);
  self->rates = (PacketsRates) {
    .in_packets = (double) (statistics->in_packets - self->last.in_packets) / elapsed_s,
    .out_packets = (double) (statistics->out_packets - self->last.out_packets) / elapsed_s,
    .in_bits = (double) (statistics->in_bytes - self->last.in_bytes) * 8 / elapsed_s,
    .out_bits = (double) (statistics->out_bytes - self->last.out_bytes) * 8 / elapsed_s,
  };
  self->last = *statistics;
  self->has_last = TRUE;
  self->has_rates = TRUE;
  return TRUE;
}

/* The helper has been silent for longer than it is while anything passes. */
void
packets_meter_rest (PacketsMeter *self)
{
  self->rates = (PacketsRates) { 0 };
}

gboolean
packets_meter_get_resting (const PacketsMeter *self)
{
  const PacketsRates *rates = &self->rates;

  return rates->in_packets == 0 && rates->out_packets == 0 && rates->in_bits == 0
         && rates->out_bits == 0;
}

PacketsRates
packets_meter_get (const PacketsMeter *self)
{
  return self->has_rates ? self->rates : (PacketsRates) { NAN, NAN, NAN, NAN };
}
