/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-strip-list.h"
#include "shell/sw-strip-preferences.h"

/* What the user may choose of the strip: where it lies and what stands in it. All of it is in the strip's settings, which
 * the strip follows by itself. */

/* In the order of the choices, which is that of GtkPositionType. */
static const char *const edges[] = { "left", "right", "top", "bottom" };

static gboolean
choice_of_edge (GValue *value, GVariant *variant, G_GNUC_UNUSED gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    if (g_str_equal (edges[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
edge_of_choice (const GValue *value,
                G_GNUC_UNUSED const GVariantType *type,
                G_GNUC_UNUSED gpointer user_data)
{
  const guint choice = g_value_get_uint (value);

  return choice < G_N_ELEMENTS (edges) ? g_variant_new_string (edges[choice]) : NULL;
}

/* Of the connectors that there are: the desktop's choice first, the user's last if it is not there. */
static void
list_monitors (AdwComboRow *row, SwStrip *strip)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (row)));
  g_autofree char *wanted = g_settings_get_string (sw_strip_get_settings (strip), "monitor");
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) connectors = g_ptr_array_new_with_free_func (g_free);
  guint selected = 0;

  gtk_string_list_append (names, C_ ("strip preferences", "Chosen by the desktop"));
  g_ptr_array_add (connectors, g_strdup (""));
  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      const char *connector = gdk_monitor_get_connector (monitor);

      if (connector == NULL)
        continue;
      if (g_str_equal (connector, wanted))
        selected = connectors->len;
      gtk_string_list_append (names, connector);
      g_ptr_array_add (connectors, g_strdup (connector));
    }
  if (selected == 0 && wanted[0] != '\0')
    {
      /* Translators: the hole is the name of a connector, as "HDMI-1" */
      g_autofree char *away = g_strdup_printf (C_ ("strip preferences", "%s (not there)"), wanted);

      selected = connectors->len;
      gtk_string_list_append (names, away);
      g_ptr_array_add (connectors, g_strdup (wanted));
    }
  g_object_set_data (G_OBJECT (row), "connectors", NULL);
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (row, selected);
  g_object_set_data_full (G_OBJECT (row), "connectors", g_steal_pointer (&connectors),
                          (GDestroyNotify) g_ptr_array_unref);
}

static void
on_monitors_changed_cb (AdwComboRow *row)
{
  list_monitors (row, g_object_get_data (G_OBJECT (row), "strip"));
}

static void
on_monitor_selected_cb (AdwComboRow *row, G_GNUC_UNUSED GParamSpec *pspec, SwStrip *strip)
{
  GPtrArray *connectors = g_object_get_data (G_OBJECT (row), "connectors");
  const guint selected = adw_combo_row_get_selected (row);

  /* None while the list is made anew. */
  if (connectors != NULL && selected < connectors->len)
    g_settings_set_string (sw_strip_get_settings (strip), "monitor",
                           g_ptr_array_index (connectors, selected));
}

static void
fill_monitors (GtkBuilder *builder, SwStrip *strip)
{
  AdwComboRow *row = ADW_COMBO_ROW (gtk_builder_get_object (builder, "monitor"));
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (row)));

  g_object_set_data_full (G_OBJECT (row), "strip", g_object_ref (strip), g_object_unref);
  list_monitors (row, strip);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_monitor_selected_cb), strip,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (monitors, "items-changed", G_CALLBACK (on_monitors_changed_cb), row,
                           G_CONNECT_SWAPPED);
}

/* How it is docked, in words. */
static void
tell_dock (AdwPreferencesGroup *group, G_GNUC_UNUSED GParamSpec *pspec, SwStrip *strip)
{
  const char *text = NULL;

  if (sw_strip_get_dock_kind (strip) == SW_DOCK_KIND_WINDOW)
    text = C_ ("strip preferences",
               "This desktop has no place for strips: it is an ordinary window.");
  else if (sw_strip_is_in_the_way (strip))
    text = C_ ("strip preferences", "It covers what lies below: at an edge beside another monitor, "
                                    "windows cannot keep clear of it.");
  else
    text = C_ ("strip preferences", "Windows keep clear of it, unless it hides.");
  adw_preferences_group_set_description (group, text);
}

static void
on_strip_changed_cb (SwStrip *strip, GParamSpec *pspec, AdwPreferencesGroup *group)
{
  tell_dock (group, pspec, strip);
}

/* What an ordinary window has no use for. */
static void
limit_choices (GtkBuilder *builder, SwStrip *strip)
{
  const char *const names[] = { "edge", "monitor", "autohide" };
  const gboolean docked = sw_strip_get_dock_kind (strip) != SW_DOCK_KIND_WINDOW;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_set_sensitive (GTK_WIDGET (gtk_builder_get_object (builder, names[i])), docked);
}

static void
on_composited_changed_cb (AdwActionRow *row)
{
  const gboolean composited = gdk_display_is_composited (gtk_widget_get_display (GTK_WIDGET (row)));

  gtk_widget_set_sensitive (GTK_WIDGET (row), composited);
  adw_action_row_set_subtitle (row, composited
                                        ? NULL
                                        : C_ ("strip preferences",
                                              "Needs a desktop that draws windows transparent"));
}

static void
bind (GtkBuilder *builder, GSettings *settings)
{
  GObject *transparent = gtk_builder_get_object (builder, "transparent");

  g_settings_bind (settings, "enabled", gtk_builder_get_object (builder, "enabled"), "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "edge", gtk_builder_get_object (builder, "edge"),
                                "selected", G_SETTINGS_BIND_DEFAULT, choice_of_edge, edge_of_choice,
                                NULL, NULL);
  g_settings_bind (settings, "thickness", gtk_builder_get_object (builder, "thickness"), "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "autohide", gtk_builder_get_object (builder, "autohide"), "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "transparent", transparent, "active",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_signal_connect_object (gtk_widget_get_display (GTK_WIDGET (transparent)), "notify::composited",
                           G_CALLBACK (on_composited_changed_cb), transparent, G_CONNECT_SWAPPED);
  on_composited_changed_cb (ADW_ACTION_ROW (transparent));
}

/*
 * sw_strip_preferences_add:
 * @page: of what stands in the desktop's panels
 * @strip: what to choose for
 *
 * Adds the strip's groups to the page.
 */
void
sw_strip_preferences_add (AdwPreferencesPage *page, SwStrip *strip)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/stillwatch/Stillwatch/sw-strip-preferences.ui");
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (gtk_builder_get_object (builder, "strip"));
  AdwPreferencesGroup *items = ADW_PREFERENCES_GROUP (gtk_builder_get_object (builder, "items"));

  bind (builder, sw_strip_get_settings (strip));
  fill_monitors (builder, strip);
  limit_choices (builder, strip);
  g_signal_connect_object (strip, "notify", G_CALLBACK (on_strip_changed_cb), group,
                           G_CONNECT_DEFAULT);
  tell_dock (group, NULL, strip);
  adw_preferences_group_add (items, sw_strip_list_new (sw_strip_get_items (strip)));
  adw_preferences_page_add (page, group);
  adw_preferences_page_add (page, items);
}
