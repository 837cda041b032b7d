/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-source.h"
#include "shell/sw-tray-preferences.h"
#include "shell/sw-tray-watcher.h"
#include "shell/sw-tray.h"

/* Titles in the order of the choices, and the ids that are stored. */
static GtkStringList *
list_sources (SwSourceRegistry *registry, GPtrArray *ids)
{
  GtkStringList *titles = gtk_string_list_new (NULL);
  g_autoptr (GList) sources = sw_source_registry_list (registry);

  for (GList *link = sources; link != NULL; link = link->next)
    {
      gtk_string_list_append (titles, sw_source_get_title (link->data));
      g_ptr_array_add (ids, g_strdup (sw_source_get_id (link->data)));
    }
  return titles;
}

/* A source that is not there is no choice: none is selected then. */
static gboolean
choice_of_source (GValue *value, GVariant *variant, gpointer user_data)
{
  GPtrArray *ids = user_data;
  guint choice;

  if (!g_ptr_array_find_with_equal_func (ids, g_variant_get_string (variant, NULL), g_str_equal,
                                         &choice))
    choice = GTK_INVALID_LIST_POSITION;
  g_value_set_uint (value, choice);
  return TRUE;
}

static GVariant *
source_of_choice (const GValue *value, G_GNUC_UNUSED const GVariantType *type, gpointer user_data)
{
  GPtrArray *ids = user_data;
  const guint choice = g_value_get_uint (value);

  return choice < ids->len ? g_variant_new_string (g_ptr_array_index (ids, choice)) : NULL;
}

static GtkWidget *
create_switch (GSettings *settings)
{
  GtkWidget *row = adw_switch_row_new ();

  g_object_set (row, "title", C_ ("preferences", "Show an _Icon"), "use-underline", TRUE,
                "subtitle",
                C_ ("preferences", "A small graph. Stillwatch stays when its window is closed."),
                NULL);
  g_settings_bind (settings, "enabled", row, "active", G_SETTINGS_BIND_DEFAULT);
  return row;
}

static GtkWidget *
create_choice (GSettings *settings, SwSourceRegistry *registry)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GtkStringList) titles = list_sources (registry, ids);
  GtkWidget *row = adw_combo_row_new ();

  g_object_set (row, "title", C_ ("preferences", "_Graph of the Icon"), "use-underline", TRUE,
                "model", titles, NULL);
  g_settings_bind_with_mapping (settings, "source", row, "selected", G_SETTINGS_BIND_DEFAULT,
                                choice_of_source, source_of_choice, ids,
                                (GDestroyNotify) g_ptr_array_unref);
  g_settings_bind (settings, "enabled", row, "sensitive", G_SETTINGS_BIND_GET);
  return row;
}

static GtkWidget *
create_note (SwTrayWatcher *watcher)
{
  GtkWidget *row = adw_action_row_new ();

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("dialog-information-symbolic"));
  g_object_set (row, "title", C_ ("preferences", "No panel here shows tray icons"), "subtitle",
                C_ ("preferences", "The icon appears, and is measured, as soon as one does. GNOME "
                                   "needs an extension for it, such as AppIndicator."),
                NULL);
  g_object_bind_property (watcher, "hosted", row, "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
  return row;
}

/*
 * sw_tray_preferences_new:
 * @registry: has what the icon can show
 * @bus: (nullable): the session's
 *
 * Returns: (transfer floating) (nullable): what can be chosen about the panel's icon; %NULL where its schema is not
 *   installed
 */
GtkWidget *
sw_tray_preferences_new (SwSourceRegistry *registry, GDBusConnection *bus)
{
  g_autoptr (GSettings) settings = sw_tray_open_settings ();
  g_autoptr (SwTrayWatcher) watcher = NULL;
  AdwPreferencesGroup *group;

  if (settings == NULL)
    return NULL;
  watcher = sw_tray_watcher_new (bus);
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (group, C_ ("preferences", "Icon in the Panel"));
  adw_preferences_group_add (group, create_switch (settings));
  adw_preferences_group_add (group, create_choice (settings, registry));
  adw_preferences_group_add (group, create_note (watcher));
  g_object_set_data_full (G_OBJECT (group), "watcher", g_steal_pointer (&watcher), g_object_unref);
  return GTK_WIDGET (group);
}
