/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Called for each group and row that has a title; the title is as users see it. */
typedef void (*SwPreferencesVisit) (GtkWidget *widget, const char *title, gpointer user_data);

void sw_preferences_walk (GtkWidget *root, SwPreferencesVisit visit, gpointer user_data);
char *sw_preferences_place_new (const char *page, const char *title, guint nth);
GtkWidget *sw_preferences_place_find (GtkWidget *page, const char *place);
void sw_preferences_place_focus (GtkWidget *widget);

G_END_DECLS
