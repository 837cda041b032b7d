/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-source-registry.h"

#include "plugins/multiload/legacy-import.h"

G_BEGIN_DECLS

/* What a graph's settings are there and not here. */
typedef struct
{
  gboolean shown;
  gboolean interval;
  guint n_colours;
} LegacyChange;

gboolean legacy_apply_compare (SwSource *source, const LegacyGraph *graph, LegacyChange *change);
void legacy_apply (SwSource *source, const LegacyGraph *graph, GPtrArray *undo);
void legacy_apply_undo (GPtrArray *undo);
GPtrArray *legacy_apply_undo_new (void);

G_END_DECLS
