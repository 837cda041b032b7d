/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <libpeas.h>

#include "plugin/sw-context.h"
#include "plugin/sw-plugin.h"

#include "plugins/packets/packets-plugin.h"

/* The plugin Packets: which way every frame goes. */
struct _PacketsPlugin
{
  GObject parent_instance;

  SwContext *context; /* (nullable) while active */
};

static gboolean
packets_plugin_activate (SwPlugin *plugin, SwContext *context, G_GNUC_UNUSED GError **error)
{
  g_set_object (&PACKETS_PLUGIN (plugin)->context, context);
  return TRUE;
}

static void
packets_plugin_deactivate (SwPlugin *plugin)
{
  g_clear_object (&PACKETS_PLUGIN (plugin)->context);
}

static void
plugin_iface_init (SwPluginInterface *iface)
{
  iface->activate = packets_plugin_activate;
  iface->deactivate = packets_plugin_deactivate;
}

SW_DEFINE_PLUGIN (PacketsPlugin, packets_plugin, plugin_iface_init)
