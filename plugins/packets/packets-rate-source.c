/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-rate-source.h"

/* Packets or bits per second of one captured interface, all that passed: also what was not sent on by the helper. */
struct _PacketsRateSource
{
  SwSource parent_instance;

  PacketsTraffic *traffic;
  char *name;
  PacketsRateKind kind;
};

typedef enum
{
  CHANNEL_IN,
  CHANNEL_OUT,
} PacketsRateChannel;

G_DEFINE_FINAL_TYPE (PacketsRateSource, packets_rate_source, SW_TYPE_SOURCE)

static void
packets_rate_source_start (SwSource *source)
{
  packets_traffic_acquire (PACKETS_RATE_SOURCE (source)->traffic);
}

/* Before the first figures there is nothing to show, not even a zero. */
static gboolean
packets_rate_source_sample (SwSource *source,
                            G_GNUC_UNUSED const SwTick *tick,
                            G_GNUC_UNUSED GError **error)
{
  PacketsRateSource *self = PACKETS_RATE_SOURCE (source);
  const PacketsRates rates = packets_traffic_get_rates_of (self->traffic, self->name);
  const gboolean bits = self->kind == PACKETS_RATE_BITS;

  sw_source_set_value (source, CHANNEL_IN, bits ? rates.in_bits : rates.in_packets);
  sw_source_set_value (source, CHANNEL_OUT, bits ? rates.out_bits : rates.out_packets);
  return TRUE;
}

static void
packets_rate_source_stop (SwSource *source)
{
  packets_traffic_release (PACKETS_RATE_SOURCE (source)->traffic);
}

static void
packets_rate_source_finalize (GObject *object)
{
  PacketsRateSource *self = PACKETS_RATE_SOURCE (object);

  g_clear_object (&self->traffic);
  g_free (self->name);
  G_OBJECT_CLASS (packets_rate_source_parent_class)->finalize (object);
}

static void
packets_rate_source_class_init (PacketsRateSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = packets_rate_source_finalize;
  SW_SOURCE_CLASS (klass)->start = packets_rate_source_start;
  SW_SOURCE_CLASS (klass)->sample = packets_rate_source_sample;
  SW_SOURCE_CLASS (klass)->stop = packets_rate_source_stop;
}

static void
packets_rate_source_init (G_GNUC_UNUSED PacketsRateSource *self)
{
}

/* Of id "packets:NAME:packets" or "packets:NAME:bits". */
SwSource *
packets_rate_source_new (PacketsTraffic *traffic, const char *name, PacketsRateKind kind)
{
  const gboolean bits = kind == PACKETS_RATE_BITS;
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *description = NULL;
  PacketsRateSource *self;

  g_return_val_if_fail (PACKETS_IS_TRAFFIC (traffic) && name != NULL, NULL);

  id = g_strdup_printf ("packets:%s:%s", name, bits ? "bits" : "packets");
  title = g_strdup_printf (bits ? C_ ("source", "Captured Bits: %s")
                                : C_ ("source", "Captured Packets: %s"),
                           name);
  description = g_strdup_printf (C_ ("source description",
                                     "What passes the network interface %s and the capture filter"),
                                 name);
  self = g_object_new (PACKETS_TYPE_RATE_SOURCE, "id", id, "title", title, "unit",
                       bits ? SW_UNIT_BITS_PER_SECOND : SW_UNIT_PER_SECOND, "style", SW_STYLE_LINES,
                       NULL);
  self->traffic = g_object_ref (traffic);
  self->name = g_strdup (name);
  self->kind = kind;
  sw_source_set_description (SW_SOURCE (self), description);
  sw_source_add_channel (SW_SOURCE (self),
                         sw_channel_new ("in", C_ ("channel", "Received"), SW_ROLE_INBOUND));
  sw_source_add_channel (SW_SOURCE (self),
                         sw_channel_new ("out", C_ ("channel", "Sent"), SW_ROLE_OUTBOUND));
  return SW_SOURCE (self);
}

const char *
packets_rate_source_get_name (PacketsRateSource *self)
{
  return self->name;
}
