/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-session.h"
#include "tests/services/bus-mock.h"
#include "tests/sw-test.h"

#define LOGIND "org.freedesktop.login1"
#define SESSION_PATH "/org/freedesktop/login1/session/auto"
#define UPOWER "org.freedesktop.UPower"
#define UPOWER_PATH "/org/freedesktop/UPower"
#define PROFILES "org.freedesktop.UPower.PowerProfiles"
#define PROFILES_PATH "/org/freedesktop/UPower/PowerProfiles"

static GSubprocess *
start_logind (BusMock *mock)
{
  GSubprocess *service = bus_mock_start (mock, "logind", LOGIND);

  bus_mock_call (mock, LOGIND, "/org/freedesktop/login1", "org.freedesktop.DBus.Mock", "AddSession",
                 g_variant_new ("(ssusb)", "auto", "seat0", 1000, "somebody", TRUE));
  return service;
}

static void
set_locked (BusMock *mock, gboolean locked)
{
  bus_mock_call (mock, LOGIND, SESSION_PATH, LOGIND ".Session", "SetLockedHint",
                 g_variant_new ("(b)", locked));
}

static void
set_on_battery (BusMock *mock, GVariant *value)
{
  bus_mock_update (mock, UPOWER, UPOWER_PATH, UPOWER, "OnBattery", value);
}

static void
on_notified_cb (G_GNUC_UNUSED SwSession *session, G_GNUC_UNUSED GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_locked_and_unlocked (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  GSubprocess *logind = start_logind (mock);
  SwSession *session = sw_session_new_for_bus (bus_mock_get_connection (mock));
  guint notified = 0;

  g_signal_connect (session, "notify::locked", G_CALLBACK (on_notified_cb), &notified);
  set_locked (mock, TRUE);
  wait_until (sw_session_get_locked (session));
  set_locked (mock, FALSE);
  wait_until (!sw_session_get_locked (session));
  g_assert_cmpuint (notified, ==, 2);
  g_assert_false (sw_session_get_on_battery (session));
  sw_test_assert_last_unref (session);
  bus_mock_stop (mock, logind, LOGIND);
}

static void
test_locked_before_the_start (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  GSubprocess *logind = start_logind (mock);
  g_autoptr (SwSession) session = NULL;

  set_locked (mock, TRUE);
  session = sw_session_new_for_bus (bus_mock_get_connection (mock));
  g_assert_false (sw_session_get_locked (session));
  wait_until (sw_session_get_locked (session));
  bus_mock_stop (mock, logind, LOGIND);
}

/* A request to a locker that may not be there. */
static void
test_lock_signal_alone_is_not_locked (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  GSubprocess *logind = start_logind (mock);
  g_autoptr (SwSession) session = NULL;
  guint notified = 0;

  session = sw_session_new_for_bus (bus_mock_get_connection (mock));
  set_locked (mock, TRUE);
  wait_until (sw_session_get_locked (session));
  set_locked (mock, FALSE);
  wait_until (!sw_session_get_locked (session));
  g_signal_connect (session, "notify::locked", G_CALLBACK (on_notified_cb), &notified);
  bus_mock_call (mock, LOGIND, SESSION_PATH, LOGIND ".Session", "Lock", NULL);
  /* What comes after the signal on the same connection has come: so has the signal. */
  bus_mock_update (mock, LOGIND, SESSION_PATH, LOGIND ".Session", "IdleHint",
                   g_variant_new_boolean (TRUE));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (sw_session_get_locked (session));
  g_assert_cmpuint (notified, ==, 0);
  bus_mock_stop (mock, logind, LOGIND);
}

static void
test_service_dies_and_comes_back (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  GSubprocess *logind = start_logind (mock);
  SwSession *session = sw_session_new_for_bus (bus_mock_get_connection (mock));

  set_locked (mock, TRUE);
  wait_until (sw_session_get_locked (session));
  bus_mock_stop (mock, logind, LOGIND);
  wait_until (!sw_session_get_locked (session));
  logind = start_logind (mock);
  set_locked (mock, TRUE);
  wait_until (sw_session_get_locked (session));
  sw_test_assert_last_unref (session);
  bus_mock_stop (mock, logind, LOGIND);
}

static void
test_battery_and_mains (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  SwSession *session = sw_session_new_for_bus (bus_mock_get_connection (mock));
  /* It comes later than the program. */
  GSubprocess *upower = bus_mock_start (mock, "upower", UPOWER);

  set_on_battery (mock, g_variant_new_boolean (TRUE));
  wait_until (sw_session_get_on_battery (session));
  set_on_battery (mock, g_variant_new_boolean (FALSE));
  wait_until (!sw_session_get_on_battery (session));
  set_on_battery (mock, g_variant_new_boolean (TRUE));
  wait_until (sw_session_get_on_battery (session));
  bus_mock_stop (mock, upower, UPOWER);
  wait_until (!sw_session_get_on_battery (session));
  sw_test_assert_last_unref (session);
}

static void
test_rubbish_is_ignored (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  GSubprocess *upower = bus_mock_start (mock, "upower", UPOWER);
  g_autoptr (SwSession) session = sw_session_new_for_bus (bus_mock_get_connection (mock));

  set_on_battery (mock, g_variant_new_boolean (TRUE));
  wait_until (sw_session_get_on_battery (session));
  set_on_battery (mock, g_variant_new_string ("maybe"));
  bus_mock_call (mock, UPOWER, UPOWER_PATH, "org.freedesktop.DBus.Mock", "EmitSignal",
                 g_variant_new_parsed ("('org.freedesktop.DBus.Properties', 'PropertiesChanged', "
                                       "'s', [<'" UPOWER "'>])"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (sw_session_get_on_battery (session));
  set_on_battery (mock, g_variant_new_boolean (FALSE));
  wait_until (!sw_session_get_on_battery (session));
  bus_mock_stop (mock, upower, UPOWER);
}

static void
test_bus_dies (void)
{
  g_autoptr (BusMock) mock = bus_mock_new ();
  GSubprocess *logind = start_logind (mock);
  g_autoptr (SwSession) session = sw_session_new_for_bus (bus_mock_get_connection (mock));

  set_locked (mock, TRUE);
  wait_until (sw_session_get_locked (session));
  bus_mock_stop_bus (mock);
  wait_until (!sw_session_get_locked (session));
  g_subprocess_force_exit (logind);
  g_object_unref (logind);
}

static void
test_no_bus_given (void)
{
  SwSession *session = sw_session_new_for_bus (NULL);

  g_assert_false (sw_session_get_locked (session));
  g_assert_false (sw_session_get_on_battery (session));
  g_assert_false (sw_session_get_power_saver (session));
  sw_test_assert_last_unref (session);
}

/* A process has one system bus for its life, so the default one is tried in processes of their own. */
static void
test_no_bus_there (void)
{
  SwSession *session;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  session = sw_session_new ();
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  g_object_unref (session);
  /* The call that looks for the bus has the last reference. */
  wait_until (session == NULL);
  session = sw_session_new ();
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (sw_session_get_locked (session));
  g_object_unref (session);
}

static void
test_default_bus_and_power_profile (void)
{
  g_autoptr (BusMock) mock = NULL;
  GSubprocess *profiles, *logind;
  g_autoptr (SwSession) session = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  mock = bus_mock_new ();
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", bus_mock_get_address (mock), TRUE);
  profiles = bus_mock_start (mock, "upower_power_profiles_daemon", PROFILES);
  logind = start_logind (mock);
  session = sw_session_new ();
  bus_mock_update (mock, PROFILES, PROFILES_PATH, PROFILES, "ActiveProfile",
                   g_variant_new_string ("power-saver"));
  wait_until (sw_session_get_power_saver (session));
  bus_mock_update (mock, PROFILES, PROFILES_PATH, PROFILES, "ActiveProfile",
                   g_variant_new_string ("balanced"));
  wait_until (!sw_session_get_power_saver (session));
  set_locked (mock, TRUE);
  wait_until (sw_session_get_locked (session));
  bus_mock_stop (mock, profiles, PROFILES);
  bus_mock_stop (mock, logind, LOGIND);
  wait_until (!sw_session_get_locked (session));
}

int
main (int argc, char *argv[])
{
  g_unsetenv ("XDG_SESSION_ID");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/locked/follows-hint", test_locked_and_unlocked);
  g_test_add_func ("/session/locked/before-the-start", test_locked_before_the_start);
  g_test_add_func ("/session/locked/not-by-signal", test_lock_signal_alone_is_not_locked);
  g_test_add_func ("/session/service/dies-and-comes-back", test_service_dies_and_comes_back);
  g_test_add_func ("/session/battery/follows", test_battery_and_mains);
  g_test_add_func ("/session/battery/rubbish", test_rubbish_is_ignored);
  g_test_add_func ("/session/bus/dies", test_bus_dies);
  g_test_add_func ("/session/bus/none-given", test_no_bus_given);
  g_test_add_func ("/session/bus/none-there", test_no_bus_there);
  g_test_add_func ("/session/power-saver/follows", test_default_bus_and_power_profile);
  return g_test_run ();
}
