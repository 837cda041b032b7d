/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source-registry.h"
#include "plugin/sw-context.h"
#include "plugins/multiload/multiload-sources.h"
#include "services/sw-session.h"
#include "tests/sw-test.h"

/* A machine of files with one network card, and the plugin's sources upon it. */
typedef struct
{
  SwTestTree *tree;
  SwTestClock *clock;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwContext *context;
  GSettings *settings;
  MultiloadSources *sources;
} Fixture;

static void
set_up (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SwSamplePool) pool = NULL;
  g_autoptr (SwSession) session = sw_session_new_for_bus (NULL);

  fixture->tree = sw_test_tree_new ();
  sw_test_tree_write (fixture->tree, "/proc/net/dev",
                      "Inter-|   Receive\n face |bytes\n"
                      "  eth0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n");
  sw_test_tree_write (fixture->tree, "/sys/class/net/eth0/device/vendor", "0x8086\n");
  fixture->clock = sw_test_clock_new ();
  fixture->scheduler = sw_scheduler_new (SW_CLOCK (fixture->clock), NULL);
  fixture->registry = sw_source_registry_new (fixture->scheduler);
  pool = sw_sample_pool_new (sw_test_tree_get_root (fixture->tree));
  fixture->context
      = sw_context_new ("multiload", fixture->scheduler, fixture->registry, pool, session);
  fixture->settings = sw_context_create_settings (fixture->context);
  fixture->sources = multiload_sources_new (fixture->context, fixture->settings);
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  multiload_sources_withdraw (fixture->sources);
  sw_test_assert_last_unref (fixture->sources);
  g_clear_object (&fixture->settings);
  sw_context_close (fixture->context);
  sw_test_assert_last_unref (fixture->context);
  sw_test_assert_last_unref (fixture->registry);
  sw_test_assert_last_unref (fixture->scheduler);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->tree, sw_test_tree_free);
}

static void
test_board_order (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const ids[]
      = { "cpu",   "memory",   "network",    "disk",    "disk-busy", "load",
          "cores", "pressure", "swap",       "swap-io", "frequency", "temperature",
          "fans",  "gpu",      "gpu-memory", "battery", "power",     "latency" };
  g_autoptr (GList) sources = sw_source_registry_list (fixture->registry);

  g_assert_cmpuint (g_list_length (sources), ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_cmpstr (sw_source_get_id (g_list_nth_data (sources, i)), ==, ids[i]);
}

static void
test_a_graph_for_each_interface (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *network = sw_source_registry_lookup (fixture->registry, "network");
  g_autoptr (GList) all = NULL;

  sw_source_acquire (network);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 2 * SW_SECOND_US);
  g_assert_null (sw_source_registry_lookup (fixture->registry, "network:eth0"));
  g_settings_set_boolean (fixture->settings, "network-per-interface", TRUE);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 2 * SW_SECOND_US);
  g_assert_nonnull (sw_source_registry_lookup (fixture->registry, "network:eth0"));
  all = sw_source_registry_list (fixture->registry);
  g_assert_cmpstr (sw_source_get_id (g_list_nth_data (all, 5)), ==, "network:eth0");
  g_settings_set_boolean (fixture->settings, "network-per-interface", FALSE);
  g_assert_null (sw_source_registry_lookup (fixture->registry, "network:eth0"));
  sw_source_release (network);
}

/* Those that came by themselves go too. */
static void
test_withdrawing_leaves_nothing (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *network = sw_source_registry_lookup (fixture->registry, "network");
  g_autoptr (GList) sources = NULL;
  g_autoptr (GList) jobs = NULL;
  g_autoptr (GList) watches = NULL;

  g_settings_set_boolean (fixture->settings, "network-per-interface", TRUE);
  sw_source_acquire (network);
  sw_test_clock_run (fixture->clock, fixture->scheduler, 2 * SW_SECOND_US);
  sw_source_release (network);
  multiload_sources_withdraw (fixture->sources);
  sources = sw_source_registry_list (fixture->registry);
  jobs = sw_scheduler_list_jobs (fixture->scheduler);
  watches = sw_scheduler_list_watches (fixture->scheduler);
  g_assert_null (sources);
  g_assert_null (jobs);
  g_assert_null (watches);
  g_settings_reset (fixture->settings, "network-per-interface");
}

static void
test_the_host_reaches_the_graph (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *latency = sw_source_registry_lookup (fixture->registry, "latency");
  g_autofree char *host = NULL;

  g_settings_set_string (fixture->settings, "latency-host", "127.0.0.1");
  g_object_get (latency, "host", &host, NULL);
  g_assert_cmpstr (host, ==, "127.0.0.1");
  g_settings_reset (fixture->settings, "latency-host");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/multiload-sources/board-order", test_board_order);
  ADD ("/multiload-sources/per-interface", test_a_graph_for_each_interface);
  ADD ("/multiload-sources/withdraw", test_withdrawing_leaves_nothing);
  ADD ("/multiload-sources/latency-host", test_the_host_reaches_the_graph);
#undef ADD
  return g_test_run ();
}
