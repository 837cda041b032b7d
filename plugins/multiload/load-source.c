/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/load-source.h"
#include "plugins/multiload/proc-stat.h"

/* How many tasks want to run: the kernel's one-minute mean and the number runnable right now, against the number of
 * processors. /proc/loadavg: "0.20 0.18 0.12 1/80 11206" (proc_loadavg(5)). */
struct _LoadSource
{
  SwSource parent_instance;

  SwSampleFile *file;
  ProcStat *stat;
};

typedef enum
{
  CHANNEL_MEAN,
  CHANNEL_RUNNABLE,
  CHANNEL_PROCESSORS,
} LoadChannel;

G_DEFINE_FINAL_TYPE (LoadSource, load_source, SW_TYPE_SOURCE)

static gboolean
load_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  LoadSource *self = LOAD_SOURCE (source);
  const char *text;
  gsize length_bytes;
  SwScan scan;
  double mean;
  guint64 runnable;

  text = sw_sample_file_read (self->file, tick, &length_bytes, error);
  if (text == NULL)
    return FALSE;
  scan = sw_scan_init (text, length_bytes);
  if (!sw_scan_double (&scan, &mean) || !sw_scan_skip_words (&scan, 2)
      || !sw_scan_u64 (&scan, &runnable))
    {
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                           C_ ("source error", "The kernel’s load average cannot be understood"));
      return FALSE;
    }
  sw_source_set_value (source, CHANNEL_MEAN, mean);
  /* The reader itself is one of them. */
  sw_source_set_value (source, CHANNEL_RUNNABLE, runnable > 0 ? runnable - 1 : 0);
  /* Without the comparison the load is still worth showing. */
  if (proc_stat_read_cpus (self->stat, tick, NULL))
    sw_source_set_value (source, CHANNEL_PROCESSORS, proc_stat_get_n_online (self->stat));
  return TRUE;
}

static void
load_source_finalize (GObject *object)
{
  LoadSource *self = LOAD_SOURCE (object);

  g_clear_object (&self->file);
  g_clear_object (&self->stat);
  G_OBJECT_CLASS (load_source_parent_class)->finalize (object);
}

static void
load_source_class_init (LoadSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = load_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = load_source_sample;
}

static void
load_source_init (G_GNUC_UNUSED LoadSource *self)
{
}

SwSource *
load_source_new (SwSamplePool *pool)
{
  LoadSource *self = g_object_new (
      LOAD_TYPE_SOURCE, "id", "load", "title", C_ ("source", "Load"), "description",
      C_ ("source description",
          "How many tasks run, want to run or wait for a disk, as a mean over the last minute, and "
          "how many run or want to run right now. Above the number of processors, tasks wait for "
          "each other."),
      "unit", SW_UNIT_NUMBER, "style", SW_STYLE_LINES, NULL);
  SwSource *source = SW_SOURCE (self);

  self->file = sw_sample_pool_get (pool, "/proc/loadavg");
  self->stat = proc_stat_get_shared (pool);
  sw_source_add_channel (source, sw_channel_new ("mean", C_ ("channel", "Load, 1 min"), SW_ROLE_1));
  sw_source_add_channel (source,
                         sw_channel_new ("runnable", C_ ("channel", "Runnable"), SW_ROLE_2));
  sw_source_add_channel (source, sw_channel_new ("processors", C_ ("channel", "Processors"),
                                                 SW_ROLE_LIMIT));
  sw_source_set_headline_channel (source, CHANNEL_MEAN);
  return source;
}
