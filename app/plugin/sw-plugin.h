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
 * @deactivate: (nullable): takes back what the plugin has beyond its sources and the jobs and watches that it owns under
 *   its id, which [class@Context] takes back itself: signals, windows, descriptors
 * @create_page: (nullable): the page in the window
 * @create_strip_item: (nullable): the item in the strip; while it is not visible it takes no room there
 * @create_preferences: (nullable): the page in the preferences
 * @create_source_preferences: (nullable): what the settings of one of its sources have besides those that all sources
 *   have; %NULL for nothing
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
  AdwPreferencesGroup *(*create_source_preferences) (SwPlugin *self, SwSource *source);

  /*< private >*/
  gpointer padding[7];
};

/**
 * SW_DEFINE_PLUGIN:
 * @TypeName: the plugin's class, declared by `G_DECLARE_FINAL_TYPE ()` with %GObject as its parent
 * @type_name: its name in those of functions
 * @interface_init: a function that fills its [iface@Plugin]
 *
 * Defines the class and has the file register it, so that nothing is left to write but what the plugin does. A class
 * that needs an initialiser or a finaliser is defined and registered as any other of libpeas. Needs `libpeas.h`.
 */
#define SW_DEFINE_PLUGIN(TypeName, type_name, interface_init) \
  G_DEFINE_FINAL_TYPE_WITH_CODE (TypeName, type_name, G_TYPE_OBJECT, \
                                 G_IMPLEMENT_INTERFACE (SW_TYPE_PLUGIN, interface_init)) \
\
  static void type_name##_class_init (G_GNUC_UNUSED TypeName##Class *klass) \
  { \
  } \
\
  static void type_name##_init (G_GNUC_UNUSED TypeName *self) \
  { \
  } \
\
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module); \
\
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module) \
  { \
    peas_object_module_register_extension_type (module, SW_TYPE_PLUGIN, type_name##_get_type ()); \
  }

SW_PUBLIC gboolean sw_plugin_activate (SwPlugin *self, SwContext *context, GError **error);
SW_PUBLIC void sw_plugin_deactivate (SwPlugin *self);
SW_PUBLIC GtkWidget *sw_plugin_create_page (SwPlugin *self);
SW_PUBLIC GtkWidget *sw_plugin_create_strip_item (SwPlugin *self);
SW_PUBLIC AdwPreferencesPage *sw_plugin_create_preferences (SwPlugin *self);
SW_PUBLIC AdwPreferencesGroup *sw_plugin_create_source_preferences (SwPlugin *self,
                                                                    SwSource *source);

SW_PUBLIC AdwDialog *sw_plugin_create_source_dialog (SwPlugin *self, SwSource *source);

G_END_DECLS
