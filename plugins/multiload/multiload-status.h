/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "plugin/sw-context.h"

G_BEGIN_DECLS

#define MULTILOAD_TYPE_STATUS (multiload_status_get_type ())
G_DECLARE_FINAL_TYPE (MultiloadStatus, multiload_status, MULTILOAD, STATUS, GObject)

MultiloadStatus *multiload_status_new (SwContext *context);
void multiload_status_withdraw (MultiloadStatus *self);

G_END_DECLS
