/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "widgets/sw-palette.h"

#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

gboolean packets_arrow_get_colour (PacketDirection direction, SwScheme scheme, GdkRGBA *colour);
void packets_arrow_draw (GtkSnapshot *snapshot,
                         PacketDirection direction,
                         const GdkRGBA *colour,
                         int width,
                         int height);

G_END_DECLS
