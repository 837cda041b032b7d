/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "plugin/sw-context.h"
#include "plugin/sw-plugin.h"
#include "widgets/sw-board.h"

#include "plugins/multiload/multiload-plugin.h"
#include "plugins/multiload/multiload-preferences.h"
#include "plugins/multiload/multiload-sources.h"
#include "plugins/multiload/multiload-status.h"

/* The plugin System: graphs of the machine in the manner of GNOME's multiload. */
struct _MultiloadPlugin
{
  PeasExtensionBase parent_instance;

  SwContext *context;        /* (nullable) while active */
  GSettings *settings;       /* (nullable) where its schema is installed */
  MultiloadSources *sources; /* (nullable) while active */
  MultiloadStatus *status;   /* (nullable) the same */
};

static void plugin_iface_init (SwPluginInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MultiloadPlugin,
                               multiload_plugin,
                               PEAS_TYPE_EXTENSION_BASE,
                               G_IMPLEMENT_INTERFACE (SW_TYPE_PLUGIN, plugin_iface_init))

static gboolean
multiload_plugin_activate (SwPlugin *plugin, SwContext *context, G_GNUC_UNUSED GError **error)
{
  MultiloadPlugin *self = MULTILOAD_PLUGIN (plugin);

  self->context = g_object_ref (context);
  self->settings = sw_context_create_settings (context);
  self->sources = multiload_sources_new (context, self->settings);
  self->status = multiload_status_new (context);
  return TRUE;
}

static void
multiload_plugin_deactivate (SwPlugin *plugin)
{
  MultiloadPlugin *self = MULTILOAD_PLUGIN (plugin);

  if (self->status != NULL)
    multiload_status_withdraw (self->status);
  g_clear_object (&self->status);
  if (self->sources != NULL)
    multiload_sources_withdraw (self->sources);
  g_clear_object (&self->sources);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);
}

static void
on_settings_requested_cb (GtkWidget *board, SwSource *source, MultiloadPlugin *self)
{
  adw_dialog_present (sw_plugin_create_source_dialog (SW_PLUGIN (self), source), board);
}

static GtkWidget *
multiload_plugin_create_page (SwPlugin *plugin)
{
  MultiloadPlugin *self = MULTILOAD_PLUGIN (plugin);
  GtkWidget *board = sw_board_new (sw_context_get_registry (self->context),
                                   sw_context_get_plugin_id (self->context));

  g_signal_connect_object (board, "settings-requested", G_CALLBACK (on_settings_requested_cb), self,
                           G_CONNECT_DEFAULT);
  return board;
}

static AdwPreferencesPage *
multiload_plugin_create_preferences (SwPlugin *plugin)
{
  MultiloadPlugin *self = MULTILOAD_PLUGIN (plugin);

  return multiload_preferences_new (self->context, self->settings);
}

static AdwPreferencesGroup *
multiload_plugin_create_source_preferences (SwPlugin *plugin, SwSource *source)
{
  return multiload_source_preferences_new (source, MULTILOAD_PLUGIN (plugin)->settings);
}

static void
plugin_iface_init (SwPluginInterface *iface)
{
  iface->activate = multiload_plugin_activate;
  iface->deactivate = multiload_plugin_deactivate;
  iface->create_page = multiload_plugin_create_page;
  iface->create_preferences = multiload_plugin_create_preferences;
  iface->create_source_preferences = multiload_plugin_create_source_preferences;
}

static void
multiload_plugin_dispose (GObject *object)
{
  multiload_plugin_deactivate (SW_PLUGIN (object));
  G_OBJECT_CLASS (multiload_plugin_parent_class)->dispose (object);
}

static void
multiload_plugin_class_init (MultiloadPluginClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = multiload_plugin_dispose;
}

static void
multiload_plugin_init (G_GNUC_UNUSED MultiloadPlugin *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, SW_TYPE_PLUGIN, MULTILOAD_TYPE_PLUGIN);
}
