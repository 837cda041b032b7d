/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-sample-pool.h"
#include "core/sw-source.h"

G_BEGIN_DECLS

typedef enum
{
  GPU_BUSY,
  GPU_MEMORY,
} GpuFigure;

typedef struct _GpuCards GpuCards;

GpuCards *gpu_cards_new (SwSamplePool *pool);
GpuCards *gpu_cards_ref (GpuCards *self);
void gpu_cards_unref (GpuCards *self);
gboolean gpu_cards_is_current (GpuCards *self);

/* For the sources: one channel for each card that has the figure. */
void gpu_cards_add_channels (GpuCards *self, SwSource *source, GpuFigure figure);
void gpu_cards_start (GpuCards *self);
void gpu_cards_stop (GpuCards *self);
gboolean gpu_cards_sample (GpuCards *self,
                           SwSource *source,
                           const SwTick *tick,
                           GpuFigure figure,
                           GError **error);
double gpu_cards_get_memory_bytes (GpuCards *self);
gboolean gpu_cards_are_asleep (GpuCards *self, GpuFigure figure);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GpuCards, gpu_cards_unref)

G_END_DECLS
