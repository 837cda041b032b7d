/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_PLUGIN (sw_plugin_get_type ())

SW_PUBLIC
G_DECLARE_INTERFACE (SwPlugin, sw_plugin, SW, PLUGIN, GObject)

/**
 * SwPluginInterface:
 * @activate: begins to offer what the plugin has, through the context, which the plugin may keep until
 *   @deactivate. Does no I/O. %FALSE with an error that tells the user what is missing and what to do
 * @deactivate: takes everything back: no job, watch, source, signal, window or descriptor is left
 * @create_page: (nullable): the page in the window
 * @create_strip_item: (nullable): the item in the strip
 * @create_preferences: (nullable): the page in the preferences
 *
 * What a plugin implements. A plugin is one GObject with this interface, registered under
 * %SW_TYPE_PLUGIN in `peas_register_types ()`.
 */
struct _SwPluginInterface
{
  GTypeInterface parent_iface;

  gboolean (*activate) (SwPlugin *self, SwContext *context, GError **error);
  void (*deactivate) (SwPlugin *self);
  GtkWidget *(*create_page) (SwPlugin *self);
  GtkWidget *(*create_strip_item) (SwPlugin *self);
  AdwPreferencesPage *(*create_preferences) (SwPlugin *self);

  /*< private >*/
  gpointer padding[8];
};

SW_PUBLIC gboolean sw_plugin_activate (SwPlugin *self, SwContext *context, GError **error);
SW_PUBLIC void sw_plugin_deactivate (SwPlugin *self);
SW_PUBLIC GtkWidget *sw_plugin_create_page (SwPlugin *self);
SW_PUBLIC GtkWidget *sw_plugin_create_strip_item (SwPlugin *self);
SW_PUBLIC AdwPreferencesPage *sw_plugin_create_preferences (SwPlugin *self);

G_END_DECLS
