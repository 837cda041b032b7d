/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "services/sw-settings.h"

/**
 * sw_settings_open:
 * @schema_id: the id of a schema
 * @path: (nullable): where its settings are, if the schema does not say so itself
 *
 * Opens settings whose schema may not be installed, which g_settings_new() does not survive.
 *
 * Returns: (transfer full) (nullable): the settings; %NULL without the schema
 */
GSettings *
sw_settings_open (const char *schema_id, const char *path)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  g_return_val_if_fail (schema_id != NULL, NULL);

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, schema_id, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, path) : NULL;
}
