/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Looks where MATE's multiload and multiload-ng keep their settings: in GSettings, which is memory, and in files, one after
 * the other and never on the main thread.
 *
 * - HOME/.config/multiload-ng/ *.conf, in the home whatever XDG says (multiload-ng, common/multiload.c);
 * - CONFIG/xfce4/panel/multiload-ng*-N.rc: the plugin's name and number (xfce4/plugin.c);
 * - CONFIG/lxpanel/PROFILE/panels/PANEL (lxpanel, src/main.c). */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "plugins/multiload/legacy-finder.h"
#include "plugins/multiload/legacy-settings.h"
#include "plugins/multiload/legacy-text.h"

#define MAX_ENTRIES 256
#define MAX_PLACES 64
#define MAX_FOUND 32

typedef enum
{
  PLACE_NG, /* folders */
  PLACE_XFCE,
  PLACE_PROFILES,
  PLACE_PANELS,
  PLACE_KEY_FILE, /* files */
  PLACE_LXPANEL,
} PlaceKind;

typedef struct
{
  PlaceKind kind;
  GFile *file;
  const char *format; /* of the origin */
  char *name;         /* in the origin */
} Place;

typedef struct
{
  GQueue places; /* of Place, still to be looked at */
  guint n_places;
  Place *place; /* (nullable) the one that is being looked at */
  LegacyFindings *findings;
  char *buffer; /* LEGACY_TEXT_MAX_BYTES */
} Search;

static void
found_free (LegacyFound *found)
{
  g_free (found->origin);
  g_free (found);
}

void
legacy_findings_free (LegacyFindings *findings)
{
  g_ptr_array_unref (findings->found);
  g_free (findings->trouble);
  g_free (findings);
}

/* FORMAT has at most one %s, for NAME. */
void
legacy_findings_add (LegacyFindings *findings,
                     const LegacySetup *setup,
                     const char *format,
                     const char *name)
{
  LegacyFound *found;
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  if (findings->found->len >= MAX_FOUND)
    return;
  found = g_new (LegacyFound, 1);
  found->origin = g_strjoinv (valid, parts);
  found->setup = *setup;
  g_ptr_array_add (findings->found, found);
}

static void
place_free (Place *place)
{
  g_object_unref (place->file);
  g_free (place->name);
  g_free (place);
}

static void
search_free (Search *search)
{
  g_queue_clear_full (&search->places, (GDestroyNotify) place_free);
  g_clear_pointer (&search->place, place_free);
  g_clear_pointer (&search->findings, legacy_findings_free);
  g_free (search->buffer);
  g_free (search);
}

static void
add_place (Search *search, PlaceKind kind, GFile *file, const char *format, const char *name)
{
  Place *place;

  if (search->n_places++ >= MAX_PLACES)
    return;
  place = g_new (Place, 1);
  *place = (Place) { kind, g_object_ref (file), format, g_strdup (name) };
  g_queue_push_tail (&search->places, place);
}

static void look_further (GTask *task);

/* That something is not there is the rule. */
static void
note_trouble (Search *search, const GError *error)
{
  if (error == NULL || search->findings->trouble != NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  search->findings->trouble = g_utf8_make_valid (error->message, -1);
}

static const char *
get_ng_format (const char *name)
{
  if (g_str_equal (name, "standalone.conf"))
    return C_ ("where settings were found", "multiload-ng’s window");
  if (g_str_equal (name, "indicator.conf"))
    return C_ ("where settings were found", "multiload-ng’s indicator");
  if (g_str_equal (name, "systray.conf"))
    return C_ ("where settings were found", "multiload-ng’s icons");
  return NULL;
}

static void
add_child (Search *search, const Place *folder, const char *name, GFileType type)
{
  g_autoptr (GFile) child = g_file_get_child (folder->file, name);
  const gboolean is_file = type == G_FILE_TYPE_REGULAR;

  if (folder->kind == PLACE_NG && is_file && get_ng_format (name) != NULL)
    add_place (search, PLACE_KEY_FILE, child, get_ng_format (name), name);
  else if (folder->kind == PLACE_XFCE && is_file && g_str_has_prefix (name, "multiload-ng")
           && g_str_has_suffix (name, ".rc"))
    add_place (search, PLACE_KEY_FILE, child,
               C_ ("where settings were found; name of a file",
                   "multiload-ng in Xfce’s panel (%s)"),
               name);
  else if (folder->kind == PLACE_PROFILES && type == G_FILE_TYPE_DIRECTORY)
    {
      g_autoptr (GFile) panels = g_file_get_child (child, "panels");

      add_place (search, PLACE_PANELS, panels, NULL, name);
    }
  else if (folder->kind == PLACE_PANELS && is_file)
    {
      g_autofree char *panel = g_strconcat (folder->name, "/", name, NULL);

      add_place (search, PLACE_LXPANEL, child,
                 C_ ("where settings were found; name of a panel", "multiload-ng in lxpanel (%s)"),
                 panel);
    }
}

static void
on_entries_listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Search *search = g_task_get_task_data (task);
  GList *entries = g_file_enumerator_next_files_finish (G_FILE_ENUMERATOR (object), result, &error);

  note_trouble (search, error);
  for (GList *link = entries; link != NULL; link = link->next)
    add_child (search, search->place, g_file_info_get_name (link->data),
               g_file_info_get_file_type (link->data));
  g_list_free_full (entries, g_object_unref);
  look_further (task);
}

static void
on_folder_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileEnumerator) entries
      = g_file_enumerate_children_finish (G_FILE (object), result, &error);

  note_trouble (g_task_get_task_data (task), error);
  if (entries == NULL)
    look_further (task);
  else
    g_file_enumerator_next_files_async (entries, MAX_ENTRIES, G_PRIORITY_DEFAULT,
                                        g_task_get_cancellable (task), on_entries_listed_cb,
                                        g_object_ref (task));
}

static void
parse (Search *search, gsize length_bytes)
{
  const Place *place = search->place;
  g_autoptr (GPtrArray) tables = NULL;

  if (place->kind == PLACE_LXPANEL)
    tables = legacy_text_parse_lxpanel (search->buffer, length_bytes);
  else
    {
      tables = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
      g_ptr_array_add (tables, legacy_text_parse_key_file (search->buffer, length_bytes));
    }
  for (guint i = 0; i < tables->len; i++)
    {
      LegacySetup setup;

      if (legacy_import_ng (g_ptr_array_index (tables, i), &setup))
        legacy_findings_add (search->findings, &setup, place->format, place->name);
    }
}

static void
on_file_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Search *search = g_task_get_task_data (task);
  gsize length_bytes = 0;

  if (g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &length_bytes, &error))
    parse (search, length_bytes);
  note_trouble (search, error);
  look_further (task);
}

static void
on_file_opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (object), result, &error);

  note_trouble (search, error);
  if (stream == NULL)
    look_further (task);
  else
    g_input_stream_read_all_async (G_INPUT_STREAM (stream), search->buffer, LEGACY_TEXT_MAX_BYTES,
                                   G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                   on_file_read_cb, g_object_ref (task));
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(LegacyFound *const *) a)->origin, (*(LegacyFound *const *) b)->origin);
}

static void
look_further (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_clear_pointer (&search->place, place_free);
  search->place = g_queue_pop_head (&search->places);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (search->place == NULL)
    {
      g_ptr_array_sort (search->findings->found, compare_found);
      g_task_return_pointer (task, g_steal_pointer (&search->findings),
                             (GDestroyNotify) legacy_findings_free);
    }
  else if (search->place->kind < PLACE_KEY_FILE)
    g_file_enumerate_children_async (search->place->file,
                                     G_FILE_ATTRIBUTE_STANDARD_NAME
                                     "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                     G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, cancellable,
                                     on_folder_opened_cb, g_object_ref (task));
  else
    g_file_read_async (search->place->file, G_PRIORITY_DEFAULT, cancellable, on_file_opened_cb,
                       g_object_ref (task));
}

static void
add_root (Search *search, PlaceKind kind, const char *root, const char *path)
{
  g_autoptr (GFile) file = g_file_new_build_filename (root, path, NULL);

  add_place (search, kind, file, NULL, NULL);
}

/* HOME: the user's; CONFIG: their folder of settings. */
void
legacy_finder_find_async (const char *home,
                          const char *config,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_task_set_source_tag (task, legacy_finder_find_async);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  search->findings = g_new0 (LegacyFindings, 1);
  search->findings->found = g_ptr_array_new_with_free_func ((GDestroyNotify) found_free);
  search->buffer = g_malloc (LEGACY_TEXT_MAX_BYTES);
  legacy_settings_find (search->findings);
  add_root (search, PLACE_NG, home, ".config/multiload-ng");
  add_root (search, PLACE_XFCE, config, "xfce4/panel");
  add_root (search, PLACE_PROFILES, config, "lxpanel");
  look_further (task);
}

/* Returns: (transfer full) (nullable): NULL with an error only if it was cancelled */
LegacyFindings *
legacy_finder_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
