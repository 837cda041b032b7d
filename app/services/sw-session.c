/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-bus-flag.h"
#include "services/sw-session.h"

/**
 * SwSession:
 *
 * What the session is in: locked, on battery, saving power. All of it comes by events from the system bus; without
 * the bus, or while a service is away, the answer is no.
 *
 * Locked is what logind's LockedHint says, which screen lockers set and clear. logind's Lock signal is not taken for it:
 * that is only a request to a locker that may not be there, and where one locks without the hint nothing would tell
 * that the session is open again: its graphs would stand still before the user's eyes.
 */
struct _SwSession
{
  GObject parent_instance;

  GCancellable *cancellable;      /* of the connection to the bus */
  SwBusFlag *logind;              /* (nullable) */
  SwBusFlag *upower;              /* (nullable) */
  GPowerProfileMonitor *profiles; /* (nullable) */
  guint locked : 1;
  guint on_battery : 1;
  guint power_saver : 1;
};

typedef enum
{
  PROP_LOCKED = 1,
  PROP_ON_BATTERY,
  PROP_POWER_SAVER,
} SwSessionProperty;

static GParamSpec *properties[PROP_POWER_SAVER + 1];

G_DEFINE_FINAL_TYPE (SwSession, sw_session, G_TYPE_OBJECT)

static void
sw_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwSession *self = SW_SESSION (object);

  switch ((SwSessionProperty) id)
    {
    case PROP_LOCKED:
      g_value_set_boolean (value, self->locked);
      break;
    case PROP_ON_BATTERY:
      g_value_set_boolean (value, self->on_battery);
      break;
    case PROP_POWER_SAVER:
      g_value_set_boolean (value, self->power_saver);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_session_dispose (GObject *object)
{
  SwSession *self = SW_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->logind != NULL)
    sw_bus_flag_close (self->logind);
  g_clear_object (&self->logind);
  if (self->upower != NULL)
    sw_bus_flag_close (self->upower);
  g_clear_object (&self->upower);
  g_clear_object (&self->profiles);
  G_OBJECT_CLASS (sw_session_parent_class)->dispose (object);
}

static void
sw_session_class_init (SwSessionClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_session_get_property;
  object_class->dispose = sw_session_dispose;

  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, FALSE, flags);
  properties[PROP_ON_BATTERY] = g_param_spec_boolean ("on-battery", NULL, NULL, FALSE, flags);
  properties[PROP_POWER_SAVER] = g_param_spec_boolean ("power-saver", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
sw_session_init (SwSession *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
on_locked_changed (gboolean value, gpointer user_data)
{
  SW_SESSION (user_data)->locked = !!value;
  g_object_notify_by_pspec (user_data, properties[PROP_LOCKED]);
}

static void
on_battery_changed (gboolean value, gpointer user_data)
{
  SW_SESSION (user_data)->on_battery = !!value;
  g_object_notify_by_pspec (user_data, properties[PROP_ON_BATTERY]);
}

static void
on_power_saver_changed_cb (GPowerProfileMonitor *profiles,
                           G_GNUC_UNUSED GParamSpec *pspec,
                           SwSession *self)
{
  const gboolean power_saver = g_power_profile_monitor_get_power_saver_enabled (profiles);

  if (self->power_saver == power_saver)
    return;
  self->power_saver = power_saver;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POWER_SAVER]);
}

static void
follow_bus (SwSession *self, GDBusConnection *bus)
{
  const char *session_id = g_getenv ("XDG_SESSION_ID");
  const SwBusFlagSpec logind = {
    .name = "org.freedesktop.login1",
    .interface = "org.freedesktop.login1.Session",
    .property = "LockedHint",
    .locate_path = "/org/freedesktop/login1",
    .locate_interface = "org.freedesktop.login1.Manager",
    .locate_method = "GetSession",
    /* A program started by the user's service manager is in no session; logind then takes the user's graphical one. */
    .locate_argument = g_intern_string (session_id != NULL ? session_id : "auto"),
  };
  const SwBusFlagSpec upower = {
    .name = "org.freedesktop.UPower",
    .watch = G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
    .path = "/org/freedesktop/UPower",
    .interface = "org.freedesktop.UPower",
    .property = "OnBattery",
  };

  self->logind = sw_bus_flag_new (bus, &logind, on_locked_changed, self);
  self->upower = sw_bus_flag_new (bus, &upower, on_battery_changed, self);
}

static void
follow_power_profile (SwSession *self)
{
  self->profiles = g_power_profile_monitor_dup_default ();
  g_signal_connect_object (self->profiles, "notify::power-saver-enabled",
                           G_CALLBACK (on_power_saver_changed_cb), self, G_CONNECT_DEFAULT);
  on_power_saver_changed_cb (self->profiles, NULL, self);
}

static void
on_bus_gotten_cb (G_GNUC_UNUSED GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus == NULL)
    {
      g_debug ("No system bus: %s", error->message);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable) || self->cancellable == NULL)
    return;
  /* The bus may end without the program. */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  follow_bus (self, bus);
}

/**
 * sw_session_new:
 *
 * Follows the state of the session in which the program runs. It is not known at once: watch the properties.
 *
 * Returns: (transfer full): the session's state
 */
SwSession *
sw_session_new (void)
{
  SwSession *self = g_object_new (SW_TYPE_SESSION, NULL);

  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_bus_gotten_cb, g_object_ref (self));
  follow_power_profile (self);
  return self;
}

/**
 * sw_session_new_for_bus:
 * @system_bus: (nullable): the bus on which logind and UPower are; %NULL for none
 *
 * For tests. The power profile is not followed.
 *
 * Returns: (transfer full): the session's state as that bus tells it
 */
SwSession *
sw_session_new_for_bus (GDBusConnection *system_bus)
{
  SwSession *self = g_object_new (SW_TYPE_SESSION, NULL);

  if (system_bus != NULL)
    follow_bus (self, system_bus);
  return self;
}

/**
 * sw_session_get_locked:
 * @self: a session
 *
 * Returns: whether the screen is locked
 */
gboolean
sw_session_get_locked (SwSession *self)
{
  g_return_val_if_fail (SW_IS_SESSION (self), FALSE);

  return self->locked;
}

/**
 * sw_session_get_on_battery:
 * @self: a session
 *
 * Returns: whether the machine runs on battery
 */
gboolean
sw_session_get_on_battery (SwSession *self)
{
  g_return_val_if_fail (SW_IS_SESSION (self), FALSE);

  return self->on_battery;
}

/**
 * sw_session_get_power_saver:
 * @self: a session
 *
 * Returns: whether the user wants power saved
 */
gboolean
sw_session_get_power_saver (SwSession *self)
{
  g_return_val_if_fail (SW_IS_SESSION (self), FALSE);

  return self->power_saver;
}
