/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The applets in MATE's panel. The panel lists its objects in the key object-id-list under /org/mate/panel/general/, each
 * has its kind in applet-iid under /org/mate/panel/objects/ID/ and its own settings below that in prefs/ (mate-panel,
 * mate-panel/panel-schemas.h; libmate-panel-applet/mate-panel-applet-gsettings.c). They are read with schemas of our own
 * of the same keys, and never written. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "services/sw-settings.h"

#include "plugins/multiload/legacy-settings.h"

#define GENERAL_PATH "/org/mate/panel/general/"
#define OBJECTS_PATH "/org/mate/panel/objects/"
#define PREFIX "org.stillwatch.import."
#define MAX_OBJECTS 256

/* What was set under PATH, as text. */
static void
take_values (GHashTable *values, const char *schema_id, const char *path)
{
  g_autoptr (GSettings) settings = sw_settings_open (schema_id, path);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  if (settings == NULL)
    return;
  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (char **key = keys; *key != NULL; key++)
    {
      g_autoptr (GVariant) value = g_settings_get_user_value (settings, *key);

      if (value == NULL)
        continue;
      g_hash_table_replace (values, g_strdup (*key),
                            g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                                ? g_variant_dup_string (value, NULL)
                                : g_variant_print (value, FALSE));
    }
}

/* Ids become part of a path, which takes no slashes. */
static gboolean
is_object_id (const char *id)
{
  return id[0] != '\0' && strlen (id) < 64
         && strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_.") == strlen (id);
}

static void
find_in_object (const char *id, LegacyFindings *findings)
{
  g_autofree char *path = g_strconcat (OBJECTS_PATH, id, "/", NULL);
  g_autofree char *prefs = g_strconcat (path, "prefs/", NULL);
  g_autoptr (GSettings) object = sw_settings_open (PREFIX "MatePanelObject", path);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *iid = NULL;
  LegacySetup setup;

  if (object == NULL)
    return;
  iid = g_settings_get_string (object, "applet-iid");
  if (g_str_has_suffix (iid, "::MultiLoadApplet")
      || g_str_equal (iid, "OAFIID:MATE_MultiLoadApplet"))
    {
      take_values (values, PREFIX "MateMultiloadSigned", prefs);
      take_values (values, PREFIX "MateMultiload", prefs);
      if (legacy_import_mate (values, &setup))
        legacy_findings_add (findings, &setup,
                             C_ ("where settings were found; name of an object in the panel",
                                 "System Monitor in MATE’s panel (%s)"),
                             id);
    }
  else if (g_str_has_suffix (iid, "::MultiloadNgApplet"))
    {
      take_values (values, PREFIX "MateMultiloadNg", prefs);
      if (legacy_import_ng (values, &setup))
        legacy_findings_add (findings, &setup,
                             C_ ("where settings were found; name of an object in the panel",
                                 "multiload-ng in MATE’s panel (%s)"),
                             id);
    }
}

void
legacy_settings_find (LegacyFindings *findings)
{
  g_autoptr (GSettings) panel = sw_settings_open (PREFIX "MatePanel", GENERAL_PATH);
  g_auto (GStrv) ids = NULL;

  if (panel == NULL)
    return;
  ids = g_settings_get_strv (panel, "object-id-list");
  for (guint i = 0; ids[i] != NULL && i < MAX_OBJECTS; i++)
    if (is_object_id (ids[i]))
      find_in_object (ids[i], findings);
}
