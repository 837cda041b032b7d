/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-interfaces.h"
#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_CAPTURE_BAR (packets_capture_bar_get_type ())
G_DECLARE_FINAL_TYPE (PacketsCaptureBar, packets_capture_bar, PACKETS, CAPTURE_BAR, GtkWidget)

PacketsCaptureBar *packets_capture_bar_new (PacketsInterfaces *interfaces,
                                            GSettings *settings,
                                            GMenuModel *menu);
void packets_capture_bar_set_state (PacketsCaptureBar *self, PacketsSessionState state);
void packets_capture_bar_set_narrow (PacketsCaptureBar *self, gboolean narrow);
const char *const *packets_capture_bar_get_interfaces (PacketsCaptureBar *self);
const char *packets_capture_bar_get_filter (PacketsCaptureBar *self);
gboolean packets_capture_bar_get_valid (PacketsCaptureBar *self);

G_END_DECLS
