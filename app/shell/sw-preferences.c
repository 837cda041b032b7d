/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-preferences.h"

/* In the order of the choices. */
static const guint stretches[] = { 1, 2, 3, 5, 10 };

/* What was set by other means to a number between two choices shows as the smaller. */
static gboolean
choice_of_stretch (GValue *value, GVariant *variant, G_GNUC_UNUSED gpointer user_data)
{
  guint choice = 0;

  while (choice + 1 < G_N_ELEMENTS (stretches)
         && stretches[choice + 1] <= g_variant_get_uint32 (variant))
    choice++;
  g_value_set_uint (value, choice);
  return TRUE;
}

static GVariant *
stretch_of_choice (const GValue *value,
                   G_GNUC_UNUSED const GVariantType *type,
                   G_GNUC_UNUSED gpointer user_data)
{
  const guint choice = g_value_get_uint (value);

  return choice < G_N_ELEMENTS (stretches) ? g_variant_new_uint32 (stretches[choice]) : NULL;
}

static void
add_program_page (AdwPreferencesDialog *dialog, GSettings *settings)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/stillwatch/Stillwatch/sw-preferences.ui");
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (gtk_builder_get_object (builder, "page"));
  GObject *stretch = gtk_builder_get_object (builder, "stretch");

  g_settings_bind_with_mapping (settings, "battery-stretch", stretch, "selected",
                                G_SETTINGS_BIND_DEFAULT, choice_of_stretch, stretch_of_choice, NULL,
                                NULL);
  adw_preferences_dialog_add (dialog, page);
}

/*
 * sw_preferences_new:
 * @settings: (nullable): the program's
 * @host: the plugins' owner
 *
 * Returns: (transfer floating): the preferences of the program and of each active plugin that has some
 */
AdwDialog *
sw_preferences_new (GSettings *settings, SwPluginHost *host)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();

  if (settings != NULL)
    add_program_page (ADW_PREFERENCES_DIALOG (dialog), settings);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (host)); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (G_LIST_MODEL (host), i);
      SwPlugin *plugin = sw_plugin_item_get_plugin (item);
      AdwPreferencesPage *page = plugin != NULL ? sw_plugin_create_preferences (plugin) : NULL;

      if (page != NULL)
        adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), page);
    }
  return dialog;
}
