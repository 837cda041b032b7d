/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-panel-preferences.h"
#include "shell/sw-preferences-place.h"
#include "shell/sw-preferences-private.h"
#include "shell/sw-preferences.h"

/*
 * sw_preferences_new:
 * @settings: (nullable): the program's; without them nothing of the program itself can be set
 * @scheduler: whose account is shown
 * @registry: the sources of graphs
 * @host: the plugins' owner
 * @strip: (nullable): the strip
 * @bus: (nullable): the session's, on which the tray is
 *
 * Returns: (transfer floating): all preferences, by pages
 */
AdwDialog *
sw_preferences_new (GSettings *settings,
                    SwScheduler *scheduler,
                    SwSourceRegistry *registry,
                    SwPluginHost *host,
                    SwStrip *strip,
                    GDBusConnection *bus)
{
  AdwPreferencesDialog *dialog = ADW_PREFERENCES_DIALOG (adw_preferences_dialog_new ());

  g_object_set_data_full (G_OBJECT (dialog), "host", g_object_ref (host), g_object_unref);
  adw_preferences_dialog_set_search_enabled (dialog, TRUE);
  if (settings != NULL)
    sw_preferences_add_general (dialog, settings);
  adw_preferences_dialog_add (dialog, sw_preferences_graphs_new (registry, host));
  adw_preferences_dialog_add (dialog, sw_panel_preferences_new (strip, registry, bus));
  adw_preferences_dialog_add (dialog, sw_preferences_plugins_new (host));
  adw_preferences_dialog_add (dialog, sw_preferences_cost_new (scheduler, registry, host));
  return ADW_DIALOG (dialog);
}

/* (nullable): the page of that name, shown */
static GtkWidget *
open_page (AdwPreferencesDialog *self, const char *name)
{
  SwPluginHost *host = g_object_get_data (G_OBJECT (self), "host");

  /* What lies over the pages: a plugin's own, and the dialog's search. */
  adw_preferences_dialog_pop_subpage (self);
  adw_preferences_dialog_set_search_enabled (self, FALSE);
  adw_preferences_dialog_set_search_enabled (self, TRUE);
  if (g_str_has_prefix (name, SW_PREFERENCES_PLUGIN))
    {
      adw_preferences_dialog_set_visible_page_name (self, SW_PREFERENCES_PLUGINS);
      return sw_preferences_plugins_open (self, host, name + strlen (SW_PREFERENCES_PLUGIN));
    }
  adw_preferences_dialog_set_visible_page_name (self, name);
  if (g_strcmp0 (adw_preferences_dialog_get_visible_page_name (self), name) != 0)
    return NULL;
  return GTK_WIDGET (adw_preferences_dialog_get_visible_page (self));
}

/*
 * sw_preferences_show:
 * @dialog: the preferences, presented
 * @place: the name of a page, and after a slash perhaps a place in it, which gets the focus
 *
 * Returns: whether there is such a page
 */
gboolean
sw_preferences_show (AdwDialog *dialog, const char *place)
{
  const char *slash = strchr (place, '/');
  g_autofree char *name
      = g_strndup (place, slash != NULL ? (gsize) (slash - place) : strlen (place));
  GtkWidget *page = open_page (ADW_PREFERENCES_DIALOG (dialog), name);
  GtkWidget *widget
      = page != NULL && slash != NULL ? sw_preferences_place_find (page, slash + 1) : NULL;

  if (widget != NULL)
    sw_preferences_place_focus (widget);
  return page != NULL;
}
