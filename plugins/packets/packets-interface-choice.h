/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

#include "plugins/packets/packets-interfaces.h"

G_BEGIN_DECLS

#define PACKETS_TYPE_INTERFACE_CHOICE (packets_interface_choice_get_type ())
G_DECLARE_FINAL_TYPE (PacketsInterfaceChoice,
                      packets_interface_choice,
                      PACKETS,
                      INTERFACE_CHOICE,
                      GtkWidget)

PacketsInterfaceChoice *packets_interface_choice_new (PacketsInterfaces *interfaces);
const char *const *packets_interface_choice_get_chosen (PacketsInterfaceChoice *self);
void packets_interface_choice_set_chosen (PacketsInterfaceChoice *self, const char *const *names);

G_END_DECLS
