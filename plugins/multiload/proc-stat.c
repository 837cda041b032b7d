/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-sample-file.h"
#include "core/sw-scan.h"
#include "core/sw-source.h"

#include "plugins/multiload/proc-stat.h"

/* /proc/stat, parsed at most once per wakeup for all the sources that need it, and only as far as they need it: the
 * first line for the processors together, the "cpuN" lines for each. What follows (a counter per interrupt, half the
 * file on a large machine) is never looked at. */
struct _ProcStat
{
  GObject parent_instance;

  SwSamplePool *pool; /* (nullable) weak: the pool whose readers share this */
  SwSampleFile *file;
  ProcStatTimes total;
  ProcStatCpu *cpus;    /* one per possible processor */
  guint8 *present;      /* one per possible processor */
  guint n_cpus;         /* possible ones */
  guint n_online;       /* of the last pass */
  guint64 pass;         /* number of the last parse of cpus */
  guint64 total_serial; /* of the wakeup that filled total; 0: none */
  guint64 cpus_serial;  /* of the wakeup that filled cpus; 0: none */
};

/* The most that the kernel can be built for (NR_CPUS of x86 with MAXSMP). */
#define MAX_CPUS 8192

/* Between two readings closer than this too few timer ticks lie for a percentage. */
#define MIN_ELAPSED_US (50 * 1000)

#define SHARED_KEY "multiload-proc-stat"

G_DEFINE_FINAL_TYPE (ProcStat, proc_stat, G_TYPE_OBJECT)

static void
proc_stat_finalize (GObject *object)
{
  ProcStat *self = PROC_STAT (object);

  if (self->pool != NULL)
    g_object_set_data (G_OBJECT (self->pool), SHARED_KEY, NULL);
  g_clear_weak_pointer (&self->pool);
  g_clear_object (&self->file);
  g_free (self->cpus);
  g_free (self->present);
  G_OBJECT_CLASS (proc_stat_parent_class)->finalize (object);
}

static void
proc_stat_class_init (ProcStatClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = proc_stat_finalize;
}

static void
proc_stat_init (G_GNUC_UNUSED ProcStat *self)
{
}

static gboolean
set_malformed (GError **error)
{
  g_set_error_literal (error, SW_SOURCE_ERROR, SW_SOURCE_ERROR_MALFORMED,
                       C_ ("source error", "The kernel’s processor times cannot be understood"));
  return FALSE;
}

/* The first four have been there for ever; kernels and emulations of /proc differ in how many follow. */
static gboolean
scan_times (SwScan *line, ProcStatTimes *times)
{
  guint i;

  for (i = 0; i < PROC_STAT_N_FIELDS; i++)
    if (!sw_scan_u64 (line, &times->ticks[i]))
      break;
  for (guint j = i; j < PROC_STAT_N_FIELDS; j++)
    times->ticks[j] = 0;
  return i > PROC_STAT_IDLE;
}

/* The line "cpu  user nice system idle …" that stands first. */
gboolean
proc_stat_parse_total (const char *text, gsize length_bytes, ProcStatTimes *times)
{
  SwScan scan = sw_scan_init (text, length_bytes);
  SwScan line;

  return sw_scan_take_line (&scan, &line) && sw_scan_literal (&line, "cpu") && line.at < line.end
         && sw_scan_is_blank (*line.at) && scan_times (&line, times);
}

static gboolean
scan_cpu_number (SwScan *line, guint n_cpus, guint *number)
{
  guint64 value;

  if (line->at == line->end || sw_scan_is_blank (*line->at) || !sw_scan_u64 (line, &value)
      || value >= n_cpus)
    return FALSE;
  *number = value;
  return TRUE;
}

/* The lines "cpuN …" of the processors that are online; numbers may be missing. Marks those found with PASS and
 * returns how many. */
guint
proc_stat_parse_cpus (const char *text,
                      gsize length_bytes,
                      ProcStatCpu *cpus,
                      guint n_cpus,
                      guint64 pass)
{
  SwScan scan = sw_scan_init (text, length_bytes);
  SwScan line;
  ProcStatTimes times;
  guint number, n_found = 0;

  while (sw_scan_take_line (&scan, &line) && sw_scan_literal (&line, "cpu"))
    {
      if (!scan_cpu_number (&line, n_cpus, &number) || !scan_times (&line, &times))
        continue;
      n_found += cpus[number].pass != pass;
      cpus[number] = (ProcStatCpu) {
        .busy_ticks = times.ticks[PROC_STAT_USER] + times.ticks[PROC_STAT_NICE]
                      + times.ticks[PROC_STAT_SYSTEM] + times.ticks[PROC_STAT_IRQ]
                      + times.ticks[PROC_STAT_SOFTIRQ] + times.ticks[PROC_STAT_STEAL],
        .idle_ticks = times.ticks[PROC_STAT_IDLE] + times.ticks[PROC_STAT_IOWAIT],
        .pass = pass,
      };
    }
  return n_found;
}

/* A list such as "0-3,8,10-11". Returns the highest number and one, 0 if it is no list, and sets those of LISTED that
 * are in it. */
guint
proc_stat_parse_cpu_list (const char *text, gsize length_bytes, guint8 *listed, guint n_listed)
{
  SwScan scan = sw_scan_init (text, length_bytes);
  guint64 first, last, end = 0;

  do
    {
      if (!sw_scan_u64 (&scan, &first))
        return 0;
      last = first;
      if (sw_scan_literal (&scan, "-") && !sw_scan_u64 (&scan, &last))
        return 0;
      if (last < first || last >= MAX_CPUS)
        return 0;
      for (guint64 i = first; i <= last && i < n_listed; i++)
        listed[i] = TRUE;
      end = MAX (end, last + 1);
    }
  while (sw_scan_literal (&scan, ","));
  return end;
}

static const char *
read_once (SwSamplePool *pool, const char *path, SwSampleFile **file, gsize *length_bytes)
{
  /* Serial 0 is no wakeup: what is read now is never taken for a sample's. */
  const SwTick now = { .serial = 0 };

  *file = sw_sample_pool_get (pool, path);
  return sw_sample_file_read (*file, &now, length_bytes, NULL);
}

/* Those that may ever be there: a processor that comes online later has its place. */
static guint
count_possible (SwSamplePool *pool)
{
  g_autoptr (SwSampleFile) file = NULL;
  gsize length_bytes;
  const char *text = read_once (pool, "/sys/devices/system/cpu/possible", &file, &length_bytes);

  return text != NULL ? proc_stat_parse_cpu_list (text, length_bytes, NULL, 0) : 0;
}

static void
find_present (ProcStat *self, SwSamplePool *pool)
{
  g_autoptr (SwSampleFile) file = NULL;
  gsize length_bytes;
  const char *text = read_once (pool, "/sys/devices/system/cpu/present", &file, &length_bytes);

  self->present = g_new0 (guint8, self->n_cpus);
  if (text == NULL
      || proc_stat_parse_cpu_list (text, length_bytes, self->present, self->n_cpus) == 0)
    memset (self->present, TRUE, self->n_cpus);
}

/* Where sysfs does not say: as many as the highest "cpuN" line. */
static guint
count_listed (SwSamplePool *pool)
{
  g_autofree ProcStatCpu *cpus = g_new0 (ProcStatCpu, MAX_CPUS);
  g_autoptr (SwSampleFile) file = NULL;
  gsize length_bytes;
  const char *text = read_once (pool, "/proc/stat", &file, &length_bytes);
  guint n_cpus = MAX_CPUS;

  if (text == NULL || proc_stat_parse_cpus (text, length_bytes, cpus, MAX_CPUS, 1) == 0)
    return 1;
  while (cpus[n_cpus - 1].pass == 0)
    n_cpus--;
  return n_cpus;
}

/* Reads which processors are possible and present, which is fixed or nearly so; nothing is kept open. */
static ProcStat *
proc_stat_new (SwSamplePool *pool)
{
  ProcStat *self = g_object_new (PROC_STAT_TYPE, NULL);

  self->file = sw_sample_pool_get (pool, "/proc/stat");
  self->n_cpus = count_possible (pool);
  if (self->n_cpus == 0)
    self->n_cpus = count_listed (pool);
  self->cpus = g_new0 (ProcStatCpu, self->n_cpus);
  find_present (self, pool);
  return self;
}

/* The one that all readers of POOL share, a reference for the caller. It goes with its last reader. */
ProcStat *
proc_stat_get_shared (SwSamplePool *pool)
{
  ProcStat *self = g_object_get_data (G_OBJECT (pool), SHARED_KEY);

  if (self != NULL)
    return g_object_ref (self);
  self = proc_stat_new (pool);
  g_set_weak_pointer (&self->pool, pool);
  g_object_set_data (G_OBJECT (pool), SHARED_KEY, self);
  return self;
}

/* How many processors there may ever be. */
guint
proc_stat_get_n_cpus (ProcStat *self)
{
  return self->n_cpus;
}

/* Whether the processor was plugged in when SELF was made, online or not. */
gboolean
proc_stat_get_cpu_present (ProcStat *self, guint number)
{
  g_return_val_if_fail (number < self->n_cpus, FALSE);

  return self->present[number];
}

static gboolean
is_fresh (guint64 serial, const SwTick *tick)
{
  return serial != 0 && serial == tick->serial;
}

/* The times of all processors together. */
gboolean
proc_stat_read_total (ProcStat *self, const SwTick *tick, ProcStatTimes *times, GError **error)
{
  const char *text;
  gsize length_bytes;

  if (!is_fresh (self->total_serial, tick))
    {
      self->total_serial = 0;
      text = sw_sample_file_read (self->file, tick, &length_bytes, error);
      if (text == NULL)
        return FALSE;
      if (!proc_stat_parse_total (text, length_bytes, &self->total))
        return set_malformed (error);
      self->total_serial = tick->serial;
    }
  *times = self->total;
  return TRUE;
}

/* The times of each, for proc_stat_get_cpu() and proc_stat_get_n_online(). */
gboolean
proc_stat_read_cpus (ProcStat *self, const SwTick *tick, GError **error)
{
  const char *text;
  gsize length_bytes;

  if (is_fresh (self->cpus_serial, tick))
    return TRUE;
  self->cpus_serial = 0;
  text = sw_sample_file_read (self->file, tick, &length_bytes, error);
  if (text == NULL)
    return FALSE;
  self->n_online
      = proc_stat_parse_cpus (text, length_bytes, self->cpus, self->n_cpus, ++self->pass);
  if (self->n_online == 0)
    return set_malformed (error);
  self->cpus_serial = tick->serial;
  return TRUE;
}

guint
proc_stat_get_n_online (ProcStat *self)
{
  return self->n_online;
}

/* NULL while the processor is offline. */
const ProcStatCpu *
proc_stat_get_cpu (ProcStat *self, guint number)
{
  g_return_val_if_fail (number < self->n_cpus, NULL);

  return self->cpus[number].pass == self->pass ? &self->cpus[number] : NULL;
}

/* The counters are 64 bits wide everywhere, so that one which goes back has not wrapped: idle and iowait do so by a
 * few ticks (proc_stat(5)), all do when a container is restored. */
static double
grown_by (const ProcStatTimes *before, const ProcStatTimes *now, ProcStatField field)
{
  const guint64 from = before->ticks[field], to = now->ticks[field];

  return to > from ? (double) (to - from) : 0;
}

static void
separate_guests (double *all, double *guests)
{
  *guests = MIN (*guests, *all);
  *all -= *guests;
}

/* Into SHARES, the percentage of all processors' time since the last call that went into each class. Guests are taken out
 * of user and nice, so that the classes exclude each other and add up to 100. FALSE where there is nothing to compare
 * with yet: in a first call, after a gap, and when too little time has passed, in which case the base stays. */
gboolean
proc_stat_base_get_shares (ProcStatBase *self,
                           const ProcStatTimes *times,
                           const SwTick *tick,
                           double shares[PROC_STAT_N_FIELDS])
{
  const gboolean comparable = self->valid && !tick->gap;
  const ProcStatTimes before = self->times;
  double sum = 0;

  if (comparable && tick->now_us - self->time_us < MIN_ELAPSED_US)
    return FALSE;
  *self = (ProcStatBase) { .times = *times, .time_us = tick->now_us, .valid = TRUE };
  if (!comparable)
    return FALSE;
  for (guint i = 0; i < PROC_STAT_N_FIELDS; i++)
    shares[i] = grown_by (&before, times, i);
  separate_guests (&shares[PROC_STAT_USER], &shares[PROC_STAT_GUEST]);
  separate_guests (&shares[PROC_STAT_NICE], &shares[PROC_STAT_GUEST_NICE]);
  for (guint i = 0; i < PROC_STAT_N_FIELDS; i++)
    sum += shares[i];
  if (sum <= 0)
    return FALSE;
  for (guint i = 0; i < PROC_STAT_N_FIELDS; i++)
    shares[i] *= 100 / sum;
  return TRUE;
}
