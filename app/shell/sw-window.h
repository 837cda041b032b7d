/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-page.h"
#include "shell/sw-preferences.h"

G_BEGIN_DECLS

#define SW_TYPE_WINDOW (sw_window_get_type ())
G_DECLARE_FINAL_TYPE (SwWindow, sw_window, SW, WINDOW, AdwApplicationWindow)

SwWindow *sw_window_new (AdwApplication *application,
                         GSettings *settings,
                         SwPluginHost *host,
                         GListModel *pages);
void sw_window_set_preferences (SwWindow *self, SwPreferencesFunc create, gpointer user_data);
gboolean sw_window_show_page (SwWindow *self, const char *id);

G_END_DECLS
