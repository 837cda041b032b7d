/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/dissect/dissection.h"
#include "plugins/packets/names/neighbour-monitor.h"
#include "plugins/packets/packets-names.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_CARDS (packets_cards_get_type ())
G_DECLARE_FINAL_TYPE (PacketsCards, packets_cards, PACKETS, CARDS, GtkWidget)

PacketsCards *packets_cards_new (void);
void packets_cards_set_names (PacketsCards *self, PacketsNames *names);
void packets_cards_set_neighbours (PacketsCards *self, NeighbourMonitor *neighbours);
void packets_cards_show (PacketsCards *self, const Dissection *dissection);

G_END_DECLS
