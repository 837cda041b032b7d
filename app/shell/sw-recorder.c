/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-source-registry.h"
#include "core/sw-source.h"
#include "shell/sw-recorder.h"

/* Keeps measuring where the user asked for it, so that history has no holes: the sources are demanded while no
 * window shows them, and the program lives on without one. Nothing is drawn for it, and as all sources have their jobs on
 * the one grid, it is one burst of reads per period. */
struct _SwRecorder
{
  GObject parent_instance;

  SwSourceRegistry *registry;
  GSettings *settings; /* (nullable) */
  GApplication *application;
  GHashTable *demanded; /* SwSource → whether as history, behind a locked screen too */
  guint holding : 1;    /* the application */
};

#define KEY_HIDDEN "measure-hidden"
#define KEY_LOCKED "measure-locked"

G_DEFINE_FINAL_TYPE (SwRecorder, sw_recorder, G_TYPE_OBJECT)

static void
release (SwSource *source, gboolean locked)
{
  if (locked)
    sw_source_release_history (source);
  else
    sw_source_release (source);
}

/* The new demand comes before the old one goes: a source that stops and starts has a gap. */
static void
demand (SwRecorder *self, SwSource *source, gboolean locked)
{
  gpointer before;
  const gboolean demanded = g_hash_table_lookup_extended (self->demanded, source, NULL, &before);

  if (demanded && GPOINTER_TO_INT (before) == locked)
    return;
  if (locked)
    sw_source_acquire_history (source);
  else
    sw_source_acquire (source);
  if (demanded)
    release (source, GPOINTER_TO_INT (before));
  g_hash_table_insert (self->demanded, g_object_ref (source), GINT_TO_POINTER (locked));
}

static void
let_go (SwRecorder *self, SwSource *source)
{
  gpointer before;

  if (!g_hash_table_lookup_extended (self->demanded, source, NULL, &before))
    return;
  release (source, GPOINTER_TO_INT (before));
  g_hash_table_remove (self->demanded, source);
}

static gboolean
is_wanted (SwRecorder *self, const char *key)
{
  return self->settings != NULL && g_settings_get_boolean (self->settings, key);
}

static void
hold (SwRecorder *self, gboolean wanted)
{
  if (self->holding == wanted)
    return;
  self->holding = wanted;
  if (wanted)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

static void
update (SwRecorder *self)
{
  g_autoptr (GList) sources = sw_source_registry_list (self->registry);
  const gboolean wanted = is_wanted (self, KEY_HIDDEN);

  for (GList *l = sources; l != NULL; l = l->next)
    if (wanted)
      demand (self, l->data, is_wanted (self, KEY_LOCKED));
    else
      let_go (self, l->data);
  hold (self, wanted);
}

static void
on_source_removed_cb (SwRecorder *self, SwSource *source)
{
  let_go (self, source);
}

static void
sw_recorder_dispose (GObject *object)
{
  SwRecorder *self = SW_RECORDER (object);

  if (self->registry != NULL)
    sw_recorder_stop (self);
  g_clear_object (&self->registry);
  g_clear_object (&self->settings);
  g_clear_object (&self->application);
  g_clear_pointer (&self->demanded, g_hash_table_unref);
  G_OBJECT_CLASS (sw_recorder_parent_class)->dispose (object);
}

static void
sw_recorder_class_init (SwRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_recorder_dispose;
}

static void
sw_recorder_init (SwRecorder *self)
{
  self->demanded = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/*
 * sw_recorder_new:
 * @registry: whose sources to keep measuring; those that are switched off are not
 * @settings: (nullable): the program's, with the user's wishes
 * @application: what lives on without a window meanwhile
 *
 * Returns: (transfer full): measures while it lives
 */
SwRecorder *
sw_recorder_new (SwSourceRegistry *registry, GSettings *settings, GApplication *application)
{
  SwRecorder *self = g_object_new (SW_TYPE_RECORDER, NULL);

  self->registry = g_object_ref (registry);
  g_set_object (&self->settings, settings);
  self->application = g_object_ref (application);
  g_signal_connect_object (registry, "added", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (registry, "removed", G_CALLBACK (on_source_removed_cb), self,
                           G_CONNECT_SWAPPED);
  if (settings != NULL)
    {
      g_signal_connect_object (settings, "changed::" KEY_HIDDEN, G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (settings, "changed::" KEY_LOCKED, G_CALLBACK (update), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
  return self;
}

/*
 * sw_recorder_stop:
 * @self: a recorder
 *
 * Lets go of all, for good: the program ends.
 */
void
sw_recorder_stop (SwRecorder *self)
{
  g_autoptr (GList) sources = g_hash_table_get_keys (self->demanded);

  g_signal_handlers_disconnect_by_data (self->registry, self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  for (GList *l = sources; l != NULL; l = l->next)
    let_go (self, l->data);
  hold (self, FALSE);
}
