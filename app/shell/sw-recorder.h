/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gio/gio.h>

#include "core/sw-types.h"

G_BEGIN_DECLS

#define SW_TYPE_RECORDER (sw_recorder_get_type ())
G_DECLARE_FINAL_TYPE (SwRecorder, sw_recorder, SW, RECORDER, GObject)

SwRecorder *sw_recorder_new (SwSourceRegistry *registry,
                             GSettings *settings,
                             GApplication *application);
void sw_recorder_stop (SwRecorder *self);

G_END_DECLS
