/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include "shell/sw-cost.h"
#include "shell/sw-plugin-host.h"

G_BEGIN_DECLS

/* Where the names come from that users know. */
typedef struct
{
  SwSourceRegistry *registry;
  SwPluginHost *plugins;
} SwCostNames;

char *sw_cost_text_title (const SwCostNames *names, const SwCostRow *row);
char *sw_cost_text_row (const SwCostRow *row);
char *sw_cost_text_wakeups (const SwCost *cost, guint64 shown_wakeups, gint64 shown_us);
char *sw_cost_text_total (const SwCost *cost);
char *sw_cost_text_table (const SwCostNames *names,
                          const SwCost *cost,
                          guint64 shown_wakeups,
                          gint64 shown_us);

G_END_DECLS
