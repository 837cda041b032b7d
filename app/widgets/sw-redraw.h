/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

/* GTK draws again what differs from the last frame: a region of at most some thirty rectangles, and beyond that all that
 * the common parent covers. A board has more changing values than that, and was drawn whole every second. So what
 * changes together counts as one rectangle. Private. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Adds a node that draws nothing and differs in each frame, where those of the N widgets below PARENT lie that can be
 * seen. */
void sw_redraw_unite (GtkWidget *parent,
                      GtkWidget *const *widgets,
                      guint n_widgets,
                      GtkSnapshot *snapshot);

G_END_DECLS
