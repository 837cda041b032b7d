/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-bus-flag.h"

/* One boolean property of somebody on a bus, followed by events alone. Its owner may come late, go, or be replaced;
 * while there is none, or no sense in what it answers, the flag is FALSE. */
struct _SwBusFlag
{
  GObject parent_instance;

  GDBusConnection *bus;
  GCancellable *cancellable; /* (nullable) of the calls to the present owner */
  char *path;                /* (nullable) known once the owner has told it */
  SwBusFlagFunc func;
  gpointer user_data;
  SwBusFlagSpec spec;
  guint watch_id;
  guint subscription_id;
  guint value : 1;
};

G_DEFINE_FINAL_TYPE (SwBusFlag, sw_bus_flag, G_TYPE_OBJECT)

static void
set_value (SwBusFlag *self, gboolean value)
{
  if (self->value == !!value)
    return;
  self->value = !!value;
  self->func (self->value, self->user_data);
}

static void
forget_owner (SwBusFlag *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->path, g_free);
  if (self->subscription_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscription_id);
  self->subscription_id = 0;
}

/* (nullable): the answer, unless the owner that was asked is no longer the present one */
static GVariant *
finish_call (GObject *bus, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GVariant *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, &error);

  if (answer == NULL)
    g_debug ("No answer from the bus: %s", error->message);
  return answer;
}

static void
on_property_answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwBusFlag) self = user_data;
  g_autoptr (GVariant) answer = finish_call (bus, result);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(v)", &value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    set_value (self, g_variant_get_boolean (value));
}

static void
ask_property (SwBusFlag *self)
{
  g_dbus_connection_call (self->bus, self->spec.name, self->path, "org.freedesktop.DBus.Properties",
                          "Get", g_variant_new ("(ss)", self->spec.interface, self->spec.property),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, on_property_answered_cb, g_object_ref (self));
}

static void
on_properties_changed_cb (G_GNUC_UNUSED GDBusConnection *bus,
                          G_GNUC_UNUSED const char *sender,
                          G_GNUC_UNUSED const char *path,
                          G_GNUC_UNUSED const char *interface,
                          G_GNUC_UNUSED const char *signal,
                          GVariant *parameters,
                          gpointer user_data)
{
  SwBusFlag *self = user_data;
  g_autoptr (GVariant) changed = NULL;
  g_autofree const char **invalidated = NULL;
  gboolean value;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  g_variant_get (parameters, "(&s@a{sv}^a&s)", NULL, &changed, &invalidated);
  if (g_variant_lookup (changed, self->spec.property, "b", &value))
    set_value (self, value);
  else if (g_strv_contains (invalidated, self->spec.property))
    ask_property (self);
}

/* First the subscription, then the question: a change between the two is not missed. */
static void
follow (SwBusFlag *self, const char *path)
{
  g_set_str (&self->path, path);
  self->subscription_id
      = g_dbus_connection_signal_subscribe (self->bus, self->spec.name,
                                            "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                            path, self->spec.interface, G_DBUS_SIGNAL_FLAGS_NONE,
                                            on_properties_changed_cb, self, NULL);
  ask_property (self);
}

static void
on_path_answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwBusFlag) self = user_data;
  g_autoptr (GVariant) answer = finish_call (bus, result);
  const char *path;

  if (answer == NULL)
    return;
  g_variant_get (answer, "(&o)", &path);
  follow (self, path);
}

static void
on_name_appeared_cb (GDBusConnection *bus,
                     G_GNUC_UNUSED const char *name,
                     G_GNUC_UNUSED const char *owner,
                     gpointer user_data)
{
  SwBusFlag *self = user_data;

  forget_owner (self);
  self->cancellable = g_cancellable_new ();
  if (self->spec.path != NULL)
    follow (self, self->spec.path);
  else
    g_dbus_connection_call (bus, self->spec.name, self->spec.locate_path,
                            self->spec.locate_interface, self->spec.locate_method,
                            g_variant_new ("(s)", self->spec.locate_argument),
                            G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                            self->cancellable, on_path_answered_cb, g_object_ref (self));
}

static void
on_name_vanished_cb (G_GNUC_UNUSED GDBusConnection *bus,
                     G_GNUC_UNUSED const char *name,
                     gpointer user_data)
{
  SwBusFlag *self = user_data;

  forget_owner (self);
  set_value (self, FALSE);
}

static void
sw_bus_flag_dispose (GObject *object)
{
  SwBusFlag *self = SW_BUS_FLAG (object);

  sw_bus_flag_close (self);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (sw_bus_flag_parent_class)->dispose (object);
}

static void
sw_bus_flag_class_init (SwBusFlagClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_bus_flag_dispose;
}

static void
sw_bus_flag_init (G_GNUC_UNUSED SwBusFlag *self)
{
}

/*
 * sw_bus_flag_new:
 * @bus: the bus
 * @spec: where on it
 * @func: called when the value changes; it is FALSE at first
 * @user_data: passed to @func until sw_bus_flag_close ()
 *
 * Returns: (transfer full): follows the flag
 */
SwBusFlag *
sw_bus_flag_new (GDBusConnection *bus,
                 const SwBusFlagSpec *spec,
                 SwBusFlagFunc func,
                 gpointer user_data)
{
  SwBusFlag *self = g_object_new (SW_TYPE_BUS_FLAG, NULL);

  self->bus = g_object_ref (bus);
  self->spec = *spec;
  self->func = func;
  self->user_data = user_data;
  self->watch_id
      = g_bus_watch_name_on_connection (bus, spec->name, spec->watch, on_name_appeared_cb,
                                        on_name_vanished_cb, self, NULL);
  return self;
}

/* Ends it: a call under way may keep the object a while, but nothing is reported any more. */
void
sw_bus_flag_close (SwBusFlag *self)
{
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->bus != NULL)
    forget_owner (self);
}
