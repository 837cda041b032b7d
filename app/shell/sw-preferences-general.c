/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* How often is measured, and when Stillwatch starts. */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-autostart.h"
#include "shell/sw-preferences-private.h"
#include "widgets/sw-interval.h"

#define KEY_HIDDEN "measure-hidden"
#define KEY_LOCKED "measure-locked"

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
bind_stretch (GtkBuilder *builder, const char *id, GSettings *settings, const char *key)
{
  g_settings_bind_with_mapping (settings, key, gtk_builder_get_object (builder, id), "selected",
                                G_SETTINGS_BIND_DEFAULT, choice_of_stretch, stretch_of_choice, NULL,
                                NULL);
}

/* The choices of the interval, in milliseconds: USER_DATA. */
static gboolean
choice_of_interval (GValue *value, GVariant *variant, gpointer user_data)
{
  GArray *choices = user_data;
  guint choice = 0;

  while (choice + 1 < choices->len
         && g_array_index (choices, guint, choice) < g_variant_get_uint32 (variant))
    choice++;
  g_value_set_uint (value, choice);
  return TRUE;
}

static GVariant *
interval_of_choice (const GValue *value, G_GNUC_UNUSED const GVariantType *type, gpointer user_data)
{
  GArray *choices = user_data;
  const guint choice = g_value_get_uint (value);

  if (choice >= choices->len)
    return NULL;
  return g_variant_new_uint32 (g_array_index (choices, guint, choice));
}

/* The presets and, if it is none of them, what is set, in its place among them. */
static GArray *
list_intervals (guint current_ms)
{
  guint n_presets;
  const guint *presets_ms = sw_interval_get_presets_ms (&n_presets);
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean listed = FALSE;

  for (guint i = 0; i < n_presets; i++)
    {
      if (!listed && current_ms < presets_ms[i])
        g_array_append_val (choices, current_ms);
      listed = listed || current_ms <= presets_ms[i];
      g_array_append_val (choices, presets_ms[i]);
    }
  return choices;
}

static void
bind_interval (GtkBuilder *builder, GSettings *settings)
{
  AdwComboRow *row = ADW_COMBO_ROW (gtk_builder_get_object (builder, "interval"));
  GArray *choices = list_intervals (g_settings_get_uint (settings, "default-interval-ms"));
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; i < choices->len; i++)
    gtk_string_list_take (model, sw_interval_to_string (g_array_index (choices, guint, i)));
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  g_settings_bind_with_mapping (settings, "default-interval-ms", row, "selected",
                                G_SETTINGS_BIND_DEFAULT, choice_of_interval, interval_of_choice,
                                choices, (GDestroyNotify) g_array_unref);
}

/* What is locked is hidden too. */
static void
update_locked (GSettings *settings, G_GNUC_UNUSED const char *key, AdwActionRow *row)
{
  const gboolean hidden = g_settings_get_boolean (settings, KEY_HIDDEN);

  gtk_widget_set_sensitive (GTK_WIDGET (row),
                            hidden && g_settings_is_writable (settings, KEY_LOCKED));
  adw_action_row_set_subtitle (row, hidden
                                        ? C_ ("preferences", "The screen is locked")
                                        : C_ ("preferences",
                                              "Needs “Keep Measuring While Hidden”: what is locked "
                                              "is hidden too"));
}

static void
bind_unseen (GtkBuilder *builder, GSettings *settings)
{
  GObject *locked = gtk_builder_get_object (builder, "locked");

  g_settings_bind (settings, KEY_HIDDEN, gtk_builder_get_object (builder, "hidden"), "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, KEY_LOCKED, locked, "active",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
  g_signal_connect_object (settings, "changed::" KEY_HIDDEN, G_CALLBACK (update_locked), locked,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (settings, "writable-changed::" KEY_LOCKED, G_CALLBACK (update_locked),
                           locked, G_CONNECT_DEFAULT);
  update_locked (settings, NULL, ADW_ACTION_ROW (locked));
}

/* What stands in the way is said in place of what the row is for. */
static void
update_autostart (SwAutostart *autostart, G_GNUC_UNUSED GParamSpec *pspec, AdwSwitchRow *row)
{
  const char *error = sw_autostart_get_error (autostart);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               error != NULL
                                   ? error
                                   : C_ ("preferences", "Without opening the window; strip and "
                                                        "tray appear as they are set"));
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  if (!sw_autostart_get_busy (autostart))
    adw_switch_row_set_active (row, sw_autostart_get_enabled (autostart));
}

/* The row stays sensitive while a change is on its way, for it would lose the focus: what is switched meanwhile goes the
 * same way next. */
static void
on_autostart_changed_cb (SwAutostart *autostart, GParamSpec *pspec, AdwSwitchRow *row)
{
  const gboolean again = g_object_steal_data (G_OBJECT (row), "again") != NULL;

  if (again && sw_autostart_get_busy (autostart))
    g_object_set_data (G_OBJECT (row), "again", row);
  else if (again && adw_switch_row_get_active (row) != sw_autostart_get_enabled (autostart))
    sw_autostart_set_enabled (autostart, adw_switch_row_get_active (row));
  else
    update_autostart (autostart, pspec, row);
}

static void
on_autostart_switched_cb (AdwSwitchRow *row,
                          G_GNUC_UNUSED GParamSpec *pspec,
                          SwAutostart *autostart)
{
  if (sw_autostart_get_busy (autostart))
    g_object_set_data (G_OBJECT (row), "again", row);
  else if (adw_switch_row_get_active (row) != sw_autostart_get_enabled (autostart))
    sw_autostart_set_enabled (autostart, adw_switch_row_get_active (row));
}

static void
bind_autostart (GtkBuilder *builder, GSettings *settings)
{
  AdwSwitchRow *row = ADW_SWITCH_ROW (gtk_builder_get_object (builder, "autostart"));
  SwAutostart *autostart = sw_autostart_new (settings);

  /* The error holds names of files. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  g_object_set_data_full (G_OBJECT (row), "autostart", autostart, g_object_unref);
  g_signal_connect_object (autostart, "notify", G_CALLBACK (on_autostart_changed_cb), row,
                           G_CONNECT_DEFAULT);
  update_autostart (autostart, NULL, row);
  g_signal_connect_object (row, "notify::active", G_CALLBACK (on_autostart_switched_cb), autostart,
                           G_CONNECT_DEFAULT);
}

/*
 * sw_preferences_add_general:
 * @dialog: where the page belongs
 * @settings: the program's
 */
void
sw_preferences_add_general (AdwPreferencesDialog *dialog, GSettings *settings)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/org/stillwatch/Stillwatch/sw-preferences-general.ui");

  bind_interval (builder, settings);
  bind_stretch (builder, "battery", settings, "battery-stretch");
  bind_stretch (builder, "saver", settings, "saver-stretch");
  bind_unseen (builder, settings);
  bind_autostart (builder, settings);
  adw_preferences_dialog_add (dialog,
                              ADW_PREFERENCES_PAGE (gtk_builder_get_object (builder, "page")));
}
