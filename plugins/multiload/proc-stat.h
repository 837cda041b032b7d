/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-tick.h"

G_BEGIN_DECLS

/* The numbers of a "cpu" line of /proc/stat, in its order (proc_stat(5)). */
typedef enum
{
  PROC_STAT_USER,
  PROC_STAT_NICE,
  PROC_STAT_SYSTEM,
  PROC_STAT_IDLE,
  PROC_STAT_IOWAIT,
  PROC_STAT_IRQ,
  PROC_STAT_SOFTIRQ,
  PROC_STAT_STEAL,
  PROC_STAT_GUEST,
  PROC_STAT_GUEST_NICE,
} ProcStatField;

#define PROC_STAT_N_FIELDS (PROC_STAT_GUEST_NICE + 1)

/* Since boot, in USER_HZ. The kernel counts guest into user, and guest_nice into nice, once more. */
typedef struct
{
  guint64 ticks[PROC_STAT_N_FIELDS];
} ProcStatTimes;

/* One processor, in USER_HZ since boot. */
typedef struct
{
  guint64 busy_ticks;
  guint64 idle_ticks; /* waiting for I/O included */
  guint64 pass;       /* the parse that last found it */
} ProcStatCpu;

/* Where a reader of the times stands. Zero-initialised it is ready for use. */
typedef struct
{
  ProcStatTimes times;
  gint64 time_us; /* CLOCK_MONOTONIC */
  gboolean valid;
} ProcStatBase;

#define PROC_STAT_TYPE (proc_stat_get_type ())
G_DECLARE_FINAL_TYPE (ProcStat, proc_stat, PROC, STAT, GObject)

ProcStat *proc_stat_get_shared (SwSamplePool *pool);
guint proc_stat_get_n_cpus (ProcStat *self);
gboolean proc_stat_get_cpu_present (ProcStat *self, guint number);
gboolean proc_stat_read_total (ProcStat *self,
                               const SwTick *tick,
                               ProcStatTimes *times,
                               GError **error);
gboolean proc_stat_read_cpus (ProcStat *self, const SwTick *tick, GError **error);
guint proc_stat_get_n_online (ProcStat *self);
const ProcStatCpu *proc_stat_get_cpu (ProcStat *self, guint number);

gboolean proc_stat_base_get_shares (ProcStatBase *self,
                                    const ProcStatTimes *times,
                                    const SwTick *tick,
                                    double shares[PROC_STAT_N_FIELDS]);

gboolean proc_stat_parse_total (const char *text, gsize length_bytes, ProcStatTimes *times);
guint proc_stat_parse_cpus (const char *text,
                            gsize length_bytes,
                            ProcStatCpu *cpus,
                            guint n_cpus,
                            guint64 pass);
guint proc_stat_parse_cpu_list (const char *text,
                                gsize length_bytes,
                                guint8 *listed,
                                guint n_listed);

G_END_DECLS
