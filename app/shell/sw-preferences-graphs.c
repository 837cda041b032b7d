/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The graphs of all plugins: which there are, and the way to the settings of each. */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-preferences-private.h"
#include "widgets/sw-source-dialog.h"

typedef struct
{
  AdwPreferencesPage *page; /* borrowed: it owns this */
  SwSourceRegistry *registry;
  SwPluginHost *host;
  GPtrArray *groups; /* of AdwPreferencesGroup, borrowed from the page */
} GraphsPage;

static void
graphs_page_free (GraphsPage *self)
{
  g_signal_handlers_disconnect_by_data (self->registry, self);
  g_clear_object (&self->registry);
  g_clear_object (&self->host);
  g_ptr_array_unref (self->groups);
  g_free (self);
}

/* Returns: (transfer none) (nullable): the plugin that added SOURCE, while it is active */
static SwPlugin *
find_plugin (GraphsPage *self, SwSource *source)
{
  const char *owner = sw_source_registry_get_owner (self->registry, source);
  SwPluginItem *item = owner != NULL ? sw_plugin_host_lookup (self->host, owner) : NULL;

  return item != NULL ? sw_plugin_item_get_plugin (item) : NULL;
}

static void
on_settings_clicked_cb (GtkWidget *button, GraphsPage *self)
{
  SwSource *source = g_object_get_data (G_OBJECT (button), "source");
  AdwDialog *dialog = sw_source_dialog_new (source);
  SwPlugin *plugin = find_plugin (self, source);
  AdwPreferencesGroup *group
      = plugin != NULL ? sw_plugin_create_source_preferences (plugin, source) : NULL;

  if (group != NULL)
    adw_preferences_page_add (
        adw_preferences_dialog_get_visible_page (ADW_PREFERENCES_DIALOG (dialog)), group);
  adw_dialog_present (dialog, button);
}

static GtkWidget *
create_button (GraphsPage *self, SwSource *source)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("emblem-system-symbolic");
  g_autofree char *name
      = g_strdup_printf (C_ ("accessible name; a graph's title", "Settings of %s"),
                         sw_source_get_title (source));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, C_ ("tooltip", "Interval, scale and colours"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "source", g_object_ref (source), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_settings_clicked_cb), self);
  return button;
}

/* Titles and reasons hold names of devices: they are text, not markup. */
static GtkWidget *
create_row (GraphsPage *self, SwSource *source)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sw_source_get_title (source));
  g_object_bind_property (source, "reason", row, "subtitle", G_BINDING_SYNC_CREATE);
  g_object_bind_property (source, "enabled", row, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_button (self, source));
  return row;
}

static AdwPreferencesGroup *
add_group (GraphsPage *self, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (group, escaped);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
add_plugin (GraphsPage *self, SwPluginItem *item, GList *sources)
{
  AdwPreferencesGroup *group = NULL;

  for (GList *link = sources; link != NULL; link = link->next)
    {
      if (!g_str_equal (sw_source_registry_get_owner (self->registry, link->data),
                        sw_plugin_item_get_id (item)))
        continue;
      if (group == NULL)
        group = add_group (self, sw_plugin_item_get_name (item));
      adw_preferences_group_add (group, create_row (self, link->data));
    }
}

static void
fill (GraphsPage *self)
{
  GListModel *items = G_LIST_MODEL (self->host);
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, g_ptr_array_index (self->groups, i));
  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (items, i);

      add_plugin (self, item, sources);
    }
  if (self->groups->len == 0)
    adw_preferences_group_set_description (add_group (self, C_ ("preferences", "No Graphs")),
                                           C_ ("board", "Switch on a plugin that has graphs"));
}

/* A device came or went, or a plugin with its graphs. */
static void
on_sources_changed_cb (GraphsPage *self)
{
  fill (self);
}

/*
 * sw_preferences_graphs_new:
 * @registry: the sources
 * @host: the plugins that they are of
 *
 * Returns: (transfer floating): the page
 */
AdwPreferencesPage *
sw_preferences_graphs_new (SwSourceRegistry *registry, SwPluginHost *host)
{
  GraphsPage *self = g_new0 (GraphsPage, 1);

  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  self->registry = g_object_ref (registry);
  self->host = g_object_ref (host);
  self->groups = g_ptr_array_new ();
  adw_preferences_page_set_name (self->page, "graphs");
  adw_preferences_page_set_title (self->page, C_ ("preferences", "Graphs"));
  adw_preferences_page_set_icon_name (self->page, "stillwatch-system-symbolic");
  g_signal_connect_swapped (registry, "added", G_CALLBACK (on_sources_changed_cb), self);
  g_signal_connect_swapped (registry, "removed", G_CALLBACK (on_sources_changed_cb), self);
  fill (self);
  g_object_set_data_full (G_OBJECT (self->page), "graphs", self, (GDestroyNotify) graphs_page_free);
  return self->page;
}
