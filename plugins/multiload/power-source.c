/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/multiload/power-source.h"

/* How many watts the machine takes from its batteries, or puts into them. */
struct _PowerSource
{
  SwSource parent_instance;

  PowerSupplies *supplies;
};

typedef enum
{
  CHANNEL_DISCHARGING,
  CHANNEL_CHARGING,
} PowerChannel;

#define INTERVAL_US (30 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (PowerSource, power_source, SW_TYPE_SOURCE)

static void
power_source_start (SwSource *source)
{
  power_supplies_start (POWER_SOURCE (source)->supplies);
}

static void
power_source_stop (SwSource *source)
{
  power_supplies_stop (POWER_SOURCE (source)->supplies);
}

static gboolean
power_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  PowerReading reading;

  if (!power_supplies_read (POWER_SOURCE (source)->supplies, tick, &reading, error))
    return FALSE;
  sw_source_set_value (source, CHANNEL_DISCHARGING, reading.discharging_w);
  sw_source_set_value (source, CHANNEL_CHARGING, reading.charging_w);
  return TRUE;
}

static void
power_source_finalize (GObject *object)
{
  g_clear_pointer (&POWER_SOURCE (object)->supplies, power_supplies_unref);
  G_OBJECT_CLASS (power_source_parent_class)->finalize (object);
}

static void
power_source_class_init (PowerSourceClass *klass)
{
  SwSourceClass *source_class = SW_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = power_source_finalize;
  source_class->start = power_source_start;
  source_class->sample = power_source_sample;
  source_class->stop = power_source_stop;
}

static void
power_source_init (G_GNUC_UNUSED PowerSource *self)
{
}

/* SUPPLIES is shared with the source of the charge, so that each file is read once for both. */
SwSource *
power_source_new (PowerSupplies *supplies)
{
  PowerSource *self = g_object_new (POWER_TYPE_SOURCE, "id", "power", "title",
                                    C_ ("source", "Power"), "description",
                                    C_ ("source", "What flows out of and into the batteries of "
                                                  "this machine, as they measure it."),
                                    "unit", SW_UNIT_WATT, "interval-us", INTERVAL_US, NULL);
  SwSource *source = SW_SOURCE (self);

  self->supplies = power_supplies_ref (supplies);
  sw_source_add_channel (source, sw_channel_new ("discharging", C_ ("channel", "Discharging"),
                                                 SW_ROLE_OUTBOUND));
  sw_source_add_channel (source,
                         sw_channel_new ("charging", C_ ("channel", "Charging"), SW_ROLE_INBOUND));
  return source;
}
