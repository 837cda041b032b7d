/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source-registry.h"

G_BEGIN_DECLS

#define IMPORT_TYPE_ROW (import_row_get_type ())
G_DECLARE_FINAL_TYPE (ImportRow, import_row, IMPORT, ROW, AdwActionRow)

GtkWidget *import_row_new (SwSourceRegistry *registry);

G_END_DECLS
