/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-counter.h"
#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/pressure-source.h"

/* Pressure stall information: the share of time in which some task, or all of them, waited for a processor, for memory
 * or for a disk. Taken from the totals in microseconds, which are exact at any moment; the kernel's averages change
 * only every two seconds (Documentation/accounting/psi.rst). */
typedef enum
{
  CHANNEL_CPU_SOME,
  CHANNEL_MEMORY_SOME,
  CHANNEL_MEMORY_FULL,
  CHANNEL_IO_SOME,
  CHANNEL_IO_FULL,
} PressureChannel;

#define N_CHANNELS (CHANNEL_IO_FULL + 1)

typedef enum
{
  RESOURCE_CPU,
  RESOURCE_MEMORY,
  RESOURCE_IO,
} PressureResource;

#define N_RESOURCES (RESOURCE_IO + 1)

struct _PressureSource
{
  SwSource parent_instance;

  SwSampleFile *files[N_RESOURCES];
  SwCounter counters[N_CHANNELS]; /* us stalled since boot */
};

G_DEFINE_FINAL_TYPE (PressureSource, pressure_source, SW_TYPE_SOURCE)

/* There is no "full" of the processor: while all wait for it, somebody has it. */
static const struct
{
  const char *id;
  const char *name;
  SwRole role;
  PressureResource resource;
  const char *line;
} channels[N_CHANNELS] = {
  [CHANNEL_CPU_SOME]
  = { "cpu-some", NC_ ("channel", "CPU, some"), SW_ROLE_1, RESOURCE_CPU, "some" },
  [CHANNEL_MEMORY_SOME]
  = { "memory-some", NC_ ("channel", "Memory, some"), SW_ROLE_2, RESOURCE_MEMORY, "some" },
  [CHANNEL_MEMORY_FULL]
  = { "memory-full", NC_ ("channel", "Memory, all"), SW_ROLE_3, RESOURCE_MEMORY, "full" },
  [CHANNEL_IO_SOME] = { "io-some", NC_ ("channel", "I/O, some"), SW_ROLE_4, RESOURCE_IO, "some" },
  [CHANNEL_IO_FULL] = { "io-full", NC_ ("channel", "I/O, all"), SW_ROLE_5, RESOURCE_IO, "full" },
};

static const char *const paths[N_RESOURCES] = {
  [RESOURCE_CPU] = "/proc/pressure/cpu",
  [RESOURCE_MEMORY] = "/proc/pressure/memory",
  [RESOURCE_IO] = "/proc/pressure/io",
};

/* "some avg10=0.00 avg60=0.00 avg300=0.00 total=0" */
static gboolean
parse_total (const char *text, gsize length_bytes, const char *name, guint64 *total_us)
{
  SwScan scan = sw_scan_init (text, length_bytes);
  SwScan line;

  while (sw_scan_take_line (&scan, &line))
    if (sw_scan_literal (&line, name) && sw_scan_skip_words (&line, 3))
      {
        sw_scan_skip_blanks (&line);
        return sw_scan_literal (&line, "total=") && sw_scan_u64 (&line, total_us);
      }
  return FALSE;
}

/* A task's stall is booked when it ends or is looked at, which may lie a little beside our clock. */
static double
to_percent (double us_per_second)
{
  return isnan (us_per_second) ? NAN : MIN (us_per_second * 100 / SW_SECOND_US, 100);
}

static gboolean
sample_resource (PressureSource *self,
                 PressureResource resource,
                 const SwTick *tick,
                 GError **error)
{
  guint n_found = 0;
  guint64 total_us;
  gsize length_bytes;
  const char *text = sw_sample_file_read (self->files[resource], tick, &length_bytes, error);

  if (text == NULL)
    return FALSE;
  for (guint i = 0; i < N_CHANNELS; i++)
    if (channels[i].resource == resource
        && parse_total (text, length_bytes, channels[i].line, &total_us))
      {
        sw_source_set_value (SW_SOURCE (self), i,
                             to_percent (sw_counter_get_rate (&self->counters[i], total_us, tick)));
        n_found++;
      }
  if (n_found == 0)
    g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                         C_ ("source error",
                             "The kernel’s account of stalls cannot be understood"));
  return n_found > 0;
}

/* Neither a kernel that was built without it nor one in which it is switched off has the files; some have them and refuse
 * to answer. */
static void
explain_absence (GError **error)
{
  if (!g_error_matches (*error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_GONE)
      && !g_error_matches (*error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE))
    return;
  g_clear_error (error);
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                       C_ ("source error",
                           "This kernel does not measure pressure. Most kernels do when they are "
                           "started with psi=1 on the kernel command line."));
}

static gboolean
pressure_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  PressureSource *self = PRESSURE_SOURCE (source);
  g_autoptr (GError) first_error = NULL;
  guint n_sampled = 0;

  for (guint i = 0; i < N_RESOURCES; i++)
    n_sampled += sample_resource (self, i, tick, first_error == NULL ? &first_error : NULL);
  if (n_sampled > 0)
    return TRUE;
  explain_absence (&first_error);
  g_propagate_error (error, g_steal_pointer (&first_error));
  return FALSE;
}

/* Stalls of different resources overlap in time, so that their sum means nothing. */
static double
pressure_source_get_headline_value (G_GNUC_UNUSED SwSource *source, const float *values)
{
  double highest = NAN;

  for (guint i = 0; i < N_CHANNELS; i++)
    highest = fmax (highest, values[i]);
  return highest;
}

static void
pressure_source_finalize (GObject *object)
{
  PressureSource *self = PRESSURE_SOURCE (object);

  for (guint i = 0; i < N_RESOURCES; i++)
    g_clear_object (&self->files[i]);
  G_OBJECT_CLASS (pressure_source_parent_class)->finalize (object);
}

static void
pressure_source_class_init (PressureSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pressure_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = pressure_source_sample;
  SW_SOURCE_CLASS (klass)->get_headline_value = pressure_source_get_headline_value;
}

static void
pressure_source_init (G_GNUC_UNUSED PressureSource *self)
{
}

SwSource *
pressure_source_new (SwSamplePool *pool)
{
  PressureSource *self
      = g_object_new (PRESSURE_TYPE_SOURCE, "id", "pressure", "title", C_ ("source", "Pressure"),
                      "description",
                      C_ ("source description", "The share of time in which tasks had to wait for "
                                                "a processor, for memory or for a disk: "
                                                "some of them, or all at once, so that nothing got "
                                                "done. The large number is the highest. "
                                                "The kernel calls it pressure stall information."),
                      "unit", SW_UNIT_PERCENT, "style", SW_STYLE_LINES, "natural-max", 100.0, NULL);
  SwSource *source = SW_SOURCE (self);

  for (guint i = 0; i < N_RESOURCES; i++)
    self->files[i] = sw_sample_pool_get (pool, paths[i]);
  for (guint i = 0; i < N_CHANNELS; i++)
    sw_source_add_channel (source, sw_channel_new (channels[i].id,
                                                   g_dpgettext2 (GETTEXT_PACKAGE, "channel",
                                                                 channels[i].name),
                                                   channels[i].role));
  return source;
}
