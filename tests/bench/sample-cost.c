/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* sample-cost stillwatch|libgtop SAMPLES [SOURCE…]: takes SAMPLES samples of the live machine and prints the median and the
 * least µs of one. Each is preceded and the last followed by a getppid (), which nobody else calls: between these marks a
 * tracer counts system calls. */

#include "config.h"

#include <libpeas.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_LIBGTOP
#include <glibtop.h>
#include <glibtop/cpu.h>
#include <glibtop/fsusage.h>
#include <glibtop/loadavg.h>
#include <glibtop/mem.h>
#include <glibtop/mountlist.h>
#include <glibtop/netlist.h>
#include <glibtop/netload.h>
#include <glibtop/swap.h>
#endif

#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "plugin/sw-context.h"
#include "plugin/sw-plugin.h"
#include "services/sw-session.h"

#include "tests/sw-test.h"

/* The first ones open files and grow buffers. */
#define WARM_UP 20

typedef void (*SampleFunc) (gpointer user_data);

static int
compare_ns (gconstpointer a, gconstpointer b)
{
  const gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* CLOCK_MONOTONIC, by the vDSO: no system call. */
static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
measure (SampleFunc sample, gpointer user_data, guint n_samples)
{
  g_autofree gint64 *took_ns = g_new (gint64, n_samples);

  for (guint i = 0; i < WARM_UP; i++)
    sample (user_data);
  for (guint i = 0; i < n_samples; i++)
    {
      syscall (SYS_getppid);
      took_ns[i] = -now_ns ();
      sample (user_data);
      took_ns[i] += now_ns ();
    }
  syscall (SYS_getppid);
  qsort (took_ns, n_samples, sizeof *took_ns, compare_ns);
  g_print ("%.1f %.1f\n", took_ns[n_samples / 2] / 1000.0, took_ns[0] / 1000.0);
}

typedef struct
{
  GMainContext *context;
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
} Ours;

/* What the program does once a second: one poll of the main loop, one wakeup of the scheduler. */
static void
sample_ours (gpointer user_data)
{
  Ours *ours = user_data;

  sw_test_clock_advance (ours->clock, SW_SECOND_US);
  g_main_context_iteration (ours->context, FALSE);
}

static GObject *
activate (Ours *ours,
          PeasEngine *engine,
          const char *module,
          SwSamplePool *pool,
          SwSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SwContext) context = NULL;
  PeasPluginInfo *info = peas_engine_get_plugin_info (engine, module);
  GObject *plugin;

  if (info == NULL || !peas_engine_load_plugin (engine, info))
    g_error ("There is no plugin %s in %s", module, g_getenv ("STILLWATCH_PLUGIN_DIR"));
  context = sw_context_new (module, ours->scheduler, ours->registry, pool, session);
  plugin = peas_engine_create_extension (engine, info, SW_TYPE_PLUGIN, NULL);
  if (!sw_plugin_activate (SW_PLUGIN (plugin), context, &error))
    g_error ("%s", error->message);
  return plugin;
}

static void
acquire (Ours *ours, char *ids[])
{
  for (; *ids != NULL; ids++)
    {
      SwSource *source = sw_source_registry_lookup (ours->registry, *ids);

      if (source == NULL)
        continue;
      sw_source_set_interval_us (source, SW_SECOND_US);
      sw_source_set_enabled (source, TRUE);
      sw_source_acquire (source);
    }
}

static void
report (Ours *ours, char *ids[])
{
  for (; *ids != NULL; ids++)
    {
      SwSource *source = sw_source_registry_lookup (ours->registry, *ids);
      const char *text = "there is no such source";
      g_autofree char *value = NULL;

      if (source != NULL)
        {
          value = sw_unit_to_string (sw_source_get_unit (source), sw_source_get_value (source, 0));
          text = sw_source_get_reason (source) != NULL ? sw_source_get_reason (source) : value;
        }
      g_print ("%s: %s\n", *ids, text);
    }
}

static void
measure_ours (guint n_samples, char *ids[])
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), context);
  g_autoptr (SwSourceRegistry) registry = sw_source_registry_new (scheduler);
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSession) session = sw_session_new ();
  g_autoptr (PeasEngine) engine = peas_engine_new ();
  g_autoptr (GObject) plugin = NULL;
  g_autofree char *folder
      = g_build_filename (g_getenv ("STILLWATCH_PLUGIN_DIR"), "multiload", NULL);
  Ours ours = { context, clock, scheduler, registry };

  /* Far behind the machine's own clock, so that the loop never waits for what is due by this one. */
  sw_test_clock_advance (clock, -999 * SW_SECOND_US);
  peas_engine_add_search_path (engine, g_getenv ("STILLWATCH_PLUGIN_DIR"), NULL);
  plugin = activate (&ours, engine, "multiload", pool, session);
  acquire (&ours, ids);
  measure (sample_ours, &ours, n_samples);
  g_usleep (200000); /* counters stand still in a loop that never waits */
  sample_ours (&ours);
  report (&ours, ids);
  sw_plugin_deactivate (SW_PLUGIN (plugin));
}

#ifdef HAVE_LIBGTOP
/* The same data as far as libgtop has it (no pressure), by the calls of MATE's multiload and GNOME System Monitor. */
static void
sample_libgtop (G_GNUC_UNUSED gpointer user_data)
{
  glibtop_cpu cpu;
  glibtop_mem memory;
  glibtop_swap swap;
  glibtop_loadavg load;
  glibtop_netlist interfaces;
  glibtop_netload network;
  glibtop_mountlist mounts;
  glibtop_fsusage disk;
  g_auto (GStrv) names = NULL;
  g_autofree glibtop_mountentry *entries = NULL;

  glibtop_get_cpu (&cpu);
  glibtop_get_mem (&memory);
  glibtop_get_swap (&swap);
  glibtop_get_loadavg (&load);
  names = glibtop_get_netlist (&interfaces);
  for (guint i = 0; i < interfaces.number; i++)
    glibtop_get_netload (&network, names[i]);
  entries = glibtop_get_mountlist (&mounts, FALSE);
  for (guint i = 0; i < mounts.number; i++)
    glibtop_get_fsusage (&disk, entries[i].mountdir);
}

static void
measure_libgtop (guint n_samples)
{
  glibtop_init ();
  measure (sample_libgtop, NULL, n_samples);
}
#endif

int
main (int argc, char *argv[])
{
  const guint n_samples = argc >= 3 ? CLAMP (atoi (argv[2]), 1, 10000) : 0;

  if (n_samples > 0 && g_str_equal (argv[1], "stillwatch"))
    measure_ours (n_samples, argv + 3);
#ifdef HAVE_LIBGTOP
  else if (n_samples > 0 && g_str_equal (argv[1], "libgtop"))
    measure_libgtop (n_samples);
#endif
  else
    return 2;
  return 0;
}
