/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source-registry.h"

#include "plugins/multiload/legacy-apply.h"
#include "plugins/multiload/legacy-finder.h"

G_BEGIN_DECLS

#define IMPORT_TYPE_DIALOG (import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ImportDialog, import_dialog, IMPORT, DIALOG, AdwDialog)

AdwDialog *import_dialog_new (SwSourceRegistry *registry, const LegacyFindings *findings);

G_END_DECLS
