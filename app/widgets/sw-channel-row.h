/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* A channel in a source's settings: whether it is shown, and its colour. Private. */

#pragma once

#include <adwaita.h>

#include "core/sw-channel.h"

G_BEGIN_DECLS

#define SW_TYPE_CHANNEL_ROW (sw_channel_row_get_type ())

G_DECLARE_FINAL_TYPE (SwChannelRow, sw_channel_row, SW, CHANNEL_ROW, AdwActionRow)

GtkWidget *sw_channel_row_new (SwChannel *channel);

G_END_DECLS
