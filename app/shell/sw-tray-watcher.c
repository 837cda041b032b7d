/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-tray-watcher.h"

/* The one on the bus who brings icons and panels together. It may come late, go, and come back as another, which knows of
 * nobody: then what is to be shown is registered again. */
struct _SwTrayWatcher
{
  GObject parent_instance;

  GDBusConnection *bus;
  GCancellable *cancellable; /* (nullable) of the calls to the present owner; %NULL without one */
  char *service;             /* (nullable) the bus name of what is to be shown */
  guint watch_id;
  guint subscription_id;
  guint hosted : 1;
};

typedef enum
{
  PROP_HOSTED = 1,
} SwTrayWatcherProperty;

#define NAME "org.kde.StatusNotifierWatcher"
#define PATH "/StatusNotifierWatcher"

static GParamSpec *properties[PROP_HOSTED + 1];

G_DEFINE_FINAL_TYPE (SwTrayWatcher, sw_tray_watcher, G_TYPE_OBJECT)

static void
set_hosted (SwTrayWatcher *self, gboolean hosted)
{
  if (self->hosted == !!hosted)
    return;
  self->hosted = !!hosted;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOSTED]);
}

static void
forget_owner (SwTrayWatcher *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->subscription_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription_id);
  self->subscription_id = 0;
}

static void
on_registered_cb (GObject *bus, GAsyncResult *result, G_GNUC_UNUSED gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);

  if (answer == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("The panel did not take the icon: %s", error->message);
}

static void
register_service (SwTrayWatcher *self)
{
  if (self->cancellable != NULL && self->service != NULL)
    g_dbus_connection_call (self->bus, NAME, PATH, NAME, "RegisterStatusNotifierItem",
                            g_variant_new ("(s)", self->service), NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                            on_registered_cb, NULL);
}

static void
on_host_answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwTrayWatcher) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (answer != NULL)
    g_variant_get (answer, "(v)", &value);
  set_hosted (self, value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
                        && g_variant_get_boolean (value));
}

static void
ask_for_host (SwTrayWatcher *self)
{
  g_dbus_connection_call (self->bus, NAME, PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", NAME, "IsStatusNotifierHostRegistered"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, on_host_answered_cb, g_object_ref (self));
}

/* Of all its signals, most say that an icon or a panel came or went; few enough to ask again at each. */
static void
on_watcher_signalled_cb (G_GNUC_UNUSED GDBusConnection *bus,
                         G_GNUC_UNUSED const char *sender,
                         G_GNUC_UNUSED const char *path,
                         G_GNUC_UNUSED const char *interface,
                         const char *signal,
                         G_GNUC_UNUSED GVariant *parameters,
                         gpointer user_data)
{
  if (g_str_has_prefix (signal, "StatusNotifierHost"))
    ask_for_host (user_data);
}

static void
on_name_appeared_cb (GDBusConnection *bus,
                     G_GNUC_UNUSED const char *name,
                     const char *owner,
                     gpointer user_data)
{
  SwTrayWatcher *self = user_data;

  forget_owner (self);
  self->cancellable = g_cancellable_new ();
  self->subscription_id = g_dbus_connection_signal_subscribe (bus, owner, NAME, NULL, PATH, NULL,
                                                              G_DBUS_SIGNAL_FLAGS_NONE,
                                                              on_watcher_signalled_cb, self, NULL);
  register_service (self);
  ask_for_host (self);
}

static void
on_name_vanished_cb (G_GNUC_UNUSED GDBusConnection *bus,
                     G_GNUC_UNUSED const char *name,
                     gpointer user_data)
{
  SwTrayWatcher *self = user_data;

  forget_owner (self);
  set_hosted (self, FALSE);
}

static void
sw_tray_watcher_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SwTrayWatcherProperty) id)
    {
    case PROP_HOSTED:
      g_value_set_boolean (value, SW_TRAY_WATCHER (object)->hosted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_tray_watcher_dispose (GObject *object)
{
  SwTrayWatcher *self = SW_TRAY_WATCHER (object);

  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->bus != NULL)
    forget_owner (self);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->service, g_free);
  G_OBJECT_CLASS (sw_tray_watcher_parent_class)->dispose (object);
}

static void
sw_tray_watcher_class_init (SwTrayWatcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_tray_watcher_get_property;
  object_class->dispose = sw_tray_watcher_dispose;
  properties[PROP_HOSTED] = g_param_spec_boolean ("hosted", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_tray_watcher_init (G_GNUC_UNUSED SwTrayWatcher *self)
{
}

/*
 * sw_tray_watcher_new:
 * @bus: (nullable): the session's bus; %NULL for none, where nobody ever shows an icon
 *
 * Returns: (transfer full): follows the watcher while it lives
 */
SwTrayWatcher *
sw_tray_watcher_new (GDBusConnection *bus)
{
  SwTrayWatcher *self = g_object_new (SW_TYPE_TRAY_WATCHER, NULL);

  if (bus == NULL)
    return self;
  self->bus = g_object_ref (bus);
  self->watch_id
      = g_bus_watch_name_on_connection (bus, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                        on_name_appeared_cb, on_name_vanished_cb, self, NULL);
  return self;
}

/* Returns: whether there is a panel that shows icons; not known at once */
gboolean
sw_tray_watcher_get_hosted (SwTrayWatcher *self)
{
  return self->hosted;
}

/*
 * sw_tray_watcher_set_service:
 * @service: (nullable): the bus name of what is to be shown, by each watcher that comes; %NULL for nothing more
 */
void
sw_tray_watcher_set_service (SwTrayWatcher *self, const char *service)
{
  if (g_set_str (&self->service, service))
    register_service (self);
}
