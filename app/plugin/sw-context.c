/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-sample-pool.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "plugin/sw-context.h"
#include "services/sw-session.h"
#include "services/sw-settings.h"
#include "services/sw-source-settings.h"

/**
 * SwContext:
 *
 * All that a plugin may use of the program: the scheduler, the registry of sources, the sample files, the session's
 * state, settings and folders of its own. One for each plugin, given to it when it is activated.
 *
 * When the plugin is deactivated, the context takes back the sources that it added, and the jobs and watches of which its
 * id is the owner. What it took back itself before is gone already.
 */
struct _SwContext
{
  GObject parent_instance;

  char *plugin_id;
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  SwSamplePool *pool;
  SwSession *session;
  GHashTable *sources; /* SwSource that the plugin added, to its SwSourceSettings */
  char *status;        /* (nullable) of its page, in one line */
  guint n_viewers;     /* of the status */
};

/* More than any sidebar has room for. */
#define MAX_STATUS_CHARACTERS 120

typedef enum
{
  PROP_STATUS = 1,
  PROP_STATUS_SHOWN,
} SwContextProperty;

static GParamSpec *properties[PROP_STATUS_SHOWN + 1];

G_DEFINE_FINAL_TYPE (SwContext, sw_context, G_TYPE_OBJECT)

static void
sw_context_finalize (GObject *object)
{
  SwContext *self = SW_CONTEXT (object);

  g_free (self->plugin_id);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->registry);
  g_clear_object (&self->pool);
  g_clear_object (&self->session);
  g_hash_table_unref (self->sources);
  g_free (self->status);
  G_OBJECT_CLASS (sw_context_parent_class)->finalize (object);
}

static void
sw_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SwContext *self = SW_CONTEXT (object);

  switch ((SwContextProperty) id)
    {
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_STATUS_SHOWN:
      g_value_set_boolean (value, self->n_viewers > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_context_class_init (SwContextClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->get_property = sw_context_get_property;
  G_OBJECT_CLASS (klass)->finalize = sw_context_finalize;
  /**
   * SwContext:status:
   *
   * What the sidebar says of the plugin's page.
   */
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  /**
   * SwContext:status-shown:
   *
   * Whether anybody can see the status, so that a plugin measures for it only then.
   */
  properties[PROP_STATUS_SHOWN] = g_param_spec_boolean ("status-shown", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
sw_context_init (SwContext *self)
{
  self->sources = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
}

static void
on_default_interval_changed_cb (SwContext *self)
{
  const gint64 interval_us = sw_source_registry_get_default_interval_us (self->registry);
  g_autoptr (GList) all = g_hash_table_get_values (self->sources);

  for (GList *link = all; link != NULL; link = link->next)
    sw_source_settings_set_default_interval_us (link->data, interval_us);
}

/**
 * sw_context_new: (skip)
 * @plugin_id: the plugin's module name
 * @scheduler: the program's scheduler
 * @registry: the program's sources
 * @pool: the program's sample files
 * @session: the session's state
 *
 * Returns: (transfer full): a context for that plugin
 */
SwContext *
sw_context_new (const char *plugin_id,
                SwScheduler *scheduler,
                SwSourceRegistry *registry,
                SwSamplePool *pool,
                SwSession *session)
{
  SwContext *self;

  g_return_val_if_fail (plugin_id != NULL, NULL);

  self = g_object_new (SW_TYPE_CONTEXT, NULL);
  self->plugin_id = g_strdup (plugin_id);
  self->scheduler = g_object_ref (scheduler);
  self->registry = g_object_ref (registry);
  self->pool = g_object_ref (pool);
  self->session = g_object_ref (session);
  g_signal_connect_object (registry, "notify::default-interval-us",
                           G_CALLBACK (on_default_interval_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * sw_context_get_plugin_id:
 * @self: a context
 *
 * Returns: the plugin's module name, the owner of its jobs and sources
 */
const char *
sw_context_get_plugin_id (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return self->plugin_id;
}

/**
 * sw_context_get_scheduler:
 * @self: a context
 *
 * Returns: (transfer none): where all timed work runs
 */
SwScheduler *
sw_context_get_scheduler (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return self->scheduler;
}

/**
 * sw_context_get_registry:
 * @self: a context
 *
 * Returns: (transfer none): the sources of all plugins
 */
SwSourceRegistry *
sw_context_get_registry (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return self->registry;
}

/**
 * sw_context_get_pool:
 * @self: a context
 *
 * Returns: (transfer none): the files of /proc and /sys
 */
SwSamplePool *
sw_context_get_pool (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return self->pool;
}

/**
 * sw_context_get_session:
 * @self: a context
 *
 * Returns: (transfer none): the session's state
 */
SwSession *
sw_context_get_session (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return self->session;
}

/**
 * sw_context_add_source:
 * @self: a context
 * @source: something that can be graphed
 *
 * Adds it to the registry in the plugin's name, as the user has set it up. Its channels must be there already. Whose id
 * was there before gets its old place, whatever came since.
 */
void
sw_context_add_source (SwContext *self, SwSource *source)
{
  sw_context_add_source_after (self, source, NULL);
}

/**
 * sw_context_add_source_after:
 * @self: a context
 * @source: something that can be graphed
 * @after: (nullable): what it belongs to, as one disk belongs to all disks
 *
 * Like [method@Context.add_source], but a source that was never there before stands right behind @after.
 */
void
sw_context_add_source_after (SwContext *self, SwSource *source, SwSource *after)
{
  SwSourceSettings *settings;

  g_return_if_fail (SW_IS_CONTEXT (self) && SW_IS_SOURCE (source));
  g_return_if_fail (after == NULL || SW_IS_SOURCE (after));

  g_return_if_fail (!g_hash_table_contains (self->sources, source));

  /* Before anybody sees it, so that it is never shown or sampled as the user does not want it. */
  settings = sw_source_settings_new (source);
  sw_source_settings_set_default_interval_us (
      settings, sw_source_registry_get_default_interval_us (self->registry));
  g_hash_table_insert (self->sources, g_object_ref (source), settings);
  sw_source_registry_add_after (self->registry, self->plugin_id, source, after);
}

/**
 * sw_context_remove_source:
 * @self: a context
 * @source: a source that the plugin added
 */
void
sw_context_remove_source (SwContext *self, SwSource *source)
{
  g_return_if_fail (SW_IS_CONTEXT (self) && SW_IS_SOURCE (source));

  g_return_if_fail (g_hash_table_contains (self->sources, source));

  sw_source_registry_remove (self->registry, source);
  g_hash_table_remove (self->sources, source);
}

/* What goes may take others along, whose places in the list then hold what is gone. */
static GList *
keep_all (GList *borrowed)
{
  g_list_foreach (borrowed, (GFunc) (void (*) (void)) g_object_ref, NULL);
  return borrowed;
}

static void
remove_jobs (SwContext *self)
{
  g_autolist (SwJob) jobs = keep_all (sw_scheduler_list_jobs (self->scheduler));

  for (GList *link = jobs; link != NULL; link = link->next)
    if (g_str_equal (sw_job_get_owner (link->data), self->plugin_id))
      sw_job_remove (link->data);
}

static void
remove_watches (SwContext *self)
{
  g_autolist (SwWatch) watches = keep_all (sw_scheduler_list_watches (self->scheduler));

  for (GList *link = watches; link != NULL; link = link->next)
    if (g_str_equal (sw_watch_get_owner (link->data), self->plugin_id))
      sw_watch_remove (link->data);
}

/**
 * sw_context_close: (skip)
 * @self: a context
 *
 * Takes back what the plugin added, after it was deactivated or failed to be activated.
 */
void
sw_context_close (SwContext *self)
{
  g_autolist (SwSource) sources = NULL;

  g_return_if_fail (SW_IS_CONTEXT (self));

  sources = keep_all (g_hash_table_get_keys (self->sources));
  for (GList *link = sources; link != NULL; link = link->next)
    if (g_hash_table_contains (self->sources, link->data))
      sw_context_remove_source (self, link->data);
  remove_jobs (self);
  remove_watches (self);
}

/* One line of valid UTF-8. Returns: (transfer full) */
static char *
tidy_status (const char *status)
{
  g_autofree char *valid = g_utf8_make_valid (status, -1);
  GString *line = g_string_new (NULL);
  guint n = 0;

  for (const char *c = valid; *c != '\0' && n < MAX_STATUS_CHARACTERS;
       c = g_utf8_next_char (c), n++)
    {
      const gunichar character = g_utf8_get_char (c);

      if (g_unichar_iscntrl (character) || g_unichar_type (character) == G_UNICODE_LINE_SEPARATOR
          || g_unichar_type (character) == G_UNICODE_PARAGRAPH_SEPARATOR)
        g_string_append_c (line, ' ');
      else
        g_string_append_unichar (line, character);
    }
  return g_string_free_and_steal (line);
}

/**
 * sw_context_set_status:
 * @self: a context
 * @status: (nullable): the state of the plugin's page in one short line, translated, as “2 new”; %NULL for none. Line breaks
 *   become spaces, what is too long is cut
 *
 * The sidebar shows it below the page's title. Figures that change often should keep their width
 * (U+2007 is a space as wide as one). What has to be measured for it is measured only while
 * [property@Context:status-shown].
 */
void
sw_context_set_status (SwContext *self, const char *status)
{
  g_autofree char *line = NULL;

  g_return_if_fail (SW_IS_CONTEXT (self));

  if (g_strcmp0 (self->status, status) == 0)
    return;
  if (status != NULL && status[0] != '\0')
    line = tidy_status (status);
  if (g_set_str (&self->status, line))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

/**
 * sw_context_get_status:
 * @self: a context
 *
 * Returns: (nullable): what the sidebar says of the plugin's page
 */
const char *
sw_context_get_status (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return self->status;
}

/**
 * sw_context_get_status_shown:
 * @self: a context
 *
 * Returns: whether anybody can see the status
 */
gboolean
sw_context_get_status_shown (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), FALSE);

  return self->n_viewers > 0;
}

/**
 * sw_context_acquire_status: (skip)
 * @self: a context
 *
 * Somebody shows the status, until one [method@Context.release_status].
 */
void
sw_context_acquire_status (SwContext *self)
{
  g_return_if_fail (SW_IS_CONTEXT (self));

  if (self->n_viewers++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_SHOWN]);
}

/**
 * sw_context_release_status: (skip)
 * @self: a context
 *
 * Somebody no longer shows the status.
 */
void
sw_context_release_status (SwContext *self)
{
  g_return_if_fail (SW_IS_CONTEXT (self));
  g_return_if_fail (self->n_viewers > 0);

  if (--self->n_viewers == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS_SHOWN]);
}

/**
 * sw_context_create_settings:
 * @self: a context
 *
 * Returns: (transfer full) (nullable): the settings of the schema `org.stillwatch.plugins.ID`; %NULL where none is
 *   installed
 */
GSettings *
sw_context_create_settings (SwContext *self)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  id = g_strconcat ("org.stillwatch.plugins.", self->plugin_id, NULL);
  return sw_settings_open (id, NULL);
}

/**
 * sw_context_get_data_dir:
 * @self: a context
 *
 * Returns: (transfer full) (type filename): the plugin's folder for what must not be lost; may not exist yet
 */
char *
sw_context_get_data_dir (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return g_build_filename (g_get_user_data_dir (), "stillwatch", self->plugin_id, NULL);
}

/**
 * sw_context_get_cache_dir:
 * @self: a context
 *
 * Returns: (transfer full) (type filename): the plugin's folder for what can be made again; may not exist yet
 */
char *
sw_context_get_cache_dir (SwContext *self)
{
  g_return_val_if_fail (SW_IS_CONTEXT (self), NULL);

  return g_build_filename (g_get_user_cache_dir (), "stillwatch", self->plugin_id, NULL);
}
