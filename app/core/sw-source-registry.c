/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "core/sw-job.h"
#include "core/sw-scheduler.h"
#include "core/sw-source-registry.h"
#include "core/sw-source-private.h"
#include "core/sw-tick.h"

/**
 * SwSourceRegistry:
 *
 * All sources of all plugins, each with its job on the scheduler. The job is paused while nobody demands the
 * source; boards, strips and histories only demand and listen.
 *
 * It has an order: who came first stands first, and who left keeps its place. So a set of sensors that is made anew, a
 * device that was unplugged and a plugin that was switched off come back to where the user knows them, and with the
 * history that they had.
 */
struct _SwSourceRegistry
{
  GObject parent_instance;

  SwScheduler *scheduler;
  GPtrArray *entries; /* of Entry, in the registry's order */
  guint n_vacant;     /* of them, without a source */
  guint64 n_left;     /* sources so far */
  gint64 default_interval_us;
};

/* A place in the order, and who has it now. */
typedef struct
{
  char *id;
  SwSource *source; /* (nullable) it left */
  SwJob *job;       /* (nullable) with the source */
  SwSeries *series; /* (nullable) the history of the source that left */
  char *channels;   /* (nullable) what that is of */
  guint64 left;     /* when it left: a place of a lower number was left before */
  gulong on_active;
  gulong on_recorded;
  gulong on_interval;
  gulong on_sample_soon;
} Entry;

#define MIN_ELAPSED_US (50 * 1000)

/* Names of containers and phones come and go for ever: this many places of those that went are kept. */
#define MAX_VACANT 256

/* Their histories take room: those of so many that left last are kept. */
#define MAX_KEPT_SERIES 16

typedef enum
{
  PROP_DEFAULT_INTERVAL_US = 1,
} SwSourceRegistryProperty;

static GParamSpec *properties[PROP_DEFAULT_INTERVAL_US + 1];

typedef enum
{
  SIGNAL_ADDED,
  SIGNAL_REMOVED,
} SwSourceRegistrySignal;

static guint signals[SIGNAL_REMOVED + 1];

G_DEFINE_FINAL_TYPE (SwSourceRegistry, sw_source_registry, G_TYPE_OBJECT)

/* What the values of a series mean. */
static char *
describe_channels (SwSource *source)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%d", sw_source_get_unit (source));
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    g_string_append_printf (text, "\n%s", sw_channel_get_id (sw_source_get_channel (source, i)));
  return g_string_free_and_steal (text);
}

static void
keep_series (Entry *entry, SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);

  g_clear_pointer (&entry->channels, g_free);
  if (g_set_object (&entry->series, series) && series != NULL)
    entry->channels = describe_channels (source);
}

static void
hand_over_series (Entry *entry, SwSource *source)
{
  g_autoptr (SwSeries) series = g_steal_pointer (&entry->series);
  g_autofree char *before = g_steal_pointer (&entry->channels);
  g_autofree char *now = NULL;

  if (series == NULL || sw_source_get_series (source) != NULL)
    return;
  now = describe_channels (source);
  if (g_str_equal (before, now))
    sw_source_adopt_series (source, series);
}

/* The source hears of it last, when the place is empty. */
static void
entry_vacate (Entry *entry)
{
  g_autoptr (SwSource) source = g_steal_pointer (&entry->source);
  g_autoptr (SwJob) job = g_steal_pointer (&entry->job);

  if (source == NULL)
    return;
  keep_series (entry, source);
  g_clear_signal_handler (&entry->on_active, source);
  g_clear_signal_handler (&entry->on_recorded, source);
  g_clear_signal_handler (&entry->on_interval, source);
  g_clear_signal_handler (&entry->on_sample_soon, source);
  g_signal_handlers_disconnect_by_data (job, source);
  sw_job_remove (job);
  sw_source_tell_pace (source, NULL);
}

static void
entry_free (Entry *entry)
{
  entry_vacate (entry);
  g_clear_object (&entry->series);
  g_free (entry->channels);
  g_free (entry->id);
  g_free (entry);
}

static void
sw_source_registry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((SwSourceRegistryProperty) id)
    {
    case PROP_DEFAULT_INTERVAL_US:
      g_value_set_int64 (value, SW_SOURCE_REGISTRY (object)->default_interval_us);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_source_registry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((SwSourceRegistryProperty) id)
    {
    case PROP_DEFAULT_INTERVAL_US:
      sw_source_registry_set_default_interval_us (SW_SOURCE_REGISTRY (object),
                                                  g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sw_source_registry_dispose (GObject *object)
{
  SwSourceRegistry *self = SW_SOURCE_REGISTRY (object);

  g_ptr_array_set_size (self->entries, 0);
  g_clear_object (&self->scheduler);
  G_OBJECT_CLASS (sw_source_registry_parent_class)->dispose (object);
}

static void
sw_source_registry_finalize (GObject *object)
{
  SwSourceRegistry *self = SW_SOURCE_REGISTRY (object);

  g_ptr_array_unref (self->entries);
  G_OBJECT_CLASS (sw_source_registry_parent_class)->finalize (object);
}

static void
sw_source_registry_class_init (SwSourceRegistryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sw_source_registry_get_property;
  object_class->set_property = sw_source_registry_set_property;
  object_class->dispose = sw_source_registry_dispose;
  object_class->finalize = sw_source_registry_finalize;

  /**
   * SwSourceRegistry:default-interval-us:
   *
   * How often sources are sampled for which the user chose nothing and which have no pace of their own.
   */
  properties[PROP_DEFAULT_INTERVAL_US]
      = g_param_spec_int64 ("default-interval-us", NULL, NULL, 1, G_MAXINT64, SW_SECOND_US,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * SwSourceRegistry::added:
   * @self: the registry
   * @source: the new source
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", SW_TYPE_SOURCE_REGISTRY, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, SW_TYPE_SOURCE);

  /**
   * SwSourceRegistry::removed:
   * @self: the registry
   * @source: the source that was taken away; views let go of it
   */
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", SW_TYPE_SOURCE_REGISTRY, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, SW_TYPE_SOURCE);
}

static void
sw_source_registry_init (SwSourceRegistry *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->default_interval_us = SW_SECOND_US;
}

/**
 * sw_source_registry_new:
 * @scheduler: where the sources' jobs run
 *
 * Returns: (transfer full): an empty registry
 */
SwSourceRegistry *
sw_source_registry_new (SwScheduler *scheduler)
{
  SwSourceRegistry *self;

  g_return_val_if_fail (SW_IS_SCHEDULER (scheduler), NULL);

  self = g_object_new (SW_TYPE_SOURCE_REGISTRY, NULL);
  self->scheduler = g_object_ref (scheduler);
  return self;
}

/* A device's first answer is there within milliseconds, but only the next sample shows it: that one follows after a
 * second, when others run too, not after an interval of a minute. One that stays silent is soon left at its interval. */
static void
update_pace (SwJob *job, SwSource *source, const SwTick *tick)
{
  const gint64 interval_us = sw_source_get_interval_us (source);
  gint64 pace_us = interval_us;

  if (sw_source_get_state (source) == SW_SOURCE_STATE_WAITING)
    pace_us = tick->elapsed_us == 0 ? SW_SECOND_US : 2 * sw_job_get_interval_us (job);
  sw_job_set_interval_us (job, MIN (pace_us, interval_us));
}

static gboolean
on_job_due_cb (SwJob *job, const SwTick *tick, gpointer user_data)
{
  /* A view may drop the source in answer to its signal. */
  g_autoptr (SwSource) source = g_object_ref (user_data);
  gboolean sampled;

  /* A wish to sample soon came just before or after the grid point: the second of two samples would say more about
   * the clock than about the counters. */
  if (tick->elapsed_us > 0 && tick->elapsed_us < MIN_ELAPSED_US
      && sw_source_get_state (source) == SW_SOURCE_STATE_READY)
    return TRUE;

  sampled = sw_source_sample (source, tick);
  update_pace (job, source, tick);
  return sampled;
}

static gboolean
is_active (SwSource *source)
{
  return sw_source_get_enabled (source) && sw_source_get_demand (source) > 0;
}

static void
on_source_active_changed_cb (SwSource *source, G_GNUC_UNUSED GParamSpec *pspec, SwJob *job)
{
  sw_job_set_paused (job, !is_active (source));
  if (is_active (source))
    sw_job_run_soon (job);
}

static void
on_source_recorded_changed_cb (SwSource *source, G_GNUC_UNUSED GParamSpec *pspec, SwJob *job)
{
  sw_job_set_flags (job, sw_source_get_recorded (source) ? SW_JOB_NONE : SW_JOB_VIEW);
}

static void
on_source_interval_changed_cb (SwSource *source, G_GNUC_UNUSED GParamSpec *pspec, SwJob *job)
{
  sw_job_set_interval_us (job, sw_source_get_interval_us (source));
}

static void
on_job_pace_changed_cb (SwJob *job, SwSource *source)
{
  sw_source_tell_pace (source, job);
}

static gboolean
find_id (SwSourceRegistry *self, const char *id, guint *index)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((Entry *) g_ptr_array_index (self->entries, i))->id, id))
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/* The place that ID had before, else a new one: behind that of the source AFTER, else the last. */
static Entry *
take_place (SwSourceRegistry *self, const char *id, SwSource *after)
{
  Entry *entry;
  guint index;

  if (find_id (self, id, &index))
    {
      self->n_vacant--;
      return g_ptr_array_index (self->entries, index);
    }
  entry = g_new0 (Entry, 1);
  entry->id = g_strdup (id);
  if (after != NULL && find_id (self, sw_source_get_id (after), &index))
    g_ptr_array_insert (self->entries, (int) index + 1, entry);
  else
    g_ptr_array_add (self->entries, entry);
  return entry;
}

static void
occupy (SwSourceRegistry *self, Entry *entry, const char *owner, SwSource *source)
{
  entry->source = g_object_ref (source);
  hand_over_series (entry, source);
  entry->job
      = sw_scheduler_add_job (self->scheduler, owner, sw_source_get_id (source),
                              sw_source_get_interval_us (source), on_job_due_cb, source, NULL);
  g_object_ref (entry->job);
  entry->on_active = g_signal_connect (source, "notify::active",
                                       G_CALLBACK (on_source_active_changed_cb), entry->job);
  entry->on_recorded = g_signal_connect (source, "notify::recorded",
                                         G_CALLBACK (on_source_recorded_changed_cb), entry->job);
  entry->on_interval = g_signal_connect (source, "notify::interval-us",
                                         G_CALLBACK (on_source_interval_changed_cb), entry->job);
  entry->on_sample_soon
      = g_signal_connect_swapped (source, "sample-soon", G_CALLBACK (sw_job_run_soon), entry->job);
  g_signal_connect (entry->job, "pace-changed", G_CALLBACK (on_job_pace_changed_cb), source);
  on_source_recorded_changed_cb (source, NULL, entry->job);
  on_source_active_changed_cb (source, NULL, entry->job);
}

/**
 * sw_source_registry_add:
 * @self: a registry
 * @owner: whose it is; the plugin's module name
 * @source: a source whose id no other has
 *
 * Makes the source known, and samples it while it is demanded. An id that was known before takes its old place, a new
 * one the last.
 */
void
sw_source_registry_add (SwSourceRegistry *self, const char *owner, SwSource *source)
{
  sw_source_registry_add_after (self, owner, source, NULL);
}

/**
 * sw_source_registry_add_after:
 * @self: a registry
 * @owner: whose it is; the plugin's module name
 * @source: a source whose id no other has
 * @after: (nullable): what it belongs to, as one disk belongs to all disks
 *
 * Like [method@SourceRegistry.add], but a new id stands right behind @after.
 */
void
sw_source_registry_add_after (SwSourceRegistry *self,
                              const char *owner,
                              SwSource *source,
                              SwSource *after)
{
  const char *id;

  g_return_if_fail (SW_IS_SOURCE_REGISTRY (self) && SW_IS_SOURCE (source) && owner != NULL);
  g_return_if_fail (after == NULL || SW_IS_SOURCE (after));

  id = sw_source_get_id (source);
  g_return_if_fail (sw_source_registry_lookup (self, id) == NULL);

  occupy (self, take_place (self, id, after), owner, source);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, source);
}

static gboolean
find_entry (SwSourceRegistry *self, SwSource *source, guint *index)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) g_ptr_array_index (self->entries, i))->source == source)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

/* Beyond the last ones that left. */
static void
forget_series (SwSourceRegistry *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->source == NULL && entry->left + MAX_KEPT_SERIES <= self->n_left)
        g_clear_object (&entry->series);
    }
}

/* The place that was left first is given up. */
static void
forget_place (SwSourceRegistry *self)
{
  guint first = self->entries->len;

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->source == NULL
          && (first == self->entries->len
              || entry->left < ((Entry *) g_ptr_array_index (self->entries, first))->left))
        first = i;
    }
  if (first == self->entries->len)
    return;
  g_ptr_array_remove_index (self->entries, first);
  self->n_vacant--;
}

/**
 * sw_source_registry_remove:
 * @self: a registry
 * @source: one of its sources
 *
 * Ends its job and tells the views. Its place is kept.
 */
void
sw_source_registry_remove (SwSourceRegistry *self, SwSource *source)
{
  g_autoptr (SwSource) kept = NULL;
  Entry *entry;
  guint index;

  g_return_if_fail (SW_IS_SOURCE_REGISTRY (self) && SW_IS_SOURCE (source));

  if (!find_entry (self, source, &index))
    return;
  kept = g_object_ref (source);
  entry = g_ptr_array_index (self->entries, index);
  entry->left = ++self->n_left;
  entry_vacate (entry);
  forget_series (self);
  if (++self->n_vacant > MAX_VACANT)
    forget_place (self);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, source);
}

/**
 * sw_source_registry_lookup:
 * @self: a registry
 * @id: a source's id
 *
 * Returns: (transfer none) (nullable): the source of that id
 */
SwSource *
sw_source_registry_lookup (SwSourceRegistry *self, const char *id)
{
  guint index;

  g_return_val_if_fail (SW_IS_SOURCE_REGISTRY (self) && id != NULL, NULL);

  if (!find_id (self, id, &index))
    return NULL;
  return ((Entry *) g_ptr_array_index (self->entries, index))->source;
}

/**
 * sw_source_registry_list:
 * @self: a registry
 *
 * Returns: (transfer container) (element-type SwSource): its sources in its order
 */
GList *
sw_source_registry_list (SwSourceRegistry *self)
{
  GList *sources = NULL;

  g_return_val_if_fail (SW_IS_SOURCE_REGISTRY (self), NULL);

  for (guint i = self->entries->len; i > 0; i--)
    {
      Entry *entry = g_ptr_array_index (self->entries, i - 1);

      if (entry->source != NULL)
        sources = g_list_prepend (sources, entry->source);
    }
  return sources;
}

/**
 * sw_source_registry_get_job:
 * @self: a registry
 * @source: one of its sources
 *
 * Returns: (transfer none) (nullable): the job that samples it, for its account and state
 */
SwJob *
sw_source_registry_get_job (SwSourceRegistry *self, SwSource *source)
{
  guint index;

  g_return_val_if_fail (SW_IS_SOURCE_REGISTRY (self) && SW_IS_SOURCE (source), NULL);

  if (!find_entry (self, source, &index))
    return NULL;
  return ((Entry *) g_ptr_array_index (self->entries, index))->job;
}

/**
 * sw_source_registry_get_owner:
 * @self: a registry
 * @source: one of its sources
 *
 * Returns: (nullable): the module name of the plugin that added it
 */
const char *
sw_source_registry_get_owner (SwSourceRegistry *self, SwSource *source)
{
  SwJob *job = sw_source_registry_get_job (self, source);

  return job != NULL ? sw_job_get_owner (job) : NULL;
}

/**
 * sw_source_registry_get_default_interval_us:
 * @self: a registry
 *
 * Returns: how often sources without a pace of their own are sampled
 */
gint64
sw_source_registry_get_default_interval_us (SwSourceRegistry *self)
{
  g_return_val_if_fail (SW_IS_SOURCE_REGISTRY (self), SW_SECOND_US);

  return self->default_interval_us;
}

/**
 * sw_source_registry_set_default_interval_us:
 * @self: a registry
 * @interval_us: how often sources without a pace of their own shall be sampled
 *
 * The registry tells it; whoever keeps a source's settings applies it, see
 * [method@SourceSettings.set_default_interval_us].
 */
void
sw_source_registry_set_default_interval_us (SwSourceRegistry *self, gint64 interval_us)
{
  g_return_if_fail (SW_IS_SOURCE_REGISTRY (self));
  g_return_if_fail (interval_us > 0);

  if (self->default_interval_us == interval_us)
    return;
  self->default_interval_us = interval_us;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEFAULT_INTERVAL_US]);
}
