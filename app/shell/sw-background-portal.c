/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* One question to org.freedesktop.portal.Background, by which a program in a sandbox asks to be started with the session.
 * The answer comes as a signal of a request object, whose path follows from a token of ours, so that it can be listened to
 * before it is there (org.freedesktop.portal.Request). A user may take their time to answer; a portal that ends takes the
 * answer with it, and ends the request. */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-background-portal.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"
#define TOKEN "stillwatch_autostart"

typedef struct
{
  GDBusConnection *bus; /* (nullable) until it is there */
  guint subscription;   /* 0: none */
  guint name_watch;     /* 0: none; of the portal's name while its answer is awaited */
  gboolean autostart;
} Request;

static void
request_free (Request *request)
{
  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  g_clear_handle_id (&request->name_watch, g_bus_unwatch_name);
  g_clear_object (&request->bus);
  g_free (request);
}

/* Ends the request once, whatever comes after. */
static gboolean
begin_end (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (g_task_get_completed (task) || request->subscription == 0)
    return FALSE;
  g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  request->subscription = 0;
  g_clear_handle_id (&request->name_watch, g_bus_unwatch_name);
  return TRUE;
}

static void
on_response_cb (G_GNUC_UNUSED GDBusConnection *bus,
                G_GNUC_UNUSED const char *sender,
                G_GNUC_UNUSED const char *path,
                G_GNUC_UNUSED const char *interface,
                G_GNUC_UNUSED const char *signal,
                GVariant *parameters,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) results = NULL;
  gboolean granted = FALSE;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")) || !begin_end (task))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == 0)
    g_variant_lookup (results, "autostart", "b", &granted);
  g_task_return_boolean (task, granted);
}

static void
on_portal_vanished_cb (G_GNUC_UNUSED GDBusConnection *bus,
                       G_GNUC_UNUSED const char *name,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  if (begin_end (task))
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CLOSED,
                                     C_ ("autostart", "It ended before it answered"));
}

/* Only once it has taken the question: before, it may not be running yet, and is started for the call. */
static void
watch_portal (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->subscription == 0)
    return;
  request->name_watch
      = g_bus_watch_name_on_connection (request->bus, PORTAL, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                        on_portal_vanished_cb, g_object_ref (task), g_object_unref);
}

static void
on_called_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);

  if (reply != NULL)
    {
      watch_portal (task);
      return;
    }
  if (!begin_end (task))
    return;
  g_dbus_error_strip_remote_error (error);
  g_task_return_error (task, g_steal_pointer (&error));
}

static GVariant *
make_parameters (Request *request)
{
  const char *const command[] = { "stillwatch", "--background", NULL };
  GVariantBuilder options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (TOKEN));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (C_ ("autostart",
                                                   "Stillwatch shows its graphs in the panel.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (request->autostart));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_variant_builder_add (&options, "{sv}", "dbus-activatable", g_variant_new_boolean (FALSE));
  return g_variant_new ("(sa{sv})", "", &options);
}

static void
ask (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (request->bus) + 1);
  g_autofree char *path = NULL;

  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf ("%s/request/%s/%s", PORTAL_PATH, sender, TOKEN);
  request->subscription
      = g_dbus_connection_signal_subscribe (request->bus, PORTAL, REQUEST_INTERFACE, "Response",
                                            path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_response_cb,
                                            g_object_ref (task), g_object_unref);
  g_dbus_connection_call (request->bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", make_parameters (request), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, g_task_get_cancellable (task), on_called_cb,
                          g_object_ref (task));
}

static void
on_bus_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  request->bus = g_bus_get_finish (result, &error);
  if (request->bus != NULL)
    ask (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/*
 * sw_background_portal_request_async:
 * @bus: (nullable): where the portal is; %NULL for the session's bus
 * @autostart: whether the session shall start Stillwatch
 * @cancellable: (nullable): ends the call; an answer that a user has still to give may come never
 * @callback: what is called with the answer
 * @user_data: passed to it
 */
void
sw_background_portal_request_async (GDBusConnection *bus,
                                    gboolean autostart,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, sw_background_portal_request_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request->autostart = autostart;
  g_set_object (&request->bus, bus);
  if (bus != NULL)
    ask (task);
  else
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, on_bus_cb, g_object_ref (task));
}

/*
 * sw_background_portal_request_finish:
 * @granted: (out): whether the session starts Stillwatch now
 *
 * Returns: whether there was an answer
 */
gboolean
sw_background_portal_request_finish (GAsyncResult *result, gboolean *granted, GError **error)
{
  GError *problem = NULL;

  *granted = g_task_propagate_boolean (G_TASK (result), &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}
