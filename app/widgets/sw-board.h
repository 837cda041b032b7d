/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "core/sw-source-registry.h"

G_BEGIN_DECLS

#define SW_TYPE_BOARD (sw_board_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwBoard, sw_board, SW, BOARD, AdwBin)

SW_PUBLIC GtkWidget *sw_board_new (SwSourceRegistry *registry, const char *owner);
SW_PUBLIC void sw_board_show_history (SwBoard *self, SwSource *source);

G_END_DECLS
