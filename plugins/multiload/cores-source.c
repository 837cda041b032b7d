/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plugins/multiload/cores-source.h"
#include "plugins/multiload/proc-stat.h"

typedef struct
{
  guint64 busy_ticks;
  guint64 idle_ticks;
  guint8 valid; /* online when the bases were taken */
  guint8 known; /* present at the start, or seen online since */
} CoreBase;

/* How busy each logical processor is, a channel for every one that the machine may ever have. One that is offline has no
 * value. Firmware often announces places for many more processors than are plugged in: those stay hidden
 * until one comes. */
struct _CoresSource
{
  SwSource parent_instance;

  ProcStat *stat;
  CoreBase *bases; /* one per possible processor */
  gint64 time_us;  /* of the bases, CLOCK_MONOTONIC; 0: none */
};

/* Between two readings closer than this too few timer ticks lie for a percentage. */
#define MIN_ELAPSED_US (50 * 1000)

G_DEFINE_FINAL_TYPE (CoresSource, cores_source, SW_TYPE_SOURCE)

static double
get_busy_percent (const CoreBase *base, const ProcStatCpu *cpu)
{
  /* Idle time may go back by a few ticks (proc_stat(5)). */
  const double busy = cpu->busy_ticks > base->busy_ticks ? cpu->busy_ticks - base->busy_ticks : 0;
  const double idle = cpu->idle_ticks > base->idle_ticks ? cpu->idle_ticks - base->idle_ticks : 0;

  return busy + idle > 0 ? 100 * busy / (busy + idle) : NAN;
}

static void
sample_core (CoresSource *self, guint number, gboolean comparable)
{
  SwSource *source = SW_SOURCE (self);
  CoreBase *base = &self->bases[number];
  const ProcStatCpu *cpu = proc_stat_get_cpu (self->stat, number);

  if (cpu == NULL)
    {
      base->valid = FALSE;
      return;
    }
  if (!base->known)
    {
      base->known = TRUE;
      sw_channel_set_shown (sw_source_get_channel (source, number), TRUE);
    }
  if (comparable && base->valid)
    sw_source_set_value (source, number, get_busy_percent (base, cpu));
  base->busy_ticks = cpu->busy_ticks;
  base->idle_ticks = cpu->idle_ticks;
  base->valid = TRUE;
}

static gboolean
cores_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  CoresSource *self = CORES_SOURCE (source);
  const guint n_channels = sw_source_get_n_channels (source);
  const gboolean comparable = self->time_us > 0 && !tick->gap;

  if (!proc_stat_read_cpus (self->stat, tick, error))
    return FALSE;
  if (comparable && tick->now_us - self->time_us < MIN_ELAPSED_US)
    return TRUE;
  self->time_us = tick->now_us;
  for (guint i = 0; i < n_channels; i++)
    sample_core (self, i, comparable);
  return TRUE;
}

/* One full core is what the sum over all hides. */
static double
cores_source_get_headline_value (SwSource *source, const float *values)
{
  const guint n_channels = sw_source_get_n_channels (source);
  double busiest = NAN;

  for (guint i = 0; i < n_channels; i++)
    busiest = fmax (busiest, values[i]);
  return busiest;
}

static void
cores_source_finalize (GObject *object)
{
  CoresSource *self = CORES_SOURCE (object);

  g_clear_object (&self->stat);
  g_free (self->bases);
  G_OBJECT_CLASS (cores_source_parent_class)->finalize (object);
}

static void
cores_source_class_init (CoresSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cores_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = cores_source_sample;
  SW_SOURCE_CLASS (klass)->get_headline_value = cores_source_get_headline_value;
}

static void
cores_source_init (G_GNUC_UNUSED CoresSource *self)
{
}

static void
add_core (CoresSource *self, guint number)
{
  g_autofree char *id = g_strdup_printf ("cpu%u", number);
  /* Translators: one logical processor, with the number that the kernel gave it. */
  g_autofree char *name = g_strdup_printf (C_ ("channel", "CPU %u"), number);
  SwChannel *channel = sw_channel_new (id, name, SW_ROLE_1);

  self->bases[number].known = proc_stat_get_cpu_present (self->stat, number);
  sw_channel_set_shown (channel, self->bases[number].known);
  sw_source_add_channel (SW_SOURCE (self), channel);
}

SwSource *
cores_source_new (SwSamplePool *pool)
{
  CoresSource *self
      = g_object_new (CORES_TYPE_SOURCE, "id", "cores", "title", C_ ("source", "CPU Cores"),
                      "description",
                      C_ ("source description", "How busy each logical processor is, a row for "
                                                "each; one that is switched off has no "
                                                "value. The large number is the busiest of them. "
                                                "Waiting for I/O is not counted as busy."),
                      "unit", SW_UNIT_PERCENT, "style", SW_STYLE_HEAT, "natural-max", 100.0, NULL);
  guint n_cpus;

  self->stat = proc_stat_get_shared (pool);
  n_cpus = proc_stat_get_n_cpus (self->stat);
  self->bases = g_new0 (CoreBase, n_cpus);
  for (guint i = 0; i < n_cpus; i++)
    add_core (self, i);
  return SW_SOURCE (self);
}
