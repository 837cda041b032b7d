/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "core/sw-types.h"

#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_PAGE (packets_page_get_type ())
G_DECLARE_FINAL_TYPE (PacketsPage, packets_page, PACKETS, PAGE, GtkWidget)

GtkWidget *packets_page_new (SwContext *context, PacketsSession *session, GSettings *settings);

G_END_DECLS
