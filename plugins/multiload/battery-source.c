/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plugins/multiload/battery-source.h"

/* How full the machine's batteries are together, with what flows out of or into them in its headline. */
struct _BatterySource
{
  SwSource parent_instance;

  PowerSupplies *supplies;
  PowerReading reading; /* of the last sample */
};

/* The embedded controller is slow, and a percent takes minutes. */
#define INTERVAL_US (30 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (BatterySource, battery_source, SW_TYPE_SOURCE)

static void
battery_source_start (SwSource *source)
{
  power_supplies_start (BATTERY_SOURCE (source)->supplies);
}

static void
battery_source_stop (SwSource *source)
{
  power_supplies_stop (BATTERY_SOURCE (source)->supplies);
}

static gboolean
battery_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  BatterySource *self = BATTERY_SOURCE (source);

  if (!power_supplies_read (self->supplies, tick, &self->reading, error))
    return FALSE;
  sw_source_set_value (source, 0, self->reading.charge_percent);
  return TRUE;
}

/* A format of the percentage and, in the first two rows, the watts. */
static const char *
choose_format (const PowerReading *reading, gboolean has_watts)
{
  if (reading->is_discharging && reading->has_mains && has_watts)
    return C_ ("battery", "%s · %s discharging, plugged in");
  if (reading->is_discharging)
    return has_watts ? C_ ("battery", "%s · %s discharging") : C_ ("battery", "%s · discharging");
  if (reading->is_charging)
    return has_watts ? C_ ("battery", "%s · %s charging") : C_ ("battery", "%s · charging");
  return reading->has_mains ? C_ ("battery", "%s · plugged in") : "%s";
}

static void
battery_source_format_headline (SwSource *source,
                                const float *values,
                                char *buffer,
                                gsize buffer_bytes)
{
  const PowerReading *reading = &BATTERY_SOURCE (source)->reading;
  const double watts = reading->is_discharging ? reading->discharging_w : reading->charging_w;
  char percent[SW_UNIT_TEXT_BYTES], power[SW_UNIT_TEXT_BYTES];
  const char *end;

  sw_unit_format (SW_UNIT_PERCENT, values[0], percent, sizeof percent);
  sw_unit_format (SW_UNIT_WATT, watts, power, sizeof power);
  /* Of a row of the past only the percentage is known. */
  if (values[0] == (float) sw_source_get_value (source, 0))
    g_snprintf (buffer, buffer_bytes, choose_format (reading, isfinite (watts)), percent, power);
  else
    g_strlcpy (buffer, percent, buffer_bytes);
  /* A long translation may have been cut within a character. */
  if (!g_utf8_validate (buffer, -1, &end))
    buffer[end - buffer] = '\0';
}

static void
battery_source_finalize (GObject *object)
{
  g_clear_pointer (&BATTERY_SOURCE (object)->supplies, power_supplies_unref);
  G_OBJECT_CLASS (battery_source_parent_class)->finalize (object);
}

static void
battery_source_class_init (BatterySourceClass *klass)
{
  SwSourceClass *source_class = SW_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = battery_source_finalize;
  source_class->start = battery_source_start;
  source_class->sample = battery_source_sample;
  source_class->stop = battery_source_stop;
  source_class->format_headline = battery_source_format_headline;
}

static void
battery_source_init (G_GNUC_UNUSED BatterySource *self)
{
}

/* SUPPLIES is shared with the source of the power, so that each file is read once for both. */
SwSource *
battery_source_new (PowerSupplies *supplies)
{
  BatterySource *self
      = g_object_new (BATTERY_TYPE_SOURCE, "id", "battery", "title", C_ ("source", "Battery"),
                      "description",
                      C_ ("source",
                          "How full the batteries of this machine are together. Those of mice, "
                          "keyboards and headsets are not counted."),
                      "unit", SW_UNIT_PERCENT, "natural-max", 100.0, "interval-us", INTERVAL_US,
                      NULL);

  self->supplies = power_supplies_ref (supplies);
  sw_source_add_channel (SW_SOURCE (self),
                         sw_channel_new ("charge", C_ ("channel", "Charge"), SW_ROLE_1));
  return SW_SOURCE (self);
}
