/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/multiload/cpu-source.h"
#include "plugins/multiload/proc-stat.h"

/* What all processors together spend their time on. The classes exclude each other: with idle time, which is not drawn,
 * they add up to 100 %. Waiting for I/O lies on top of the stack, since it is idle time with a name: the height
 * below it is how busy the machine is, and that alone is the headline. */
struct _CpuSource
{
  SwSource parent_instance;

  ProcStat *stat;
  ProcStatBase base;
};

typedef enum
{
  CHANNEL_USER,
  CHANNEL_NICE,
  CHANNEL_SYSTEM,
  CHANNEL_IRQ,
  CHANNEL_GUEST,
  CHANNEL_STEAL,
  CHANNEL_IOWAIT,
} CpuChannel;

G_DEFINE_FINAL_TYPE (CpuSource, cpu_source, SW_TYPE_SOURCE)

static gboolean
cpu_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  CpuSource *self = CPU_SOURCE (source);
  ProcStatTimes times;
  double shares[PROC_STAT_N_FIELDS];

  if (!proc_stat_read_total (self->stat, tick, &times, error))
    return FALSE;
  if (!proc_stat_base_get_shares (&self->base, &times, tick, shares))
    return TRUE;
  sw_source_set_value (source, CHANNEL_USER, shares[PROC_STAT_USER]);
  sw_source_set_value (source, CHANNEL_NICE, shares[PROC_STAT_NICE]);
  sw_source_set_value (source, CHANNEL_SYSTEM, shares[PROC_STAT_SYSTEM]);
  sw_source_set_value (source, CHANNEL_IRQ, shares[PROC_STAT_IRQ] + shares[PROC_STAT_SOFTIRQ]);
  sw_source_set_value (source, CHANNEL_GUEST,
                       shares[PROC_STAT_GUEST] + shares[PROC_STAT_GUEST_NICE]);
  sw_source_set_value (source, CHANNEL_STEAL, shares[PROC_STAT_STEAL]);
  sw_source_set_value (source, CHANNEL_IOWAIT, shares[PROC_STAT_IOWAIT]);
  return TRUE;
}

static double
cpu_source_get_headline_value (G_GNUC_UNUSED SwSource *source, const float *values)
{
  double busy = 0;

  for (guint i = CHANNEL_USER; i < CHANNEL_IOWAIT; i++)
    busy += values[i];
  return busy;
}

static void
cpu_source_finalize (GObject *object)
{
  g_clear_object (&CPU_SOURCE (object)->stat);
  G_OBJECT_CLASS (cpu_source_parent_class)->finalize (object);
}

static void
cpu_source_class_init (CpuSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cpu_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = cpu_source_sample;
  SW_SOURCE_CLASS (klass)->get_headline_value = cpu_source_get_headline_value;
}

static void
cpu_source_init (G_GNUC_UNUSED CpuSource *self)
{
}

static const struct
{
  const char *id;
  const char *name;
  SwRole role;
} channels[] = {
  [CHANNEL_USER] = { "user", NC_ ("channel", "User"), SW_ROLE_1 },
  [CHANNEL_NICE] = { "nice", NC_ ("channel", "Nice"), SW_ROLE_2 },
  [CHANNEL_SYSTEM] = { "system", NC_ ("channel", "System"), SW_ROLE_3 },
  [CHANNEL_IRQ] = { "irq", NC_ ("channel", "Interrupts"), SW_ROLE_4 },
  [CHANNEL_GUEST] = { "guest", NC_ ("channel", "Guests"), SW_ROLE_5 },
  [CHANNEL_STEAL] = { "steal", NC_ ("channel", "Stolen"), SW_ROLE_6 },
  [CHANNEL_IOWAIT] = { "iowait", NC_ ("channel", "Waiting for I/O"), SW_ROLE_MUTED },
};

SwSource *
cpu_source_new (SwSamplePool *pool)
{
  CpuSource *self = g_object_new (
      CPU_TYPE_SOURCE, "id", "cpu", "title", C_ ("source", "CPU"), "description",
      C_ ("source description",
          "All processors together, as a share of their time. Busy is everything but idle time. "
          "Waiting for I/O is idle time too: it is drawn on top, and not counted as busy. Guests "
          "are virtual machines that run here. Stolen is time that this machine wanted and its "
          "host gave to others."),
      "unit", SW_UNIT_PERCENT, "style", SW_STYLE_STACKED, "natural-max", 100.0, NULL);
  SwSource *source = SW_SOURCE (self);

  self->stat = proc_stat_get_shared (pool);
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    sw_source_add_channel (source, sw_channel_new (channels[i].id,
                                                   g_dpgettext2 (GETTEXT_PACKAGE, "channel",
                                                                 channels[i].name),
                                                   channels[i].role));
  return source;
}
