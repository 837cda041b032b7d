/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_SOURCE_DIALOG (sw_source_dialog_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwSourceDialog, sw_source_dialog, SW, SOURCE_DIALOG, AdwPreferencesDialog)

SW_PUBLIC AdwDialog *sw_source_dialog_new (SwSource *source);

G_END_DECLS
