/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* A channel's colour in a legend: a square, a dashed line for a limit, a ramp for a heat strip. Private. */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-channel.h"

G_BEGIN_DECLS

#define SW_TYPE_SWATCH (sw_swatch_get_type ())

G_DECLARE_FINAL_TYPE (SwSwatch, sw_swatch, SW, SWATCH, GtkWidget)

GtkWidget *sw_swatch_new (SwChannel *channel, gboolean ramp);

G_END_DECLS
