/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "shell/sw-tray-item.h"
#include "shell/sw-tray-menu.h"
#include "shell/sw-tray-protocol.h"

/* The icon as panels see it on the bus: org.kde.StatusNotifierItem. Panels ask for what they show, and again when a signal
 * says that it is new. A signal is sent only if somebody asked since the one before: who has not will get the newest. */
struct _SwTrayItem
{
  GObject parent_instance;

  GDBusConnection *bus;
  SwTrayIcon *icon;
  char *tooltip_title;
  char *tooltip_text;
  char *token; /* (nullable) with which a window may come to the front on Wayland */
  guint registration_id;
  guint icon_told : 1; /* and not asked for since */
  guint tooltip_told : 1;
};

typedef enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_SECONDARY_ACTIVATED,
  SIGNAL_NAMED,
} SwTrayItemSignal;

#define INTERFACE "org.kde.StatusNotifierItem"
#define PATH "/StatusNotifierItem"

/* The bus itself, as the specification of D-Bus numbers it. */
#define DBUS "org.freedesktop.DBus"
#define DBUS_PATH "/org/freedesktop/DBus"
#define DO_NOT_QUEUE 4
#define PRIMARY_OWNER 1

/* The longest that a compositor gives is some tens of bytes. */
#define MAX_TOKEN_BYTES 4096

static guint signals[SIGNAL_NAMED + 1];

G_DEFINE_FINAL_TYPE (SwTrayItem, sw_tray_item, G_TYPE_OBJECT)

static void
on_method_called_cb (G_GNUC_UNUSED GDBusConnection *bus,
                     G_GNUC_UNUSED const char *sender,
                     G_GNUC_UNUSED const char *path,
                     G_GNUC_UNUSED const char *interface,
                     const char *method,
                     GVariant *parameters,
                     GDBusMethodInvocation *invocation,
                     gpointer user_data)
{
  g_autoptr (SwTrayItem) self = g_object_ref (user_data);
  const char *token;

  /* First the answer: a panel need not wait for a window. ContextMenu is for panels that cannot draw the menu, and Scroll
   * changes nothing, since a wheel turns by accident. */
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (g_str_equal (method, "ProvideXdgActivationToken"))
    {
      g_variant_get (parameters, "(&s)", &token);
      g_set_str (&self->token, strlen (token) <= MAX_TOKEN_BYTES ? token : NULL);
    }
  else if (g_str_equal (method, "Activate"))
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
  else if (g_str_equal (method, "SecondaryActivate"))
    g_signal_emit (self, signals[SIGNAL_SECONDARY_ACTIVATED], 0);
}

static GVariant *
get_tooltip (SwTrayItem *self)
{
  return g_variant_new ("(s@a(iiay)ss)", "",
                        g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0),
                        self->tooltip_title, self->tooltip_text);
}

static GVariant *
on_property_asked_cb (G_GNUC_UNUSED GDBusConnection *bus,
                      G_GNUC_UNUSED const char *sender,
                      G_GNUC_UNUSED const char *path,
                      G_GNUC_UNUSED const char *interface,
                      const char *property,
                      G_GNUC_UNUSED GError **error,
                      gpointer user_data)
{
  SwTrayItem *self = user_data;

  if (g_str_equal (property, "IconPixmap"))
    {
      self->icon_told = FALSE;
      return sw_tray_icon_to_variant (self->icon);
    }
  if (g_str_equal (property, "ToolTip"))
    {
      self->tooltip_told = FALSE;
      return get_tooltip (self);
    }
  if (g_str_equal (property, "Category"))
    return g_variant_new_string ("Hardware");
  if (g_str_equal (property, "Id"))
    return g_variant_new_string (APP_ID);
  if (g_str_equal (property, "Title"))
    return g_variant_new_string (C_ ("application", "Stillwatch"));
  if (g_str_equal (property, "Status"))
    return g_variant_new_string ("Active");
  if (g_str_equal (property, "Menu"))
    return g_variant_new_object_path (SW_TRAY_MENU_PATH);
  if (g_str_equal (property, "ItemIsMenu"))
    return g_variant_new_boolean (FALSE);
  if (g_str_equal (property, "WindowId"))
    return g_variant_new_int32 (0);
  if (g_str_has_suffix (property, "Pixmap"))
    return g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0);
  return g_variant_new_string ("");
}

static void
sw_tray_item_dispose (GObject *object)
{
  SwTrayItem *self = SW_TRAY_ITEM (object);

  if (self->bus != NULL)
    sw_tray_item_close (self);
  g_clear_object (&self->bus);
  g_clear_object (&self->icon);
  G_OBJECT_CLASS (sw_tray_item_parent_class)->dispose (object);
}

static void
sw_tray_item_finalize (GObject *object)
{
  SwTrayItem *self = SW_TRAY_ITEM (object);

  g_free (self->tooltip_title);
  g_free (self->tooltip_text);
  g_free (self->token);
  G_OBJECT_CLASS (sw_tray_item_parent_class)->finalize (object);
}

static void
sw_tray_item_class_init (SwTrayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sw_tray_item_dispose;
  object_class->finalize = sw_tray_item_finalize;

  /* The left button, and the middle one. */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", SW_TYPE_TRAY_ITEM, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SECONDARY_ACTIVATED]
      = g_signal_new ("secondary-activated", SW_TYPE_TRAY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 0);
  /* It is on the bus under this name. */
  signals[SIGNAL_NAMED] = g_signal_new ("named", SW_TYPE_TRAY_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sw_tray_item_init (SwTrayItem *self)
{
  self->tooltip_title = g_strdup ("");
  self->tooltip_text = g_strdup ("");
}

static char *
make_name (void)
{
  return g_strdup_printf (INTERFACE "-%d-1", (int) getpid ());
}

/* A sandbox may not allow the name that the protocol proposes; the connection's own is as good, but for panels to see the
 * icon go only with the program. */
static void
on_name_answered_cb (GObject *bus, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SwTrayItem) self = user_data;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, NULL);
  g_autofree char *name = make_name ();
  guint32 reply = 0;

  if (self->registration_id == 0)
    return;
  if (answer != NULL)
    g_variant_get (answer, "(u)", &reply);
  g_signal_emit (self, signals[SIGNAL_NAMED], 0,
                 reply == PRIMARY_OWNER
                     ? name
                     : g_dbus_connection_get_unique_name (G_DBUS_CONNECTION (bus)));
}

/* By hand: g_bus_unown_name () waits for the bus to answer. Messages keep their order, so a name that is asked for again is
 * free by then. */
static void
request_name (SwTrayItem *self)
{
  g_autofree char *name = make_name ();

  g_dbus_connection_call (self->bus, DBUS, DBUS_PATH, DBUS, "RequestName",
                          g_variant_new ("(su)", name, DO_NOT_QUEUE), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_name_answered_cb,
                          g_object_ref (self));
}

static void
release_name (SwTrayItem *self)
{
  g_autofree char *name = make_name ();

  g_dbus_connection_call (self->bus, DBUS, DBUS_PATH, DBUS, "ReleaseName",
                          g_variant_new ("(s)", name), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL,
                          NULL);
}

/*
 * sw_tray_item_new:
 * @bus: the session's bus
 * @icon: what panels show
 *
 * Returns: (transfer full): can be asked on the bus until it is closed; what by, it tells soon
 */
SwTrayItem *
sw_tray_item_new (GDBusConnection *bus, SwTrayIcon *icon)
{
  const GDBusInterfaceVTable vtable
      = { .method_call = on_method_called_cb, .get_property = on_property_asked_cb };
  SwTrayItem *self = g_object_new (SW_TYPE_TRAY_ITEM, NULL);

  self->bus = g_object_ref (bus);
  self->icon = g_object_ref (icon);
  self->registration_id = sw_tray_protocol_export (bus, PATH, INTERFACE, &vtable, self);
  request_name (self);
  return self;
}

/* The name goes: that is how panels know. */
void
sw_tray_item_close (SwTrayItem *self)
{
  if (self->registration_id == 0)
    return;
  release_name (self);
  g_dbus_connection_unregister_object (self->bus, self->registration_id);
  self->registration_id = 0;
}

static void
tell (SwTrayItem *self, const char *signal)
{
  g_dbus_connection_emit_signal (self->bus, NULL, PATH, INTERFACE, signal, NULL, NULL);
}

/* The icon looks different: panels ask for it now. */
void
sw_tray_item_tell_icon (SwTrayItem *self)
{
  if (self->registration_id == 0 || self->icon_told)
    return;
  self->icon_told = TRUE;
  tell (self, "NewIcon");
}

/* TEXT is markup; a line for each value. Told only if it is new. */
void
sw_tray_item_set_tooltip (SwTrayItem *self, const char *title, const char *text)
{
  const gboolean title_changed = g_set_str (&self->tooltip_title, title);

  if (!g_set_str (&self->tooltip_text, text) && !title_changed)
    return;
  if (self->registration_id == 0 || self->tooltip_told)
    return;
  self->tooltip_told = TRUE;
  tell (self, "NewToolTip");
}

/* Returns: (transfer full) (nullable): what the panel gave for the click that comes now; it holds once */
char *
sw_tray_item_take_token (SwTrayItem *self)
{
  return g_steal_pointer (&self->token);
}
