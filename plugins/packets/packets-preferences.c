/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/packets/packets-preferences.h"

/* The plugin's page in the preferences. */

#define STEP_MIB 64

static GtkWidget *
create_size_row (GSettings *settings)
{
  GtkWidget *row = adw_spin_row_new_with_range (1, 1048576, STEP_MIB);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 C_ ("preferences", "Largest Capture (MiB)"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               C_ ("preferences", "A capture whose file has reached this size is "
                                                  "stopped"));
  g_settings_bind (settings, "max-capture-mib", row, "value", G_SETTINGS_BIND_DEFAULT);
  return row;
}

static GtkWidget *
create_names_row (GSettings *settings)
{
  GtkWidget *row = adw_switch_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 C_ ("preferences", "Look Up Names of Hosts"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               C_ ("preferences", "Asks the network for the name of each address "
                                                  "that is shown"));
  g_settings_bind (settings, "resolve-names", row, "active", G_SETTINGS_BIND_DEFAULT);
  return row;
}

/* SETTINGS (nullable): where the schema is not installed there is nothing to set. */
AdwPreferencesPage *
packets_preferences_new (GSettings *settings)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  if (settings != NULL)
    {
      adw_preferences_group_add (group, create_size_row (settings));
      adw_preferences_group_add (group, create_names_row (settings));
    }
  adw_preferences_page_add (page, group);
  return page;
}
