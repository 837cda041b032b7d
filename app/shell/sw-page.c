/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>

#include "core/sw-plural.h"
#include "plugin/sw-context.h"
#include "shell/sw-page.h"

/* One entry of the sidebar: the page of an active plugin, or the program's own list of plugins. It is no widget: the
 * window makes one when the page is first shown. */
struct _SwPage
{
  GObject parent_instance;

  char *id;
  char *title;
  char *icon_name;
  char *status;       /* (nullable) one line */
  SwPluginItem *item; /* (nullable) the program's own page */
  SwContext *context; /* (nullable) the same */
};

typedef enum
{
  PROP_STATUS = 1,
} SwPageProperty;

static GParamSpec *properties[PROP_STATUS + 1];

G_DEFINE_FINAL_TYPE (SwPage, sw_page, G_TYPE_OBJECT)

static void
sw_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SwPageProperty) id)
    {
    case PROP_STATUS:
      g_value_set_string (value, SW_PAGE (object)->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_page_finalize (GObject *object)
{
  SwPage *self = SW_PAGE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->icon_name);
  g_free (self->status);
  g_clear_object (&self->item);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sw_page_parent_class)->finalize (object);
}

static void
sw_page_class_init (SwPageClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = sw_page_get_property;
  G_OBJECT_CLASS (klass)->finalize = sw_page_finalize;
  properties[PROP_STATUS]
      = g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
sw_page_init (G_GNUC_UNUSED SwPage *self)
{
}

/*
 * sw_page_new:
 * @item: (nullable): the plugin that it belongs to
 *
 * Returns: (transfer full): a page of the window
 */
SwPage *
sw_page_new (const char *id, const char *title, const char *icon_name, SwPluginItem *item)
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

/* Returns: (transfer none) (nullable): its state in one line */
const char *
sw_page_get_status (SwPage *self)
{
  return self->status;
}

/* Somebody sees the status, until it is released: a plugin then measures for it. */
void
sw_page_acquire_status (SwPage *self)
{
  if (self->context != NULL)
    sw_context_acquire_status (self->context);
}

void
sw_page_release_status (SwPage *self)
{
  if (self->context != NULL)
    sw_context_release_status (self->context);
}

static void
set_status (SwPage *self, const char *status)
{
  if (g_set_str (&self->status, status))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
on_context_status_changed_cb (SwContext *context, G_GNUC_UNUSED GParamSpec *pspec, SwPage *self)
{
  set_status (self, sw_context_get_status (context));
}

static void
set_context (SwPage *self, SwContext *context)
{
  self->context = g_object_ref (context);
  g_signal_connect_object (context, "notify::status", G_CALLBACK (on_context_status_changed_cb),
                           self, G_CONNECT_DEFAULT);
  on_context_status_changed_cb (context, NULL, self);
}

/* Of the program's own page: how many plugins failed, else how many are on. */
static void
count_plugins (SwPluginHost *host, SwPage *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (host));
  guint n_on = 0, n_failed = 0;
  g_autofree char *status = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (G_LIST_MODEL (host), i);

      n_on += sw_plugin_item_get_state (item) == SW_PLUGIN_STATE_ACTIVE;
      n_failed += sw_plugin_item_get_state (item) == SW_PLUGIN_STATE_FAILED;
    }
  if (n_failed > 0)
    /* Translators: plugins, as “1 of 3 failed” */
    status = g_strdup_printf (sw_plural ("page status", "%d of %d failed", "%d of %d failed",
                                         n_failed),
                              n_failed, n);
  else if (n > 0)
    /* Translators: plugins that are switched on */
    status = g_strdup_printf (sw_plural ("page status", "%d on", "%d on", n_on), n_on);
  set_status (self, status);
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

static void
on_any_state_changed_cb (G_GNUC_UNUSED SwPluginItem *item,
                         G_GNUC_UNUSED GParamSpec *pspec,
                         SwPage *plugins)
{
  count_plugins (g_object_get_data (G_OBJECT (plugins), "host"), plugins);
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
          = sw_page_new (sw_plugin_item_get_id (item), sw_plugin_item_get_name (item),
                         sw_plugin_item_get_icon_name (item), item);
      SwPluginHost *host = g_object_get_data (G_OBJECT (pages), "host");

      set_context (page, sw_plugin_host_get_context (host, item));
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
      = sw_page_new (SW_PAGE_PLUGINS, C_ ("page", "Plugins"), "application-x-addon-symbolic", NULL);

  /* Borrowed: the host's items, which outlive it nowhere, are what calls back. */
  g_object_set_data (G_OBJECT (pages), "host", host);
  g_object_set_data (G_OBJECT (plugins), "host", host);
  g_list_store_append (pages, plugins);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (host)); i++)
    {
      g_autoptr (SwPluginItem) item = g_list_model_get_item (G_LIST_MODEL (host), i);

      g_signal_connect_object (item, "notify::state", G_CALLBACK (on_item_state_changed_cb), pages,
                               G_CONNECT_DEFAULT);
      g_signal_connect_object (item, "notify::state", G_CALLBACK (on_any_state_changed_cb), plugins,
                               G_CONNECT_DEFAULT);
      on_item_state_changed_cb (item, NULL, pages);
    }
  count_plugins (host, plugins);
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
