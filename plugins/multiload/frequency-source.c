/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"

#include "plugins/multiload/frequency-source.h"
#include "plugins/multiload/proc-stat.h"

/* The processors' clock over how busy they are: busy and slow together are throttling.
 *
 * Each policy of cpufreq (a processor, or a group with one clock) has a file that the kernel answers from memory. The
 * other way, "cpu MHz" in /proc/cpuinfo, is made for all processors with all their flags at every read. One reading
 * costs about a microsecond a policy, so the interval is longer and of a large machine a share is taken. */
struct _FrequencySource
{
  SwSource parent_instance;

  SwSamplePool *pool;
  ProcStat *stat;
  ProcStatBase base;
  GArray *policies; /* of SwSampleFile; empty until found */
  double max_khz;   /* that any of the processors reaches: 100 % */
  gboolean absent;  /* looked for since somebody looks, and none found */
};

typedef enum
{
  CHANNEL_BUSY,
  CHANNEL_MEAN,
  CHANNEL_FASTEST,
} FrequencyChannel;

#define INTERVAL_US (5 * SW_SECOND_US)

/* Descriptors kept open. With more policies than this every second, third … is read. */
#define MAX_POLICIES 64

#define POLICY_FOLDER "/sys/devices/system/cpu/cpufreq"

/* No clock is a hundred times as fast as its maximum: what is, is garbage. */
#define MAX_PERCENT 10000.0

G_DEFINE_FINAL_TYPE (FrequencySource, frequency_source, SW_TYPE_SOURCE)

static void
clear_policy (gpointer data)
{
  g_clear_object ((SwSampleFile **) data);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const guint64 left = *(const guint64 *) a, right = *(const guint64 *) b;

  return (left > right) - (left < right);
}

/* The numbers N of the folders policyN, in their order. */
static GArray *
list_policies (SwSamplePool *pool)
{
  g_autofree char *folder = sw_sample_pool_resolve (pool, POLICY_FOLDER);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));
  const char *name;
  guint64 number;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "policy")
        && g_ascii_string_to_unsigned (name + strlen ("policy"), 10, 0, G_MAXUINT32, &number, NULL))
      g_array_append_val (numbers, number);
  g_array_sort (numbers, compare_numbers);
  return numbers;
}

/* In kHz; 0 where there is none ("<unknown>"). */
static guint64
read_khz (SwSampleFile *file, const SwTick *tick)
{
  gsize length_bytes;
  const char *text = sw_sample_file_read (file, tick, &length_bytes, NULL);
  SwScan scan;
  guint64 khz;

  if (text == NULL)
    return 0;
  scan = sw_scan_init (text, length_bytes);
  return sw_scan_u64 (&scan, &khz) ? khz : 0;
}

/* Returns the highest frequency of the policy, in kHz; 0 if it tells none, and then it is left out. */
static guint64
add_policy (FrequencySource *self, guint number, const SwTick *tick)
{
  g_autofree char *now_path = g_strdup_printf (POLICY_FOLDER "/policy%u/scaling_cur_freq", number);
  g_autofree char *max_path = g_strdup_printf (POLICY_FOLDER "/policy%u/cpuinfo_max_freq", number);
  g_autoptr (SwSampleFile) max_file = sw_sample_pool_get (self->pool, max_path);
  const guint64 max_khz = read_khz (max_file, tick);

  if (max_khz > 0)
    {
      SwSampleFile *now_file = sw_sample_pool_get (self->pool, now_path);

      g_array_append_val (self->policies, now_file);
    }
  return max_khz;
}

/* Allocates and opens: to be called only while there are none. The old maximum stays if none is found, since the history
 * still speaks of it. */
static void
find_policies (FrequencySource *self, const SwTick *tick)
{
  g_autoptr (GArray) numbers = list_policies (self->pool);
  const guint step = (numbers->len + MAX_POLICIES - 1) / MAX_POLICIES;
  guint64 max_khz = 0;

  for (guint i = 0; i < numbers->len; i += step)
    {
      const guint64 khz = add_policy (self, g_array_index (numbers, guint64, i), tick);

      max_khz = MAX (max_khz, khz);
    }
  if (max_khz > 0)
    self->max_khz = max_khz;
  self->absent = numbers->len == 0;
}

/* A policy whose processors are offline says nothing. */
static gboolean
sample_policies (FrequencySource *self, const SwTick *tick)
{
  double sum_percent = 0, fastest_percent = 0;
  guint n_read = 0;

  for (guint i = 0; i < self->policies->len; i++)
    {
      const guint64 khz = read_khz (g_array_index (self->policies, SwSampleFile *, i), tick);
      const double percent = 100 * khz / self->max_khz;

      if (khz == 0 || percent > MAX_PERCENT)
        continue;
      sum_percent += percent;
      fastest_percent = MAX (fastest_percent, percent);
      n_read++;
    }
  if (n_read == 0)
    return FALSE;
  sw_source_set_value (SW_SOURCE (self), CHANNEL_MEAN, sum_percent / n_read);
  sw_source_set_value (SW_SOURCE (self), CHANNEL_FASTEST, fastest_percent);
  return TRUE;
}

static void
sample_busy (FrequencySource *self, const SwTick *tick)
{
  ProcStatTimes times;
  double shares[PROC_STAT_N_FIELDS];

  if (proc_stat_read_total (self->stat, tick, &times, NULL)
      && proc_stat_base_get_shares (&self->base, &times, tick, shares))
    sw_source_set_value (SW_SOURCE (self), CHANNEL_BUSY,
                         MAX (0, 100 - shares[PROC_STAT_IDLE] - shares[PROC_STAT_IOWAIT]));
}

static gboolean
frequency_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  FrequencySource *self = FREQUENCY_SOURCE (source);

  if (self->policies->len == 0 && !self->absent)
    find_policies (self, tick);
  if (!sample_policies (self, tick))
    {
      /* Looked for anew next time, as their files may be replaced; where there is no driver, when somebody looks again. */
      g_array_set_size (self->policies, 0);
      g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_UNAVAILABLE,
                           C_ ("source error",
                               "This kernel does not tell the processors’ frequency. In a virtual "
                               "machine only its host knows it."));
      return FALSE;
    }
  sample_busy (self, tick);
  return TRUE;
}

/* Nobody looks: the descriptors go, and the policies are looked for again. */
static void
frequency_source_stop (SwSource *source)
{
  FrequencySource *self = FREQUENCY_SOURCE (source);

  g_array_set_size (self->policies, 0);
  self->absent = FALSE;
}

static void
frequency_source_format_headline (SwSource *source,
                                  const float *values,
                                  char *buffer,
                                  gsize buffer_bytes)
{
  const FrequencySource *self = FREQUENCY_SOURCE (source);

  sw_unit_format (SW_UNIT_HERTZ, values[CHANNEL_MEAN] / 100 * self->max_khz * 1000, buffer,
                  buffer_bytes);
}

static void
frequency_source_finalize (GObject *object)
{
  FrequencySource *self = FREQUENCY_SOURCE (object);

  g_clear_object (&self->pool);
  g_clear_object (&self->stat);
  g_array_unref (self->policies);
  G_OBJECT_CLASS (frequency_source_parent_class)->finalize (object);
}

static void
frequency_source_class_init (FrequencySourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = frequency_source_finalize;
  SW_SOURCE_CLASS (klass)->sample = frequency_source_sample;
  SW_SOURCE_CLASS (klass)->stop = frequency_source_stop;
  SW_SOURCE_CLASS (klass)->format_headline = frequency_source_format_headline;
}

static void
frequency_source_init (FrequencySource *self)
{
  self->policies = g_array_new (FALSE, FALSE, sizeof (SwSampleFile *));
  g_array_set_clear_func (self->policies, clear_policy);
}

SwSource *
frequency_source_new (SwSamplePool *pool)
{
  FrequencySource *self = g_object_new (
      FREQUENCY_TYPE_SOURCE, "id", "frequency", "title", C_ ("source", "CPU Frequency"),
      "description",
      C_ ("source description",
          "How fast the processors run, as a share of the highest frequency that any of them "
          "reaches: the mean and the fastest, over how busy they are. Busy but slow means that "
          "heat or power holds them back. The large number is the mean."),
      "unit", SW_UNIT_PERCENT, "style", SW_STYLE_LINES, "natural-max", 100.0, "interval-us",
      INTERVAL_US, NULL);
  SwSource *source = SW_SOURCE (self);

  self->pool = g_object_ref (pool);
  self->stat = proc_stat_get_shared (pool);
  sw_source_add_channel (source, sw_channel_new ("busy", C_ ("channel", "Busy"), SW_ROLE_MUTED));
  sw_source_add_channel (source, sw_channel_new ("mean", C_ ("channel", "Mean"), SW_ROLE_1));
  sw_source_add_channel (source, sw_channel_new ("fastest", C_ ("channel", "Fastest"), SW_ROLE_2));
  sw_source_set_headline_channel (source, CHANNEL_MEAN);
  return source;
}
