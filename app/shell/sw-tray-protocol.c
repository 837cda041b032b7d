/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-tray-protocol.h"

static GDBusNodeInfo *
read_description (const char *interface)
{
  g_autofree char *name = g_strdup_printf ("/org/stillwatch/Stillwatch/%s.xml", interface);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (name, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return g_dbus_node_info_new_for_xml (g_bytes_get_data (bytes, NULL), NULL);
}

/*
 * sw_tray_protocol_export:
 * @interface: described by the resource of that name
 * @user_data: of @vtable, which checks nothing that the description says
 *
 * Returns: the registration's id; 0 if something else stands at @path
 */
guint
sw_tray_protocol_export (GDBusConnection *bus,
                         const char *path,
                         const char *interface,
                         const GDBusInterfaceVTable *vtable,
                         gpointer user_data)
{
  g_autoptr (GDBusNodeInfo) node = read_description (interface);
  g_autoptr (GError) error = NULL;
  guint id;

  id = g_dbus_connection_register_object (bus, path, node->interfaces[0], vtable, user_data, NULL,
                                          &error);
  if (id == 0)
    g_warning ("%s is not on the bus: %s", path, error->message);
  return id;
}
