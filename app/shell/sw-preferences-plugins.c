/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The plugins: each with its switch and, where it has some, the way to its own preferences. */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-plugin-row.h"
#include "shell/sw-preferences-private.h"

/* What is shown is the plugin's, which is about to go. */
static void
on_shown_item_changed_cb (G_GNUC_UNUSED SwPluginItem *item,
                          G_GNUC_UNUSED GParamSpec *pspec,
                          GtkWidget *subpage)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (subpage, ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    adw_preferences_dialog_pop_subpage (ADW_PREFERENCES_DIALOG (dialog));
}

/* (nullable): the plugin's own page, over the others */
static GtkWidget *
open_own_page (AdwPreferencesDialog *dialog, SwPluginItem *item)
{
  AdwPreferencesPage *page = sw_plugin_create_preferences (sw_plugin_item_get_plugin (item));
  GtkWidget *view;
  AdwNavigationPage *subpage;

  if (page == NULL)
    return NULL;
  view = adw_toolbar_view_new ();
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (page));
  subpage = adw_navigation_page_new (view, sw_plugin_item_get_name (item));
  g_signal_connect_object (item, "notify::state", G_CALLBACK (on_shown_item_changed_cb), subpage,
                           G_CONNECT_DEFAULT);
  adw_preferences_dialog_push_subpage (dialog, subpage);
  return GTK_WIDGET (page);
}

static void
on_button_clicked_cb (GtkWidget *button, SwPluginItem *item)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    open_own_page (ADW_PREFERENCES_DIALOG (dialog), item);
}

static void
on_item_state_changed_cb (SwPluginItem *item, G_GNUC_UNUSED GParamSpec *pspec, GtkWidget *button)
{
  gtk_widget_set_visible (button, sw_plugin_item_has_preferences (item));
}

static GtkWidget *
create_button (SwPluginItem *item)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("emblem-system-symbolic");
  g_autofree char *name
      = g_strdup_printf (C_ ("accessible name; a plugin's name", "Preferences of %s"),
                         sw_plugin_item_get_name (item));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked_cb), item,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (item, "notify::state", G_CALLBACK (on_item_state_changed_cb), button,
                           G_CONNECT_DEFAULT);
  on_item_state_changed_cb (item, NULL, button);
  return button;
}

/*
 * sw_preferences_plugins_new:
 * @host: the plugins' owner
 *
 * Returns: (transfer floating): the page
 */
AdwPreferencesPage *
sw_preferences_plugins_new (SwPluginHost *host)
{
  GListModel *items = G_LIST_MODEL (host);
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_page_set_name (page, SW_PREFERENCES_PLUGINS);
  adw_preferences_page_set_title (page, C_ ("preferences", "Plugins"));
  adw_preferences_page_set_icon_name (page, "application-x-addon-symbolic");
  adw_preferences_group_set_description (group, g_list_model_get_n_items (items) > 0
                                                    ? C_ ("plugins page",
                                                          "What is off costs nothing. Everything "
                                                          "else goes on without it.")
                                                    : C_ ("preferences", "There are none."));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (items, i);
      GtkWidget *row = sw_plugin_row_new (host, item);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_button (item));
      adw_preferences_group_add (group, row);
    }
  adw_preferences_page_add (page, group);
  return page;
}

/*
 * sw_preferences_plugins_open:
 * @dialog: the preferences
 * @host: the plugins' owner
 * @id: of a plugin
 *
 * Returns: (transfer none) (nullable): the plugin's own page, now shown
 */
GtkWidget *
sw_preferences_plugins_open (AdwPreferencesDialog *dialog, SwPluginHost *host, const char *id)
{
  SwPluginItem *item = sw_plugin_host_lookup (host, id);

  return item != NULL && sw_plugin_item_has_preferences (item) ? open_own_page (dialog, item)
                                                               : NULL;
}
