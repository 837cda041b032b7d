/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What the search finds: pages, graphs, and everything that can be set. */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-page.h"
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

/* A title without the underscore of its key. */
static char *
get_plain_title (AdwPreferencesRow *row)
{
  g_auto (GStrv) parts = NULL;

  if (!adw_preferences_row_get_use_underline (row))
    return g_strdup (adw_preferences_row_get_title (row));
  parts = g_strsplit (adw_preferences_row_get_title (row), "_", 2);
  return g_strjoinv ("", parts);
}

static void
add_rows (GPtrArray *hits, GtkWidget *widget, AdwPreferencesPage *page)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *title = NULL;
      SwSearchHit *hit;

      if (!ADW_IS_PREFERENCES_ROW (child))
        {
          add_rows (hits, child, page);
          continue;
        }
      title = get_plain_title (ADW_PREFERENCES_ROW (child));
      if (title[0] == '\0')
        continue;
      hit = add (hits, title, adw_preferences_page_get_title (page));
      hit->icon_name = "preferences-system-symbolic";
      hit->action = "show-preferences";
      hit->target = g_strconcat (adw_preferences_page_get_name (page), "/",
                                 adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), NULL);
    }
}

static void
add_preferences_of (GPtrArray *hits, GtkWidget *widget)
{
  SwSearchHit *hit;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AdwPreferencesPage *page
          = ADW_IS_PREFERENCES_PAGE (child) ? ADW_PREFERENCES_PAGE (child) : NULL;

      if (page == NULL)
        {
          add_preferences_of (hits, child);
          continue;
        }
      if (adw_preferences_page_get_name (page) == NULL)
        continue;
      hit = add (hits, adw_preferences_page_get_title (page), C_ ("search", "Preferences"));
      hit->icon_name = "preferences-system-symbolic";
      hit->action = "show-preferences";
      hit->target = g_strdup (adw_preferences_page_get_name (page));
      add_rows (hits, child, page);
    }
}

/* The preferences themselves know best what is in them: they are made once and looked through. */
static void
add_preferences (GPtrArray *hits, SwPluginHost *host, GSettings *settings)
{
  g_autoptr (AdwDialog) dialog
      = sw_preferences_new (settings, sw_plugin_host_get_scheduler (host),
                            sw_plugin_host_get_registry (host), host, NULL, NULL);

  g_object_ref_sink (dialog);
  add_preferences_of (hits, adw_dialog_get_child (dialog));
}

/*
 * sw_search_index:
 * @pages: the list of pages
 * @host: the plugins' owner
 * @settings: (nullable): the program's
 *
 * Returns: (transfer full) (element-type SwSearchHit): all that can be found now
 */
GPtrArray *
sw_search_index (GListModel *pages, SwPluginHost *host, GSettings *settings)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) hit_free);

  add_pages (hits, pages);
  add_graphs (hits, host);
  add_preferences (hits, host, settings);
  return hits;
}

/* Whether each word of the query begins a word of the title, whatever its case and accents. */
gboolean
sw_search_hit_matches (const SwSearchHit *hit, const char *query)
{
  return g_str_match_string (query, hit->title, TRUE);
}
