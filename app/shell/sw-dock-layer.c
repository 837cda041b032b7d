/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#include "config.h"

#include "shell/sw-dock-private.h"

SwDock *
sw_dock_layer_new (G_GNUC_UNUSED GtkWindow *window)
{
  return NULL;
}
