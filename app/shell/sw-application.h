/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

#include "shell/sw-window.h"

G_BEGIN_DECLS

#define SW_TYPE_APPLICATION (sw_application_get_type ())
G_DECLARE_FINAL_TYPE (SwApplication, sw_application, SW, APPLICATION, AdwApplication)

SwApplication *sw_application_new (void);
int sw_application_get_exit_status (SwApplication *self);
SwWindow *sw_application_get_window (SwApplication *self);
SwWindow *sw_application_present_window (SwApplication *self);
void sw_application_present_dialog (SwApplication *self, AdwDialog *dialog);

G_END_DECLS
