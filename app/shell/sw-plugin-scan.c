/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Where plugins are looked for, and what is found there. libpeas leaves out a plugin whose description it cannot
 * use; the user would look for it in vain, so here it is found and says why. */

#include "config.h"

#include "shell/sw-plugin-item.h"
#include "shell/sw-plugin-scan.h"
#include "shell/sw-prefix.h"

/*
 * sw_plugin_scan_list_folders:
 *
 * A build folder's plugins (STILLWATCH_PLUGIN_DIR, a search path) take the place of the installed ones.
 *
 * Returns: (transfer full): where plugins may be; earlier ones win
 */
char **
sw_plugin_scan_list_folders (void)
{
  const char *given = g_getenv ("STILLWATCH_PLUGIN_DIR");
  g_autoptr (GStrvBuilder) folders = g_strv_builder_new ();

  if (given != NULL && given[0] != '\0')
    {
      g_auto (GStrv) parts = g_strsplit (given, G_SEARCHPATH_SEPARATOR_S, -1);

      g_strv_builder_addv (folders, (const char **) parts);
    }
  else
    g_strv_builder_take (folders, sw_prefix_resolve (PLUGINDIR));
  g_strv_builder_take (folders,
                       g_build_filename (g_get_user_data_dir (), "stillwatch", "plugins", NULL));
  return g_strv_builder_end (folders);
}

static gboolean
is_known (GPtrArray *items, const char *id)
{
  for (guint i = 0; i < items->len; i++)
    if (g_str_equal (sw_plugin_item_get_id (g_ptr_array_index (items, i)), id))
      return TRUE;
  return FALSE;
}

/* A plugin's files are in the folder itself or in a folder of its own. */
static void
scan_folder (const char *folder, gboolean descend, GPtrArray *items)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *leaf;

  while (dir != NULL && (leaf = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, leaf, NULL);
      g_autoptr (SwPluginItem) item = NULL;

      if (descend && g_file_test (path, G_FILE_TEST_IS_DIR))
        scan_folder (path, FALSE, items);
      if (!g_str_has_suffix (leaf, ".plugin") || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        continue;
      item = sw_plugin_item_new_from_file (path);
      if (!is_known (items, sw_plugin_item_get_id (item)))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  return sw_plugin_item_compare (*(SwPluginItem *const *) a, *(SwPluginItem *const *) b);
}

/*
 * sw_plugin_scan:
 * @folders: (array zero-terminated=1): where to look; those that do not exist are left out
 *
 * Returns: (transfer full) (element-type SwPluginItem): the plugins in the order of their pages
 */
GPtrArray *
sw_plugin_scan (const char *const *folders)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; folders[i] != NULL; i++)
    scan_folder (folders[i], TRUE, items);
  g_ptr_array_sort (items, compare_items);
  return items;
}
