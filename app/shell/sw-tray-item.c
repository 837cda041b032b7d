/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-tray-item.h"
#include "shell/sw-tray-menu.h"
#include "shell/sw-tray-protocol.h"

/* The icon as panels see it on the bus: org.kde.StatusNotifierItem. Panels ask for what they show, and again when a signal
 * says that it is new; nothing is sent to those that don't. */
struct _SwTrayItem
{
  GObject parent_instance;

  GDBusConnection *bus;
  SwTrayIcon *icon;
  char *tooltip_title;
  char *tooltip_text;
  char *token; /* (nullable) with which a window may come to the front on Wayland */
  guint registration_id;
};

typedef enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_SECONDARY_ACTIVATED,
} SwTrayItemSignal;

#define INTERFACE "org.kde.StatusNotifierItem"
#define PATH "/StatusNotifierItem"

/* The longest that a compositor gives is some tens of bytes. */
#define MAX_TOKEN_BYTES 4096

static guint signals[SIGNAL_SECONDARY_ACTIVATED + 1];

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
    return sw_tray_icon_to_variant (self->icon);
  if (g_str_equal (property, "ToolTip"))
    return get_tooltip (self);
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
}

static void
sw_tray_item_init (SwTrayItem *self)
{
  self->tooltip_title = g_strdup ("");
  self->tooltip_text = g_strdup ("");
}

/*
 * sw_tray_item_new:
 * @bus: the session's bus
 * @icon: what panels show
 *
 * Returns: (transfer full): can be asked on the bus until it is closed
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
  return self;
}

void
sw_tray_item_close (SwTrayItem *self)
{
  if (self->registration_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->registration_id);
  self->registration_id = 0;
}

static void
tell (SwTrayItem *self, const char *signal)
{
  if (self->registration_id != 0)
    g_dbus_connection_emit_signal (self->bus, NULL, PATH, INTERFACE, signal, NULL, NULL);
}

/* The icon looks different: panels ask for it now. */
void
sw_tray_item_tell_icon (SwTrayItem *self)
{
  tell (self, "NewIcon");
}

/* TEXT is markup; a line for each value. Told only if it is new. */
void
sw_tray_item_set_tooltip (SwTrayItem *self, const char *title, const char *text)
{
  const gboolean title_changed = g_set_str (&self->tooltip_title, title);

  if (g_set_str (&self->tooltip_text, text) || title_changed)
    tell (self, "NewToolTip");
}

/* Returns: (transfer full) (nullable): what the panel gave for the click that comes now; it holds once */
char *
sw_tray_item_take_token (SwTrayItem *self)
{
  return g_steal_pointer (&self->token);
}
