/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The graphs of all plugins: which there are, and the way to the settings of each. */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-preferences-private.h"

typedef struct
{
  AdwPreferencesPage *page; /* borrowed: it owns this */
  SwSourceRegistry *registry;
  SwPluginHost *host;
  GPtrArray *groups;          /* of Group, in the order of the host's */
  AdwPreferencesGroup *empty; /* borrowed from the page; shown if there is nothing else */
} GraphsPage;

/* The graphs of one plugin. */
typedef struct
{
  SwPluginItem *item;
  AdwPreferencesGroup *widget; /* borrowed from the page; hidden without rows */
  GPtrArray *rows; /* of AdwSwitchRow, borrowed from the widget, in the registry's order */
} Group;

static void
group_free (Group *group)
{
  g_clear_object (&group->item);
  g_ptr_array_unref (group->rows);
  g_free (group);
}

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

  adw_dialog_present (sw_plugin_create_source_dialog (find_plugin (self, source), source), button);
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
  g_object_set_data_full (G_OBJECT (row), "source", g_object_ref (source), g_object_unref);
  return row;
}

static AdwPreferencesGroup *
add_widget (GraphsPage *self, const char *title)
{
  AdwPreferencesGroup *widget = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (widget, escaped);
  adw_preferences_page_add (self->page, widget);
  return widget;
}

static void
add_groups (GraphsPage *self)
{
  GListModel *items = G_LIST_MODEL (self->host);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      Group *group = g_new0 (Group, 1);

      group->item = g_list_model_get_item (items, i);
      group->widget = add_widget (self, sw_plugin_item_get_name (group->item));
      group->rows = g_ptr_array_new ();
      g_ptr_array_add (self->groups, group);
    }
  self->empty = add_widget (self, C_ ("preferences", "No Graphs"));
  adw_preferences_group_set_description (self->empty,
                                         C_ ("board", "Switch on a plugin that has graphs"));
}

/* Those that are left keep their order, as the registry does. A row that goes hands the focus to its neighbour. */
static void
remove_row (Group *group, guint position)
{
  GtkWidget *row = g_ptr_array_index (group->rows, position);
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const gboolean focused = focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row));

  g_ptr_array_remove_index (group->rows, position);
  if (focused && group->rows->len > 0)
    gtk_widget_grab_focus (g_ptr_array_index (group->rows, MIN (position, group->rows->len - 1)));
  adw_preferences_group_remove (group->widget, row);
}

/* A group adds at its end only: what is in between goes to the list that the group has for its rows. */
static void
insert_row (Group *group, guint position, GtkWidget *row)
{
  if (position < group->rows->len)
    gtk_list_box_insert (GTK_LIST_BOX (gtk_widget_get_parent (g_ptr_array_index (group->rows,
                                                                                 position))),
                         row, (int) position);
  else
    adw_preferences_group_add (group->widget, row);
  g_ptr_array_insert (group->rows, (int) position, row);
}

static SwSource *
get_source (Group *group, guint position)
{
  return g_object_get_data (g_ptr_array_index (group->rows, position), "source");
}

/* Rows of graphs that stay are left alone, whatever comes or goes around them: somebody may be at them. */
static void
update_group (GraphsPage *self, Group *group, GList *sources)
{
  guint position = 0;

  for (guint i = group->rows->len; i > 0; i--)
    if (g_list_find (sources, get_source (group, i - 1)) == NULL)
      remove_row (group, i - 1);
  for (GList *link = sources; link != NULL; link = link->next)
    {
      if (!g_str_equal (sw_source_registry_get_owner (self->registry, link->data),
                        sw_plugin_item_get_id (group->item)))
        continue;
      if (position == group->rows->len || get_source (group, position) != link->data)
        insert_row (group, position, create_row (self, link->data));
      position++;
    }
  gtk_widget_set_visible (GTK_WIDGET (group->widget), position > 0);
}

static void
update (GraphsPage *self)
{
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);

  for (guint i = 0; i < self->groups->len; i++)
    update_group (self, g_ptr_array_index (self->groups, i), sources);
  gtk_widget_set_visible (GTK_WIDGET (self->empty), sources == NULL);
}

/* A device came or went, or a plugin with its graphs. */
static void
on_sources_changed_cb (GraphsPage *self)
{
  update (self);
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
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  adw_preferences_page_set_name (self->page, "graphs");
  adw_preferences_page_set_title (self->page, C_ ("preferences", "Graphs"));
  adw_preferences_page_set_icon_name (self->page, "stillwatch-system-symbolic");
  g_signal_connect_swapped (registry, "added", G_CALLBACK (on_sources_changed_cb), self);
  g_signal_connect_swapped (registry, "removed", G_CALLBACK (on_sources_changed_cb), self);
  add_groups (self);
  update (self);
  g_object_set_data_full (G_OBJECT (self->page), "graphs", self, (GDestroyNotify) graphs_page_free);
  return self->page;
}
