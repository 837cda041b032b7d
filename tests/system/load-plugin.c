/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* load-plugin FOLDER MODULE SOURCE [LOADER]: what the program does with a plugin, without the program: loads MODULE from FOLDER,
 * activates it, has its SOURCE sampled by the scheduler, prints the first value, and sees that nothing is left. */

#include "config.h"

#include <libpeas.h>
#include <math.h>

#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "plugin/sw-context.h"
#include "plugin/sw-plugin.h"
#include "services/sw-session.h"

#include "tests/sw-test.h"

static PeasPluginInfo *
load (PeasEngine *engine, const char *folder, const char *module, const char *loader)
{
  g_autoptr (GError) error = NULL;
  PeasPluginInfo *info;

  peas_engine_add_search_path (engine, folder, NULL);
  if (loader != NULL)
    peas_engine_enable_loader (engine, loader);
  info = peas_engine_get_plugin_info (engine, module);
  g_assert_nonnull (info);
  peas_engine_load_plugin (engine, info);
  g_assert_true (peas_plugin_info_is_available (info, &error));
  g_assert_no_error (error);
  g_assert_true (peas_plugin_info_is_loaded (info));
  return info;
}

static double
sample (SwTestClock *clock, SwScheduler *scheduler, SwSource *source)
{
  sw_source_acquire (source);
  sw_test_clock_run (clock, scheduler, 2 * SW_SECOND_US);
  g_assert_cmpstr (sw_source_get_reason (source), ==, NULL);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  sw_source_release (source);
  return sw_source_get_value (source, 0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (PeasEngine) engine = peas_engine_new ();
  g_autoptr (SwTestClock) clock = sw_test_clock_new ();
  g_autoptr (SwScheduler) scheduler = sw_scheduler_new (SW_CLOCK (clock), NULL);
  g_autoptr (SwSourceRegistry) registry = sw_source_registry_new (scheduler);
  g_autoptr (SwSamplePool) pool = sw_sample_pool_new (NULL);
  g_autoptr (SwSession) session = sw_session_new ();
  g_autoptr (SwContext) context = NULL;
  g_autoptr (GObject) plugin = NULL;
  g_autoptr (GError) error = NULL;
  PeasPluginInfo *info;
  SwSource *source;
  double value;

  g_assert_cmpint (argc, >=, 4);
  info = load (engine, argv[1], argv[2], argv[4]);
  context = sw_context_new (argv[2], scheduler, registry, pool, session);
  plugin = peas_engine_create_extension (engine, info, SW_TYPE_PLUGIN, NULL);
  g_assert_nonnull (plugin);
  g_assert_true (sw_plugin_activate (SW_PLUGIN (plugin), context, &error));
  g_assert_no_error (error);
  source = sw_source_registry_lookup (registry, argv[3]);
  g_assert_nonnull (source);
  value = sample (clock, scheduler, source);
  g_assert_true (isfinite (value));
  g_print ("%.0f\n", value);

  sw_plugin_deactivate (SW_PLUGIN (plugin));
  sw_context_close (context);
  g_assert_null (sw_source_registry_list (registry));
  g_assert_null (sw_scheduler_list_jobs (scheduler));
  return 0;
}
