/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "shell/sw-page.h"

/* One entry of the sidebar: the page of an active plugin, or the program's own list of plugins. It is no widget: the
 * window makes one when the page is first shown. */
struct _SwPage
{
  GObject parent_instance;

  char *id;
  char *title;
  char *icon_name;
  SwPluginItem *item; /* (nullable) the program's own page */
};

G_DEFINE_FINAL_TYPE (SwPage, sw_page, G_TYPE_OBJECT)

static void
sw_page_finalize (GObject *object)
{
  SwPage *self = SW_PAGE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->icon_name);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (sw_page_parent_class)->finalize (object);
}

static void
sw_page_class_init (SwPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sw_page_finalize;
}

static void
sw_page_init (G_GNUC_UNUSED SwPage *self)
{
}

static SwPage *
new_page (const char *id, const char *title, const char *icon_name, SwPluginItem *item)
{
  SwPage *self = g_object_new (SW_TYPE_PAGE, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->icon_name = g_strdup (icon_name);
  g_set_object (&self->item, item);
  return self;
}

const char *
sw_page_get_id (SwPage *self)
{
  return self->id;
}

const char *
sw_page_get_title (SwPage *self)
{
  return self->title;
}

const char *
sw_page_get_icon_name (SwPage *self)
{
  return self->icon_name;
}

/* Returns: (transfer none) (nullable): the plugin whose page it is */
SwPluginItem *
sw_page_get_item (SwPage *self)
{
  return self->item;
}

static gboolean
has_page (SwPluginItem *item)
{
  SwPlugin *plugin = sw_plugin_item_get_plugin (item);

  return sw_plugin_item_get_state (item) == SW_PLUGIN_STATE_ACTIVE
         && SW_PLUGIN_GET_IFACE (plugin)->create_page != NULL;
}

/* The program's own page is the last. */
static int
compare_pages (gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer user_data)
{
  SwPluginItem *first = SW_PAGE ((gpointer) a)->item;
  SwPluginItem *second = SW_PAGE ((gpointer) b)->item;

  if (first == NULL || second == NULL)
    return (first == NULL) - (second == NULL);
  return sw_plugin_item_compare (first, second);
}

static gboolean
find_page (GListModel *pages, SwPluginItem *item, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (SwPage) page = g_list_model_get_item (pages, i);

      if (page->item != item)
        continue;
      *position = i;
      return TRUE;
    }
  return FALSE;
}

static void
on_item_state_changed_cb (SwPluginItem *item, G_GNUC_UNUSED GParamSpec *pspec, GListStore *pages)
{
  guint position;
  const gboolean present = find_page (G_LIST_MODEL (pages), item, &position);

  if (present && !has_page (item))
    g_list_store_remove (pages, position);
  else if (!present && has_page (item))
    {
      g_autoptr (SwPage) page
          = new_page (sw_plugin_item_get_id (item), sw_plugin_item_get_name (item),
                      sw_plugin_item_get_icon_name (item), item);

      g_list_store_insert_sorted (pages, page, compare_pages, NULL);
    }
}

/*
 * sw_page_list_new:
 * @host: a host that has loaded its plugins
 *
 * Returns: (transfer full): the pages that there are, as plugins come and go; never empty
 */
GListModel *
sw_page_list_new (SwPluginHost *host)
{
  GListStore *pages = g_list_store_new (SW_TYPE_PAGE);
  g_autoptr (SwPage) plugins
      = new_page (SW_PAGE_PLUGINS, C_ ("page", "Plugins"), "application-x-addon-symbolic", NULL);

  g_list_store_append (pages, plugins);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (host)); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (G_LIST_MODEL (host), i);

      g_signal_connect_object (item, "notify::state", G_CALLBACK (on_item_state_changed_cb), pages,
                               G_CONNECT_DEFAULT);
      on_item_state_changed_cb (item, NULL, pages);
    }
  return G_LIST_MODEL (pages);
}

/* Whether there is a page of that name in what sw_page_list_new () made; a slash and what to show there may follow. */
gboolean
sw_page_list_has (GListModel *pages, const char *id)
{
  const gsize length_bytes = strcspn (id, "/");

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      g_autoptr (SwPage) page = g_list_model_get_item (pages, i);

      if (strlen (page->id) == length_bytes && strncmp (page->id, id, length_bytes) == 0)
        return TRUE;
    }
  return FALSE;
}
