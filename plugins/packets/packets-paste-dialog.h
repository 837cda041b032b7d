/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PACKETS_TYPE_PASTE_DIALOG (packets_paste_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PacketsPasteDialog, packets_paste_dialog, PACKETS, PASTE_DIALOG, AdwDialog)

AdwDialog *packets_paste_dialog_new (void);

G_END_DECLS
