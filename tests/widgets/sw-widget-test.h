/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* What tests of widgets share: windows that are really shown, waiting for a condition, layouts counted. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SW_TYPE_COUNTING_BIN (sw_counting_bin_get_type ())

/* Holds one child and counts how often that had to be laid out. */
G_DECLARE_FINAL_TYPE (SwCountingBin, sw_counting_bin, SW, COUNTING_BIN, GtkWidget)

SwCountingBin *sw_counting_bin_new (GtkWidget *child);
guint sw_counting_bin_get_n_layouts (SwCountingBin *self);

typedef gboolean (*SwCondition) (gpointer data);

/* Runs the main context until CONDITION holds; fails the test if it doesn't in a time that is long enough anywhere. */
void sw_widget_test_wait (SwCondition condition, gpointer data);

/* A window of this size with CHILD, on the screen. */
GtkWindow *sw_widget_test_show (GtkWidget *child, int width, int height);
void sw_widget_test_close (GtkWindow *window);

/* Until what was queued is drawn. */
void sw_widget_test_paint (GtkWidget *widget);

/* WIDGET as the next frame shows it, one pixel per pixel. Returns: (transfer full): an ARGB32 image */
cairo_surface_t *sw_widget_test_render (GtkWidget *widget);

/* The first widget of a type in the tree under ROOT, or the first label that shows TEXT; NULL for none. */
gpointer sw_widget_test_find (GtkWidget *root, GType type);
gpointer sw_widget_test_find_label (GtkWidget *root, const char *text);

/* As if a key had been pressed while WIDGET had the focus. Returns whether it was used. */
gboolean sw_widget_test_press (GtkWidget *widget, guint keyval);

G_END_DECLS
