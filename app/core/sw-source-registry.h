/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SOURCE_REGISTRY (sw_source_registry_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSourceRegistry, sw_source_registry, SW, SOURCE_REGISTRY, GObject)

SW_PUBLIC SwSourceRegistry *sw_source_registry_new (SwScheduler *scheduler);
SW_PUBLIC void sw_source_registry_add (SwSourceRegistry *self, const char *owner, SwSource *source);
SW_PUBLIC void sw_source_registry_add_after (SwSourceRegistry *self,
                                             const char *owner,
                                             SwSource *source,
                                             SwSource *after);
SW_PUBLIC void sw_source_registry_remove (SwSourceRegistry *self, SwSource *source);
SW_PUBLIC SwSource *sw_source_registry_lookup (SwSourceRegistry *self, const char *id);
SW_PUBLIC GList *sw_source_registry_list (SwSourceRegistry *self);
SW_PUBLIC const char *sw_source_registry_get_owner (SwSourceRegistry *self, SwSource *source);
SW_PUBLIC SwJob *sw_source_registry_get_job (SwSourceRegistry *self, SwSource *source);
SW_PUBLIC gint64 sw_source_registry_get_default_interval_us (SwSourceRegistry *self);
SW_PUBLIC void sw_source_registry_set_default_interval_us (SwSourceRegistry *self,
                                                           gint64 interval_us);

G_END_DECLS
