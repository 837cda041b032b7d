/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PACKETS_TYPE_REMOTE_DIALOG (packets_remote_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PacketsRemoteDialog, packets_remote_dialog, PACKETS, REMOTE_DIALOG, AdwDialog)

AdwDialog *packets_remote_dialog_new (void);

G_END_DECLS
