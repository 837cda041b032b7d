/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "shell/sw-page.h"

G_BEGIN_DECLS

GtkWidget *sw_page_row_new (SwPage *page);

G_END_DECLS
