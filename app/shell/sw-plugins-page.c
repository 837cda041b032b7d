/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-plugin-row.h"
#include "shell/sw-plugins-page.h"

static GtkWidget *
new_empty_page (SwPluginHost *host)
{
  GtkWidget *page = adw_status_page_new ();
  g_autofree char *folders = g_strjoinv ("\n", (char **) sw_plugin_host_get_folders (host));
  g_autofree char *escaped = g_markup_escape_text (folders, -1);
  g_autofree char *text
      = g_strdup_printf (C_ ("plugins page", "Install plugins into one of these folders and start "
                                             "Stillwatch again:\n\n%s"),
                         escaped);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "application-x-addon-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), C_ ("plugins page", "No Plugins Found"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  return page;
}

/*
 * sw_plugins_page_new:
 * @host: the plugins' owner
 *
 * Returns: (transfer floating): the list of all plugins with their switches and what became of each
 */
GtkWidget *
sw_plugins_page_new (SwPluginHost *host)
{
  GListModel *items = G_LIST_MODEL (host);
  AdwPreferencesGroup *group;
  GtkWidget *page;

  if (g_list_model_get_n_items (items) == 0)
    return new_empty_page (host);
  page = adw_preferences_page_new ();
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_description (
      group, C_ ("plugins page", "What is off costs nothing. Everything else goes on without it."));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (items, i);

      adw_preferences_group_add (group, sw_plugin_row_new (host, item));
    }
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
  return page;
}
