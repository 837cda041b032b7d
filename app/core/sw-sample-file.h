/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_SAMPLE_FILE (sw_sample_file_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSampleFile, sw_sample_file, SW, SAMPLE_FILE, GObject)

SW_PUBLIC const char *sw_sample_file_get_path (SwSampleFile *self);
SW_PUBLIC const char *sw_sample_file_read (SwSampleFile *self,
                                           const SwTick *tick,
                                           gsize *length_bytes,
                                           GError **error);

G_END_DECLS
