/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the search finds: pages, graphs, and everything that can be set. */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-page.h"
#include "shell/sw-preferences-place.h"
#include "shell/sw-preferences.h"
#include "shell/sw-search.h"

static void
hit_free (SwSearchHit *hit)
{
  g_free (hit->title);
  g_free (hit->place);
  g_free (hit->target);
  g_free (hit);
}

static SwSearchHit *
add (GPtrArray *hits, const char *title, const char *place)
{
  SwSearchHit *hit = g_new0 (SwSearchHit, 1);

  hit->title = g_strdup (title);
  hit->place = g_strdup (place);
  g_ptr_array_add (hits, hit);
  return hit;
}

static void
add_pages (GPtrArray *hits, GListModel *pages)
{
  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (SwPage) page = g_list_model_get_item (pages, i);
      SwSearchHit *hit = add (hits, sw_page_get_title (page), C_ ("search", "Page"));

      hit->icon_name = sw_page_get_icon_name (page);
      hit->action = "show-page";
      hit->target = g_strdup (sw_page_get_id (page));
    }
}

static void
add_graphs (GPtrArray *hits, SwPluginHost *host)
{
  SwSourceRegistry *registry = sw_plugin_host_get_registry (host);
  g_autoptr (GList) sources = sw_source_registry_list (registry);

  for (GList *link = sources; link != NULL; link = link->next)
    {
      const char *owner = sw_source_registry_get_owner (registry, link->data);
      SwPluginItem *item = sw_plugin_host_lookup (host, owner);
      SwSearchHit *hit;

      if (item == NULL || !sw_source_get_enabled (link->data))
        continue;
      hit = add (hits, sw_source_get_title (link->data), sw_plugin_item_get_name (item));
      hit->icon_name = "stillwatch-system-symbolic";
      hit->action = "show-page";
      hit->target = g_strconcat (owner, "/", sw_source_get_id (link->data), NULL);
    }
}

/* A page of the preferences that is being looked through. */
typedef struct
{
  GPtrArray *hits;
  const char *name;  /* by which it is gone to */
  const char *title; /* as users see it */
  GHashTable *seen;  /* how often each title came so far */
} Reading;

static SwSearchHit *
add_preference (GPtrArray *hits, const char *title, const char *place)
{
  SwSearchHit *hit = add (hits, title, place);

  hit->icon_name = "preferences-system-symbolic";
  hit->action = "show-preferences";
  return hit;
}

static void
add_place (G_GNUC_UNUSED GtkWidget *widget, const char *title, gpointer user_data)
{
  Reading *reading = user_data;
  const guint nth = GPOINTER_TO_UINT (g_hash_table_lookup (reading->seen, title));

  g_hash_table_insert (reading->seen, g_strdup (title), GUINT_TO_POINTER (nth + 1));
  add_preference (reading->hits, title, reading->title)->target
      = sw_preferences_place_new (reading->name, title, nth);
}

static void
read_page (GPtrArray *hits, AdwPreferencesPage *page, const char *name, const char *title)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { hits, name, title, seen };

  add_preference (hits, title, C_ ("search", "Preferences"))->target = g_strdup (name);
  sw_preferences_walk (GTK_WIDGET (page), add_place, &reading);
}

static void
add_pages_below (GPtrArray *hits, GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwPreferencesPage *page
          = ADW_IS_PREFERENCES_PAGE (child) ? ADW_PREFERENCES_PAGE (child) : NULL;

      if (page == NULL)
        add_pages_below (hits, child);
      else if (adw_preferences_page_get_name (page) != NULL)
        read_page (hits, page, adw_preferences_page_get_name (page),
                   adw_preferences_page_get_title (page));
    }
}

static void
add_plugin (GPtrArray *hits, SwPluginItem *item)
{
  g_autoptr (AdwPreferencesPage) page = NULL;
  g_autofree char *name = g_strconcat (SW_PREFERENCES_PLUGIN, sw_plugin_item_get_id (item), NULL);

  if (!sw_plugin_item_has_preferences (item))
    return;
  page = sw_plugin_create_preferences (sw_plugin_item_get_plugin (item));
  if (page == NULL)
    return;
  g_object_ref_sink (page);
  read_page (hits, page, name, sw_plugin_item_get_name (item));
}

/* The preferences themselves know best what is in them: they are made once and looked through. */
static void
add_preferences (GPtrArray *hits, SwPluginHost *host, AdwDialog *dialog)
{
  GListModel *items = G_LIST_MODEL (host);

  add_pages_below (hits, adw_dialog_get_child (dialog));
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (items, i);

      add_plugin (hits, item);
    }
}

/*
 * sw_search_index:
 * @pages: the list of pages
 * @host: the plugins' owner
 * @create: (nullable): makes the preferences; %NULL if there are none
 * @user_data: passed to it
 *
 * Returns: (transfer full) (element-type SwSearchHit): all that can be found now
 */
GPtrArray *
sw_search_index (GListModel *pages,
                 SwPluginHost *host,
                 SwPreferencesFunc create,
                 gpointer user_data)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) hit_free);
  g_autoptr (AdwDialog) dialog = NULL;

  add_pages (hits, pages);
  add_graphs (hits, host);
  if (create == NULL)
    return hits;
  dialog = g_object_ref_sink (create (user_data));
  add_preferences (hits, host, dialog);
  return hits;
}

/* Whether each word of the query begins a word of the title, whatever its case and accents. */
gboolean
sw_search_hit_matches (const SwSearchHit *hit, const char *query)
{
  return g_str_match_string (query, hit->title, TRUE);
}
