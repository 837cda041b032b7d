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

/* Each once, and in the order of the board. */
static void
assert_board (Fixture *fixture)
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
test_board_order (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  assert_board (fixture);
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
      sw_test_wait_for_quiet ();
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

/* What the kernel tells of: a device whose files come, and the sources that are of such devices. */
typedef struct
{
  const char *subsystem;
  const char *device; /* what goes when it is unplugged */
  const char *files[3][2];
  const char *ids[2];
  gboolean has_channels; /* one for each device; else the same ones, that say something else */
} Hotplug;

static const Hotplug hotplugs[] = {
  { "hwmon",
    "/sys/class/hwmon/hwmon7",
    { { "/name", "nvme\n" }, { "/temp1_input", "40000\n" }, { "/fan1_input", "900\n" } },
    { "temperature", "fans" },
    TRUE },
  { "drm",
    "/sys/class/drm/card7",
    { { "/device/power/runtime_status", "active\n" },
      { "/device/gpu_busy_percent", "37\n" },
      { "/device/mem_info_vram_used", "1073741824\n" } },
    { "gpu", "gpu-memory" },
    TRUE },
  { "power_supply",
    "/sys/class/power_supply/BAT7",
    { { "/type", "Battery\n" }, { "/status", "Discharging\n" }, { "/capacity", "100\n" } },
    { "battery", "power" },
    FALSE },
};

static void
plug (Fixture *fixture, const Hotplug *hotplug, gboolean plugged)
{
  if (!plugged)
    sw_test_tree_remove (fixture->tree, hotplug->device);
  for (guint i = 0; plugged && i < G_N_ELEMENTS (hotplug->files); i++)
    {
      g_autofree char *path = g_strconcat (hotplug->device, hotplug->files[i][0], NULL);

      sw_test_tree_write (fixture->tree, path, hotplug->files[i][1]);
    }
}

static void
tell (Fixture *fixture, const char *subsystem)
{
  g_autofree char *signal = g_strconcat ("changed::", subsystem, NULL);

  g_signal_emit_by_name (multiload_sources_get_uevents (fixture->sources), signal, subsystem);
}

static void
assert_plugged (Fixture *fixture, const Hotplug *hotplug, gboolean plugged)
{
  assert_board (fixture);
  for (guint i = 0; hotplug->has_channels && i < G_N_ELEMENTS (hotplug->ids); i++)
    g_assert_cmpuint (sw_source_get_n_channels (sw_source_registry_lookup (fixture->registry,
                                                                           hotplug->ids[i])),
                      ==, plugged ? 1 : 0);
}

/* Those of the devices are others each time, all others stay themselves; and nobody keeps the old ones. */
static void
assert_replaced (Fixture *fixture, const Hotplug *hotplug, gboolean plugged)
{
  g_autoptr (GList) before = sw_source_registry_list (fixture->registry);
  gpointer old[G_N_ELEMENTS (hotplug->ids)];

  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      old[i] = sw_source_registry_lookup (fixture->registry, hotplug->ids[i]);
      g_object_add_weak_pointer (old[i], &old[i]);
    }
  plug (fixture, hotplug, plugged);
  tell (fixture, hotplug->subsystem);
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    g_assert_null (old[i]);
  assert_plugged (fixture, hotplug, plugged);
  for (GList *link = before; link != NULL; link = link->next)
    {
      g_autoptr (GList) after = sw_source_registry_list (fixture->registry);
      const char *id
          = sw_source_get_id (g_list_nth_data (after, (guint) g_list_position (before, link)));

      if (!g_str_equal (id, hotplug->ids[0]) && !g_str_equal (id, hotplug->ids[1]))
        g_assert_nonnull (g_list_find (after, link->data));
    }
}

/* Then what was found at the first look is known. */
static void
look (Fixture *fixture, const Hotplug *hotplug)
{
  for (guint i = 0; i < G_N_ELEMENTS (hotplug->ids); i++)
    {
      SwSource *source = sw_source_registry_lookup (fixture->registry, hotplug->ids[i]);

      sw_source_acquire (source);
      live (fixture, 3);
      sw_source_release (source);
    }
}

static void
test_devices_come_and_go (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 6; i++)
    {
      look (fixture, data);
      assert_replaced (fixture, data, i % 2 == 0);
    }
}

/* Events come for many reasons. */
static void
test_an_event_alone_replaces_nothing (Fixture *fixture, gconstpointer data)
{
  const Hotplug *hotplug = data;
  g_autoptr (GList) before = NULL;
  g_autoptr (GList) after = NULL;

  plug (fixture, hotplug, TRUE);
  tell (fixture, hotplug->subsystem);
  look (fixture, hotplug);
  before = sw_source_registry_list (fixture->registry);
  for (guint i = 0; i < 3; i++)
    tell (fixture, hotplug->subsystem);
  tell (fixture, "block");
  after = sw_source_registry_list (fixture->registry);
  g_assert_cmpuint (g_list_length (before), ==, g_list_length (after));
  for (GList *link = before, *other = after; link != NULL; link = link->next, other = other->next)
    g_assert_true (link->data == other->data);
}

/* The graph that is looked at goes on with what was plugged in. */
static void
test_what_was_plugged_in_has_values (Fixture *fixture, gconstpointer data)
{
  const Hotplug *hotplug = data;
  const double expected = strtod (hotplug->files[1][1], NULL);
  SwSource *source;

  plug (fixture, hotplug, TRUE);
  tell (fixture, hotplug->subsystem);
  source = sw_source_registry_lookup (fixture->registry, hotplug->ids[0]);
  sw_source_acquire (source);
  live (fixture, 10);
  g_assert_cmpint (sw_source_get_state (source), ==, SW_SOURCE_STATE_READY);
  if (g_str_equal (hotplug->ids[0], "temperature"))
    g_assert_cmpfloat (sw_source_get_value (source, 0), ==, expected / 1000);
  else if (g_str_equal (hotplug->ids[0], "gpu"))
    g_assert_cmpfloat (sw_source_get_value (source, 0), ==, expected);
  else
    /* With the one of 50 %. */
    g_assert_cmpfloat (sw_source_get_value (source, 0), ==, 75);
  sw_source_release (source);
}

/* What is plugged in after the plugin was activated, and untold, is there for the first who looks: nobody looked before. */
static void
test_activating_looks_for_no_battery (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *battery = sw_source_registry_lookup (fixture->registry, "battery");

  plug (fixture, &hotplugs[2], TRUE);
  sw_source_acquire (battery);
  live (fixture, 3);
  g_assert_cmpfloat (sw_source_get_value (battery, 0), ==, 75);
  sw_source_release (battery);
}

static void
add_hotplug (const char *name, const Hotplug *hotplug, gpointer func)
{
  g_autofree char *path
      = g_strdup_printf ("/multiload-sources/hotplug/%s/%s", hotplug->subsystem, name);

  g_test_add (path, Fixture, hotplug, set_up, func, tear_down);
}

/* Nobody ever writes to the pipe. The beat of the others, and of the loop, goes on. */
static void
test_a_silent_device_stops_nobody (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const char *const path = "/sys/class/hwmon/hwmon7/temp1_input";
  SwTestRecord beat = { 0 };
  SwJob *job;
  SwSource *sources[3];
  const char *const ids[] = { "temperature", "fans", "network" };

  plug (fixture, &hotplugs[0], TRUE);
  make_silent (fixture->tree, path);
  tell (fixture, "hwmon");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      sources[i] = sw_source_registry_lookup (fixture->registry, ids[i]);
      sw_source_acquire (sources[i]);
    }
  job = sw_scheduler_add_job (fixture->scheduler, "test", "beat", SW_SECOND_US, sw_test_record_run,
                              &beat, NULL);
  live (fixture, 60);
  g_assert_cmpuint (beat.n_runs, >=, 60);
  g_assert_cmpuint (count_runs (fixture, sources[2]), >=, 60);
  g_assert_cmpuint (count_runs (fixture, sources[0]), >=, 12);
  g_assert_cmpint (sw_source_get_state (sources[2]), ==, SW_SOURCE_STATE_READY);
  g_assert_cmpint (sw_source_get_state (sources[0]), ==, SW_SOURCE_STATE_WAITING);
  g_assert_cmpstr (sw_source_get_reason (sources[0]), ==, "The device does not answer");
  g_assert_cmpfloat (sw_source_get_value (sources[1], 0), ==, 900);
  end_silence (fixture->tree, path, "41000\n");
  live (fixture, 30);
  g_assert_cmpfloat (sw_source_get_value (sources[0], 0), ==, 41);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    sw_source_release (sources[i]);
  sw_job_remove (job);
}

static gboolean
has_source (Fixture *fixture, const char *id)
{
  return sw_source_registry_lookup (fixture->registry, id) != NULL;
}

/* Which graphs there are shows what reached the interfaces. */
static void
test_the_choice_reaches_the_network (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  const struct
  {
    const char *mode;
    const char *chosen[3];
    gboolean eth0, wlan0, tun0;
  } rows[] = {
    { "chosen", { "tun0", "wlan0" }, FALSE, TRUE, TRUE },
    { "chosen", { "eth0" }, TRUE, FALSE, FALSE },
    { "physical", { "tun0" }, TRUE, TRUE, FALSE },
    { "chosen", { NULL }, FALSE, FALSE, FALSE },
    { "default-route", { "eth0" }, FALSE, TRUE, FALSE },
    { "chosen", { "tun0" }, FALSE, FALSE, TRUE },
  };

  sw_test_tree_write (fixture->tree, "/proc/net/dev",
                      "Inter-|   Receive\n face |bytes\n"
                      "  eth0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n"
                      " wlan0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n"
                      "  tun0: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n");
  sw_test_tree_write (fixture->tree, "/sys/class/net/wlan0/device/vendor", "0x8086\n");
  sw_test_tree_write (fixture->tree, "/proc/net/route",
                      "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
                      "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\n");
  g_settings_set_boolean (fixture->settings, "network-per-interface", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_settings_set_string (fixture->settings, "network-mode", rows[i].mode);
      g_settings_set_strv (fixture->settings, "network-chosen", rows[i].chosen);
      g_assert_cmpint (has_source (fixture, "network:eth0"), ==, rows[i].eth0);
      g_assert_cmpint (has_source (fixture, "network:wlan0"), ==, rows[i].wlan0);
      g_assert_cmpint (has_source (fixture, "network:tun0"), ==, rows[i].tun0);
    }
  g_settings_reset (fixture->settings, "network-mode");
  g_settings_reset (fixture->settings, "network-chosen");
  g_settings_reset (fixture->settings, "network-per-interface");
}

static void
test_a_graph_for_each_disk (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_tree_write (fixture->tree, "/sys/class/block/sda/size", "1000\n");
  sw_test_tree_write (fixture->tree, "/proc/diskstats", "8 0 sda 1 1 1 1 1 1 1 1 1 1 1\n");
  g_assert_false (has_source (fixture, "disk:8:0"));
  g_settings_set_boolean (fixture->settings, "disk-per-device", TRUE);
  g_assert_true (has_source (fixture, "disk:8:0") && has_source (fixture, "disk-busy:8:0"));
  g_settings_set_boolean (fixture->settings, "disk-per-device", FALSE);
  g_assert_false (has_source (fixture, "disk:8:0") || has_source (fixture, "disk-busy:8:0"));
  g_settings_reset (fixture->settings, "disk-per-device");
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

/* With nothing but a charger there is no later round to wait for. */
static void
test_a_charger_without_a_battery (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  SwSource *battery;

  sw_test_tree_remove (fixture->tree, "/sys/class/power_supply/BAT0");
  tell (fixture, "power_supply");
  battery = sw_source_registry_lookup (fixture->registry, "battery");
  sw_source_acquire (battery);
  live (fixture, 10);
  g_assert_cmpint (sw_source_get_state (battery), ==, SW_SOURCE_STATE_UNAVAILABLE);
  for (guint i = 0; i < 3; i++)
    {
      sw_test_tree_write (fixture->tree, CHARGER "online", i % 2 == 0 ? "1\n" : "0\n");
      tell (fixture, "power_supply");
      live (fixture, 3);
      g_assert_cmpuint (count_follow_ups (fixture), ==, 0);
    }
  sw_source_release (battery);
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
  ADD ("/multiload-sources/network-choice", test_the_choice_reaches_the_network);
  ADD ("/multiload-sources/per-disk", test_a_graph_for_each_disk);
  ADD ("/multiload-sources/silent-device", test_a_silent_device_stops_nobody);
  ADD ("/multiload-sources/activating", test_activating_looks_for_no_battery);
  for (guint i = 0; i < G_N_ELEMENTS (hotplugs); i++)
    {
      add_hotplug ("come-and-go", &hotplugs[i], test_devices_come_and_go);
      add_hotplug ("event-alone", &hotplugs[i], test_an_event_alone_replaces_nothing);
      add_hotplug ("values", &hotplugs[i], test_what_was_plugged_in_has_values);
    }
  ADD ("/multiload-sources/charger/shows-at-once", test_a_charger_shows_at_once);
  ADD ("/multiload-sources/charger/nobody-looks", test_nobody_looks_at_the_charger);
  ADD ("/multiload-sources/charger/no-battery", test_a_charger_without_a_battery);
#undef ADD
  return g_test_run ();
}
