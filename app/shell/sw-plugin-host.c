/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <glib/gi18n.h>
#include <gmodule.h>
#include <libpeas.h>

#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "plugin/sw-context.h"
#include "services/sw-session.h"
#include "shell/sw-plugin-host.h"
#include "shell/sw-plugin-scan.h"

/* Who owns the plugins: finds them, switches them on and off as the settings say, and keeps what became of each. A
 * list model of SwPluginItem that does not change once loaded; the items do. */
struct _SwPluginHost
{
  GObject parent_instance;

  PeasEngine *engine;
  GPtrArray *items;     /* of SwPluginItem */
  GHashTable *contexts; /* of active SwPluginItem, to SwContext */
  GHashTable *pending;  /* set of SwPluginItem that are being activated */
  char **folders;       /* that were searched */
  GSettings *settings;  /* (nullable) without them nothing is remembered */
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSamplePool *pool;
  SwSession *session;
};

#define KEY_DISABLED "disabled-plugins"

static void activate (SwPluginHost *self, SwPluginItem *item);
static void sw_plugin_host_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SwPluginHost,
                               sw_plugin_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sw_plugin_host_list_model_init))

static GType
sw_plugin_host_get_item_type (G_GNUC_UNUSED GListModel *model)
{
  return SW_TYPE_PLUGIN_ITEM;
}

static guint
sw_plugin_host_get_n_items (GListModel *model)
{
  return SW_PLUGIN_HOST (model)->items->len;
}

static gpointer
sw_plugin_host_get_item (GListModel *model, guint position)
{
  SwPluginHost *self = SW_PLUGIN_HOST (model);

  if (position >= self->items->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
sw_plugin_host_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = sw_plugin_host_get_item_type;
  iface->get_n_items = sw_plugin_host_get_n_items;
  iface->get_item = sw_plugin_host_get_item;
}

static gboolean
depends_on (SwPluginItem *item, SwPluginItem *other)
{
  return g_strv_contains (sw_plugin_item_get_dependencies (item), sw_plugin_item_get_id (other));
}

static void fail (SwPluginItem *item, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* In the reason files have their names alone: where they are is shown beside it, and can be long. */
static void
fail (SwPluginItem *item, const char *format, ...)
{
  g_autofree char *folder
      = g_build_filename (sw_plugin_item_get_folder (item), G_DIR_SEPARATOR_S, NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  g_string_vprintf (whole, format, args);
  va_end (args);
  parts = g_strsplit (whole->str, folder, -1);
  reason = g_strjoinv ("", parts);
  sw_plugin_item_set_state (item, SW_PLUGIN_STATE_FAILED, reason);
}

/* Views let go of the plugin when its state changes; only then it is deactivated. Those that depend on it are first. */
static void
deactivate (SwPluginHost *self, SwPluginItem *item, SwPluginState state, const char *reason)
{
  g_autoptr (SwPlugin) plugin = NULL;
  g_autoptr (SwContext) context = NULL;

  g_hash_table_steal_extended (self->contexts, item, NULL, (gpointer *) &context);
  g_assert (context != NULL);
  for (guint i = 0; i < self->items->len; i++)
    {
      SwPluginItem *other = g_ptr_array_index (self->items, i);
      g_autofree char *why = NULL;

      if (!depends_on (other, item) || !g_hash_table_contains (self->contexts, other))
        continue;
      why = g_strdup_printf (C_ ("plugin failure", "It needs the plugin “%s”, which is off"),
                             sw_plugin_item_get_name (item));
      deactivate (self, other, SW_PLUGIN_STATE_FAILED, why);
    }
  plugin = g_object_ref (sw_plugin_item_get_plugin (item));
  sw_plugin_item_set_state (item, state, reason);
  sw_plugin_item_set_plugin (item, NULL);
  sw_plugin_deactivate (plugin);
  sw_context_close (context);
  g_clear_object (&plugin);
  peas_engine_unload_plugin (self->engine,
                             peas_engine_get_plugin_info (self->engine,
                                                          sw_plugin_item_get_id (item)));
}

static gboolean
activate_dependencies (SwPluginHost *self, SwPluginItem *item)
{
  const char *const *ids = sw_plugin_item_get_dependencies (item);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      SwPluginItem *other = sw_plugin_host_lookup (self, ids[i]);

      if (other == NULL)
        {
          fail (item, C_ ("plugin failure", "It needs the plugin “%s”, which is not installed"),
                ids[i]);
          return FALSE;
        }
      if (g_hash_table_contains (self->pending, other))
        {
          fail (item, C_ ("plugin failure", "It and the plugin “%s” need each other"),
                sw_plugin_item_get_name (other));
          return FALSE;
        }
      if (sw_plugin_item_get_enabled (other)
          && sw_plugin_item_get_state (other) == SW_PLUGIN_STATE_OFF)
        activate (self, other);
      if (sw_plugin_item_get_state (other) == SW_PLUGIN_STATE_ACTIVE)
        continue;
      fail (item,
            sw_plugin_item_get_enabled (other)
                ? C_ ("plugin failure", "It needs the plugin “%s”, which does not work")
                : C_ ("plugin failure", "It needs the plugin “%s”, which is off"),
            sw_plugin_item_get_name (other));
      return FALSE;
    }
  return TRUE;
}

/* libpeas says no more than "failed to load", so the file is tried before. */
static gboolean
try_module (SwPluginItem *item)
{
  g_autofree char *leaf = g_strdup_printf ("lib%s." G_MODULE_SUFFIX, sw_plugin_item_get_id (item));
  g_autofree char *path = g_build_filename (sw_plugin_item_get_folder (item), leaf, NULL);
  g_autoptr (GError) error = NULL;
  GModule *module;
  gpointer symbol = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      fail (item, C_ ("plugin failure", "Its program file %s is missing"), path);
      return FALSE;
    }
  module = g_module_open_full (path, G_MODULE_BIND_LOCAL, &error);
  if (module == NULL)
    {
      fail (item, C_ ("plugin failure", "It does not fit this version of Stillwatch: %s"),
            error->message);
      return FALSE;
    }
  if (g_module_symbol (module, "peas_register_types", &symbol) && symbol != NULL)
    /* Types that it has registered once cannot leave. */
    g_module_make_resident (module);
  else
    fail (item, C_ ("plugin failure", "It is not a plugin: %s registers nothing"), leaf);
  g_module_close (module);
  return symbol != NULL;
}

static SwPlugin *
create_plugin (SwPluginHost *self, SwPluginItem *item)
{
  PeasPluginInfo *info = peas_engine_get_plugin_info (self->engine, sw_plugin_item_get_id (item));
  g_autoptr (GError) error = NULL;

  if (g_str_equal (sw_plugin_item_get_loader (item), "c") && !try_module (item))
    return NULL;
  if (info == NULL || !peas_engine_load_plugin (self->engine, info))
    {
      if (info != NULL)
        peas_plugin_info_is_available (info, &error);
      fail (item, C_ ("plugin failure", "It cannot be loaded: %s"),
            error != NULL ? error->message : C_ ("plugin failure", "libpeas refuses it"));
      return NULL;
    }
  if (!peas_engine_provides_extension (self->engine, info, SW_TYPE_PLUGIN))
    {
      peas_engine_unload_plugin (self->engine, info);
      fail (item, "%s", C_ ("plugin failure", "It is a plugin for another program"));
      return NULL;
    }
  return SW_PLUGIN (peas_engine_create_extension (self->engine, info, SW_TYPE_PLUGIN, NULL));
}

static void
retry_dependents (SwPluginHost *self, SwPluginItem *item)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SwPluginItem *other = g_ptr_array_index (self->items, i);

      if (depends_on (other, item) && sw_plugin_item_get_enabled (other)
          && sw_plugin_item_get_state (other) == SW_PLUGIN_STATE_FAILED
          && !sw_plugin_item_is_broken (other))
        activate (self, other);
    }
}

static void
activate (SwPluginHost *self, SwPluginItem *item)
{
  g_autoptr (SwPlugin) plugin = NULL;
  g_autoptr (SwContext) context = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ready;

  g_hash_table_add (self->pending, item);
  ready = activate_dependencies (self, item);
  g_hash_table_remove (self->pending, item);
  if (!ready)
    return;
  sw_plugin_item_set_state (item, SW_PLUGIN_STATE_OFF, NULL);
  plugin = create_plugin (self, item);
  if (plugin == NULL)
    return;
  context = sw_context_new (sw_plugin_item_get_id (item), self->scheduler, self->registry,
                            self->pool, self->session);
  if (!sw_plugin_activate (plugin, context, &error))
    {
      sw_context_close (context);
      fail (item, "%s",
            error != NULL ? error->message
                          : C_ ("plugin failure", "It does not work and does not say why"));
      return;
    }
  g_hash_table_insert (self->contexts, item, g_steal_pointer (&context));
  sw_plugin_item_set_plugin (item, plugin);
  sw_plugin_item_set_state (item, SW_PLUGIN_STATE_ACTIVE, NULL);
  retry_dependents (self, item);
}

static void
apply (SwPluginHost *self, SwPluginItem *item, gboolean enabled)
{
  sw_plugin_item_set_enabled (item, enabled);
  if (sw_plugin_item_is_broken (item))
    return;
  if (!enabled && g_hash_table_contains (self->contexts, item))
    deactivate (self, item, SW_PLUGIN_STATE_OFF, NULL);
  else if (!enabled)
    sw_plugin_item_set_state (item, SW_PLUGIN_STATE_OFF, NULL);
  else if (sw_plugin_item_get_state (item) == SW_PLUGIN_STATE_OFF)
    activate (self, item);
}

/* All are marked first, so that none is activated for one that is about to be switched off. */
static void
apply_all (SwPluginHost *self)
{
  g_auto (GStrv) disabled = NULL;

  if (self->settings != NULL)
    disabled = g_settings_get_strv (self->settings, KEY_DISABLED);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->items->len; i++)
      {
        SwPluginItem *item = g_ptr_array_index (self->items, i);
        const gboolean enabled
            = disabled == NULL
              || !g_strv_contains ((const char *const *) disabled, sw_plugin_item_get_id (item));

        if (enabled == (pass == 1))
          apply (self, item, enabled);
        else if (enabled)
          sw_plugin_item_set_enabled (item, TRUE);
      }
}

static void
on_settings_changed_cb (G_GNUC_UNUSED GSettings *settings,
                        G_GNUC_UNUSED const char *key,
                        SwPluginHost *self)
{
  apply_all (self);
}

static void
sw_plugin_host_dispose (GObject *object)
{
  SwPluginHost *self = SW_PLUGIN_HOST (object);

  for (guint i = 0; i < self->items->len; i++)
    if (g_hash_table_contains (self->contexts, g_ptr_array_index (self->items, i)))
      deactivate (self, g_ptr_array_index (self->items, i), SW_PLUGIN_STATE_OFF, NULL);
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->registry);
  g_clear_object (&self->pool);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (sw_plugin_host_parent_class)->dispose (object);
}

static void
sw_plugin_host_finalize (GObject *object)
{
  SwPluginHost *self = SW_PLUGIN_HOST (object);

  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->contexts);
  g_hash_table_unref (self->pending);
  g_strfreev (self->folders);
  G_OBJECT_CLASS (sw_plugin_host_parent_class)->finalize (object);
}

static void
sw_plugin_host_class_init (SwPluginHostClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_plugin_host_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_plugin_host_finalize;
}

static void
sw_plugin_host_init (SwPluginHost *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->contexts = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  self->pending = g_hash_table_new (NULL, NULL);
  self->engine = peas_engine_new_with_nonglobal_loaders ();
}

/*
 * sw_plugin_host_new:
 * @settings: (nullable): the program's, which remember what is switched off
 *
 * Returns: (transfer full): a host without plugins
 */
SwPluginHost *
sw_plugin_host_new (GSettings *settings,
                    SwScheduler *scheduler,
                    SwSourceRegistry *registry,
                    SwSamplePool *pool,
                    SwSession *session)
{
  SwPluginHost *self = g_object_new (SW_TYPE_PLUGIN_HOST, NULL);

  g_set_object (&self->settings, settings);
  self->scheduler = g_object_ref (scheduler);
  self->registry = g_object_ref (registry);
  self->pool = g_object_ref (pool);
  self->session = g_object_ref (session);
  if (settings != NULL)
    g_signal_connect_object (settings, "changed::" KEY_DISABLED,
                             G_CALLBACK (on_settings_changed_cb), self, G_CONNECT_DEFAULT);
  return self;
}

/* The engine is shown only the folders of plugins that it can use: at the others it would warn. */
static void
feed_engine (SwPluginHost *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SwPluginItem *item = g_ptr_array_index (self->items, i);

      if (sw_plugin_item_is_broken (item))
        continue;
      if (g_str_equal (sw_plugin_item_get_loader (item), "python"))
        peas_engine_enable_loader (self->engine, "python");
      if (peas_engine_get_plugin_info (self->engine, sw_plugin_item_get_id (item)) == NULL)
        peas_engine_add_search_path (self->engine, sw_plugin_item_get_folder (item), NULL);
    }
}

/*
 * sw_plugin_host_load:
 * @self: a host without plugins
 * @folders: (array zero-terminated=1): where to look for them
 *
 * Finds the plugins and activates those that are not switched off.
 */
void
sw_plugin_host_load (SwPluginHost *self, const char *const *folders)
{
  g_return_if_fail (SW_IS_PLUGIN_HOST (self) && self->folders == NULL);

  self->folders = g_strdupv ((char **) folders);
  g_ptr_array_unref (self->items);
  self->items = sw_plugin_scan (folders);
  feed_engine (self);
  apply_all (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->items->len);
}

/* Returns: (transfer none) (nullable): the folders that were searched */
const char *const *
sw_plugin_host_get_folders (SwPluginHost *self)
{
  return (const char *const *) self->folders;
}

/* Returns: (transfer none): where the plugins' jobs run */
SwScheduler *
sw_plugin_host_get_scheduler (SwPluginHost *self)
{
  return self->scheduler;
}

/* Returns: (transfer none): the sources of all plugins */
SwSourceRegistry *
sw_plugin_host_get_registry (SwPluginHost *self)
{
  return self->registry;
}

/* Returns: (transfer none) (nullable): what an active plugin works with */
SwContext *
sw_plugin_host_get_context (SwPluginHost *self, SwPluginItem *item)
{
  return g_hash_table_lookup (self->contexts, item);
}

/* Returns: (transfer none) (nullable): the plugin of that id */
SwPluginItem *
sw_plugin_host_lookup (SwPluginHost *self, const char *id)
{
  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (sw_plugin_item_get_id (g_ptr_array_index (self->items, i)), id))
      return g_ptr_array_index (self->items, i);
  return NULL;
}

/*
 * sw_plugin_host_set_enabled:
 * @self: a host
 * @item: one of its plugins
 * @enabled: whether the user wants it
 *
 * Switches it on or off and remembers that. Switching on one that failed tries it again.
 */
void
sw_plugin_host_set_enabled (SwPluginHost *self, SwPluginItem *item, gboolean enabled)
{
  const char *id = sw_plugin_item_get_id (item);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) old = NULL;
  g_auto (GStrv) disabled = NULL;

  if (sw_plugin_item_get_enabled (item) == !!enabled)
    return;
  if (self->settings == NULL)
    {
      apply (self, item, enabled);
      return;
    }
  /* Plugins that are not there today stay as they are. */
  old = g_settings_get_strv (self->settings, KEY_DISABLED);
  for (guint i = 0; old[i] != NULL; i++)
    if (!g_str_equal (old[i], id))
      g_strv_builder_add (builder, old[i]);
  if (!enabled)
    g_strv_builder_add (builder, id);
  disabled = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, KEY_DISABLED, (const char *const *) disabled);
}
