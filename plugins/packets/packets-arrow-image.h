/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/format/packet.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_ARROW_IMAGE (packets_arrow_image_get_type ())
G_DECLARE_FINAL_TYPE (PacketsArrowImage, packets_arrow_image, PACKETS, ARROW_IMAGE, GtkWidget)

GtkWidget *packets_arrow_image_new (PacketDirection direction);

G_END_DECLS
