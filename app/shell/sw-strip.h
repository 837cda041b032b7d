/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "shell/sw-dock.h"
#include "shell/sw-strip-items.h"

G_BEGIN_DECLS

#define SW_TYPE_STRIP (sw_strip_get_type ())
G_DECLARE_FINAL_TYPE (SwStrip, sw_strip, SW, STRIP, GObject)

SwStrip *sw_strip_new (GtkApplication *application, SwSourceRegistry *registry, SwPluginHost *host);
GSettings *sw_strip_get_settings (SwStrip *self);
SwStripItems *sw_strip_get_items (SwStrip *self);
GtkApplication *sw_strip_get_application (SwStrip *self);
void sw_strip_set_enabled (SwStrip *self, gboolean enabled);
gboolean sw_strip_get_paused (SwStrip *self);
void sw_strip_set_paused (SwStrip *self, gboolean paused);
SwDockKind sw_strip_get_dock_kind (SwStrip *self);
gboolean sw_strip_is_in_the_way (SwStrip *self);

GtkPositionType sw_strip_get_edge (SwStrip *self);
int sw_strip_get_thickness_px (SwStrip *self);

G_END_DECLS
