/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-panel-preferences.h"
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

  adw_preferences_dialog_set_search_enabled (dialog, TRUE);
  if (settings != NULL)
    sw_preferences_add_general (dialog, settings);
  adw_preferences_dialog_add (dialog, sw_preferences_graphs_new (registry, host));
  adw_preferences_dialog_add (dialog, sw_panel_preferences_new (strip, registry, bus));
  adw_preferences_dialog_add (dialog, sw_preferences_plugins_new (host));
  adw_preferences_dialog_add (dialog, sw_preferences_cost_new (scheduler, registry, host));
  return ADW_DIALOG (dialog);
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget)
      && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

/*
 * sw_preferences_show:
 * @dialog: the preferences, presented
 * @page: the name of a page
 * @title: (nullable): of a row in it, which gets the focus
 *
 * Returns: whether there is such a page
 */
gboolean
sw_preferences_show (AdwDialog *dialog, const char *page, const char *title)
{
  AdwPreferencesDialog *self = ADW_PREFERENCES_DIALOG (dialog);
  GtkWidget *row;

  adw_preferences_dialog_set_visible_page_name (self, page);
  if (g_strcmp0 (adw_preferences_dialog_get_visible_page_name (self), page) != 0)
    return FALSE;
  row = title != NULL
            ? find_row (GTK_WIDGET (adw_preferences_dialog_get_visible_page (self)), title)
            : NULL;
  if (row != NULL && !gtk_widget_grab_focus (row))
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
  return TRUE;
}
