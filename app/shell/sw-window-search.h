/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "shell/sw-preferences.h"

G_BEGIN_DECLS

#define SW_TYPE_WINDOW_SEARCH (sw_window_search_get_type ())
G_DECLARE_FINAL_TYPE (SwWindowSearch, sw_window_search, SW, WINDOW_SEARCH, AdwBin)

void sw_window_search_set_up (SwWindowSearch *self, GListModel *pages, SwPluginHost *host);
void sw_window_search_set_preferences (SwWindowSearch *self,
                                       SwPreferencesFunc create,
                                       gpointer user_data);
void sw_window_search_begin (SwWindowSearch *self);
void sw_window_search_end (SwWindowSearch *self);
void sw_window_search_set_query (SwWindowSearch *self, const char *query);
void sw_window_search_activate_first (SwWindowSearch *self);

G_END_DECLS
