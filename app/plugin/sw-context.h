/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_CONTEXT (sw_context_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwContext, sw_context, SW, CONTEXT, GObject)

SW_PUBLIC SwContext *sw_context_new (const char *plugin_id,
                                     SwScheduler *scheduler,
                                     SwSourceRegistry *registry,
                                     SwSamplePool *pool,
                                     SwSession *session);
SW_PUBLIC void sw_context_close (SwContext *self);
SW_PUBLIC const char *sw_context_get_plugin_id (SwContext *self);
SW_PUBLIC SwScheduler *sw_context_get_scheduler (SwContext *self);
SW_PUBLIC SwSourceRegistry *sw_context_get_registry (SwContext *self);
SW_PUBLIC SwSamplePool *sw_context_get_pool (SwContext *self);
SW_PUBLIC SwSession *sw_context_get_session (SwContext *self);
SW_PUBLIC void sw_context_add_source (SwContext *self, SwSource *source);
SW_PUBLIC void sw_context_add_source_after (SwContext *self, SwSource *source, SwSource *after);
SW_PUBLIC void sw_context_remove_source (SwContext *self, SwSource *source);
SW_PUBLIC void sw_context_set_status (SwContext *self, const char *status);
SW_PUBLIC const char *sw_context_get_status (SwContext *self);
SW_PUBLIC gboolean sw_context_get_status_shown (SwContext *self);
SW_PUBLIC void sw_context_acquire_status (SwContext *self);
SW_PUBLIC void sw_context_release_status (SwContext *self);
SW_PUBLIC GSettings *sw_context_create_settings (SwContext *self);
SW_PUBLIC char *sw_context_get_data_dir (SwContext *self);
SW_PUBLIC char *sw_context_get_cache_dir (SwContext *self);

G_END_DECLS
