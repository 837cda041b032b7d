/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>
#include <time.h>

#include "core/sw-scheduler.h"
#include "core/sw-tick.h"
#include "shell/sw-bus-data.h"
#include "shell/sw-bus-reads.h"

/* Calls that ask for values of now. What is measured anyway is answered at once; the rest is demanded for the call and
 * released with the answer. A call ends in bounded time, or with the caller that left the bus. */
struct _SwBusReads
{
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns this, and stays while a call is open */
  SwScheduler *scheduler;
  SwSourceRegistry *registry;
  GPtrArray *reads;    /* of Read, oldest first */
  SwJob *deadline_job; /* (nullable) while there are reads; borrowed from the scheduler */
  guint closed : 1;
};

typedef struct
{
  SwBusReads *owner;
  GDBusMethodInvocation *invocation; /* (nullable) answered */
  GPtrArray *sources;                /* as they were asked for */
  GPtrArray *parts;                  /* of Part, still without a value */
  gint64 since_us;                   /* CLOCK_MONOTONIC */
  guint name_watch;
} Read;

/* A source that is demanded for a read. */
typedef struct
{
  Read *read; /* borrowed: it owns this */
  SwSource *source;
  gulong on_sampled;
  guint n_samples;
} Part;

/* Rates of less than this would say more about the clock's steps than about the counters. */
#define SETTLE_US (450 * 1000)
#define DEADLINE_US (5 * SW_SECOND_US)

/* A flood of calls costs its senders an error, not everybody memory. */
#define MAX_READS 64
#define MAX_READS_OF_SENDER 16

G_DEFINE_FINAL_TYPE (SwBusReads, sw_bus_reads, G_TYPE_OBJECT)

/* Not as a view, which a locked session stops: a script does not look. */
static void
part_free (Part *part)
{
  g_clear_signal_handler (&part->on_sampled, part->source);
  sw_source_release_history (part->source);
  g_object_unref (part->source);
  g_free (part);
}

static void
read_free (Read *read)
{
  SwBusReads *self = read->owner;

  g_ptr_array_unref (read->parts);
  g_clear_handle_id (&read->name_watch, g_bus_unwatch_name);
  if (read->invocation != NULL)
    g_dbus_method_invocation_return_error_literal (g_steal_pointer (&read->invocation),
                                                   SW_BUS_ERROR, SW_BUS_ERROR_LEAVING,
                                                   "Stillwatch is about to quit");
  g_ptr_array_unref (read->sources);
  g_free (read);
  g_application_release (self->application);
}

static void
remove_read (SwBusReads *self, Read *read)
{
  g_ptr_array_remove (self->reads, read);
  if (self->reads->len == 0)
    g_clear_pointer (&self->deadline_job, sw_job_remove);
}

static void
answer (Read *read)
{
  g_dbus_method_invocation_return_value (g_steal_pointer (&read->invocation),
                                         sw_bus_data_get_values (read->sources));
  remove_read (read->owner, read);
}

static gboolean
has_every_value (SwSource *source)
{
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    if (isnan (sw_source_get_value (source, i)))
      return FALSE;
  return TRUE;
}

/* The first sample has no rates. */
static gboolean
is_complete (Part *part)
{
  switch (sw_source_get_state (part->source))
    {
    case SW_SOURCE_STATE_WAITING:
      return FALSE;
    case SW_SOURCE_STATE_READY:
      return (part->n_samples == 1 && has_every_value (part->source))
             || (part->n_samples > 1
                 && g_get_monotonic_time () - part->read->since_us >= SETTLE_US);
    case SW_SOURCE_STATE_UNAVAILABLE:
    case SW_SOURCE_STATE_FAILED:
    default:
      return TRUE;
    }
}

static void
on_source_sampled_cb (G_GNUC_UNUSED SwSource *source, Part *part)
{
  Read *read = part->read;

  part->n_samples++;
  if (!is_complete (part))
    return;
  g_ptr_array_remove (read->parts, part);
  if (read->parts->len == 0)
    answer (read);
}

/* A source that went, with its plugin or with the device, is sampled no more. */
static void
on_registry_removed_cb (SwBusReads *self, SwSource *source)
{
  for (guint i = self->reads->len; i > 0; i--)
    {
      Read *read = g_ptr_array_index (self->reads, i - 1);

      for (guint k = read->parts->len; k > 0; k--)
        if (((Part *) g_ptr_array_index (read->parts, k - 1))->source == source)
          g_ptr_array_remove_index (read->parts, k - 1);
      if (read->parts->len == 0)
        answer (read);
    }
}

/* What is measured less often than every second gets its second sample now. */
static void
hurry (SwBusReads *self, Read *read)
{
  for (guint i = 0; i < read->parts->len; i++)
    {
      Part *part = g_ptr_array_index (read->parts, i);
      SwJob *job = sw_source_registry_get_job (self->registry, part->source);

      if (job != NULL && sw_job_get_effective_interval_us (job) > SW_SECOND_US)
        sw_source_sample_soon (part->source);
    }
}

static gboolean
on_deadline_due_cb (G_GNUC_UNUSED SwJob *job, const SwTick *tick, gpointer user_data)
{
  SwBusReads *self = user_data;

  for (guint i = self->reads->len; i > 0; i--)
    {
      Read *read = g_ptr_array_index (self->reads, i - 1);
      const gint64 age_us = tick->now_us - read->since_us;

      if (age_us >= DEADLINE_US)
        answer (read);
      else if (age_us >= SETTLE_US)
        hurry (self, read);
    }
  return TRUE;
}

static void
on_name_vanished_cb (G_GNUC_UNUSED GDBusConnection *connection,
                     G_GNUC_UNUSED const char *name,
                     gpointer user_data)
{
  Read *read = user_data;

  /* Nobody hears it, but an invocation wants an answer. */
  answer (read);
}

/* Whether two samples have been taken at its pace until now, so that its values are those of this moment. */
static gboolean
is_measured (SwBusReads *self, SwSource *source)
{
  SwJob *job = sw_source_registry_get_job (self->registry, source);
  SwSeries *series = sw_source_get_series (source);
  const guint n_rows = series != NULL ? sw_series_get_n_rows (series) : 0;
  struct timespec now;
  gint64 last_us, age_us, span_us;

  if (sw_source_get_demand (source) == 0 || job == NULL)
    return FALSE;
  if (sw_source_get_state (source) == SW_SOURCE_STATE_UNAVAILABLE
      || sw_source_get_state (source) == SW_SOURCE_STATE_FAILED)
    return TRUE;
  if (sw_source_get_state (source) != SW_SOURCE_STATE_READY || n_rows < 2)
    return FALSE;
  clock_gettime (CLOCK_BOOTTIME, &now);
  last_us = sw_series_get_row_time_us (series, n_rows - 1);
  age_us = now.tv_sec * SW_SECOND_US + now.tv_nsec / 1000 - last_us;
  span_us = last_us - sw_series_get_row_time_us (series, n_rows - 2);
  /* Where it began anew the row before is a gap, right before or long ago. */
  return age_us <= 2 * sw_job_get_effective_interval_us (job) + SW_SECOND_US && span_us >= 50 * 1000
         && span_us <= 2 * sw_job_get_effective_interval_us (job) + SW_SECOND_US;
}

static void
demand (Read *read, SwSource *source)
{
  Part *part = g_new0 (Part, 1);

  part->read = read;
  part->source = g_object_ref (source);
  part->on_sampled = g_signal_connect (source, "sampled", G_CALLBACK (on_source_sampled_cb), part);
  g_ptr_array_add (read->parts, part);
  sw_source_acquire_history (source);
}

static gboolean
has_room (SwBusReads *self, const char *sender)
{
  guint n_of_sender = 0;

  for (guint i = 0; i < self->reads->len; i++)
    {
      Read *read = g_ptr_array_index (self->reads, i);

      if (g_strcmp0 (g_dbus_method_invocation_get_sender (read->invocation), sender) == 0)
        n_of_sender++;
    }
  return self->reads->len < MAX_READS && n_of_sender < MAX_READS_OF_SENDER;
}

static void
begin_read (SwBusReads *self, GPtrArray *sources, GDBusMethodInvocation *invocation)
{
  Read *read = g_new0 (Read, 1);

  g_application_hold (self->application);
  read->owner = self;
  read->invocation = invocation;
  read->sources = g_ptr_array_ref (sources);
  read->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  read->since_us = g_get_monotonic_time ();
  read->name_watch
      = g_bus_watch_name_on_connection (g_dbus_method_invocation_get_connection (invocation),
                                        g_dbus_method_invocation_get_sender (invocation),
                                        G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_name_vanished_cb,
                                        read, NULL);
  g_ptr_array_add (self->reads, read);
  for (guint i = 0; i < sources->len; i++)
    {
      SwSource *source = g_ptr_array_index (sources, i);

      if (sw_source_get_enabled (source) && !is_measured (self, source))
        demand (read, source);
    }
  if (self->deadline_job != NULL)
    return;
  self->deadline_job = sw_scheduler_add_job (self->scheduler, "stillwatch", "bus", SW_SECOND_US,
                                             on_deadline_due_cb, self, NULL);
  sw_job_set_flags (self->deadline_job, SW_JOB_FIXED);
}

static gboolean
needs_samples (SwBusReads *self, GPtrArray *sources)
{
  for (guint i = 0; i < sources->len; i++)
    {
      SwSource *source = g_ptr_array_index (sources, i);

      if (sw_source_get_enabled (source) && !is_measured (self, source))
        return TRUE;
    }
  return FALSE;
}

/*
 * sw_bus_reads_begin:
 * @self: the open calls
 * @sources: (element-type SwSource): what is asked for
 * @invocation: (transfer full): who asks
 *
 * Answers with the values of now, at once or when they are there.
 */
void
sw_bus_reads_begin (SwBusReads *self, GPtrArray *sources, GDBusMethodInvocation *invocation)
{
  g_return_if_fail (SW_IS_BUS_READS (self) && !self->closed);

  if (!needs_samples (self, sources))
    g_dbus_method_invocation_return_value (invocation, sw_bus_data_get_values (sources));
  else if (!has_room (self, g_dbus_method_invocation_get_sender (invocation)))
    g_dbus_method_invocation_return_error (invocation, SW_BUS_ERROR, SW_BUS_ERROR_BUSY,
                                           "%d calls of one program may wait for samples, and %d "
                                           "of all: wait for an answer first",
                                           MAX_READS_OF_SENDER, MAX_READS);
  else
    begin_read (self, sources, invocation);
}

/*
 * sw_bus_reads_close:
 * @self: the open calls
 *
 * Ends them all with an error; there may be none after it.
 */
void
sw_bus_reads_close (SwBusReads *self)
{
  g_return_if_fail (SW_IS_BUS_READS (self));

  self->closed = TRUE;
  g_ptr_array_set_size (self->reads, 0);
  g_clear_pointer (&self->deadline_job, sw_job_remove);
  g_signal_handlers_disconnect_by_data (self->registry, self);
}

static void
sw_bus_reads_dispose (GObject *object)
{
  SwBusReads *self = SW_BUS_READS (object);

  if (!self->closed)
    sw_bus_reads_close (self);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->registry);
  G_OBJECT_CLASS (sw_bus_reads_parent_class)->dispose (object);
}

static void
sw_bus_reads_finalize (GObject *object)
{
  g_ptr_array_unref (SW_BUS_READS (object)->reads);
  G_OBJECT_CLASS (sw_bus_reads_parent_class)->finalize (object);
}

static void
sw_bus_reads_class_init (SwBusReadsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sw_bus_reads_dispose;
  G_OBJECT_CLASS (klass)->finalize = sw_bus_reads_finalize;
}

static void
sw_bus_reads_init (SwBusReads *self)
{
  self->reads = g_ptr_array_new_with_free_func ((GDestroyNotify) read_free);
}

/*
 * sw_bus_reads_new:
 * @application: what stays while a call is open; outlives this
 * @scheduler: who bounds the time that a call takes
 * @registry: all sources
 *
 * Returns: (transfer full): no calls yet
 */
SwBusReads *
sw_bus_reads_new (GApplication *application, SwScheduler *scheduler, SwSourceRegistry *registry)
{
  SwBusReads *self = g_object_new (SW_TYPE_BUS_READS, NULL);

  self->application = application;
  self->scheduler = g_object_ref (scheduler);
  self->registry = g_object_ref (registry);
  g_signal_connect_object (registry, "removed", G_CALLBACK (on_registry_removed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
