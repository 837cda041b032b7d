/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

/* For each card: the rectangle that changes, in the window; in it that of the graph; the number of channels; where each text
 * stands, and what it names: "" is the headline. */
#define FLOOR_PICTURE_TYPE "a((iiii)(iiii)ua(iis))"

GtkWidget *floor_picture_new (GVariant *picture, const int *second, GPtrArray *areas);
