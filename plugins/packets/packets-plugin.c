/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <libpeas.h>

#include "plugin/sw-context.h"
#include "plugin/sw-plugin.h"

#include "plugins/packets/packets-page.h"
#include "plugins/packets/packets-plugin.h"
#include "plugins/packets/packets-preferences.h"
#include "plugins/packets/packets-session.h"
#include "plugins/packets/packets-sources.h"
#include "plugins/packets/packets-status.h"
#include "plugins/packets/packets-strip-item.h"
#include "plugins/packets/packets-traffic.h"

/* The plugin Packets: which way every frame goes. */
struct _PacketsPlugin
{
  GObject parent_instance;

  /* While active. */
  SwContext *context;
  GSettings *settings; /* (nullable) where its schema is installed */
  PacketsSession *session;
  PacketsTraffic *traffic;
  PacketsSources *sources;
  PacketsStatus *status;
};

static void
apply_size (PacketsPlugin *self)
{
  const guint64 mib = g_settings_get_uint (self->settings, "max-capture-mib");

  packets_session_set_max_bytes (self->session, mib << 20);
}

static void
follow_settings (PacketsPlugin *self)
{
  self->settings = sw_context_create_settings (self->context);
  if (self->settings == NULL)
    return;
  g_signal_connect_object (self->settings, "changed::max-capture-mib", G_CALLBACK (apply_size),
                           self, G_CONNECT_SWAPPED);
  apply_size (self);
}

static gboolean
packets_plugin_activate (SwPlugin *plugin, SwContext *context, G_GNUC_UNUSED GError **error)
{
  PacketsPlugin *self = PACKETS_PLUGIN (plugin);
  SwScheduler *scheduler = sw_context_get_scheduler (context);
  const char *id = sw_context_get_plugin_id (context);
  g_autofree char *cache_dir = sw_context_get_cache_dir (context);

  self->context = g_object_ref (context);
  self->session = packets_session_new (scheduler, id, cache_dir);
  self->traffic = packets_traffic_new (scheduler, id, self->session);
  self->sources = packets_sources_new (context, self->traffic);
  self->status = packets_status_new (context, self->traffic, self->session);
  follow_settings (self);
  return TRUE;
}

/* A page that is still there keeps the session; it has nothing to do any more then. */
static void
packets_plugin_deactivate (SwPlugin *plugin)
{
  PacketsPlugin *self = PACKETS_PLUGIN (plugin);

  if (self->status != NULL)
    packets_status_withdraw (self->status);
  if (self->sources != NULL)
    packets_sources_withdraw (self->sources);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  if (self->session != NULL)
    packets_session_end (self->session);
  g_clear_object (&self->status);
  g_clear_object (&self->sources);
  g_clear_object (&self->traffic);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);
}

static GtkWidget *
packets_plugin_create_page (SwPlugin *plugin)
{
  PacketsPlugin *self = PACKETS_PLUGIN (plugin);

  return packets_page_new (self->context, self->session, self->settings);
}

static GtkWidget *
packets_plugin_create_strip_item (SwPlugin *plugin)
{
  return packets_strip_item_new (PACKETS_PLUGIN (plugin)->traffic);
}

static AdwPreferencesPage *
packets_plugin_create_preferences (SwPlugin *plugin)
{
  return packets_preferences_new (PACKETS_PLUGIN (plugin)->settings);
}

static void
plugin_iface_init (SwPluginInterface *iface)
{
  iface->activate = packets_plugin_activate;
  iface->deactivate = packets_plugin_deactivate;
  iface->create_page = packets_plugin_create_page;
  iface->create_strip_item = packets_plugin_create_strip_item;
  iface->create_preferences = packets_plugin_create_preferences;
}

SW_DEFINE_PLUGIN (PacketsPlugin, packets_plugin, plugin_iface_init)
