/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-preferences.h"

G_BEGIN_DECLS

/*
 * SwSearchHit:
 * @title: what was found, as users see it
 * @place: where it is, as users see it
 * @icon_name: of its kind
 * @action: an action of the application that leads there
 * @target: the action's parameter
 *
 * Something that can be gone to.
 */
typedef struct
{
  char *title;
  char *place;
  const char *icon_name;
  const char *action;
  char *target;
} SwSearchHit;

GPtrArray *sw_search_index (GListModel *pages,
                            SwPluginHost *host,
                            SwPreferencesFunc create,
                            gpointer user_data);
gboolean sw_search_hit_matches (const SwSearchHit *hit, const char *query);

G_END_DECLS
