/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *packets_pill_new (const char *label, const char *action, gboolean suggested);

G_END_DECLS
