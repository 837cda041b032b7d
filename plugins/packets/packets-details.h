/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-cards.h"
#include "plugins/packets/packets-decoder.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_DETAILS (packets_details_get_type ())
G_DECLARE_FINAL_TYPE (PacketsDetails, packets_details, PACKETS, DETAILS, GtkWidget)

PacketsDetails *packets_details_new (void);
void packets_details_show (PacketsDetails *self, PacketsDecoder *decoder, guint index);
void packets_details_clear (PacketsDetails *self);
void packets_details_set_alone (PacketsDetails *self, gboolean alone);
void packets_details_set_names (PacketsDetails *self, PacketsNames *names);
PacketsCards *packets_details_get_cards (PacketsDetails *self);

G_END_DECLS
