/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plugins/multiload/gpu-memory-source.h"

/* How much of the graphics cards' own memory is in use. */
struct _GpuMemorySource
{
  SwSource parent_instance;

  GpuCards *cards;
};

#define INTERVAL_US (2 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (GpuMemorySource, gpu_memory_source, SW_TYPE_SOURCE)

static void
gpu_memory_source_start (SwSource *source)
{
  gpu_cards_start (GPU_MEMORY_SOURCE (source)->cards);
}

static void
gpu_memory_source_stop (SwSource *source)
{
  gpu_cards_stop (GPU_MEMORY_SOURCE (source)->cards);
}

static gboolean
gpu_memory_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  GpuCards *cards = GPU_MEMORY_SOURCE (source)->cards;
  double total_bytes;

  if (!gpu_cards_sample (cards, source, tick, GPU_MEMORY, error))
    return FALSE;
  total_bytes = gpu_cards_get_memory_bytes (cards);
  /* A card that fell asleep still has its memory. */
  if (total_bytes > sw_source_get_natural_max (source))
    sw_source_set_natural_max (source, total_bytes);
  return TRUE;
}

static void
gpu_memory_source_format_headline (SwSource *source,
                                   const float *values,
                                   char *buffer,
                                   gsize buffer_bytes)
{
  const double bytes = sw_source_get_headline_value (source, values);

  if (isnan (bytes) && gpu_cards_are_asleep (GPU_MEMORY_SOURCE (source)->cards, GPU_MEMORY))
    g_strlcpy (buffer, C_ ("graphics card", "Asleep"), buffer_bytes);
  else
    sw_unit_format (SW_UNIT_BYTES, bytes, buffer, buffer_bytes);
}

static void
gpu_memory_source_finalize (GObject *object)
{
  g_clear_pointer (&GPU_MEMORY_SOURCE (object)->cards, gpu_cards_unref);
  G_OBJECT_CLASS (gpu_memory_source_parent_class)->finalize (object);
}

static void
gpu_memory_source_class_init (GpuMemorySourceClass *klass)
{
  SwSourceClass *source_class = SW_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gpu_memory_source_finalize;
  source_class->start = gpu_memory_source_start;
  source_class->sample = gpu_memory_source_sample;
  source_class->stop = gpu_memory_source_stop;
  source_class->format_headline = gpu_memory_source_format_headline;
}

static void
gpu_memory_source_init (G_GNUC_UNUSED GpuMemorySource *self)
{
}

/* CARDS are shared with the source of their load, so that each file is read once for both. */
SwSource *
gpu_memory_source_new (GpuCards *cards)
{
  GpuMemorySource *self
      = g_object_new (GPU_MEMORY_TYPE_SOURCE, "id", "gpu-memory", "title",
                      C_ ("source", "Graphics Memory"), "description",
                      C_ ("source", "How much of the graphics card’s own memory is in use."),
                      "unit", SW_UNIT_BYTES, "interval-us", INTERVAL_US, NULL);

  self->cards = gpu_cards_ref (cards);
  gpu_cards_add_channels (cards, SW_SOURCE (self), GPU_MEMORY);
  return SW_SOURCE (self);
}
