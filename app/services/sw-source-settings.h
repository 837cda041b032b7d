/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SOURCE_SETTINGS (sw_source_settings_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSourceSettings, sw_source_settings, SW, SOURCE_SETTINGS, GObject)

SW_PUBLIC SwSourceSettings *sw_source_settings_new (SwSource *source);
SW_PUBLIC SwSourceSettings *sw_source_settings_lookup (SwSource *source);
SW_PUBLIC void sw_source_settings_set_default_interval_us (SwSourceSettings *self,
                                                           gint64 interval_us);
SW_PUBLIC gboolean sw_source_settings_is_changed (SwSourceSettings *self);
SW_PUBLIC void sw_source_settings_reset (SwSourceSettings *self);
SW_PUBLIC GVariant *sw_source_settings_save (SwSourceSettings *self);
SW_PUBLIC void sw_source_settings_restore (SwSourceSettings *self, GVariant *saved);

G_END_DECLS
