/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source.h"
#include "plugin/sw-context.h"
#include "plugin/sw-plugin.h"
#include "widgets/sw-source-dialog.h"

G_DEFINE_INTERFACE (SwPlugin, sw_plugin, G_TYPE_OBJECT)

static void
sw_plugin_default_init (G_GNUC_UNUSED SwPluginInterface *iface)
{
}

/**
 * sw_plugin_activate:
 * @self: a plugin
 * @context: what it may use, until it is deactivated
 * @error: set when it cannot work, with the reason and the remedy
 *
 * Returns: whether it works now
 */
gboolean
sw_plugin_activate (SwPlugin *self, SwContext *context, GError **error)
{
  g_return_val_if_fail (SW_IS_PLUGIN (self) && SW_IS_CONTEXT (context), FALSE);
  g_return_val_if_fail (SW_PLUGIN_GET_IFACE (self)->activate != NULL, FALSE);

  return SW_PLUGIN_GET_IFACE (self)->activate (self, context, error);
}

/**
 * sw_plugin_deactivate:
 * @self: an activated plugin
 *
 * Nothing of the plugin is left once its context is closed, too.
 */
void
sw_plugin_deactivate (SwPlugin *self)
{
  g_return_if_fail (SW_IS_PLUGIN (self));

  if (SW_PLUGIN_GET_IFACE (self)->deactivate != NULL)
    SW_PLUGIN_GET_IFACE (self)->deactivate (self);
}

/**
 * sw_plugin_create_page:
 * @self: an activated plugin
 *
 * Returns: (transfer floating) (nullable): its page in the window; %NULL if it has none
 */
GtkWidget *
sw_plugin_create_page (SwPlugin *self)
{
  g_return_val_if_fail (SW_IS_PLUGIN (self), NULL);

  if (SW_PLUGIN_GET_IFACE (self)->create_page == NULL)
    return NULL;
  return SW_PLUGIN_GET_IFACE (self)->create_page (self);
}

/**
 * sw_plugin_create_strip_item:
 * @self: an activated plugin
 *
 * Returns: (transfer floating) (nullable): its item in the strip; %NULL if it has none
 */
GtkWidget *
sw_plugin_create_strip_item (SwPlugin *self)
{
  g_return_val_if_fail (SW_IS_PLUGIN (self), NULL);

  if (SW_PLUGIN_GET_IFACE (self)->create_strip_item == NULL)
    return NULL;
  return SW_PLUGIN_GET_IFACE (self)->create_strip_item (self);
}

/**
 * sw_plugin_create_preferences:
 * @self: an activated plugin
 *
 * Returns: (transfer floating) (nullable): its page in the preferences; %NULL if it has none
 */
AdwPreferencesPage *
sw_plugin_create_preferences (SwPlugin *self)
{
  g_return_val_if_fail (SW_IS_PLUGIN (self), NULL);

  if (SW_PLUGIN_GET_IFACE (self)->create_preferences == NULL)
    return NULL;
  return SW_PLUGIN_GET_IFACE (self)->create_preferences (self);
}

/**
 * sw_plugin_create_source_preferences:
 * @self: an active plugin
 * @source: one of its sources
 *
 * Returns: (transfer floating) (nullable): what that source's settings have besides those that all have
 */
AdwPreferencesGroup *
sw_plugin_create_source_preferences (SwPlugin *self, SwSource *source)
{
  SwPluginInterface *iface;

  g_return_val_if_fail (SW_IS_PLUGIN (self) && SW_IS_SOURCE (source), NULL);

  iface = SW_PLUGIN_GET_IFACE (self);
  return iface->create_source_preferences != NULL ? iface->create_source_preferences (self, source)
                                                  : NULL;
}

/**
 * sw_plugin_create_source_dialog:
 * @self: (nullable): the plugin whose source it is, while it is active
 * @source: a source
 *
 * Makes the settings of one graph, the same wherever they are opened: those that all graphs have, and below them what
 * [vfunc@Plugin.create_source_preferences] adds.
 *
 * Returns: (transfer floating): a dialog to be presented
 */
AdwDialog *
sw_plugin_create_source_dialog (SwPlugin *self, SwSource *source)
{
  AdwDialog *dialog;
  AdwPreferencesGroup *group;

  g_return_val_if_fail (self == NULL || SW_IS_PLUGIN (self), NULL);
  g_return_val_if_fail (SW_IS_SOURCE (source), NULL);

  dialog = sw_source_dialog_new (source);
  group = self != NULL ? sw_plugin_create_source_preferences (self, source) : NULL;
  if (group != NULL)
    adw_preferences_page_add (
        adw_preferences_dialog_get_visible_page (ADW_PREFERENCES_DIALOG (dialog)), group);
  return dialog;
}
