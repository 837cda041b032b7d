/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-session.h"
#include "shell/sw-policy.h"
#include "tests/services/bus-mock.h"
#include "tests/sw-test.h"

#define LOGIND "org.freedesktop.login1"
#define UPOWER "org.freedesktop.UPower"
#define PROFILES "org.freedesktop.UPower.PowerProfiles"
#define PROFILES_PATH "/org/freedesktop/UPower/PowerProfiles"

typedef struct
{
  BusMock *mock;
  SwTestClock *clock;
  SwScheduler *scheduler;
  GSettings *settings;
  SwSession *session;
  SwPolicy *policy;
} Fixture;

static void
set_up (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  self->mock = bus_mock_new ();
  self->clock = sw_test_clock_new ();
  self->scheduler = sw_scheduler_new (SW_CLOCK (self->clock), NULL);
  self->settings = g_settings_new ("org.stillwatch.Stillwatch");
  self->session = sw_session_new_for_bus (bus_mock_get_connection (self->mock));
  self->policy = sw_policy_new (self->session, self->settings, self->scheduler);
}

static void
tear_down (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  sw_test_assert_last_unref (self->policy);
  sw_test_assert_last_unref (self->session);
  g_settings_reset (self->settings, "battery-stretch");
  g_clear_object (&self->settings);
  sw_test_assert_last_unref (self->scheduler);
  g_clear_object (&self->clock);
  bus_mock_free (self->mock);
}

static void
set_on_battery (Fixture *self, gboolean on_battery)
{
  bus_mock_update (self->mock, UPOWER, "/org/freedesktop/UPower", UPOWER, "OnBattery",
                   g_variant_new_boolean (on_battery));
  wait_until (sw_session_get_on_battery (self->session) == on_battery);
}

static void
test_battery_stretches (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GSubprocess *upower = bus_mock_start (self->mock, "upower", UPOWER);

  g_assert_cmpuint (sw_scheduler_get_stretch (self->scheduler), ==, 1);
  set_on_battery (self, TRUE);
  g_assert_cmpuint (sw_scheduler_get_stretch (self->scheduler), ==, 2);
  g_settings_set_uint (self->settings, "battery-stretch", 5);
  g_assert_cmpuint (sw_scheduler_get_stretch (self->scheduler), ==, 5);
  g_settings_set_uint (self->settings, "battery-stretch", 1);
  g_assert_cmpuint (sw_scheduler_get_stretch (self->scheduler), ==, 1);
  g_settings_set_uint (self->settings, "battery-stretch", 3);
  set_on_battery (self, FALSE);
  g_assert_cmpuint (sw_scheduler_get_stretch (self->scheduler), ==, 1);
  bus_mock_stop (self->mock, upower, UPOWER);
}

static void
set_profile (Fixture *self, const char *profile)
{
  bus_mock_update (self->mock, PROFILES, PROFILES_PATH, PROFILES, "ActiveProfile",
                   g_variant_new_string (profile));
  wait_until (sw_session_get_power_saver (self->session) == g_str_equal (profile, "power-saver"));
}

/* Of the power profile GLib's own monitor tells, which knows one bus only: the system's. */
static void
test_power_saver_stretches (void)
{
  Fixture self = { 0 };
  GSubprocess *profiles, *upower;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  self.mock = bus_mock_new ();
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", bus_mock_get_address (self.mock), TRUE);
  profiles = bus_mock_start (self.mock, "upower_power_profiles_daemon", PROFILES);
  self.clock = sw_test_clock_new ();
  self.scheduler = sw_scheduler_new (SW_CLOCK (self.clock), NULL);
  self.session = sw_session_new ();
  self.settings = g_settings_new ("org.stillwatch.Stillwatch");
  self.policy = sw_policy_new (self.session, self.settings, self.scheduler);
  g_settings_set_uint (self.settings, "battery-stretch", 3);
  g_assert_cmpuint (sw_scheduler_get_stretch (self.scheduler), ==, 1);
  set_profile (&self, "power-saver");
  g_assert_cmpuint (sw_scheduler_get_stretch (self.scheduler), ==, 2);
  g_settings_set_uint (self.settings, "saver-stretch", 5);
  g_assert_cmpuint (sw_scheduler_get_stretch (self.scheduler), ==, 5);
  upower = bus_mock_start (self.mock, "upower", UPOWER);
  set_on_battery (&self, TRUE);
  g_assert_cmpuint (sw_scheduler_get_stretch (self.scheduler), ==, 5);
  g_settings_set_uint (self.settings, "battery-stretch", 10);
  g_assert_cmpuint (sw_scheduler_get_stretch (self.scheduler), ==, 10);
  set_profile (&self, "balanced");
  set_on_battery (&self, FALSE);
  g_assert_cmpuint (sw_scheduler_get_stretch (self.scheduler), ==, 1);
  sw_test_assert_last_unref (self.policy);
  sw_test_assert_last_unref (self.session);
  g_clear_object (&self.settings);
  sw_test_assert_last_unref (self.scheduler);
  g_clear_object (&self.clock);
  bus_mock_stop (self.mock, upower, UPOWER);
  bus_mock_stop (self.mock, profiles, PROFILES);
  bus_mock_free (self.mock);
}

static gboolean
on_job_due_cb (G_GNUC_UNUSED SwJob *job, G_GNUC_UNUSED const SwTick *tick, gpointer user_data)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static void
test_locked_stops_views (Fixture *self, G_GNUC_UNUSED gconstpointer data)
{
  GSubprocess *logind = bus_mock_start (self->mock, "logind", LOGIND);
  guint view_runs = 0, history_runs = 0;
  SwJob *view = sw_scheduler_add_job (self->scheduler, "test", "view", SW_SECOND_US, on_job_due_cb,
                                      &view_runs, NULL);

  sw_job_set_flags (view, SW_JOB_VIEW);
  sw_scheduler_add_job (self->scheduler, "test", "history", SW_SECOND_US, on_job_due_cb,
                        &history_runs, NULL);
  bus_mock_call (self->mock, LOGIND, "/org/freedesktop/login1", "org.freedesktop.DBus.Mock",
                 "AddSession", g_variant_new ("(ssusb)", "auto", "seat0", 1000, "somebody", TRUE));
  bus_mock_call (self->mock, LOGIND, "/org/freedesktop/login1/session/auto", LOGIND ".Session",
                 "SetLockedHint", g_variant_new ("(b)", TRUE));
  wait_until (sw_session_get_locked (self->session));
  view_runs = history_runs = 0;
  sw_test_clock_run (self->clock, self->scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (view_runs, ==, 0);
  g_assert_cmpuint (history_runs, ==, 10);
  bus_mock_call (self->mock, LOGIND, "/org/freedesktop/login1/session/auto", LOGIND ".Session",
                 "SetLockedHint", g_variant_new ("(b)", FALSE));
  wait_until (!sw_session_get_locked (self->session));
  sw_test_clock_run (self->clock, self->scheduler, 10 * SW_SECOND_US);
  g_assert_cmpuint (view_runs, >=, 10);
  bus_mock_stop (self->mock, logind, LOGIND);
}

int
main (int argc, char *argv[])
{
  g_unsetenv ("XDG_SESSION_ID");
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/policy/battery/stretches", Fixture, NULL, set_up, test_battery_stretches,
              tear_down);
  g_test_add_func ("/policy/power-saver/stretches", test_power_saver_stretches);
  g_test_add ("/policy/locked/stops-views", Fixture, NULL, set_up, test_locked_stops_views,
              tear_down);
  return g_test_run ();
}
