/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/sw-source-registry.h"
#include "core/sw-source.h"

#include "plugins/multiload/multiload-status.h"

/* What the sidebar says of the machine in one line: how busy it is and how full its memory. The two sources are demanded
 * only while that line can be seen; where the board shows them too, it costs nothing more. */
struct _MultiloadStatus
{
  GObject parent_instance;

  SwContext *context; /* (nullable) until withdrawn */
  SwSource *cpu;      /* (nullable) */
  SwSource *memory;   /* (nullable) */
  guint demanding : 1;
};

/* As wide as a figure, so that what stands behind it does not move when a figure comes or goes. */
#define FIGURE_SPACE "\xe2\x80\x87"

G_DEFINE_FINAL_TYPE (MultiloadStatus, multiload_status, G_TYPE_OBJECT)

/* NAN where there is none. */
static double
get_percent (SwSource *source)
{
  SwSeries *series = sw_source_get_series (source);
  const double whole = sw_source_get_natural_max (source);
  double value;

  if (series == NULL || sw_series_get_n_rows (series) == 0 || !(whole > 0)
      || sw_source_get_state (source) != SW_SOURCE_STATE_READY)
    return NAN;
  value = sw_source_get_headline_value (source,
                                        sw_series_peek_row (series,
                                                            sw_series_get_n_rows (series) - 1));
  return value / whole * 100;
}

/* IS_LAST: nothing stands behind it. */
static void
format_percent (SwSource *source, gboolean is_last, char *buffer, gsize buffer_bytes)
{
  const double percent = get_percent (source);
  const char *space = !is_last && !(percent >= 9.5) ? FIGURE_SPACE : "";

  if (isnan (percent))
    g_snprintf (buffer, buffer_bytes, "%s–", space);
  else
    g_snprintf (buffer, buffer_bytes, "%s%.0f", space, percent);
}

static void
update (MultiloadStatus *self)
{
  const gboolean has_cpu = self->cpu != NULL && sw_source_get_enabled (self->cpu);
  const gboolean has_memory = self->memory != NULL && sw_source_get_enabled (self->memory);
  char cpu[32] = "", memory[32] = "", text[256];

  if (has_cpu)
    format_percent (self->cpu, !has_memory, cpu, sizeof cpu);
  if (has_memory)
    format_percent (self->memory, TRUE, memory, sizeof memory);
  if (has_cpu && has_memory)
    g_snprintf (text, sizeof text, C_ ("page status", "CPU %s %% · memory %s %%"), cpu, memory);
  else if (has_cpu)
    g_snprintf (text, sizeof text, C_ ("page status", "CPU %s %%"), cpu);
  else if (has_memory)
    g_snprintf (text, sizeof text, C_ ("page status", "Memory %s %%"), memory);
  sw_context_set_status (self->context, has_cpu || has_memory ? text : NULL);
}

static void
update_demand (MultiloadStatus *self)
{
  const gboolean shown = self->context != NULL && sw_context_get_status_shown (self->context);
  SwSource *const sources[] = { self->cpu, self->memory };

  if (self->demanding == !!shown)
    return;
  self->demanding = !!shown;
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != NULL && shown)
      sw_source_acquire (sources[i]);
    else if (sources[i] != NULL)
      sw_source_release (sources[i]);
}

static void
follow (MultiloadStatus *self, SwSource *source)
{
  if (source == NULL)
    return;
  g_signal_connect_object (source, "sampled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "notify::enabled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
multiload_status_dispose (GObject *object)
{
  multiload_status_withdraw (MULTILOAD_STATUS (object));
  G_OBJECT_CLASS (multiload_status_parent_class)->dispose (object);
}

static void
multiload_status_class_init (MultiloadStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = multiload_status_dispose;
}

static void
multiload_status_init (G_GNUC_UNUSED MultiloadStatus *self)
{
}

/* CONTEXT: the plugin's, with its sources. */
MultiloadStatus *
multiload_status_new (SwContext *context)
{
  MultiloadStatus *self = g_object_new (MULTILOAD_TYPE_STATUS, NULL);
  SwSourceRegistry *registry = sw_context_get_registry (context);

  self->context = g_object_ref (context);
  g_set_object (&self->cpu, sw_source_registry_lookup (registry, "cpu"));
  g_set_object (&self->memory, sw_source_registry_lookup (registry, "memory"));
  follow (self, self->cpu);
  follow (self, self->memory);
  g_signal_connect_object (context, "notify::status-shown", G_CALLBACK (update_demand), self,
                           G_CONNECT_SWAPPED);
  update (self);
  update_demand (self);
  return self;
}

/* Before the sources are taken away. */
void
multiload_status_withdraw (MultiloadStatus *self)
{
  SwSource *const sources[] = { self->cpu, self->memory };

  if (self->context == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->context, self);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i] != NULL)
      g_signal_handlers_disconnect_by_data (sources[i], self);
  g_clear_object (&self->context);
  update_demand (self);
  g_clear_object (&self->cpu);
  g_clear_object (&self->memory);
}
