/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-job.h"
#include "core/sw-source-registry.h"
#include "plugin/sw-context.h"
#include "plugins/multiload/multiload-sources.h"
#include "services/sw-session.h"
#include "tests/plugins/multiload/slow-source.h"

#define BATTERY "/sys/class/power_supply/BAT0/"
#define CHARGER "/sys/class/power_supply/AC/"

/* A machine of files with one network card and one battery, and the plugin's sources upon it. */
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
  sw_test_tree_write (fixture->tree, BATTERY "type", "Battery\n");
  sw_test_tree_write (fixture->tree, BATTERY "status", "Discharging\n");
  sw_test_tree_write (fixture->tree, BATTERY "capacity", "50\n");
  sw_test_tree_write (fixture->tree, CHARGER "type", "Mains\n");
  sw_test_tree_write (fixture->tree, CHARGER "online", "0\n");
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

/* Seconds in each of which the devices answer before the next. */
static void
live (Fixture *fixture, guint n_seconds)
{
  for (guint i = 0; i < n_seconds; i++)
    {
      sw_test_clock_run (fixture->clock, fixture->scheduler, SW_SECOND_US);
      wait_for_quiet ();
    }
}

static char *
get_battery_text (Fixture *fixture)
{
  SwSource *battery = sw_source_registry_lookup (fixture->registry, "battery");
  char text[SW_UNIT_TEXT_BYTES];

  sw_source_format_headline (battery, (float[]) { sw_source_get_value (battery, 0) }, text,
                             sizeof text);
  return g_strdup (text);
}

static void
plug_charger (Fixture *fixture, gboolean plugged)
{
  sw_test_tree_write (fixture->tree, CHARGER "online", plugged ? "1\n" : "0\n");
  sw_test_tree_write (fixture->tree, BATTERY "status", plugged ? "Charging\n" : "Discharging\n");
  g_signal_emit_by_name (multiload_sources_get_uevents (fixture->sources), "changed::power_supply",
                         "power_supply");
}

static guint64
count_runs (Fixture *fixture, SwSource *source)
{
  return sw_job_get_account (sw_source_registry_get_job (fixture->registry, source))->runs;
}

static guint
count_follow_ups (Fixture *fixture)
{
  g_autoptr (GList) jobs = sw_scheduler_list_jobs (fixture->scheduler);
  guint n_jobs = 0;

  for (GList *link = jobs; link != NULL; link = link->next)
    n_jobs += g_str_equal (sw_job_get_name (link->data), "follow-up");
  return n_jobs;
}

/* Its round is one of every 30 s, and shows what the one before brought. */
static void
test_a_charger_shows_at_once (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *battery = sw_source_registry_lookup (fixture->registry, "battery");
  guint64 n_runs;

  sw_source_acquire (battery);
  live (fixture, 100);
  for (guint i = 0; i < 10; i++)
    {
      const gboolean plugged = i % 2 == 0;
      g_autofree char *before = get_battery_text (fixture);
      g_autofree char *after = NULL;

      g_assert_cmpstr (before, ==, plugged ? "50 % · discharging" : "50 % · charging");
      plug_charger (fixture, plugged);
      live (fixture, 2);
      after = get_battery_text (fixture);
      g_assert_cmpstr (after, ==, plugged ? "50 % · charging" : "50 % · discharging");
      /* Wherever in the interval it comes. */
      live (fixture, 7);
      g_assert_cmpuint (count_follow_ups (fixture), ==, 0);
    }
  /* And then again only once in the interval. */
  n_runs = count_runs (fixture, battery);
  live (fixture, 300);
  g_assert_cmpuint (count_runs (fixture, battery) - n_runs, ==, 10);
  sw_source_release (battery);
}

static void
test_nobody_looks_at_the_charger (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *battery = sw_source_registry_lookup (fixture->registry, "battery");

  plug_charger (fixture, TRUE);
  g_assert_cmpuint (count_follow_ups (fixture), ==, 0);
  sw_source_acquire (battery);
  live (fixture, 10);
  plug_charger (fixture, FALSE);
  g_assert_cmpuint (count_follow_ups (fixture), ==, 1);
  plug_charger (fixture, TRUE);
  g_assert_cmpuint (count_follow_ups (fixture), ==, 1);
  sw_source_release (battery);
  live (fixture, 2);
  g_assert_cmpuint (count_follow_ups (fixture), ==, 0);
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
  ADD ("/multiload-sources/charger/shows-at-once", test_a_charger_shows_at_once);
  ADD ("/multiload-sources/charger/nobody-looks", test_nobody_looks_at_the_charger);
#undef ADD
  return g_test_run ();
}
