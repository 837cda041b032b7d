/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <signal.h>
#include <sys/prctl.h>

#include "tests/services/bus-mock.h"

struct _BusMock
{
  GSubprocess *daemon;
  GDBusConnection *connection;
  char *address;
};

/* Lets a waiting loop look at its bound. */
gboolean
bus_mock_on_tick (G_GNUC_UNUSED gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
on_owner_changed_cb (G_GNUC_UNUSED GDBusConnection *bus,
                     G_GNUC_UNUSED const char *sender,
                     G_GNUC_UNUSED const char *path,
                     G_GNUC_UNUSED const char *interface,
                     G_GNUC_UNUSED const char *signal,
                     G_GNUC_UNUSED GVariant *parameters,
                     G_GNUC_UNUSED gpointer user_data)
{
}

/* A test that fails ends at once, and leaves nothing running. */
static void
die_with_parent (G_GNUC_UNUSED gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocessLauncher *
new_launcher (GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  return launcher;
}

BusMock *
bus_mock_new (void)
{
  BusMock *self = g_new0 (BusMock, 1);
  g_autoptr (GSubprocessLauncher) launcher
      = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;

  self->daemon
      = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", "--session", "--nofork",
                                     "--print-address=1", "--address=unix:tmpdir=/tmp", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->daemon));
  self->address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  self->connection = g_dbus_connection_new_for_address_sync (
      self->address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  /* Only to be woken: a waiting loop looks again. */
  g_dbus_connection_signal_subscribe (self->connection, "org.freedesktop.DBus",
                                      "org.freedesktop.DBus", "NameOwnerChanged", NULL, NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE, on_owner_changed_cb, NULL, NULL);
  return self;
}

const char *
bus_mock_get_address (BusMock *self)
{
  return self->address;
}

GDBusConnection *
bus_mock_get_connection (BusMock *self)
{
  return self->connection;
}

void
bus_mock_stop_bus (BusMock *self)
{
  if (self->daemon == NULL)
    return;
  g_subprocess_force_exit (self->daemon);
  g_subprocess_wait (self->daemon, NULL, NULL);
  g_clear_object (&self->daemon);
}

void
bus_mock_free (BusMock *self)
{
  bus_mock_stop_bus (self);
  g_clear_object (&self->connection);
  g_free (self->address);
  g_free (self);
}

/* Whether somebody owns NAME on the bus now. */
gboolean
bus_mock_has_owner (BusMock *self, const char *name)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean owned;

  answer = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/",
                                        "org.freedesktop.DBus", "NameHasOwner",
                                        g_variant_new ("(s)", name), G_VARIANT_TYPE ("(b)"),
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &owned);
  return owned;
}

/* Returns: (transfer full): the service, which owns its name now */
GSubprocess *
bus_mock_start (BusMock *self, const char *template, const char *name)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *service;

  g_subprocess_launcher_setenv (launcher, "DBUS_SYSTEM_BUS_ADDRESS", self->address, TRUE);
  service = g_subprocess_launcher_spawn (launcher, &error, "/usr/bin/python3", "-m", "dbusmock",
                                         "--template", template, NULL);
  g_assert_no_error (error);
  wait_until (bus_mock_has_owner (self, name));
  return service;
}

void
bus_mock_stop (BusMock *self, GSubprocess *service, const char *name)
{
  g_subprocess_force_exit (service);
  g_subprocess_wait (service, NULL, NULL);
  g_object_unref (service);
  wait_until (!bus_mock_has_owner (self, name));
}

void
bus_mock_call (BusMock *self,
               const char *name,
               const char *path,
               const char *interface,
               const char *method,
               GVariant *parameters)
{
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = g_dbus_connection_call_sync (self->connection, name, path, interface, method, parameters,
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* Changes a property and tells everybody so. */
void
bus_mock_update (BusMock *self,
                 const char *name,
                 const char *path,
                 const char *interface,
                 const char *property,
                 GVariant *value)
{
  GVariantBuilder properties = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));

  g_variant_builder_add (&properties, "{sv}", property, value);
  bus_mock_call (self, name, path, "org.freedesktop.DBus.Mock", "UpdateProperties",
                 g_variant_new ("(sa{sv})", interface, &properties));
}
