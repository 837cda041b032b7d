/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "plugins/multiload/gpu-source.h"

/* How busy the graphics cards are. The large number is the busiest one's. */
struct _GpuSource
{
  SwSource parent_instance;

  GpuCards *cards;
};

#define INTERVAL_US (2 * SW_SECOND_US)

G_DEFINE_FINAL_TYPE (GpuSource, gpu_source, SW_TYPE_SOURCE)

static void
gpu_source_start (SwSource *source)
{
  gpu_cards_start (GPU_SOURCE (source)->cards);
}

static void
gpu_source_stop (SwSource *source)
{
  gpu_cards_stop (GPU_SOURCE (source)->cards);
}

static gboolean
gpu_source_sample (SwSource *source, const SwTick *tick, GError **error)
{
  return gpu_cards_sample (GPU_SOURCE (source)->cards, source, tick, GPU_BUSY, error);
}

static double
gpu_source_get_headline_value (SwSource *source, const float *values)
{
  double highest = NAN;

  for (guint i = 0; i < sw_source_get_n_channels (source); i++)
    highest = fmax (highest, values[i]);
  return highest;
}

static void
gpu_source_format_headline (SwSource *source, const float *values, char *buffer, gsize buffer_bytes)
{
  const double highest = gpu_source_get_headline_value (source, values);

  if (isnan (highest) && gpu_cards_are_asleep (GPU_SOURCE (source)->cards, GPU_BUSY))
    g_strlcpy (buffer, C_ ("graphics card", "Asleep"), buffer_bytes);
  else
    sw_unit_format (SW_UNIT_PERCENT, highest, buffer, buffer_bytes);
}

static void
gpu_source_finalize (GObject *object)
{
  g_clear_pointer (&GPU_SOURCE (object)->cards, gpu_cards_unref);
  G_OBJECT_CLASS (gpu_source_parent_class)->finalize (object);
}

static void
gpu_source_class_init (GpuSourceClass *klass)
{
  SwSourceClass *source_class = SW_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gpu_source_finalize;
  source_class->start = gpu_source_start;
  source_class->sample = gpu_source_sample;
  source_class->stop = gpu_source_stop;
  source_class->get_headline_value = gpu_source_get_headline_value;
  source_class->format_headline = gpu_source_format_headline;
}

static void
gpu_source_init (G_GNUC_UNUSED GpuSource *self)
{
}

/* CARDS are shared with the source of their memory, so that each file is read once for both. */
SwSource *
gpu_source_new (GpuCards *cards)
{
  GpuSource *self = g_object_new (
      GPU_TYPE_SOURCE, "id", "gpu", "title", C_ ("source", "Graphics Card"), "description",
      C_ ("source", "The share of time in which the graphics card worked or, with Intel’s, did not "
                    "sleep. A card that is switched off to save power is never woken to ask."),
      "unit", SW_UNIT_PERCENT, "natural-max", 100.0, "style", SW_STYLE_LINES, "interval-us",
      INTERVAL_US, NULL);

  self->cards = gpu_cards_ref (cards);
  gpu_cards_add_channels (cards, SW_SOURCE (self), GPU_BUSY);
  return SW_SOURCE (self);
}
