/* SPDX-License-Identifier: LGPL-2.1-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-source.h"

G_BEGIN_DECLS

#define SW_TYPE_VISIBILITY (sw_visibility_get_type ())

SW_PUBLIC
G_DECLARE_FINAL_TYPE (SwVisibility, sw_visibility, SW, VISIBILITY, GObject)

SW_PUBLIC SwVisibility *sw_visibility_new (GtkWidget *widget);
SW_PUBLIC gboolean sw_visibility_get_visible (SwVisibility *self);
SW_PUBLIC void sw_visibility_set_source (SwVisibility *self, SwSource *source);
SW_PUBLIC void sw_visibility_detach (SwVisibility *self);

G_END_DECLS
