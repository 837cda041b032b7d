/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* Sets sources as another program's graphs were set, and back. */

#include "config.h"

#include "core/sw-source.h"
#include "services/sw-source-settings.h"

#include "plugins/multiload/legacy-apply.h"

typedef struct
{
  SwSource *source;
  GVariant *saved;
} Undo;

static void
undo_free (Undo *undo)
{
  g_object_unref (undo->source);
  g_variant_unref (undo->saved);
  g_free (undo);
}

/* (nullable) */
static SwChannel *
find_channel (SwSource *source, const char *id)
{
  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    if (g_str_equal (sw_channel_get_id (sw_source_get_channel (source, i)), id))
      return sw_source_get_channel (source, i);
  return NULL;
}

static gboolean
changes_colour (SwSource *source, const LegacyColour *colour)
{
  SwChannel *channel = find_channel (source, colour->channel_id);

  return channel != NULL && g_strcmp0 (sw_channel_get_colour (channel), colour->colour) != 0;
}

/* Returns whether there is any difference. */
gboolean
legacy_apply_compare (SwSource *source, const LegacyGraph *graph, LegacyChange *change)
{
  *change = (LegacyChange) { 0 };
  change->shown = graph->shown != LEGACY_SHOWN_UNSET
                  && sw_source_get_enabled (source) != (graph->shown == LEGACY_SHOWN);
  change->interval = graph->interval_ms > 0
                     && sw_source_get_interval_us (source) != (gint64) graph->interval_ms * 1000;
  for (guint i = 0; i < graph->n_colours; i++)
    change->n_colours += changes_colour (source, &graph->colours[i]);
  return change->shown || change->interval || change->n_colours > 0;
}

GPtrArray *
legacy_apply_undo_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) undo_free);
}

/* Adds to UNDO how the source was. */
void
legacy_apply (SwSource *source, const LegacyGraph *graph, GPtrArray *undo)
{
  SwSourceSettings *settings = sw_source_settings_lookup (source);

  if (settings != NULL)
    {
      Undo *step = g_new (Undo, 1);

      *step = (Undo) { g_object_ref (source), sw_source_settings_save (settings) };
      g_ptr_array_add (undo, step);
    }
  if (graph->shown != LEGACY_SHOWN_UNSET)
    sw_source_set_enabled (source, graph->shown == LEGACY_SHOWN);
  if (graph->interval_ms > 0)
    sw_source_set_interval_us (source, (gint64) graph->interval_ms * 1000);
  for (guint i = 0; i < graph->n_colours; i++)
    {
      SwChannel *channel = find_channel (source, graph->colours[i].channel_id);

      if (channel != NULL)
        sw_channel_set_colour (channel, graph->colours[i].colour);
    }
}

void
legacy_apply_undo (GPtrArray *undo)
{
  for (guint i = 0; i < undo->len; i++)
    {
      const Undo *step = g_ptr_array_index (undo, i);
      SwSourceSettings *settings = sw_source_settings_lookup (step->source);

      if (settings != NULL)
        sw_source_settings_restore (settings, step->saved);
    }
}
