/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Stillwatch developers */

/* The file that a capture is written to while it runs. It has a name, and whoever writes it a lock on it, so that what a
 * crash left can be found and told from what is still written. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PacketsLiveFile PacketsLiveFile;

PacketsLiveFile *packets_live_file_new (const char *cache_dir, GError **error);
PacketsLiveFile *packets_live_file_adopt (const char *cache_dir, const char *path);
void packets_live_file_keep (PacketsLiveFile *self);
void packets_live_file_discard (PacketsLiveFile *self);
int packets_live_file_get_fd (PacketsLiveFile *self);

/* (element-type filename): what no living process writes, newest first. */
GPtrArray *packets_live_file_list_left (const char *cache_dir);

/* A descriptor to a file without a name, or -1 with an error. */
int packets_temporary_open (const char *cache_dir, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketsLiveFile, packets_live_file_keep)

G_END_DECLS
