/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-session.h"

G_BEGIN_DECLS

GtkWidget *packets_problem_new (PacketsSession *session);

G_END_DECLS
