/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"

#include "plugins/multiload/import-row.h"
#include "plugins/multiload/multiload-preferences.h"

/* The plugin's page in the preferences: what network, disk and latency count. */

static GtkWidget *
create_switch_row (GSettings *settings, const char *key, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_settings_bind (settings, key, row, "active", G_SETTINGS_BIND_DEFAULT);
  return row;
}

static const char *const network_modes[] = { "physical", "default-route", "chosen", NULL };

static gboolean
mode_to_index (GValue *value, GVariant *variant, G_GNUC_UNUSED gpointer user_data)
{
  for (guint i = 0; network_modes[i] != NULL; i++)
    if (g_str_equal (network_modes[i], g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
index_to_mode (const GValue *value,
               G_GNUC_UNUSED const GVariantType *type,
               G_GNUC_UNUSED gpointer user_data)
{
  const guint index = g_value_get_uint (value);

  if (index >= G_N_ELEMENTS (network_modes) - 1)
    return NULL;
  return g_variant_new_string (network_modes[index]);
}

static GtkWidget *
create_mode_row (GSettings *settings)
{
  const char *const names[] = { C_ ("which interfaces count", "Physical ones"),
                                C_ ("which interfaces count", "The one to the default route"),
                                C_ ("which interfaces count", "Those named below"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 C_ ("preferences", "Interfaces That Count"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               C_ ("preferences", "Only physical ones, so that a VPN or a bridge "
                                                  "is not counted twice"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_settings_bind_with_mapping (settings, "network-mode", row, "selected", G_SETTINGS_BIND_DEFAULT,
                                mode_to_index, index_to_mode, NULL, NULL);
  return row;
}

static gboolean
names_to_text (GValue *value, GVariant *variant, G_GNUC_UNUSED gpointer user_data)
{
  g_autofree const char **names = g_variant_get_strv (variant, NULL);

  g_value_take_string (value, g_strjoinv (" ", (char **) names));
  return TRUE;
}

static void
on_names_applied_cb (AdwEntryRow *row, GSettings *settings)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (row)), " ,;\t", -1);
  g_auto (GStrv) names = NULL;

  for (char **word = words; *word != NULL; word++)
    if ((*word)[0] != '\0')
      g_strv_builder_add (builder, *word);
  names = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "network-chosen", (const char *const *) names);
}

static GtkWidget *
create_names_row (GSettings *settings)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 C_ ("preferences", "Names, with Spaces Between"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_settings_bind_with_mapping (settings, "network-chosen", row, "text", G_SETTINGS_BIND_GET,
                                names_to_text, NULL, NULL, NULL);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_names_applied_cb), settings,
                           G_CONNECT_DEFAULT);
  return row;
}

static AdwPreferencesGroup *
create_network_group (GSettings *settings)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, C_ ("preferences group", "Network"));
  adw_preferences_group_add (group, create_mode_row (settings));
  adw_preferences_group_add (group, create_names_row (settings));
  adw_preferences_group_add (group,
                             create_switch_row (settings, "network-per-interface",
                                                C_ ("preferences", "A Graph for Each Interface"),
                                                C_ ("preferences",
                                                    "Besides the one for all that count")));
  return group;
}

static AdwPreferencesGroup *
create_disk_group (GSettings *settings)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, C_ ("preferences group", "Disks"));
  adw_preferences_group_add (group,
                             create_switch_row (settings, "disk-per-device",
                                                C_ ("preferences", "A Graph for Each Disk"),
                                                C_ ("preferences", "Besides the one for all")));
  return group;
}

static void
on_host_applied_cb (AdwEntryRow *row, GSettings *settings)
{
  g_autofree char *host = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));

  g_settings_set_string (settings, "latency-host", g_strstrip (host));
}

static AdwPreferencesGroup *
create_latency_group (GSettings *settings)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_group_set_title (group, C_ ("preferences group", "Round-Trip Time"));
  adw_preferences_group_set_description (
      group, C_ ("preferences", "Sends one small packet (an ICMP echo) to this host at each "
                                "interval. Empty: sends nothing."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 C_ ("preferences", "Host Name or Address"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_settings_bind (settings, "latency-host", row, "text", G_SETTINGS_BIND_GET);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_host_applied_cb), settings,
                           G_CONNECT_DEFAULT);
  adw_preferences_group_add (group, row);
  return group;
}

/* What a graph's settings have besides those that all graphs have. SETTINGS (nullable): the plugin's.
 * Returns: (transfer floating) (nullable) */
AdwPreferencesGroup *
multiload_source_preferences_new (SwSource *source, GSettings *settings)
{
  const char *id = sw_source_get_id (source);

  if (settings == NULL)
    return NULL;
  if (g_str_equal (id, "network"))
    return create_network_group (settings);
  if (g_str_equal (id, "disk"))
    return create_disk_group (settings);
  if (g_str_equal (id, "latency"))
    return create_latency_group (settings);
  return NULL;
}

static AdwPreferencesGroup *
create_import_group (SwContext *context)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_add (group, import_row_new (sw_context_get_registry (context)));
  return group;
}

/* SETTINGS (nullable): the plugin's. Returns: (transfer floating) */
AdwPreferencesPage *
multiload_preferences_new (SwContext *context, GSettings *settings)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  adw_preferences_page_set_title (page, C_ ("preferences page", "System"));
  adw_preferences_page_set_icon_name (page, "stillwatch-system-symbolic");
  if (settings != NULL)
    {
      adw_preferences_page_add (page, create_network_group (settings));
      adw_preferences_page_add (page, create_disk_group (settings));
      adw_preferences_page_add (page, create_latency_group (settings));
    }
  adw_preferences_page_add (page, create_import_group (context));
  return page;
}
