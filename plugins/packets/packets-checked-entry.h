/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (nullable) (transfer full): what is wrong with TEXT, in one line. */
typedef char *(*PacketsCheck) (const char *text, gpointer user_data);

#define PACKETS_TYPE_CHECKED_ENTRY (packets_checked_entry_get_type ())
G_DECLARE_FINAL_TYPE (PacketsCheckedEntry, packets_checked_entry, PACKETS, CHECKED_ENTRY, GtkWidget)

PacketsCheckedEntry *packets_checked_entry_new (const char *label,
                                                const char *placeholder,
                                                PacketsCheck check,
                                                gpointer user_data);
const char *packets_checked_entry_get_text (PacketsCheckedEntry *self);
void packets_checked_entry_set_text (PacketsCheckedEntry *self, const char *text);
void packets_checked_entry_insert (PacketsCheckedEntry *self, const char *word);
gboolean packets_checked_entry_get_focused (PacketsCheckedEntry *self);
gboolean packets_checked_entry_get_valid (PacketsCheckedEntry *self);
void packets_checked_entry_check (PacketsCheckedEntry *self);

G_END_DECLS
